"""Correcting an issued record: asked for with a paper, decided, and only then carried out."""

from dataclasses import replace

import pytest

from hocba.adapters.blobs.papers import PaperFolder
from hocba.core.compose.corrections import Proposed, Stage, WithdrawReason
from hocba.core.compose.evidence_file import MOST_BYTES
from hocba.core.compose.life import Status
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.reading import Way
from hocba.core.compose.roster import RosterAct
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.verify.verdict import Outcome
from hocba.flow.compose_records import compose_class
from hocba.flow.correct_record import (
    cancel,
    carry_out,
    decide,
    decide_for_province,
)
from hocba.flow.read_correction import read_correction, read_evidence
from hocba.flow.reopen_records import send_back
from hocba.ports.accounts import Account
from tests.correction_world import (
    MARK,
    OFFICER_HERE,
    PDF,
    approved,
    asked,
    province,
    refusal_of,
    sign_all,
    withdrawal,
)
from tests.integration.test_school_thread import issued, verdict_on
from tests.school_world import (
    CLASS,
    HERE,
    PROVINCE,
    SCHOOL,
    YEAR,
    a_pupil,
    a_running_school,
    an_outside,
    clerk,
    deputy,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture
def school(tmp_path):
    return a_running_school(an_outside(papers=PaperFolder(tmp_path)), pupils=2)


@pytest.fixture
def key(school):
    return next(
        k for k in issued(school) if school.records.get(k).sector_code == a_pupil(1).sector_code
    )


class TestAsking:
    def test_changes_nothing_and_keeps_the_paper(self, school, key):
        correction = asked(school, key)

        assert correction.stage is Stage.ASKED
        assert [(c.field, c.old, c.new) for c in correction.changes] == [
            ("HocSinh/HoTen", "Lò Văn Bình", "Lò Văn Ánh")
        ]
        assert len(school.records.versions(key.record_code)) == 1
        assert school.papers.read(correction.evidence.digest) == PDF
        assert school.corrections.get(correction.correction_id) == correction

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"file": b""}, "correction.evidence_due"),
            ({"file": b"MZ\x90 hoc-ba.exe"}, "correction.evidence_not_taken"),
            ({"file": b"<svg onload=x>"}, "correction.evidence_not_taken"),
            ({"file": PDF + b"x" * MOST_BYTES}, "correction.evidence_too_large"),
            ({"reason": "KHAC"}, "correction.reason_unknown"),
            ({"reason": WithdrawReason.TWO_RECORDS}, "correction.reason_unknown"),
            ({"basis": " "}, "correction.basis_due"),
            ({"proposed": Proposed()}, "records.nothing_changed"),
            ({"proposed": Proposed(pupil=a_pupil(2))}, "school.personal_id_taken"),
            ({"actor": teacher("GV02", "1A")}, "permit.other_class"),
            ({"actor": OFFICER_HERE}, "permit.not_your_role"),
        ],
    )
    def test_refuses_what_is_no_request(self, school, key, changes, code):
        assert refusal_of(asked, school, key, **changes) == code
        assert school.corrections.of_school(SCHOOL) == ()

    def test_refuses_a_record_that_is_not_issued(self, school):
        key = compose_class(school, actor=teacher(), **HERE).ready[0]

        assert refusal_of(asked, school, key) == "permit.not_now"

    def test_takes_one_request_at_a_time(self, school, key):
        first = asked(school, key)
        assert refusal_of(withdrawal, school, key) == "correction.open_already"

        cancel(school, actor=teacher(), correction_id=first.correction_id)

        assert withdrawal(school, key).stage is Stage.ASKED

    def test_keeps_a_name_without_path_and_tricks(self, school, key):
        correction = asked(school, key, file_name='..\\..\\etc/"khai\nsinh.exe')

        assert correction.evidence.name == "khai sinh.pdf"


class TestThePrincipal:
    def test_opens_the_new_version_and_mends_the_list(self, school, key):
        done = approved(school, asked(school, key))

        assert done.stage is Stage.DONE
        new = replace(key, version=2)
        content = school.documents.record(school.records.document(new)).content
        assert content.general.replaces.approved_by == principal().person
        assert school.records.get(key).status is Status.ISSUED
        (line,) = [
            e for e in school.book.enrolments(SCHOOL, YEAR) if e.pupil.full_name == "Lò Văn Ánh"
        ]
        (entry,) = school.book.roster_history(SCHOOL, YEAR, line.pupil.sector_code)
        assert (entry.act, entry.changed) == (RosterAct.MEND, ("full_name",))
        assert entry.basis == "Trích lục khai sinh số 12/2026"

    def test_leads_to_a_version_that_is_signed_and_the_old_one_falls(self, school, key):
        approved(school, asked(school, key))

        sign_all(school)

        new = replace(key, version=2)
        assert school.records.get(key).status is Status.SUPERSEDED
        assert verdict_on(school, new).outcome is Outcome.PASSED
        (row,) = [r for r in school.records.rows(SCHOOL, YEAR, CLASS) if r.key == new]
        assert row.status is Status.ISSUED

    def test_refuses_with_a_reason_and_nothing_else_happens(self, school, key):
        correction = asked(school, key)
        words = {"actor": principal(), "correction_id": correction.correction_id, "approve": False}
        assert refusal_of(decide, school, **words) == "correction.reason_due"

        done = decide(school, **words, reason="Giấy khai sinh ghi tên cũ")

        assert done.stage is Stage.REFUSED
        assert len(school.records.versions(key.record_code)) == 1
        assert refusal_of(approved, school, correction) == "correction.not_now"

    @pytest.mark.parametrize("actor", [teacher(), clerk(), deputy(), OFFICER_HERE])
    def test_alone_decides(self, school, key, actor):
        assert refusal_of(approved, school, asked(school, key), actor) == "permit.not_your_role"

    def test_writes_neither_step_nor_version_when_the_record_moved_on(self, school, key):
        correction = asked(school, key)
        record = school.records.get(key)
        rival = replace(correction, correction_id="0" * 32, steps=correction.steps[:1])
        school.corrections.open(rival)
        approved(school, rival)
        assert record.key == key

        assert refusal_of(approved, school, correction) == "records.not_latest"

        assert school.corrections.get(correction.correction_id).stage is Stage.ASKED

    def test_mends_the_marks_so_that_a_returned_amendment_keeps_them(self, school, key):
        correction = approved(school, asked(school, key, MARK, reason="SAI_KET_QUA"))
        decide_for_province(
            province(school),
            actor=OFFICER_HERE,
            correction_id=correction.correction_id,
            approve=True,
        )
        carry_out(school, actor=principal(), correction_id=correction.correction_id)
        new = replace(key, version=2)
        send_back(school, actor=principal(), keys=[new], reason="Xem lại nhận xét")

        compose_class(school, actor=teacher(), **HERE)

        year = school.documents.record(school.records.document(new)).content.assessment
        assert [row.score for row in year.subjects if row.subject == "toan"] == [8]


class TestReading:
    def test_is_logged_for_the_request_and_for_its_paper(self, school, key):
        correction = approved(school, withdrawal(school, key))
        words = {"actor": OFFICER_HERE, "correction_id": correction.correction_id}

        read_correction(province(school), **words)
        _, paper = read_evidence(province(school), **words)

        assert paper == PDF
        reads = school.read_log.of_record(key.record_code)
        assert [(r.way, r.office) for r in reads] == [
            (Way.EVIDENCE, PROVINCE),
            (Way.CORRECTION, PROVINCE),
        ]

    def test_is_refused_to_a_teacher_of_another_class(self, school, key):
        words = {"correction_id": asked(school, key).correction_id}

        assert (
            refusal_of(read_evidence, school, actor=teacher("GV02", "1A"), **words)
            == "permit.other_class"
        )

    def test_notices_a_paper_that_is_not_the_one_that_was_handed_in(self, school, key, tmp_path):
        correction = asked(school, key)
        (kept,) = [path for path in tmp_path.rglob("*") if path.is_file()]
        kept.write_bytes(PDF + b"!")

        with pytest.raises(Fault) as lost:
            read_evidence(school, actor=teacher(), correction_id=correction.correction_id)
        assert lost.value.code == "correction.paper_lost"


def test_two_who_decide_at_once_decide_once(school, key):
    correction = asked(school, key)
    refused = {"reason": "x", "actor": principal(), "correction_id": correction.correction_id}
    decide(school, approve=False, **refused)

    with pytest.raises(Refusal) as second:
        school.corrections.append(correction, correction.steps[0])
    assert second.value.code == "correction.moved_on"


def test_tells_the_principal_and_then_the_teacher(school, key):
    people = {"gv": teacher(), "ht": principal()}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )

    approved(school, asked(school, key))

    for actor, kind in (
        (principal(), NoticeKind.CORRECTION_ASKED),
        (teacher(), NoticeKind.CORRECTION_ENDED),
    ):
        (notice,) = school.notices.of_person(SCHOOL, actor.person)
        assert notice.kind is kind
