"""Addresses of the public pages."""

from django.urls import path

from hocba.faces.public import views

urlpatterns = [
    path("xac-thuc", views.verify),
]
