"""The addresses at which offices above take packages."""

from django.urls import URLPattern, URLResolver, path

from hocba.faces.line import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("so/lien-thong", views.packages),
    path("bo/lien-thong", views.packages),
    path("bo/lien-thong/dang-giu", views.holdings),
]
