"""The addresses at which offices above take packages."""

from django.urls import URLPattern, URLResolver, path

from hocba.faces.line import connection_views, correction_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("so/lien-thong", views.packages),
    path("so/lien-thong/dinh-chinh", correction_views.correction),
    path("bo/lien-thong", views.packages),
    path("bo/lien-thong/dang-giu", views.holdings),
    path("bo/lien-thong/de-nghi", connection_views.connection),
]
