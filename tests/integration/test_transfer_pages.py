"""Pages of changes of school, as both principals see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hocba.core.compose.reading import Way
from hocba.core.compose.transfers import TransferStage
from hocba.core.terms.outcomes import Refusal
from hocba.ports.accounts import Account
from tests.integration.test_decision_pages import asked
from tests.integration.test_school_thread import issued
from tests.school_world import OTHER_SCHOOL, SCHOOL, clerk, principal, teacher
from tests.transfer_world import (
    CODE,
    file_of,
    released,
    rezipped,
    there_principal,
    two_schools,
)

pytestmark = pytest.mark.usefixtures("as_app")
LEAVE = f"/truong/hoc-sinh/{CODE}/chuyen-truong"
FORM = {
    "receiver": OTHER_SCHOOL,
    "left_on": "01/06/2026",
    "reason": "THEO_GIA_DINH",
    "basis": "Đơn ngày 20/5/2026",
    "consent": "yes",
}


@pytest.fixture
def outside(tmp_path):
    outside = two_schools(tmp_path)
    people = {"ht": principal(), "gv": teacher(), "vt": clerk(), "kia": there_principal()}
    outside.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return outside


@pytest.fixture
def key(outside):
    return next(k for k in issued(outside) if outside.records.get(k).sector_code == CODE)


@pytest.fixture
def address(outside, key):
    return asked(outside, LEAVE, FORM).url


def only(outside):
    (found,) = outside.transfers.of_school(SCHOOL)
    return found


class TestReleasing:
    def test_signs_and_leads_to_the_transfer_that_both_see(self, outside, key, address):
        assert only(outside).stage is TransferStage.RELEASED
        for user in ("ht", "kia"):
            page = asked(outside, address, by=user).text
            assert "Chờ trường đến trả lời" in page
            assert "Đã kiểm tra, hợp lệ" in page
        assert "Ký, hủy chuyển trường" in asked(outside, address, by="ht").text
        assert "Ký, tiếp nhận" in asked(outside, address, by="kia").text
        assert "chờ trường tiếp nhận" in asked(outside, "/truong/chuyen-truong", by="kia").text

    @pytest.mark.parametrize(
        "wrong",
        [
            {"receiver": ""},
            {"receiver": "khac", "other_code": "../x", "other_name": "Trường"},
            {"receiver": "khac", "other_code": "MAU2", "other_name": ""},
            {"left_on": "2026-06-01"},
            {"reason": "x"},
            {"basis": " "},
            {"consent": ""},
        ],
    )
    def test_keeps_what_was_typed_while_something_is_wrong(self, outside, key, wrong):
        answer = asked(outside, LEAVE, {**FORM, "other_name": "Suối Lư", **wrong})

        assert answer.status_code == 409
        assert outside.transfers.of_school(SCHOOL) == ()

    def test_is_greyed_for_a_teacher(self, outside, key):
        assert "disabled" in asked(outside, LEAVE, by="gv").text
        with pytest.raises(Refusal) as refused:
            asked(outside, LEAVE, FORM, by="gv")
        assert refused.value.code == "permit.not_your_role"


class TestAnswering:
    def test_takes_the_pupil_into_a_class(self, outside, address):
        form = {"step": "TIEP_NHAN", "class_name": "5B", "on": "08/06/2026", "consent": "yes"}

        asked(outside, address, form, by="kia")

        assert only(outside).stage is TransferStage.ACCEPTED
        page = asked(outside, address, by="kia").text
        assert f"{address}/hoc-ba/" in page
        assert "Đã tiếp nhận" in asked(outside, address, by="ht").text

    def test_says_what_is_missing_and_signs_nothing(self, outside, address):
        for form in (
            {"step": "TU_CHOI", "reason": " ", "consent": "yes"},
            {"step": "TU_CHOI", "reason": "Hết chỗ"},
            {"step": "TIEP_NHAN", "class_name": "5B", "on": "mai", "consent": "yes"},
        ):
            assert asked(outside, address, form, by="kia").status_code == 409
        assert only(outside).stage is TransferStage.RELEASED

    def test_goes_back_in_the_browser_and_signs_no_second_time(self, outside, address):
        form = {"step": "TU_CHOI", "reason": "Hết chỗ", "consent": "yes"}
        asked(outside, address, form, by="kia")

        again = asked(outside, address, form, by="kia")

        assert again.status_code == 409
        assert len(only(outside).steps) == 2


class TestFiles:
    def test_are_handed_out_and_noted(self, outside, key, address):
        answer = asked(outside, f"{address}/tep.zip", by="vt")

        assert answer.content == file_of(outside, only(outside))
        last = outside.read_log.of_record(key.record_code)[0]
        assert (last.way, last.by) == (Way.TRANSFER, clerk().person)

    def test_of_what_came_are_the_very_bytes_that_were_signed(self, outside, key, address):
        form = {"step": "TIEP_NHAN", "class_name": "5B", "on": "08/06/2026", "consent": "yes"}
        asked(outside, address, form, by="kia")

        answer = asked(outside, f"{address}/hoc-ba/{key}", by="kia")

        assert answer.content == outside.records.document(key)

    def test_are_not_a_teacher_s_to_take(self, outside, address):
        for rest in ("/tep.zip", "/tra-loi.zip"):
            with pytest.raises(Refusal) as refused:
                asked(outside, f"{address}{rest}", by="gv")
            assert refused.value.code == "permit.not_your_role"

    def test_that_lie_are_refused_with_every_reason(self, outside, key):
        file = file_of(outside, released(outside))
        bad = rezipped(file, lambda entries: {**entries, "../x.xml": b"<x/>"})
        upload = {"file": SimpleUploadedFile("x.zip", bad)}

        answer = asked(outside, "/truong/chuyen-truong", upload, by="kia")

        assert answer.status_code == 409
        assert "package.path_not_allowed" in answer.text
