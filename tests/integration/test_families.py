"""A family comes in by its own code, reads its own child's record, shares it and takes it back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.memory.clock import StoryClock
from hocba.core.compose.families import ACCESS_LASTS, ANSWER_DUE, Kin, RequestOutcome
from hocba.core.compose.reading import Way
from hocba.core.compose.sharing import ShareState
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.verify.verdict import Outcome
from hocba.flow.family_access import come_in, end_code, give_code, still_in
from hocba.flow.family_records import issued_years, read_own, readings_for_family
from hocba.flow.family_requests import answer_family, ask_school
from hocba.flow.issue_extract import issue_extract, issued_file
from hocba.flow.read_record import read_record
from hocba.flow.share_record import opened, share, share_of, take_back
from tests.family_world import TWO_SUBJECTS, a_code, a_family_desk, a_wish, extract_verdict
from tests.repository_world import issue_class, three_offices
from tests.school_world import (
    NOW,
    OTHER_SCHOOL,
    OTHER_TEACHER,
    SCHOOL,
    YEAR,
    a_pupil,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")

DESK = a_family_desk()


@pytest.fixture
def school(tmp_path):
    school = three_offices(tmp_path, pupils=2).school
    issue_class(school)
    return school


@pytest.fixture
def family(school):
    return a_code(school, DESK)[0]


def later(school, after):
    return replace(school, clock=StoryClock(NOW + after))


def refused(act, *args, **kwargs):
    with pytest.raises(Refusal) as found:
        act(*args, **kwargs)
    return found.value.code


class TestComingIn:
    def test_takes_the_code_and_the_child_s_birth_day(self, school):
        access, code = a_code(school, DESK)
        found = come_in(school, DESK, code=code.lower(), born_on=a_pupil(1).born_on)
        assert (found.access_id, found.kin) == (access.access_id, Kin.MOTHER)

    def test_says_the_same_whatever_is_wrong(self, school):
        _, code = a_code(school, DESK)
        right = a_pupil(1).born_on
        wrong = [
            (school, code, right + timedelta(1)),
            (school, "7K2M-9Q4T-0XAB-C3DE", right),
            (school, "", right),
            (later(school, ACCESS_LASTS), code, right),
        ]
        codes = {refused(come_in, where, DESK, code=c, born_on=b) for where, c, b in wrong}
        assert codes == {"family.code_wrong"}

    def test_is_over_when_the_school_ends_it(self, school):
        access, code = a_code(school, DESK)
        assert still_in(school, DESK, access.access_id)
        end_code(school, DESK, actor=clerk(), school=SCHOOL, access=access)
        assert still_in(school, DESK, access.access_id) is None
        born = a_pupil(1).born_on
        assert refused(come_in, school, DESK, code=code, born_on=born) == "family.code_wrong"

    def test_a_new_code_of_the_same_person_ends_the_old(self, school):
        first, _ = a_code(school, DESK)
        second, _ = a_code(school, DESK)
        assert still_in(school, DESK, first.access_id) is None
        assert still_in(school, DESK, second.access_id)

    @pytest.mark.parametrize(
        ("actor", "code"),
        [
            (teacher(OTHER_TEACHER, "1A"), "permit.other_class"),
            (replace(principal(), school=OTHER_SCHOOL), "permit.other_school"),
            (replace(clerk(), role=Role.PROVINCE_OFFICER), "permit.not_your_role"),
        ],
    )
    def test_codes_are_not_handed_out_by_others(self, school, actor, code):
        words = {"school": SCHOOL, "school_year": YEAR, "kin": Kin.MOTHER, "name": "Lò Thị Mẫu"}
        pupil = a_pupil(1).sector_code
        assert refused(give_code, school, DESK, actor=actor, sector_code=pupil, **words) == code

    def test_no_code_stands_in_the_database(self, school, as_app):
        _, code = a_code(school, DESK)
        with as_app.cursor() as cursor:
            cursor.execute("SELECT set_config('hocba.school', '*', true)")
            cursor.execute("SELECT t::text FROM family_access t")
            rows = " ".join(row for (row,) in cursor.fetchall())
        assert code not in rows
        assert code.replace("-", "") not in rows


class TestReading:
    def test_of_the_whole_record_is_noted_as_the_family_s(self, school, family):
        (record,) = issued_years(school, family.record_code)
        assert read_own(school, family, record.key, Way.DOWNLOAD).document
        (read,) = readings_for_family(school, family)
        assert (read.by, read.role, read.way) == (
            family.access_id,
            Role.PUPIL_OR_PARENT,
            Way.DOWNLOAD,
        )

    def test_of_another_child_is_refused_and_not_noted(self, school, family):
        other, _ = a_code(school, DESK, number=2)
        (record,) = issued_years(school, other.record_code)
        assert refused(read_own, school, family, record.key, Way.VIEW) == "family.other_child"
        assert readings_for_family(school, other) == ()

    def test_of_what_the_school_has_done_is_shown(self, school, family):
        (record,) = issued_years(school, family.record_code)
        read_record(school, actor=principal(), key=record.key, way=Way.PRINT)
        assert [read.role for read in readings_for_family(school, family)] == [Role.PRINCIPAL]


class TestSharing:
    def test_shows_two_subjects_that_verify_and_nothing_else(self, school, family):
        made, code = share(school, DESK, family, a_wish())
        (year,) = opened(school, share_of(school, DESK, code), way=Way.VIEW)
        assert set(TWO_SUBJECTS) < set(year.shown)
        assert "MonHoc/khoa_hoc" in year.withheld
        assert extract_verdict(school, year.file).outcome is Outcome.PASSED
        (read,) = readings_for_family(school, family)
        assert (read.by, read.role) == (made.share_id, Role.RECEIVER)

    def test_of_everything_hands_out_the_record_itself(self, school, family):
        _, code = share(school, DESK, family, a_wish(parts=()))
        (year,) = opened(school, share_of(school, DESK, code), way=Way.DOWNLOAD)
        assert year.withheld == ()
        assert year.file == year.record.document

    def test_shows_nothing_once_it_is_taken_back(self, school, family):
        made, code = share(school, DESK, family, a_wish())
        held = share_of(school, DESK, code)
        take_back(school, DESK, family, made.share_id)
        assert refused(share_of, school, DESK, code) == "share.withdrawn"
        assert refused(take_back, school, DESK, family, made.share_id) == "share.not_open"
        fresh = DESK.shares.by_digest(held.digest)
        assert refused(opened, school, fresh, way=Way.VIEW) == "share.withdrawn"

    def test_shows_nothing_after_its_time(self, school, family):
        _, code = share(school, DESK, family, a_wish(days=7))
        after = later(school, timedelta(days=7))
        assert refused(share_of, after, DESK, code) == "share.expired"
        assert DESK.shares.of_record(family.record_code)[0].state_at(after.clock.now()) is (
            ShareState.EXPIRED
        )

    def test_is_not_taken_back_by_another_family(self, school, family):
        made, code = share(school, DESK, family, a_wish())
        other, _ = a_code(school, DESK, number=2)
        assert refused(take_back, school, DESK, other, made.share_id) == "share.not_open"
        assert share_of(school, DESK, code)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"receiver": "  "}, "share.receiver_due"),
            ({"years": ()}, "share.years_due"),
            ({"years": (SchoolYear(1999),)}, "share.years_due"),
            ({"days": 4000}, "share.period_unknown"),
            ({"parts": ("MonHoc/tieng_la_tinh",)}, "extract.unknown_part"),
        ],
    )
    def test_of_something_else_is_refused(self, school, family, changes, code):
        assert refused(share, school, DESK, family, a_wish(**changes)) == code

    def test_by_a_code_that_is_none_tells_nothing(self, school):
        assert refused(share_of, school, DESK, "7K2M-9Q4T-0XAB-C3DE") == "share.unknown"


class TestAsking:
    def test_is_answered_once_and_has_a_day(self, school, family):
        (record,) = issued_years(school, family.record_code)
        asked = ask_school(school, DESK, family, key=record.key, words="Tên đệm ghi nhầm dấu ạ.")
        assert asked.due_at - asked.at == ANSWER_DUE
        assert asked.is_late(asked.due_at + timedelta(1))
        told = {
            "actor": principal(),
            "school": SCHOOL,
            "request_id": asked.request_id,
            "outcome": RequestOutcome.WILL_AMEND,
            "words": "Nhà trường sẽ đính chính theo giấy khai sinh.",
        }
        answer_family(school, DESK, **told)
        (found,) = DESK.requests.of_record(family.record_code)
        assert (found.answer.outcome, found.answer.by) == (
            RequestOutcome.WILL_AMEND,
            principal().person,
        )
        assert refused(answer_family, school, DESK, **told) == "family.answered"

    def test_about_another_child_is_refused(self, school, family):
        other, _ = a_code(school, DESK, number=2)
        (record,) = issued_years(school, other.record_code)
        ask = {"key": record.key, "words": "Điểm Toán của cháu chưa đúng."}
        assert refused(ask_school, school, DESK, family, **ask) == "family.other_child"

    def test_without_words_is_refused(self, school, family):
        (record,) = issued_years(school, family.record_code)
        assert refused(ask_school, school, DESK, family, key=record.key, words=" a ") == (
            "family.words_due"
        )

    def test_is_answered_by_the_school_alone(self, school, family):
        (record,) = issued_years(school, family.record_code)
        asked = ask_school(school, DESK, family, key=record.key, words="Tên đệm ghi nhầm dấu ạ.")
        told = {
            "school": SCHOOL,
            "request_id": asked.request_id,
            "outcome": RequestOutcome.STANDS,
            "words": "Không phải việc của tôi.",
        }
        stranger = replace(principal(), school=OTHER_SCHOOL)
        assert refused(answer_family, school, DESK, actor=stranger, **told) == "permit.other_school"
        assert refused(answer_family, school, DESK, actor=teacher(), **told) == (
            "permit.not_your_role"
        )


class TestIssuedExtracts:
    def issued(self, school, record, actor=None, **changes):
        words = {"labels": TWO_SUBJECTS, "receiver": "UBND phường", "basis": "Đơn 12/2026"}
        words |= {"actor": actor or clerk(), "record": record, **changes}
        return issue_extract(school, DESK, **words)

    def test_are_numbered_without_gaps_and_lead_back_to_the_file(self, school, family):
        (record,) = issued_years(school, family.record_code)
        first, second = self.issued(school, record), self.issued(school, record, labels=())
        assert [one.shown_number for one in (first, second)] == ["1/2026/TL", "2/2026/TL"]
        for one in (first, second):
            again, file = issued_file(school, DESK, record=record, number=one.shown_number)
            assert again == one
            assert extract_verdict(school, file).outcome is Outcome.PASSED
        assert refused(issued_file, school, DESK, record=record, number="9/2026/TL") == (
            "extract.unknown"
        )

    def test_are_the_office_s_to_issue(self, school, family):
        (record,) = issued_years(school, family.record_code)
        assert refused(self.issued, school, record, teacher()) == "permit.not_your_role"
        assert refused(self.issued, school, record, basis=" ") == "records.reason_due"
