"""Addresses of the public pages."""

from django.urls import path

from hocba.faces.public import alone, offline, reports, views

urlpatterns = [
    path("xac-thuc", views.verify),
    path("xac-thuc/bao-cao", reports.report),
    path("xac-thuc/tren-may", alone.alone),
    path("kiem-tra-ma", offline.code_page),
    path("kiem-tra-ma/khoa.jws", offline.key_list),
    path("kiem-tra-ma/tinh-trang-<str:year>.jws", offline.status_list),
    path("kiem-tra-ma/ung-dung.webmanifest", offline.manifest),
    path("kiem-tra-ma/nen.js", offline.worker),
]
