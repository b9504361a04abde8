"""Addresses of accounts."""

from django.urls import path

from hocba.faces.accounts import staff_views, views

urlpatterns = [
    path("dang-nhap/buoc-hai", views.second_step),
    path("loi-moi", views.invitation),
    path("truong/tai-khoan", staff_views.accounts),
]
