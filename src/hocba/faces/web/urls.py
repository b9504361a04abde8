"""Addresses that belong to no office."""

from django.urls import path

from hocba.faces.web.figure_views import (
    definitions,
    figures,
    figures_json,
    figures_pdf,
    figures_xlsx,
)
from hocba.faces.web.language import change_language
from hocba.faces.web.sign_in import change_role, front_door, sign_in, sign_out
from hocba.faces.web.style_page import show_style

urlpatterns = [
    path("", front_door),
    path("dang-nhap", sign_in),
    path("dang-xuat", sign_out),
    path("vai-tro", change_role),
    path("ngon-ngu", change_language),
    path("kieu-dang", show_style),
    path("so-lieu", figures),
    path("so-lieu.json", figures_json),
    path("so-lieu.xlsx", figures_xlsx),
    path("so-lieu.pdf", figures_pdf),
    path("so-lieu/cach-tinh", definitions),
]
