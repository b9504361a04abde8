"""What is returned at a gate is counted by software, stated above, signed, and told apart there."""

import io
import json
from collections import Counter
from dataclasses import replace

import openpyxl
import pytest

from hocba.core.report.refusals import Returned
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.submit.package import EntryKind, Event, record_key
from hocba.core.submit.receipt import Answer
from hocba.core.submit.refusals import refusals_path, written_refusals
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.core.terms.roles import Role
from hocba.flow.count_traits import count_traits
from hocba.flow.office_statements import signed_statement
from hocba.flow.oversee_refusals import oversee_refusals
from hocba.flow.receive_package import receive
from hocba.flow.send_package import listed, sealed_package, send
from hocba.flow.signing_keys import ready_key
from hocba.flow.state_refusals import refusals_due
from hocba.ports.accounts import Account
from tests.integration.test_overseeing import INSPECTOR, asked
from tests.repository_world import (
    PROVINCE_OFFICER,
    files_of,
    issue_class,
    packed,
    packed_above,
    read_receipt,
    repacked,
    three_offices,
    with_file,
)
from tests.school_world import PROVINCE, SCHOOL, YEAR, a_consent

pytestmark = pytest.mark.usefixtures("as_app")
KIND = EntryKind.REFUSALS
SEEN = {"actor": INSPECTOR, "school_year": YEAR}


@pytest.fixture
def offices(tmp_path):
    """A province that has returned two records of three, and then taken all of them."""
    offices = three_offices(tmp_path)
    offices.province.accounts.save([Account(username="tt", display_name="tt", actor=INSPECTOR)])
    issue_class(offices.school)
    package = packed(offices.school)
    files = files_of(offices.school, package)
    first, second, _ = [path for path in files if record_key(path)]
    wrong = {**files, first: (replace(files[first][0], event=Event.AMENDED), files[first][1])}
    wrong = with_file(wrong, second, EntryKind.RECORD, b"<HocBa>", Event.NEW)
    receive(offices.province, repacked(offices.school, wrong))
    send(offices.school, package.message_id)
    count_traits(offices.province)
    return offices


def to_ministry(offices, *files):
    """Hand files to the ministry under the province's signature; its answers by path."""
    province = offices.province
    _, package = sealed_package(
        province,
        files,
        sender=PROVINCE,
        receiver=MINISTRY_CODE,
        role=Role.PROVINCE,
        key=ready_key(province, PROVINCE),
        consent=a_consent(PROVINCE_OFFICER),
    )
    receipt = read_receipt(province, receive(offices.ministry, package))
    return {each.path: each for each in receipt.answers}


def own(office, **where):
    return oversee_refusals(office, **SEEN, **where).own


HOCBA = Returned(
    name="Hocba",
    schools=1,
    accepted=3,
    warned=0,
    refused=2,
    reasons=(("package.wrong_event", 1), ("record.not_well_formed", 1)),
)


def test_a_returned_file_counts_for_its_software_and_an_unreadable_one_for_the_school_s(offices):
    assert own(offices.province) == (HOCBA,)
    kept = offices.province.desk.refusals.refused(YEAR)
    noted = {each.code: each.software for each in kept}
    assert noted == {"package.wrong_event": "Hocba", "record.not_well_formed": ""}
    # Counted once more, out of the receipts alone.
    found = Counter()
    for package in offices.province.repository.packages():
        for answer in read_receipt(offices.province, package.receipt).answers:
            if answer.answer is Answer.REJECTED and record_key(answer.path):
                failed = [f.code for f in answer.findings if f.weight is Weight.FAILED]
                found[package.sender, record_key(answer.path).school_year, failed[0]] += 1
    assert {(e.sender, e.school_year, e.code): e.count for e in kept} == dict(found)


def test_the_ministry_hears_of_it_signed_and_counts_its_own_beside_it(offices):
    files = files_of(offices.province, packed_above(offices.province))
    path = next(path for path in files if record_key(path))
    wrong = listed(path, EntryKind.RECORD, files[path][1], Event.AMENDED)
    assert to_ministry(offices, wrong)[path].answer is Answer.REJECTED
    receipt = send(offices.province, packed_above(offices.province).message_id)
    assert {each.answer for each in receipt.answers} == {Answer.ACCEPTED}
    count_traits(offices.ministry)

    found = oversee_refusals(offices.ministry, **SEEN)
    assert found.stated == (HOCBA,)
    reasons = (("package.wrong_event", 1),)
    assert found.own == (replace(HOCBA, refused=1, reasons=reasons),)
    (unit,) = found.units
    assert (unit.own.name, unit.own.refused, unit.stated.refused) == (PROVINCE, 1, 2)
    assert (unit.statement.counted, unit.statement.logged) == (5, 5)
    # It is said once; what is news is said again, by itself if need be.
    with pytest.raises(Refusal) as nothing:
        packed_above(offices.province)
    assert nothing.value.code == "package.nothing_to_send"

    again = with_file({}, path, EntryKind.RECORD, b"<HocBa>", Event.NEW)
    receive(offices.province, repacked(offices.school, again, entropy=b"2" * 16))
    send(offices.province, packed_above(offices.province).message_id)
    assert oversee_refusals(offices.ministry, **SEEN).stated[0].refused == 3


def test_both_offices_show_who_counted_what(offices):
    page = asked(offices.ministry, "/bo/giam-sat/tra-lai").content.decode()
    assert "Bộ trả lại 0 học bạ, các Sở chưa kê khai" in page
    send(offices.province, packed_above(offices.province).message_id)
    page = asked(offices.province, "/so/giam-sat/tra-lai").content.decode()
    assert "Trả lại 2 học bạ" in page
    assert own(offices.province, unit="khac") == ()
    page = asked(offices.ministry, "/bo/giam-sat/tra-lai").content.decode()
    for words in ("Sở trả lại 2 học bạ, Bộ trả lại 0", "1 trên 1 tỉnh", "Chưa có gì để đếm"):
        assert words in page
    told = json.loads(asked(offices.ministry, "/bo/giam-sat/tra-lai.json").content)
    assert (told["tu_dem"], told["so_ke_khai"][0]["tra_lai"]) == ([], 2)
    assert told["theo_don_vi"][0]["ke_khai"]["ly_do"]["package.wrong_event"] == 1
    file = asked(offices.ministry, "/bo/giam-sat/tra-lai.xlsx").content
    cells = [c.value for row in openpyxl.load_workbook(io.BytesIO(file)).active for c in row]
    assert "Các Sở kê khai" in cells
    assert "Hocba" in cells


def a_file(offices, *, owner=PROVINCE, **changes):
    """The province's statement, changed, with its line in a manifest."""
    statement = replace(refusals_due(offices.province), **changes)
    file = signed_statement(
        StatementKind.REFUSALS,
        *written_refusals(statement),
        role=Role.PROVINCE,
        key=ready_key(offices.province, owner),
        consent=a_consent(PROVINCE_OFFICER),
        now=offices.province.clock.now(),
    )
    return listed(refusals_path(statement.province.code, statement.number), KIND, file)


def test_a_statement_adds_up_and_is_the_sender_s_own_under_its_own_signature(offices):
    statement = refusals_due(offices.province)
    line = replace(statement.lines[0], refused=7)
    sums = {"package.refusals_do_not_add_up"}
    for change, codes in (
        ({"lines": (line, line)}, sums | {"package.software_stated_twice"}),
        ({"counted": 6}, sums),
        (
            {"province": replace(statement.province, code="14")},
            {"package.statement_of_other_office"},
        ),
        ({"owner": SCHOOL}, {"admission.certificate_not_approved"}),
        ({}, set()),
        # Its number is taken by now.
        ({"counted": 4}, {"package.declaration_number_taken"}),
    ):
        (answer,) = to_ministry(offices, a_file(offices, **change)).values()
        assert codes <= {finding.code for finding in answer.findings}
        assert answer.answer is (Answer.REJECTED if codes else Answer.ACCEPTED)


def test_a_province_takes_no_statement_of_a_school(offices):
    entry, file = a_file(offices, owner=SCHOOL)
    package = repacked(offices.school, {entry.path: (entry, file)}, entropy=b"3" * 16)
    (answer,) = read_receipt(offices.province, receive(offices.province, package)).answers
    assert answer.answer is Answer.REJECTED
    assert "package.statement_of_other_office" in {finding.code for finding in answer.findings}
