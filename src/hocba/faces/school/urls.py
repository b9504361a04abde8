"""Addresses of the school's office."""

from django.urls import path

from hocba.faces.school import (
    class_views,
    decision_views,
    exception_views,
    marking_views,
    office_views,
    record_views,
    roster_views,
)

urlpatterns = [
    path("truong", class_views.home),
    path("truong/lop/<str:name>", class_views.one_class),
    path("truong/lop/<str:name>/tra-lai", decision_views.return_class),
    path("truong/ky/<str:name>", class_views.sign),
    path("truong/ky/<str:name>/lap", class_views.compose),
    path("truong/hoc-ba/<str:key>", record_views.one_record),
    path("truong/hoc-ba/<str:key>/hoc-ba.xml", record_views.record_file),
    path("truong/hoc-ba/<str:key>/ban-in.pdf", record_views.printed),
    path("truong/hoc-ba/<str:key>/tra-lai", decision_views.return_record),
    path("truong/hoc-ba/<str:key>/dinh-chinh", decision_views.amend_record),
    path("truong/nhap-diem/<str:name>", marking_views.marking_home),
    path("truong/nhap-diem/<str:name>/<slug:section>", marking_views.grid),
    path("truong/nhap-diem/<str:name>/<slug:section>/luu", marking_views.save),
    path("truong/nhan-xet-mau", marking_views.phrases),
    path("truong/so-phan-cong", decision_views.assignments),
    path("truong/du-lieu", roster_views.quality),
    path("truong/du-lieu/<str:kind>.xlsx", roster_views.quality_sheet),
    path("truong/danh-sach", roster_views.roster),
    path("truong/hoc-sinh/moi", roster_views.new_pupil),
    path("truong/hoc-sinh/<str:code>", roster_views.one_pupil),
    path("truong/nhap", office_views.sheets),
    path("truong/nhap/ghi", office_views.take_sheet),
    path("truong/nhap/mau/<str:kind>", office_views.template),
    path("truong/chua-ky", exception_views.exceptions),
    path("truong/chua-ky/<str:code>", exception_views.second_assessment),
    path("truong/goi-nop", office_views.packages),
    path("truong/goi-nop/<str:message_id>", office_views.receipt),
    path("truong/goi-nop/<str:message_id>/bien-nhan.xml", office_views.receipt_file),
    path("truong/goi-nop/<str:message_id>/goi.zip", office_views.package_file),
]
