"""Addresses of families, and of those with whom they share."""

from django.urls import path

from hocba.faces.family import bundles, by_identity, door, home, receiver, sharing

urlpatterns = [
    path("gia-dinh", home.home),
    path("gia-dinh/vao", door.way_in),
    path("gia-dinh/dinh-danh", by_identity.ask),
    path("gia-dinh/dinh-danh/ve", by_identity.come_back),
    path("gia-dinh/con", by_identity.children),
    path("gia-dinh/hoc-ba/<str:key>", home.one_record),
    path("gia-dinh/hoc-ba/<str:key>/hoc-ba.xml", home.record_file),
    path("gia-dinh/hoc-ba/<str:key>/ban-in.pdf", home.printed),
    path("gia-dinh/hoc-ba/<str:key>/ho-so-chung-cu.zip", bundles.proof_bundle),
    path("gia-dinh/cac-nam.pdf", home.printed_years),
    path("gia-dinh/chia-se", sharing.shares),
    path("gia-dinh/chia-se/<slug:share_id>/thu-lai", sharing.take_back_share),
    path("chia-se", receiver.ask),
    path("chia-se/<slug:code>", receiver.shared),
    path("chia-se/<slug:code>/<str:year>.xml", receiver.shared_file),
    path("chia-se/<slug:code>/<str:year>.pdf", receiver.shared_print),
    path("chia-se/<slug:code>/<str:year>/bao-cao.<slug:form>", receiver.shared_report),
]
