"""The addresses of the interface for schools' software."""

from django.urls import URLPattern, URLResolver, path

from hocba.faces.api import lists, records, token
from hocba.faces.api.door import SystemBearer
from hocba.faces.api.service import service

_bearer = SystemBearer()
service.add_router("", token.router)
service.add_router("", lists.router, auth=_bearer)
service.add_router("", records.router, auth=_bearer)

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", service.urls)]
