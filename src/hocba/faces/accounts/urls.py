"""Addresses of accounts."""

from django.urls import path

from hocba.faces.accounts import identity_views, passkey_views, sitting_views, staff_views, views

urlpatterns = [
    path("dang-nhap/buoc-hai", views.second_step),
    path("dang-nhap/dinh-danh", identity_views.ask),
    path("dang-nhap/dinh-danh/ve", identity_views.come_back),
    path("dang-nhap/khoa", passkey_views.sign_in),
    path("loi-moi", views.invitation),
    path("tai-khoan/phien", sitting_views.sittings),
    path("tai-khoan/khoa", passkey_views.passkeys),
    path("truong/tai-khoan", staff_views.accounts),
]
