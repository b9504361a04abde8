"""Addresses of the ministry's office."""

from django.urls import path

from hocba.faces.ministry import admission_views, courier_views, coverage_views, views
from hocba.faces.ministry.frame import shown
from hocba.faces.web.asking import MINISTRY, MINISTRY_OVERSIGHT
from hocba.faces.web.figure_views import figures_json, figures_pdf, figures_xlsx
from hocba.faces.web.intake_views import intake_path
from hocba.faces.web.look_up_views import look_up_paths
from hocba.faces.web.oversight_views import oversight_paths
from hocba.faces.web.refusals_views import refusals_paths
from hocba.faces.web.signing_views import signing_paths

urlpatterns = [
    path("bo", views.national),
    path("bo/de-nghi", admission_views.admissions),
    path("bo/de-nghi/<str:admission_id>", admission_views.one_request),
    path("bo/de-nghi/<str:admission_id>/minh-chung", admission_views.request_paper),
    path("bo/goi-nop", views.packages),
    path("bo/goi-nop/mang-den", courier_views.bring_package),
    intake_path(
        "bo/goi-nop/dang-nhan",
        roles=MINISTRY,
        shown=shown,
        names=views.province_names,
        packages="bo/goi-nop",
    ),
    path("bo/goi-nop/<str:message_id>", views.receipt),
    path("bo/goi-nop/<str:message_id>/bien-nhan.xml", views.receipt_file),
    path("bo/so-lieu", views.figures),
    path("bo/so-lieu.json", figures_json),
    path("bo/so-lieu.xlsx", figures_xlsx),
    path("bo/so-lieu.pdf", figures_pdf),
    path("bo/do-phu", coverage_views.national_coverage),
    path("bo/so-lieu/cach-tinh", views.definitions),
    *oversight_paths("bo/giam-sat", roles=MINISTRY_OVERSIGHT, shown=shown),
    *refusals_paths("bo/giam-sat", roles=MINISTRY_OVERSIGHT, shown=shown),
    *signing_paths("bo/giam-sat", roles=MINISTRY_OVERSIGHT, shown=shown),
    *look_up_paths("bo/tra-cuu", roles=MINISTRY, shown=shown),
]
