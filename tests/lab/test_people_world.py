"""The synthetic world: the same from the same seed, plausible, and free of defects."""

from collections import Counter
from datetime import date

import pytest

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.problems import problems_of
from hocba.core.rules.library import pack_for
from hocba.core.terms.codes import Gender, personal_id, personal_id_doubts
from hocba.core.terms.levels import Completion, SubjectLevel, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Pupil
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean, name_sort_key, unprintable
from hocba.lab.people.exceptions import ExceptionReason
from hocba.lab.people.plans import SAMPLE, SchoolKind, demo_plans, province_plans
from hocba.lab.people.summer import after_summer
from hocba.lab.people.world import (
    DEMO_YEAR,
    SyntheticSchool,
    synthetic_school,
    synthetic_schools,
)

SEED = 20260525
PACK = pack_for(DEMO_YEAR, 1)
SCHOOLS = synthetic_schools(SEED)
ELSEWHERE = synthetic_schools(SEED, plans=tuple(province_plans(SEED, "91", schools=3)))
EVERY = (*SCHOOLS, *ELSEWHERE)


def pupils(schools: tuple[SyntheticSchool, ...] = EVERY) -> list[Pupil]:
    return [entry.pupil for school in schools for entry in school.enrolments]


class TestSeed:
    def test_gives_the_same_schools_again(self):
        assert synthetic_schools(SEED) == SCHOOLS

    def test_gives_a_school_the_same_alone_as_among_others(self):
        assert synthetic_school(SEED, demo_plans()[2]) == SCHOOLS[2]

    def test_gives_other_pupils_for_another_seed(self):
        other = synthetic_schools(SEED + 1)
        assert [p.full_name for p in pupils(other)] != [p.full_name for p in pupils(SCHOOLS)]


class TestDemo:
    def test_has_three_schools_of_one_province_and_about_six_hundred_pupils(self):
        assert len(SCHOOLS) == 3
        assert {school.province.code for school in SCHOOLS} == {"11"}
        assert 570 <= len(pupils(SCHOOLS)) <= 640

    @pytest.mark.parametrize("school", EVERY, ids=lambda school: school.code)
    def test_says_that_it_is_synthetic(self, school):
        assert school.code.startswith("MAU")
        assert school.name.endswith(SAMPLE)
        assert "tổng hợp" in school.note

    def test_has_an_exception_of_each_kind(self):
        found = Counter(e.reason for school in SCHOOLS for e in school.exceptions)
        assert set(found) == set(ExceptionReason)

    def test_has_foreign_programmes_only_at_the_international_school(self):
        kinds = {
            school.kind
            for school in SCHOOLS
            for e in school.exceptions
            if e.reason is ExceptionReason.INTERNATIONAL_SCHOOL
        }
        assert kinds == {SchoolKind.INTERNATIONAL}

    @pytest.mark.parametrize("school", SCHOOLS, ids=lambda school: school.code)
    def test_tells_each_exception_once_and_of_a_pupil_on_the_roll(self, school):
        codes = [e.sector_code for e in school.exceptions]
        assert len(set(codes)) == len(codes)
        assert set(codes) <= {entry.pupil.sector_code for entry in school.enrolments}

    def test_has_pupils_who_left_joined_and_are_not_assessed(self):
        statuses = {entry.status for school in SCHOOLS for entry in school.enrolments}
        given = [a for school in SCHOOLS for a in school.assessments.values()]
        assert statuses & {"04", "08"}
        assert statuses & {"02", "06"}
        assert any(a.not_assessed_by_law for a in given)


class TestPupils:
    def test_have_codes_that_never_repeat(self):
        codes = [pupil.sector_code for pupil in pupils()]
        assert len(set(codes)) == len(codes)
        assert max(map(len, codes)) <= 20

    def test_have_personal_ids_that_never_repeat_staff_included(self):
        numbers = [p.personal_id for p in pupils() if not isinstance(p.personal_id, Missing)]
        numbers += [m.personal_id for school in EVERY for m in school.staff]
        assert len(set(numbers)) == len(numbers)
        assert [personal_id(number) for number in numbers] == numbers

    def test_have_few_doubtful_personal_ids_and_each_says_gender(self):
        doubts = [
            doubt
            for p in pupils(SCHOOLS)
            if not isinstance(p.personal_id, Missing)
            for doubt in personal_id_doubts(p.personal_id, born_on=p.born_on, gender=p.gender)
        ]
        assert set(doubts) == {"code.id_century_or_gender_differs"}
        assert 3 <= len(doubts) <= 10

    def test_lack_a_personal_id_only_with_a_reason(self):
        lacking = {p.personal_id for p in pupils(SCHOOLS) if isinstance(p.personal_id, Missing)}
        assert lacking == {Missing.UNKNOWN, Missing.NOT_APPLICABLE}

    def test_are_of_the_age_of_their_grade(self):
        # Grade 1 of 2025-2026 was born in 2019; a few are a year older.
        ages = {
            DEMO_YEAR.first - entry.pupil.born_on.year - entry.grade
            for school in EVERY
            for entry in school.enrolments
        }
        assert ages <= {5, 6}

    def test_are_of_the_ethnic_groups_of_the_province(self):
        found = Counter(p.ethnic_code for p in pupils(SCHOOLS))
        assert {code for code, _ in found.most_common(3)} == {"01", "03", "08"}
        assert len(found) >= 5

    @pytest.mark.parametrize("school", EVERY, ids=lambda school: school.code)
    def test_stand_by_class_and_in_the_order_of_names(self, school):
        order = [(e.class_name, name_sort_key(e.pupil.full_name)) for e in school.enrolments]
        assert order == sorted(order)

    def test_have_both_genders_in_near_equal_shares(self):
        boys = sum(pupil.gender is Gender.MALE for pupil in pupils())
        assert 0.46 <= boys / len(pupils()) <= 0.58


class TestText:
    def test_is_clean_and_printable_everywhere(self):
        texts = [text for school in EVERY for text in _texts(school)]
        assert [text for text in texts if clean(text) != text or unprintable(text)] == []

    def test_fits_the_comments_that_teachers_write(self):
        lengths = [
            len(row.comment)
            for school in EVERY
            for a in school.assessments.values()
            for row in a.subjects
            if row.comment
        ]
        assert min(lengths) >= 40
        assert max(lengths) <= 220


class TestAssessments:
    @pytest.mark.parametrize("school", EVERY, ids=lambda school: school.code)
    def test_pass_the_rules_without_a_finding(self, school):
        findings = {c: problems_of(a, PACK) for c, a in school.assessments.items()}
        assert {code: found for code, found in findings.items() if found} == {}

    def test_spread_over_the_results_as_in_life(self):
        results = Counter(
            outcome_of(a, PACK).result for school in EVERY for a in school.assessments.values()
        )
        total = sum(results.values())
        shares = {result: count / total for result, count in results.items()}
        assert 0.20 <= shares[YearResult.EXCELLENT] <= 0.31
        assert 0.14 <= shares[YearResult.WELL_DONE] <= 0.26
        assert 0.45 <= shares[YearResult.DONE] <= 0.60
        assert 0.01 <= shares[YearResult.NOT_DONE] <= 0.04

    @pytest.mark.parametrize("school", EVERY, ids=lambda school: school.code)
    def test_fail_exactly_the_pupils_in_summer_training(self, school):
        failed = {
            code
            for code, a in school.assessments.items()
            if outcome_of(a, PACK).result is YearResult.NOT_DONE
        }
        assert failed == {
            e.sector_code for e in school.exceptions if e.reason is ExceptionReason.SUMMER_TRAINING
        }

    def test_are_missing_exactly_for_who_left_or_follows_a_foreign_programme(self):
        for school in EVERY:
            foreign = {
                e.sector_code
                for e in school.exceptions
                if e.reason is ExceptionReason.INTERNATIONAL_SCHOOL
            }
            left = {e.pupil.sector_code for e in school.enrolments if e.status in {"04", "08"}}
            roll = {e.pupil.sector_code for e in school.enrolments}
            assert roll - set(school.assessments) == foreign | left

    def test_are_better_in_one_subject_where_they_are_in_another(self):
        done = [
            {row.subject: row.level for row in a.subjects}
            for school in EVERY
            for a in school.assessments.values()
            if not a.not_assessed_by_law
        ]
        well = [row["tieng_viet"] is SubjectLevel.WELL_DONE for row in done]
        both = [row["tieng_viet"] is row["toan"] is SubjectLevel.WELL_DONE for row in done]
        math = [row["toan"] is SubjectLevel.WELL_DONE for row in done]
        assert sum(both) / sum(well) > sum(math) / len(done) + 0.1

    def test_settle_in_summer_without_a_finding_and_leave_nobody_open(self):
        settled = [a for school in EVERY for a in after_summer(SEED, school).values()]
        assert settled
        assert [problems_of(a, PACK) for a in settled if problems_of(a, PACK)] == []
        assert Completion.PENDING not in {outcome_of(a, PACK).completion for a in settled}


class TestStaff:
    @pytest.mark.parametrize("school", EVERY, ids=lambda school: school.code)
    @pytest.mark.parametrize("day", [date(2025, 9, 5), date(2026, 1, 1), date(2026, 6, 10)])
    def test_fills_every_role_by_different_people_on_every_day(self, school, day):
        roles = (Role.PRINCIPAL, Role.DEPUTY, Role.CLERK, Role.SCHOOL_ADMIN)
        people = [school.holder(role, on=day).staff_code for role in roles]
        people += [school.homeroom_teacher(c.name, on=day).staff_code for c in school.classes]
        assert len(set(people)) == 4 + len(school.classes)

    def test_changes_one_homeroom_teacher_at_the_middle_of_the_year(self):
        before = SCHOOLS[0].homeroom_teacher("3A", on=date(2025, 12, 31))
        after = SCHOOLS[0].homeroom_teacher("3A", on=date(2026, 1, 1))
        assert before != after

    def test_says_when_nobody_holds_a_role(self):
        with pytest.raises(LookupError):
            SCHOOLS[0].homeroom_teacher("9Z", on=date(2026, 6, 10))

    def test_cites_a_decision_for_every_assignment(self):
        held = [a for school in EVERY for m in school.staff for a in m.appointments]
        assert all(a.basis.startswith("Quyết định số ") and a.from_on for a in held)


def _texts(school: SyntheticSchool) -> list[str]:
    texts = [school.code, school.name, school.address, school.note]
    for entry in school.enrolments:
        pupil = entry.pupil
        texts += [pupil.full_name, pupil.birth_place, pupil.home_town, pupil.address]
        texts += [word for g in pupil.guardians for word in (g.full_name, g.occupation)]
    for member in school.staff:
        texts += [member.full_name, member.email, *(a.basis for a in member.appointments)]
    for a in school.assessments.values():
        texts += [*a.comments.values(), *a.other_awards, *(row.comment for row in a.subjects)]
    return texts
