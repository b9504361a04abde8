"""The way of a secondary class: its sheet, its rows signed by their teachers, the whole."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from hocba.core.assess.secondary_year import SecondaryYear, Summer
from hocba.core.compose.content import AmendReason, SecondaryContent
from hocba.core.compose.exceptions import ExceptionReason
from hocba.core.compose.life import Act, Status
from hocba.core.rules.library import secondary_for
from hocba.core.seal.document import open_rows
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.flow.amend_record import amend
from hocba.flow.class_outlook import class_outlook
from hocba.flow.compose_records import compose_class
from hocba.flow.import_plan import context_of
from hocba.flow.import_results import plan_results, take_results
from hocba.flow.keep_register import issue_school_register, read_register
from hocba.flow.reopen_records import send_back
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.flow.sign_rows import rows_due, sign_rows
from hocba.flow.signatures_made import signatures_made
from tests.integration.test_school_thread import verdict_on
from tests.school_world import (
    SCHOOL,
    YEAR,
    a_consent,
    a_pupil,
    an_outside,
    clerk,
    principal,
    soft_keys,
)
from tests.secondary_builders import a_secondary_year
from tests.secondary_world import (
    CLASS,
    GRADE,
    HERE,
    a_secondary_school,
    secondary_staff,
    the_homeroom_teacher,
    the_other_teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
OF_YEAR = {"school": SCHOOL, "school_year": YEAR}


def composed(outside):
    return compose_class(outside, actor=the_homeroom_teacher(), **HERE).ready


def rows_of(outside, actor, **changes):
    return sign_rows(outside, actor=actor, **OF_YEAR, consent=a_consent(actor), **changes)


def all_rows(outside):
    for actor in (the_other_teacher(), the_homeroom_teacher(), principal()):
        rows_of(outside, actor)


def signed(outside, actor):
    return sign_class(outside, actor=actor, **HERE, consent=a_consent(actor))


def issued(outside):
    keys = composed(outside)
    all_rows(outside)
    signed(outside, the_homeroom_teacher())
    signed(outside, principal())
    seal_class(outside, actor=clerk(), **HERE, consent=a_consent(clerk()))
    return keys


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value


class TestTheWholeWay:
    def test_ends_in_records_that_pass_all_thirteen_checks(self):
        outside = a_secondary_school()

        keys = issued(outside)

        assert len(keys) == 2
        for key in keys:
            verdict_on(outside, key).require_passed()
            assert outside.records.get(key).status is Status.ISSUED

    def test_lets_one_person_sign_rows_and_the_whole(self):
        outside = a_secondary_school(pupils=1)

        (key,) = issued(outside)

        people = [entry.by for entry in outside.records.get(key).history]
        # The homeroom teacher has seven rows, the principal one, the other teacher five.
        assert people.count(the_homeroom_teacher().person) == 1 + 6 + 1
        assert people.count(principal().person) == 1 + 1

    def test_names_who_signed_which_row(self):
        outside = a_secondary_school(pupils=1)

        (key,) = issued(outside)

        rows = [e for e in outside.records.get(key).history if e.act is Act.SIGN_ROW]
        assert {e.reason for e in rows if e.by == principal().person} == {"hdtn_hn"}

    def test_tells_of_each_slot_who_filled_it(self):
        outside = a_secondary_school()
        keys = issued(outside)

        found = signatures_made(outside, outside.records.many(keys), school=SCHOOL)

        by = {slot.slot.slot_id: [made.by for made in slot.made] for slot in found}
        assert by["ck-mon-toan"] == [the_other_teacher().person]
        assert by["ck-mon-hdtn_hn"] == [principal().person]
        assert by["ck-gvcn"] == [the_homeroom_teacher().person]
        assert [slot.empty for slot in found] == [0] * 15


class TestRows:
    def test_come_before_the_homeroom_teacher(self):
        outside = a_secondary_school(pupils=1)
        composed(outside)
        rows_of(outside, the_other_teacher())

        refused = refusal_of(signed, outside, the_homeroom_teacher())

        assert refused.code == "permit.rows_unsigned"
        assert "Ngữ văn" in refused.details["names"]

    def test_are_found_in_all_own_classes_and_no_other(self):
        outside = a_secondary_school()
        composed(outside)

        found = rows_due(outside, actor=the_other_teacher(), **OF_YEAR)

        assert {row.subject for row in found} == {
            *("toan", "tin_hoc", "khtn", "cong_nghe", "ngoai_ngu_1")
        }
        assert len(found) == 2 * 5

    def test_are_signed_as_shown_or_not_at_all(self):
        outside = a_secondary_school()
        composed(outside)
        first, *_ = rows_due(outside, actor=the_other_teacher(), **OF_YEAR)
        shown = (first.record.frozen.content_digest, first.subject)

        done = rows_of(outside, the_other_teacher(), seen=frozenset({shown})).done
        refused = refusal_of(
            rows_of, outside, the_other_teacher(), seen=frozenset({(bytes(32), "toan")})
        )

        assert done == ((first.record.key, first.subject),)
        assert refused.code == "records.other_than_shown"

    def test_of_two_teachers_at_once_are_both_kept(self):
        outside = a_secondary_school(pupils=1)
        (key,) = composed(outside)

        class Meanwhile:
            """Keys with which a colleague signs while the first batch is on its way."""

            def __init__(self, keys):
                self._keys = keys

            def certificate(self, ref):
                return self._keys.certificate(ref)

            def sign(self, batch, *, now):
                rows_of(outside, principal())
                return self._keys.sign(batch, now=now)

        rows_of(outside, the_other_teacher(), keys=Meanwhile(soft_keys()))

        frozen = outside.records.get(key).frozen
        # Of thirteen rows, five and one are signed; the homeroom teacher's six are open.
        assert len(open_rows(frozen)) == 6
        assert len(frozen.filled) == 6

    def test_that_a_token_cut_short_are_kept_and_the_rest_asked_for_again(self):
        outside = a_secondary_school(pupils=1)
        composed(outside)

        found = rows_of(outside, the_other_teacher(), keys=soft_keys(unplugs_after=2))
        rest = rows_of(outside, the_other_teacher())

        assert found.stopped is not None
        assert (len(found.done), len(rest.done)) == (2, 3)

    def test_fall_when_the_record_is_sent_back(self):
        outside = a_secondary_school(pupils=1)
        (key,) = composed(outside)
        rows_of(outside, the_other_teacher())

        send_back(outside, actor=principal(), keys=[key], reason="Sai điểm")
        composed(outside)

        assert len(outside.records.get(key).frozen.filled) == 0

    def test_need_a_register_that_names_class_and_subject(self):
        outside = a_secondary_school(pupils=1)
        composed(outside)
        without = [
            replace(
                member,
                appointments=tuple(a for a in member.appointments if a.subject != "toan"),
            )
            for member in secondary_staff()
        ]
        outside.book.save_staff(SCHOOL, without)
        issue_school_register(outside, actor=principal(), **OF_YEAR)
        outside.book.save_staff(SCHOOL, secondary_staff())

        refused = refusal_of(rows_of, outside, the_other_teacher())

        assert refused.code.startswith("authority.")

    def test_are_nobody_s_who_teaches_nothing(self):
        outside = a_secondary_school(pupils=1)
        composed(outside)

        assert refusal_of(rows_of, outside, clerk()).code == "records.nothing_due"


def test_a_school_s_register_names_subjects_in_a_form_of_its_own():
    outside = a_secondary_school(pupils=1)

    file = outside.registers.latest(Level.SCHOOL, SCHOOL).file

    register = read_register(outside, file).register
    assert b"urn:hocba:so-phan-cong:2" in file
    assert {h.subject for h in register.holdings if h.person == principal().person} == {"hdtn_hn"}


class TestSheet:
    @staticmethod
    def file_of(book):
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    @pytest.fixture
    def outside(self):
        return a_secondary_school()

    @pytest.fixture
    def book(self, outside):
        file = outside.sheets.template_year_results(
            context_of(outside, SCHOOL, YEAR),
            grade=GRADE,
            class_name=CLASS,
            pack=secondary_for(YEAR, GRADE),
            roster=outside.book.enrolments(SCHOOL, YEAR, CLASS),
            known=outside.book.results(SCHOOL, YEAR, CLASS),
        )
        return openpyxl.load_workbook(BytesIO(file))

    @staticmethod
    def column(sheet, group, header):
        merged = ""
        for cell in range(1, sheet.max_column + 1):
            merged = sheet.cell(5, cell).value or merged
            if merged == group and sheet.cell(6, cell).value == header:
                return cell
        raise KeyError((group, header))

    def asked(self, outside, book):
        return {
            "outside": outside,
            "actor": the_homeroom_teacher(),
            **HERE,
            "file": self.file_of(book),
            "name": "ket-qua-7A.xlsx",
        }

    def test_filled_in_gives_back_what_is_known(self, outside, book):
        plan = plan_results(**self.asked(outside, book))

        assert plan.findings == ()
        assert len(plan.unchanged) == 2

    def test_takes_what_was_typed(self, outside, book):
        sheet = book["KetQua"]
        sheet.cell(7, self.column(sheet, "Toán", "Học kì II")).value = 7.5
        sheet.cell(7, self.column(sheet, "Giáo dục thể chất", "Học kì I")).value = "M"
        sheet.cell(7, self.column(sheet, "Giáo dục thể chất", "Học kì II")).value = "M"

        take_results(**self.asked(outside, book))

        years = outside.book.results(SCHOOL, YEAR, CLASS)
        rows = {row.subject: row for row in years[a_pupil(1).sector_code].subjects}
        assert str(rows["toan"].second) == "7.5"
        assert rows["gdtc"].first.value == "KHONG_DANH_GIA"

    def test_is_told_all_that_is_wrong_at_once_with_its_places(self, outside, book):
        sheet = book["KetQua"]
        maths = self.column(sheet, "Toán", "Học kì II")
        sheet.cell(7, maths).value = 12
        sheet.cell(8, maths).value = None
        sheet.cell(8, self.column(sheet, "Rèn luyện", "Học kì I")).value = "Giỏi"

        plan = plan_results(**self.asked(outside, book))

        codes = sorted(finding.code for finding in plan.errors)
        assert codes == ["secondary.mark_unfit", "secondary.value_missing", "sheet.not_a_level"]
        assert all(finding.where.startswith("KetQua!") for finding in plan.errors)
        assert len(plan.good) == 0


class TestWhatFollows:
    def test_a_summer_that_is_due_holds_the_record_back(self):
        year = a_secondary_year(GRADE, score="4.0")
        outside = a_secondary_school(pupils=1, years=year)

        found = class_outlook(outside, **HERE)

        assert [e.reason for e in found.excepted] == [ExceptionReason.SUMMER_TRAINING]

    def test_a_summer_that_is_over_ends_it(self):
        year = a_secondary_year(GRADE, score="4.0", summer=Summer())
        outside = a_secondary_school(pupils=1, years=year)

        assert len(composed(outside)) == 1

    def test_a_version_with_another_name_keeps_the_results(self):
        outside = a_secondary_school(pupils=1)
        (key,) = issued(outside)
        pupil = replace(a_pupil(1), full_name="Lò Văn Bình An")

        later = amend(
            outside,
            actor=principal(),
            key=key,
            reason=AmendReason.WRONG_PERSONAL_FACT,
            basis="Trích lục khai sinh số 12",
            pupil=pupil,
        )
        all_rows(outside)
        signed(outside, the_homeroom_teacher())
        signed(outside, principal())
        seal_class(outside, actor=clerk(), **HERE, consent=a_consent(clerk()))

        content = outside.documents.record(outside.records.document(later)).content
        assert isinstance(content, SecondaryContent)
        assert isinstance(content.assessment, SecondaryYear)
        assert [change.field for change in content.changes] == ["HocSinh/HoTen"]
        verdict_on(outside, later).require_passed()


def test_results_of_another_grade_wait():
    outside = a_secondary_school(an_outside(), pupils=1, years=a_secondary_year(8))

    found = class_outlook(outside, **HERE)

    assert [f.code for one in found.waiting for f in one.findings] == ["records.other_level"]
