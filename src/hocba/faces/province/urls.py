"""Addresses of the province's office."""

from django.urls import path

from hocba.faces.province import (
    connection_views,
    correction_views,
    desk_views,
    old_views,
    reporting_views,
    views,
)
from hocba.faces.province.frame import shown
from hocba.faces.web.asking import PROVINCE, PROVINCE_OVERSIGHT
from hocba.faces.web.figure_views import figures_json, figures_pdf, figures_xlsx
from hocba.faces.web.intake_views import intake_path
from hocba.faces.web.look_up_views import look_up_paths
from hocba.faces.web.oversight_views import oversight_paths
from hocba.faces.web.refusals_views import refusals_paths
from hocba.faces.web.signing_views import signing_paths

urlpatterns = [
    path("so", desk_views.home),
    path("so/cac-truong.xlsx", desk_views.excel),
    path("so/truong/<str:code>", desk_views.one_school),
    path("so/goi-nop", views.packages),
    intake_path(
        "so/goi-nop/dang-nhan",
        roles=PROVINCE,
        shown=shown,
        names=views.school_names,
        packages="so/goi-nop",
    ),
    path("so/goi-nop/<str:message_id>", views.receipt),
    path("so/goi-nop/<str:message_id>/bien-nhan.xml", views.receipt_file),
    path("so/ho-so-cu", old_views.old_records),
    path("so/gui-bo", views.to_ministry),
    path("so/gui-bo/bien-nhan", reporting_views.bring_receipt),
    path("so/gui-bo/<str:message_id>", views.ministry_receipt),
    path("so/gui-bo/<str:message_id>/bien-nhan.xml", views.ministry_receipt_file),
    path("so/gui-bo/<str:message_id>/cho", reporting_views.waiting),
    path("so/gui-bo/<str:message_id>/gui-lai", reporting_views.again),
    path("so/gui-bo/<str:message_id>/goi.zip", reporting_views.package_file),
    path("so/gui-bo/<str:message_id>/giay-chung", reporting_views.proof),
    path("so/doi-soat", reporting_views.reconciliation),
    path("so/ket-noi", connection_views.connection),
    path("so/dinh-chinh", correction_views.corrections),
    path("so/dinh-chinh/<str:correction_id>", correction_views.one_correction),
    path("so/dinh-chinh/<str:correction_id>/minh-chung", correction_views.evidence),
    path("so/so-lieu", views.figures),
    path("so/so-lieu.json", figures_json),
    path("so/so-lieu.xlsx", figures_xlsx),
    path("so/so-lieu.pdf", figures_pdf),
    path("so/so-lieu/cach-tinh", views.definitions),
    *oversight_paths("so/giam-sat", roles=PROVINCE_OVERSIGHT, shown=shown),
    *refusals_paths("so/giam-sat", roles=PROVINCE_OVERSIGHT, shown=shown),
    *signing_paths("so/giam-sat", roles=PROVINCE_OVERSIGHT, shown=shown),
    *look_up_paths("so/tra-cuu", roles=PROVINCE, shown=shown),
]
