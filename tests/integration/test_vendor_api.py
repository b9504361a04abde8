"""The interface for schools' software: who is let in, what is taken, what is said when not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.memory.clock import SystemClock
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Fault
from hocba.faces.api.door import A_MINUTE
from hocba.flow.compose_records import compose_class
from hocba.flow.keep_systems import let_none_in
from tests.api_world import (
    OTHER,
    VNSCHOOL,
    Vendor,
    a_door,
    a_vendor,
    an_assertion,
    at_the_door,
    registered,
)
from tests.builders import an_assessment
from tests.repository_world import a_desk, issue_class, packed, three_offices
from tests.school_world import CLASS, HERE, SCHOOL, YEAR, a_running_school, principal, teacher

pytestmark = pytest.mark.usefixtures("as_app")
PUPIL = {
    "sector_code": "MAU9000000001",
    "full_name": "Lò Thị Mới",
    "born_on": "2016-05-04",
    "gender": "Nữ",
    "grade": 4,
    "class_name": CLASS,
    "ethnic": "Thái",
}


@pytest.fixture(autouse=True)
def door():
    with at_the_door():
        yield


@pytest.fixture
def school():
    return a_running_school(pupils=2)


@pytest.fixture
def vendor(school):
    holder = a_vendor()
    return Vendor(school, holder, registered(school, holder))


def codes(answer):
    return [each["code"] for each in answer.json()["findings"]]


class TestAccess:
    def test_gives_a_token_to_who_signs_with_the_registered_certificate(self, vendor):
        told = vendor.get("/school").json()

        assert told["code"] == SCHOOL
        assert (told["vendor"], told["system"]) == (VNSCHOOL.vendor, VNSCHOOL.name)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"aud": "https://khac.example/token"},
            {"exp": 1_000_000_000},
            {"exp": 9_000_000_000},
            {"exp": "mai"},
            {"sub": "MAU11031270001.2"},
            {"iss": "khac"},
            {"jti": ""},
        ],
    )
    def test_gives_none_for_an_assertion_with_anything_wrong(self, vendor, wrong):
        assertion = an_assertion(vendor.holder, vendor.client, **wrong)
        answer = vendor.token_answer(assertion)

        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")

    def test_gives_none_to_another_key_and_none_twice_for_one_assertion(self, vendor):
        stranger = an_assertion(a_vendor("Người lạ (mẫu)"), vendor.client)
        assert vendor.token_answer(stranger).status_code == 401

        once = an_assertion(vendor.holder, vendor.client)
        assert vendor.token_answer(once).status_code == 200
        again = vendor.token_answer(once)
        assert again.json()["error_description"].startswith("api.assertion_used")

    def test_ends_with_the_registration_while_a_token_still_lasts(self, school, vendor):
        token = vendor.token()
        assert vendor.get("/school", token).status_code == 200

        let_none_in(school, actor=principal(), school=SCHOOL, basis="Thanh lý HĐ")

        answer = vendor.get("/school", token)
        assert (answer.status_code, answer.json()["code"]) == (401, "api.access_ended")
        assert answer["Content-Type"] == "application/problem+json"
        assert vendor.token_answer().status_code == 401

    def test_counts_every_request_and_says_when_to_come_back(self, vendor):
        token = vendor.token()
        first = vendor.get("/school", token)
        assert first["RateLimit"].startswith('"minute";r=299;t=')

        door, now = a_door(), SystemClock().now()
        for minute in (now, now + timedelta(minutes=1)):
            for _ in range(A_MINUTE):
                door.memory.asked(f"client:{vendor.client}", now=minute)
        last = vendor.get("/school", token)

        assert last.json()["code"] == "api.too_many"
        assert int(last["Retry-After"]) <= 60


class TestLists:
    def test_takes_pupils_once_however_often_they_are_sent(self, school, vendor):
        body, token = {"pupils": [PUPIL]}, vendor.token()
        before = len(school.book.enrolments(SCHOOL, YEAR))

        first = vendor.post("/years/2025-2026/pupils", body, key="danh-sach-1", token=token)
        again = vendor.post("/years/2025-2026/pupils", body, key="danh-sach-1", token=token)

        assert first.json() == {
            "dry_run": False,
            "added": 1,
            "changed": 0,
            "unchanged": 0,
            "warnings": [],
        }
        assert again.content == first.content
        assert len(school.book.enrolments(SCHOOL, YEAR)) == before + 1
        trace = school.book.roster_history(SCHOOL, YEAR, PUPIL["sector_code"])
        assert [entry.by for entry in trace] == [vendor.client]
        other = {"pupils": [{**PUPIL, "full_name": "Lò Thị Khác"}]}
        reused = vendor.post("/years/2025-2026/pupils", other, key="danh-sach-1", token=token)
        assert (reused.status_code, reused.json()["code"]) == (422, "api.key_reused")

    def test_says_all_that_is_wrong_at_its_place_and_takes_nothing(self, school, vendor):
        before = school.book.enrolments(SCHOOL, YEAR)
        wrong = {
            **PUPIL,
            "sector_code": "MAU9000000002",
            "class_name": "5A",
            "born_on": "2035-01-01",
        }
        body = {"pupils": [PUPIL, wrong, PUPIL]}

        answer = vendor.post("/years/2025-2026/pupils", body)

        assert (answer.status_code, answer.json()["code"]) == (422, "sheet.has_errors")
        places = {each["place"] for each in answer.json()["findings"]}
        assert "/pupils/1/born_on" in places
        assert any(place.startswith("/pupils/2") for place in places)
        assert all(each["vi"] and each["en"] and each["who"] for each in answer.json()["findings"])
        assert school.book.enrolments(SCHOOL, YEAR) == before

    def test_writes_nothing_in_a_dry_run(self, school, vendor):
        answer = vendor.post("/years/2025-2026/pupils?dry_run=true", {"pupils": [PUPIL]})

        assert (answer.json()["dry_run"], answer.json()["added"]) == (True, 1)
        assert len(school.book.enrolments(SCHOOL, YEAR)) == 2

    def test_takes_staff_with_their_assignments(self, school, vendor):
        held = [
            {"position": "Giáo viên chủ nhiệm", "class_name": "1B", "from_on": "2025-09-05"},
            {"position": "Văn thư", "from_on": "2025-09-05"},
        ]
        line = {"staff_code": "GV77", "full_name": "Vàng A Páo", "assignments": held}

        answer = vendor.post("/years/2025-2026/staff", {"staff": [line]})

        assert answer.json()["added"] == 1
        member = next(m for m in school.book.staff(SCHOOL) if m.staff_code == "GV77")
        assert sorted(each.role.value for each in member.appointments) == ["GVCN", "VAN_THU"]

    def test_refuses_what_it_does_not_know_instead_of_dropping_it(self, vendor):
        unknown = vendor.post("/years/2025-2026/pupils", {"pupils": [{**PUPIL, "hobby": "x"}]})

        assert (unknown.status_code, codes(unknown)) == (422, ["api.field_wrong"])
        assert unknown.json()["findings"][0]["place"] == "/pupils/0/hobby"


def told(pupil, year, **changes):
    """Return a pupil's results as the interface takes them."""
    return {
        "sector_code": pupil.sector_code,
        "full_name": pupil.full_name,
        "subjects": {row.subject: subject_told(row) for row in year.subjects},
        "traits": {row.trait: row.level.value for row in year.traits},
        "comments": dict(year.comments),
        **changes,
    }


def subject_told(row):
    tested = {} if isinstance(row.score, Missing) else {"score": row.score}
    return {"level": row.level.value, "comment": row.comment, **tested}


class TestResults:
    PATH = f"/years/2025-2026/classes/{CLASS}/results"

    def sent(self, school, **changes):
        pupils = [each.pupil for each in school.book.enrolments(SCHOOL, YEAR, CLASS)]
        first, second = (told(pupil, an_assessment(4, score=9)) for pupil in pupils)
        return {"results": [{**first, **changes}, second]}

    def test_a_record_names_the_system_whose_results_it_holds(self, school, vendor):
        answer = vendor.post(self.PATH, self.sent(school))
        assert (answer.status_code, answer.json()["changed"]) == (200, 2)
        first, second = school.book.enrolments(SCHOOL, YEAR, CLASS)
        # A teacher changed the second by hand since: it is the vendor's no longer.
        mended = {second.pupil.sector_code: an_assessment(4, score=8)}
        school.book.save_assessments(SCHOOL, YEAR, CLASS, mended)

        compose_class(school, actor=teacher(), **HERE)

        records = {r.sector_code: r for r in school.records.of_class(SCHOOL, YEAR, CLASS)}
        named = {
            code: school.documents.record(record.document).content.general.software
            for code, record in records.items()
        }
        own = school.software
        theirs = replace(VNSCHOOL, version=f"{VNSCHOOL.version}; {own.name} {own.version}")
        assert named == {first.pupil.sector_code: theirs, second.pupil.sector_code: own}
        status = vendor.get(self.PATH.replace("results", "records")).json()["records"]
        assert {each["status"] for each in status} == {"DA_KHOA"}

    def test_says_which_key_the_grade_does_not_know(self, school, vendor):
        body = self.sent(school, subjects={"toan": {"level": "T"}, "phep_thuat": {"level": "T"}})

        answer = vendor.post(self.PATH, body)

        assert (answer.status_code, codes(answer)) == (422, ["api.field_unknown"])
        assert answer.json()["findings"][0]["place"] == "/results/0/subjects/phep_thuat/level"

    def test_leaves_a_locked_record_as_it_is(self, school, vendor):
        compose_class(school, actor=teacher(), **HERE)

        answer = vendor.post(self.PATH, self.sent(school))

        assert codes(answer) == ["records.locked_already"] * 2


class TestPackages:
    @pytest.fixture
    def offices(self, as_app, tmp_path):
        return three_offices(tmp_path)

    @pytest.fixture
    def package(self, offices):
        issue_class(offices.school)
        file = offices.school.outbox.file(packed(offices.school).message_id)
        school = replace(offices.school, desk=a_desk("*"))
        holder = a_vendor()
        vendor = Vendor(school, holder, registered(school, holder))
        return replace(offices, school=school), vendor, file

    def test_hands_a_signed_package_on_and_shows_its_receipt(self, package):
        offices, vendor, file = package

        first, again = vendor.hand_in(file), vendor.hand_in(file)

        assert (first.status_code, first.json()["taken"], first.json()["not_taken"]) == (200, 5, 0)
        assert again.json() == first.json()
        assert offices.province.repository.log().size == 5
        name = first.json()["message_id"]
        assert vendor.get(f"/packages/{name}").json()["answers"] == first.json()["answers"]
        receipt = vendor.get(f"/packages/{name}/receipt").content
        assert receipt == offices.school.outbox.get(name).receipt

    def test_keeps_a_package_that_could_not_be_sent(self, package):
        offices, vendor, file = package
        vendor.behind(replace(offices.school, uplink=Cut()))

        answer = vendor.hand_in(file)
        assert (answer.status_code, answer.json()["retry"]) == (503, True)

        vendor.behind(offices.school)
        assert vendor.hand_in(file).json()["taken"] == 5

    def test_refuses_records_of_a_software_that_the_school_never_let_in(self, package):
        offices, vendor, file = package
        vendor.behind(replace(offices.school, software=OTHER))

        answer = vendor.hand_in(file)

        assert (answer.status_code, answer.json()["code"]) == (409, "api.other_software")
        assert set(codes(answer)) == {"api.other_software"}
        assert len(codes(answer)) == 3

    def test_refuses_what_is_no_package_and_tells_nobody_of_others(self, package):
        _, vendor, _ = package

        assert vendor.hand_in(b"PK nothing").json()["code"] == "package.not_a_zip"
        assert vendor.get("/packages/11-0000").status_code == 404


class Cut:
    """A line that is down."""

    def send(self, package):
        raise Fault("uplink.no_answer", "cut", retry=True)
