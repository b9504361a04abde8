"""From a school's outbox to the ministry's repository, with receipts, on a real database."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest

from hocba.adapters.database.outbox import DatabaseOutbox
from hocba.core.compose.life import Status
from hocba.core.report.figures import Choice, Cut, figures
from hocba.core.submit.package import record_key
from hocba.core.submit.receipt import Answer
from hocba.core.terms.outcomes import Refusal
from hocba.flow.admit_province import suspend
from hocba.flow.count_figures import as_json, figures_of, recount
from hocba.flow.figure_files import report_xlsx
from hocba.flow.figure_report import figure_report
from hocba.flow.look_up import status_of_code
from hocba.flow.receive_package import receive
from hocba.flow.take_receipt import take_receipt
from hocba.ports.repository import Standing
from tests.repository_world import (
    MINISTRY_DECIDES,
    all_the_way,
    issue_class,
    packed,
    packed_above,
    read_receipt,
    three_offices,
)
from tests.school_world import PROVINCE, SCHOOL, YEAR

pytestmark = pytest.mark.django_db

HERE = Choice(school_year=YEAR)


@pytest.fixture
def offices(as_app, tmp_path):
    return three_offices(tmp_path)


def statuses(outside):
    return {record.status for record in outside.records.of_school(SCHOOL, YEAR)}


def test_every_record_reaches_the_ministry(offices):
    keys = issue_class(offices.school)

    below, above = all_the_way(offices)

    # a register, a declaration and three records; above also the province's own register
    assert [a.answer for a in below.answers] == [Answer.ACCEPTED] * 5
    assert [a.answer for a in above.answers] == [Answer.ACCEPTED] * 6
    for key in keys:
        kept = offices.ministry.repository.record(key)
        assert kept.standing is Standing.CURRENT


def test_a_receipt_moves_the_school_s_histories(offices):
    issue_class(offices.school)

    _, above = all_the_way(offices)
    assert statuses(offices.school) == {Status.KEPT_BY_PROVINCE}

    sent = offices.province.outbox.get(above.head.answers)
    take_receipt(offices.school, sent.receipt)
    assert statuses(offices.school) == {Status.KEPT_BY_MINISTRY}


def test_the_same_package_gets_the_very_same_receipt(offices):
    issue_class(offices.school)
    file = offices.school.outbox.file(packed(offices.school).message_id)
    first = receive(offices.province, file)
    offices.province.clock.move(timedelta(days=3))

    second = receive(offices.province, file)

    assert second == first
    assert offices.province.repository.log().size == 5


def test_bytes_that_are_known_are_accepted_again_and_logged_once(offices):
    issue_class(offices.school)
    receive(offices.province, offices.school.outbox.file(packed(offices.school).message_id))

    # Nobody told the school: it packs the same records again.
    again = offices.school.outbox.file(packed(offices.school).message_id)
    receipt = read_receipt(offices.school, receive(offices.province, again))

    records = [a for a in receipt.answers if record_key(a.path)]
    assert [a.answer for a in records] == [Answer.ACCEPTED] * 3
    # The first package logged five leaves; this one adds its new declaration alone.
    assert all(a.log_index < 5 for a in records)
    assert offices.province.repository.log().size == 6


def test_figures_by_sql_by_rows_and_by_bytes_are_one(offices):
    issue_class(offices.school)
    all_the_way(offices)

    for office in (offices.province, offices.ministry):
        for cut in Cut:
            counted = figures_of(office, cut=cut, choice=HERE)
            assert counted == figures(*office.repository.rows(HERE), cut=cut, choice=HERE)
            assert counted == recount(office, cut=cut, choice=HERE)
        assert (counted.total.pupils, counted.total.accepted) == (3, 3)
        assert counted.total.rate.shown == "100,00 %"


def test_a_code_tells_its_standing_and_nothing_of_the_pupil(offices):
    key, *_ = issue_class(offices.school)
    all_the_way(offices)

    (status,) = status_of_code(offices.ministry, str(key.record_code).lower())

    assert (status.version, status.standing) == (1, Standing.CURRENT)
    assert status_of_code(offices.ministry, "HB0000000000000") == ()


class TestRefusesTheWholePackage:
    def test_of_a_province_that_nobody_admitted(self, as_app, tmp_path):
        offices = three_offices(tmp_path, admitted=False)
        issue_class(offices.school)

        with pytest.raises(Refusal) as refused:
            all_the_way(offices)

        codes = {finding.code for finding in refused.value.findings}
        assert codes == {
            "admission.account_not_approved",
            "admission.certificate_not_approved",
        }
        assert offices.ministry.repository.log().size == 0

    def test_of_a_province_whose_account_is_suspended(self, offices):
        issue_class(offices.school)
        account = offices.ministry.admissions.of_province(PROVINCE)[0]
        suspend(
            offices.ministry,
            actor=MINISTRY_DECIDES,
            admission_id=account.admission_id,
            reason="Rà soát",
        )

        with pytest.raises(Refusal) as refused:
            all_the_way(offices)

        assert [f.code for f in refused.value.findings] == ["admission.account_not_approved"]

    def test_that_was_meant_for_another_office(self, offices):
        issue_class(offices.school)
        file = offices.school.outbox.file(packed(offices.school).message_id)

        with pytest.raises(Refusal) as refused:
            receive(offices.ministry, file)

        codes = {finding.code for finding in refused.value.findings}
        assert {"package.other_receiver", "sign.role_not_due"} <= codes


def test_nothing_is_left_to_send_once_the_ministry_has_it(offices):
    issue_class(offices.school)
    all_the_way(offices)

    with pytest.raises(Refusal) as refused:
        packed_above(offices.province)

    assert refused.value.code == "package.nothing_to_send"


class TestFiguresAsFiles:
    def test_are_an_object_with_exact_rates(self, offices):
        issue_class(offices.school)
        all_the_way(offices)
        counted = figures_of(offices.ministry, cut=Cut.SCHOOL, choice=HERE)

        told = as_json(counted, office="BO", at=offices.ministry.clock.now())

        assert json.loads(json.dumps(told))["tong"] == {
            "ma": "",
            "ten": "",
            "hoc_sinh": 3,
            "da_lap": 3,
            "da_ky": 3,
            "da_dong_dau": 3,
            "da_nhan": 3,
            "ngoai_le": {},
            "chua_khai": 0,
            "ty_le": {"tu_so": 3, "mau_so": 3, "hien_thi": "100,00 %"},
        }
        assert [line["ma"] for line in told["dong"]] == [SCHOOL]

    def test_are_a_sheet_that_excel_opens(self, offices):
        issue_class(offices.school)
        all_the_way(offices)
        found = figure_report(offices.ministry, cut=Cut.GRADE, choice=HERE)

        book = openpyxl.load_workbook(io.BytesIO(report_xlsx(offices.ministry, found)))

        cells = [cell.value for row in book.active.iter_rows() for cell in row]
        assert {"Khối 4", "Tổng", "Kho đã nhận"} <= set(cells)


class TestReceiptsAreNotTaken:
    def test_of_a_package_that_nobody_sent(self, offices):
        issue_class(offices.school)
        file = offices.school.outbox.file(packed(offices.school).message_id)
        receipt = receive(offices.province, file)
        other = replace(offices.school, outbox=DatabaseOutbox("khac"))

        with pytest.raises(Refusal) as refused:
            take_receipt(other, receipt)

        assert refused.value.code == "outbox.unknown"

    def test_with_a_changed_answer(self, offices):
        issue_class(offices.school)
        file = offices.school.outbox.file(packed(offices.school).message_id)
        receipt = receive(offices.province, file)

        with pytest.raises(Refusal) as refused:
            take_receipt(offices.school, receipt.replace(b'ViTri="0"', b'ViTri="9"'))

        assert refused.value.code == "package.receipt_not_genuine"
        assert "sign.digest_differs" in {f.code for f in refused.value.findings}

    def test_by_an_office_that_the_ministry_s_register_does_not_name(self, offices):
        issue_class(offices.school)
        file = offices.school.outbox.file(packed(offices.school).message_id)
        receipt = receive(offices.province, file)
        stranger = replace(offices.school, ministry=frozenset())

        with pytest.raises(Refusal) as refused:
            take_receipt(stranger, receipt)

        assert [f.code for f in refused.value.findings] == ["package.giver_not_entitled"]

    def test_twice_with_any_effect(self, offices):
        issue_class(offices.school)
        package = packed(offices.school)
        receipt = receive(offices.province, offices.school.outbox.file(package.message_id))
        take_receipt(offices.school, receipt)
        before = [r.history for r in offices.school.records.of_school(SCHOOL, YEAR)]

        take_receipt(offices.school, receipt)

        after = [r.history for r in offices.school.records.of_school(SCHOOL, YEAR)]
        assert after == before
