"""A guardian and a pupil come in by a personal number that a real provider proves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from oidc_provider_mock import User, run_server_in_thread

from hocba.adapters.memory.clock import StoryClock
from hocba.core.compose.families import Kin
from hocba.core.compose.guardianship import Standing, full_age_on, required_standing
from hocba.core.compose.reading import Way
from hocba.core.terms.codes import PersonalId
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.roles import Role
from hocba.flow.family_access import still_in
from hocba.flow.family_records import read_own
from hocba.flow.guardians import children_of_number, end_guardian, record_guardian
from hocba.flow.import_guardians import plan_guardians, take_guardians
from hocba.ports.accounts import Account
from tests.family_world import a_code, a_family_desk
from tests.integration.test_family_pages import Visitor, key_of
from tests.integration.test_identity_provider import answer_of, provider
from tests.repository_world import issue_class, three_offices
from tests.school_world import NOW, OTHER_TEACHER, SCHOOL, YEAR, a_pupil, clerk, teacher
from tests.sheet_files import a_workbook

pytestmark = pytest.mark.usefixtures("as_app")

MOTHER, PUPIL, STRANGER = PersonalId("011185000321"), a_pupil(2).personal_id, "011190000777"
TODAY = NOW.date()
LISTED = {"school": SCHOOL, "school_year": YEAR, "name": "giam-ho.xlsx"}


@pytest.fixture(scope="module")
def issuer():
    numbers = {"me": MOTHER, "hoc-sinh": PUPIL, "khach": STRANGER}
    people = [User(sub=sub, claims={"personal_id": number}) for sub, number in numbers.items()]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def offices(tmp_path):
    three = three_offices(tmp_path, pupils=2)
    vt = Account(username="vt", display_name="Văn", actor=clerk())
    three.school.accounts.save([vt])
    issue_class(three.school)
    return three


@pytest.fixture
def school(offices):
    return offices.school


def a_standing(**changes):
    plain = {"kin": Kin.MOTHER, "name": "Lò Thị Mẫu", "number": MOTHER, "basis": "GKS 12/2016"}
    until = full_age_on(a_pupil(1).born_on)
    return Standing(**{**plain, "from_on": TODAY, "until_on": until, **changes})


def recorded(school, *, number=1, **changes):
    return record_guardian(
        school,
        a_family_desk(),
        actor=clerk(),
        school=SCHOOL,
        sector_code=a_pupil(number).sector_code,
        standing=a_standing(**changes),
    )


def comes_in(offices, issuer, sub):
    visitor = Visitor(offices)
    visitor.door.identity = provider(issuer)
    there = visitor.asks("/gia-dinh/dinh-danh")
    query = answer_of(there.url, sub)
    back = "&".join(f"{name}={values[0]}" for name, values in query.items())
    visitor.answer = visitor.asks(f"/gia-dinh/dinh-danh/ve?{back}")
    return visitor


def refused(act, *args, **kwargs):
    with pytest.raises(Refusal) as found:
        act(*args, **kwargs)
    return found.value.code


class TestThroughTheProvider:
    def test_a_mother_reads_takes_away_and_asks(self, offices, school, issuer):
        made = recorded(school)
        mother = comes_in(offices, issuer, "me")
        assert mother.answer.url == "/gia-dinh"

        key = key_of(school)
        file = mother.asks(f"/gia-dinh/hoc-ba/{key}/hoc-ba.xml").content
        assert file == school.records.document(key)
        read = school.read_log.of_record(key.record_code)[0]
        assert (read.by, read.role) == (made.guardianship_id, Role.PUPIL_OR_PARENT)
        words = {"words": "Điểm Toán cuối năm ghi nhầm."}
        assert mother.asks(f"/gia-dinh/hoc-ba/{key}", words).status_code == 302
        assert "Điểm Toán cuối năm ghi nhầm." in mother.reads("/gia-dinh")[1]

    def test_a_guardian_of_another_child_is_refused(self, offices, school, issuer):
        recorded(school)
        mother, other = comes_in(offices, issuer, "me"), key_of(school, 2)
        assert refused(mother.asks, f"/gia-dinh/hoc-ba/{other}") == "family.other_child"
        assert refused(mother.asks, "/gia-dinh/con", {"child": "QH-X"}) == "family.other_child"
        assert school.read_log.of_record(other.record_code) == ()

    def test_whoever_stands_for_several_chooses(self, offices, school, issuer):
        recorded(school)
        second = recorded(school, number=2)
        mother = comes_in(offices, issuer, "me")
        assert mother.answer.url == "/gia-dinh/con"
        page = mother.reads("/gia-dinh/con")[1]
        assert a_pupil(1).full_name in page
        assert a_pupil(2).full_name in page

        mother.asks("/gia-dinh/con", {"child": second.guardianship_id})
        key = key_of(school, 2)
        assert mother.reads(f"/gia-dinh/hoc-ba/{key}")[0] == 200
        assert "/gia-dinh/con" in mother.reads("/gia-dinh")[1]

    def test_a_pupil_comes_in_by_the_number_of_the_list(self, offices, school, issuer):
        pupil = comes_in(offices, issuer, "hoc-sinh")
        assert pupil.answer.url == "/gia-dinh"
        assert pupil.reads(f"/gia-dinh/hoc-ba/{key_of(school, 2)}")[0] == 200
        again = comes_in(offices, issuer, "hoc-sinh")
        assert again.session["family"] == pupil.session["family"]

    def test_a_stranger_stays_outside(self, offices, school, issuer):
        recorded(school)
        stranger = comes_in(offices, issuer, "khach")
        assert stranger.answer.url == "/gia-dinh/vao"
        assert "family" not in stranger.session

    def test_an_answer_for_staff_opens_no_family_s_door(self, offices, school, issuer):
        recorded(school)
        visitor = Visitor(offices)
        visitor.door.identity = provider(issuer)
        query = answer_of(visitor.asks("/dang-nhap/dinh-danh").url, "me")
        told = "&".join(f"{name}={values[0]}" for name, values in query.items())
        assert visitor.asks(f"/gia-dinh/dinh-danh/ve?{told}").url == "/gia-dinh/vao"
        assert "family" not in visitor.session


class TestStandingFor:
    def test_is_over_when_the_school_ends_it(self, school):
        made, desk = recorded(school), a_family_desk()
        assert still_in(school, desk, made.guardianship_id)
        end_guardian(
            school, desk, actor=clerk(), school=SCHOOL, guardianship_id=made.guardianship_id
        )
        assert still_in(school, desk, made.guardianship_id) is None
        code = refused(children_of_number, school, desk, MOTHER)
        assert code == "family.guardianship_over"

    def test_holds_from_its_first_to_its_last_day(self, school):
        desk, begins = a_family_desk(), TODAY + timedelta(2)
        recorded(school, from_on=begins, until_on=begins)
        codes = []
        for days in (1, 2, 3):
            that_day = replace(school, clock=StoryClock(NOW + timedelta(days)))
            try:
                codes.append(len(children_of_number(that_day, desk, MOTHER)))
            except Refusal as refusal:
                codes.append(refusal.code)
        assert codes == ["family.guardianship_not_yet", 1, "family.guardianship_over"]

    def test_a_number_corrected_since_opens_nothing(self, school):
        (line,) = [e for e in school.book.enrolments(SCHOOL, YEAR) if e.pupil.personal_id == PUPIL]
        assert children_of_number(school, a_family_desk(), PUPIL)
        mended = replace(line, pupil=replace(line.pupil, personal_id=PersonalId(STRANGER)))
        school.book.save_enrolments(SCHOOL, YEAR, [mended])
        desk = a_family_desk()
        assert refused(children_of_number, school, desk, PUPIL) == "family.identity_unknown"

    def test_a_number_of_two_pupils_opens_neither(self, school):
        (line,) = [e for e in school.book.enrolments(SCHOOL, YEAR) if e.pupil.personal_id == PUPIL]
        twin = replace(line.pupil, sector_code="HS-2")
        school.book.save_enrolments(
            SCHOOL, YEAR, [Enrolment(pupil=twin, grade=line.grade, class_name=line.class_name)]
        )
        desk = a_family_desk()
        assert refused(children_of_number, school, desk, PUPIL) == "family.number_of_several"

    def test_keeps_no_whole_number(self, school, as_app):
        recorded(school)
        with as_app.cursor() as cursor:
            cursor.execute("SELECT set_config('hocba.school', '*', true)")
            cursor.execute("SELECT t::text FROM guardianship t")
            rows = " ".join(row for (row,) in cursor.fetchall())
        assert "Lò Thị Mẫu" in rows
        assert MOTHER not in rows

    def test_is_asked_for_in_full(self):
        with pytest.raises(Refusal) as found:
            required_standing(
                kin=Kin.MOTHER,
                name=" ",
                number="12",
                basis="",
                from_on=TODAY,
                until_on=TODAY - timedelta(1),
                pupil_number=None,
            )
        codes = {one.code for one in found.value.findings}
        assert codes == {
            *("family.name_due", "family.basis_due", "family.period_backwards"),
            "code.not_a_personal_id",
        }

    def test_ends_the_day_before_full_age(self):
        assert full_age_on(date(2016, 9, 5)) == date(2034, 9, 4)
        assert full_age_on(date(2016, 2, 29)) == date(2034, 2, 28)


class TestAtTheSchool:
    def test_the_clerk_records_and_ends(self, offices, school):
        path = f"/truong/hoc-sinh/{a_pupil(1).sector_code}/giam-ho"
        office = Visitor(offices, username="vt")
        form = {"kin": "ME", "name": "Lò Thị Mẫu", "number": MOTHER, "basis": "GKS 12/2016"}
        status, page = office.reads(path, {**form, "number": a_pupil(1).personal_id, "from": "x"})
        assert status == 409
        assert "family.number_of_pupil" in page
        assert "web.date_unreadable" in page
        assert office.asks(path, form).status_code == 302
        page = office.reads(path)[1]
        assert "•••••••••321" in page
        assert MOTHER not in page
        (made,) = a_family_desk().guardianships.of_pupil(SCHOOL, a_pupil(1).sector_code)
        office.asks(path, {"end": made.guardianship_id})
        assert not children_open(school)

    def test_a_teacher_of_another_class_does_not(self, offices, school):
        actor = teacher(OTHER_TEACHER, "1A")
        school.accounts.save([Account(username="gv1a", display_name="Hoa", actor=actor)])
        path = f"/truong/hoc-sinh/{a_pupil(1).sector_code}/giam-ho"
        assert refused(Visitor(offices, username="gv1a").asks, path) == "permit.other_class"


def children_open(school):
    try:
        return children_of_number(school, a_family_desk(), MOTHER)
    except Refusal:
        return ()


def test_reads_as_a_family_by_code_does(school):
    access, _ = a_code(school, a_family_desk())
    recorded(school)
    (member,) = children_of_number(school, a_family_desk(), MOTHER)
    assert member.record_code == access.record_code
    assert read_own(school, member, key_of(school), Way.VIEW).document


class TestAList:
    """Guardians of a whole class by one sheet: seen first, then recorded together."""

    def a_list(self, *rows):
        headers = ("Mã học sinh", "Quan hệ", "Họ và tên PH", "Số CCCD", "Giấy tờ")
        return a_workbook([headers, *rows])

    def a_row(self, number=1, **changes):
        code = a_pupil(number).sector_code
        row = {
            "code": code,
            "kin": "Mẹ",
            "name": "Lò Thị Mẫu",
            "id": MOTHER,
            "basis": "GKS 12/2016",
        }
        return list({**row, **changes}.values())

    def test_is_shown_then_recorded_and_changes_nothing_the_second_time(self, school):
        desk = a_family_desk()
        recorded(school)
        asked = {
            **LISTED,
            "actor": clerk(),
            "file": self.a_list(self.a_row(), self.a_row(2), self.a_row(2, id=STRANGER, kin="Bố")),
        }

        plan = plan_guardians(school, desk, **asked)
        assert (len(plan.added), len(plan.changed), len(plan.unchanged)) == (2, 0, 1)
        assert desk.guardianships.of_number(STRANGER) == ()

        saved = take_guardians(school, desk, **asked)
        assert (saved.added, saved.changed, saved.unchanged) == (2, 0, 1)
        assert len(children_of_number(school, desk, MOTHER)) == 2
        assert take_guardians(school, desk, **asked).unchanged == 3

    def test_with_an_error_records_nobody_and_another_paper_takes_the_place(self, school):
        desk = a_family_desk()
        wrong = self.a_list(self.a_row(), self.a_row(2, id="12"))
        with pytest.raises(Refusal) as refused:
            take_guardians(school, desk, actor=clerk(), file=wrong, **LISTED)
        assert refused.value.code == "sheet.has_errors"
        assert desk.guardianships.of_number(MOTHER) == ()

        first = recorded(school)
        again = self.a_list(self.a_row(basis="GKS 13/2016"))
        assert take_guardians(school, desk, actor=clerk(), file=again, **LISTED).changed == 1
        assert desk.guardianships.get(first.guardianship_id).ended_by == clerk().person

    def test_of_another_class_is_no_homeroom_teachers(self, school):
        desk, asked = a_family_desk(), {**LISTED, "file": self.a_list(self.a_row())}
        assert len(plan_guardians(school, desk, actor=teacher(), **asked).added) == 1
        elsewhere = replace(teacher(), class_name="5Z")
        with pytest.raises(Refusal) as refused:
            take_guardians(school, desk, actor=elsewhere, **asked)
        assert refused.value.findings[0].code == "sheet.pupil_not_on_roster"
