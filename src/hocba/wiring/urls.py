"""Which address leads to which page."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def healthz(_: HttpRequest) -> HttpResponse:
    """Say that this process serves; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("hocba.faces.api.urls")),
    path("", include("hocba.faces.line.urls")),
    path("", include("hocba.faces.web.urls")),
    path("", include("hocba.faces.accounts.urls")),
    path("", include("hocba.faces.school.urls")),
    path("", include("hocba.faces.province.urls")),
    path("", include("hocba.faces.ministry.urls")),
    path("", include("hocba.faces.public.urls")),
    path("", include("hocba.faces.family.urls")),
]

handler404 = "hocba.faces.web.failures.not_found"
