"""Looking a pupil up: found by any spelling, never without a trace, never by who may not."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import RequestFactory
from django.urls import resolve

from hocba.adapters.database.models.look_up import KeptPupilModel
from hocba.adapters.database.office_scope import of_office
from hocba.adapters.database.pupil_index import DatabasePupilIndex
from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.adapters.keys.keyed_digest import KeyedDigest
from hocba.adapters.paper.printer import TypstPrinter
from hocba.core.compose.looking_up import (
    MOST_SHOWN,
    AskedBy,
    BirthSpan,
    Purpose,
    Question,
    SeenPupil,
    asked_question,
)
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way
from hocba.core.terms.codes import RecordCode, completed_record_code
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.find_pupils import answer_again, file_of_found, look_up
from hocba.flow.index_pupils import index_pupils
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.accounts import Account
from tests.integration.test_database_guards import refused, run
from tests.repository_world import (
    PROVINCE_OFFICER,
    all_the_way,
    issue_class,
    three_offices,
)
from tests.school_world import PROVINCE

pytestmark = pytest.mark.usefixtures("as_app")
BASIS = "Đơn 12/2026"
OTHER = Actor(person="CB99", role=Role.PROVINCE_OFFICER)


@pytest.fixture
def offices(tmp_path):
    made = three_offices(tmp_path, pupils=3)
    means = {"printer": TypstPrinter(), "code_key": CodeKeyFile(tmp_path / "khoa", PROVINCE)}
    issue_class(made.school)
    all_the_way(made)
    return replace(made, province=replace(made.province, **means))


@pytest.fixture
def province(offices):
    return offices.province


def named(outside, sought, born="", actor=PROVINCE_OFFICER):
    first = date.fromisoformat(born or "2016-01-01")
    span = BirthSpan(first=first, last=first if born else date(2016, 12, 31))
    question, purpose, basis = asked_question(
        sought=sought, born=span, purpose="XAC_MINH", basis=BASIS
    )
    return look_up(outside, actor=actor, question=question, purpose=purpose, basis=basis)


def names(outside, noted):
    found = answer_again(outside, actor=PROVINCE_OFFICER, look_up_id=noted.look_up_id).found
    return [each.pupil.full_name for each in found]


class TestFinding:
    def test_a_whole_name_with_the_year_or_a_part_with_the_day(self, province):
        for sought in ("Lò Văn Bình", "LO VAN BINH", "bình lò văn"):
            assert names(province, named(province, sought)) == ["Lò Văn Bình"]
        assert names(province, named(province, "binh lo", "2016-03-02")) == ["Lò Văn Bình"]
        assert names(province, named(province, "binh lo", "2016-03-03")) == []
        assert names(province, named(province, "binh lo")) == []

    def test_a_personal_number(self, province):
        assert names(province, named(province, "0112 1600 0001")) == ["Lò Văn Bình"]
        assert names(province, named(province, "011216000009")) == []

    def test_a_record_code(self, province):
        code = named(province, "Lò Văn Bình").found[0]

        assert names(province, named(province, code)) == ["Lò Văn Bình"]

    def test_the_ministry_finds_what_it_keeps(self, offices):
        actor = Actor(person="CB02", role=Role.MINISTRY_OFFICER)

        assert len(named(offices.ministry, "Lò Văn Bình", actor=actor).found) == 1

    def test_the_number_stands_nowhere_in_clear(self, province):
        with of_office(PROVINCE):
            rows = list(KeptPupilModel.objects.values_list("personal_mark", "facts"))

        assert len(rows) == 3
        assert all(len(bytes(mark)) == 16 and b"0112" not in bytes(mark) for mark, _ in rows)

    def test_a_new_key_finds_by_number_after_the_index_was_made_anew(self, province, tmp_path):
        index = DatabasePupilIndex(PROVINCE, KeyedDigest(tmp_path, "khoa-moi.key"))
        province = replace(province, pupils=index)

        assert names(province, named(province, "011216000001")) == []
        assert index_pupils(province) == 3
        assert names(province, named(province, "011216000001")) == ["Lò Văn Bình"]

    def test_an_amended_name_is_found_by_old_and_new(self, province):
        code = named(province, "Lò Văn Bình").found[0]
        renamed = SeenPupil(
            record_code=code, full_name="Lò Văn Bính", born_on=date(2016, 3, 2), personal_id=""
        )
        province.pupils.add([renamed, renamed])
        province.pupils.add([renamed])

        assert named(province, "Lò Văn Bình").found == named(province, "Lò Văn Bính").found
        with of_office(PROVINCE):
            assert KeptPupilModel.objects.filter(record_code=code).count() == 2

    def test_names_that_agree_in_their_marks_come_first(self, province):
        a, b = (RecordCode(completed_record_code(f"HB{n:012}")) for n in (1, 2))
        born = date(2015, 5, 5)
        for code, name in ((a, "Hồ Thị Lê"), (b, "Hồ Thị Lệ")):
            one = SeenPupil(record_code=code, full_name=name, born_on=born, personal_id="")
            province.pupils.add([one])

        assert named(province, "Hồ Thị Lệ", "2015-05-05").found == (b, a)
        assert named(province, "Hồ Thị Lê", "2015-05-05").found == (a, b)


class TestLimits:
    def test_nobody_is_shown_when_too_many_fit(self, province):
        born = date(2015, 5, 5)
        province.pupils.add(
            [
                SeenPupil(
                    record_code=completed_record_code(f"HB{n:012}"),
                    full_name="Nguyễn Thị Anh",
                    born_on=born,
                    personal_id="",
                )
                for n in range(MOST_SHOWN + 1)
            ]
        )

        with pytest.raises(Refusal) as refusal:
            named(province, "nguyen anh", "2015-05-05")

        assert refusal.value.code == "look_up.too_wide"
        assert province.look_ups.of_person(PROVINCE_OFFICER.person)[0].found == ()

    def test_an_office_finds_nobody_of_another(self, offices):
        question = Question(by=AskedBy.NAME, name="Lò Văn Bình", born=None)
        with of_office("99"):
            assert not KeptPupilModel.objects.exists()
        assert offices.province.pupils.find(question, limit=5) == ()

    def test_another_officer_does_not_open_an_answer(self, province):
        noted = named(province, "Lò Văn Bình")

        with pytest.raises(Refusal) as refusal:
            answer_again(province, actor=OTHER, look_up_id=noted.look_up_id)

        assert refusal.value.code == "look_up.of_another"

    def test_a_record_that_was_not_found_is_not_handed_out(self, province):
        first, second = named(province, "Lò Văn Bình"), named(province, "Lò Văn Dũng")
        key = province.repository.versions(second.found[0])[0].key

        with pytest.raises(Refusal) as refusal:
            file_of_found(
                province,
                actor=PROVINCE_OFFICER,
                look_up_id=first.look_up_id,
                key=key,
                way=Way.DOWNLOAD,
            )

        assert refusal.value.code == "records.unknown"


class TestTraces:
    def test_who_was_shown_is_noted_with_the_purpose(self, province):
        noted = named(province, "Lò Văn Bình")

        (read,) = province.read_log.of_record(noted.found[0])

        assert (read.by, read.way, read.purpose) == ("CB01", Way.LOOK_UP, Purpose.CONFIRM)

    def test_nobody_changes_a_look_up(self, province):
        named(province, "Lò Văn Bình")
        with of_office(PROVINCE), refused("append-only"):
            run("UPDATE look_up SET purpose = 'khac'")


class TestPages:
    @pytest.fixture
    def browser(self, province):
        account = Account(username="cb", display_name="Mai", actor=PROVINCE_OFFICER)
        province.accounts.save([account])

        def asked(address, **form):
            request = RequestFactory().generic("GET", address)
            if form:
                request = RequestFactory().post(address, form)
            request.session = {"username": "cb", "display_name": "Mai"}
            request.outside, request.desk = province, RegisterDesk(province)
            view, args, kwargs = resolve(address)
            return view(request, *args, **kwargs)

        return asked

    def test_lead_from_the_question_to_the_printed_form(self, browser, province):
        form = {"sought": "lo van binh", "born": "2016", "purpose": "TO_TUNG", "basis": BASIS}
        answer = browser("/so/tra-cuu", **form)
        page = browser(answer["Location"]).content.decode()
        links = re.findall(r'href="(/so/tra-cuu/\w+/HB[^"]+)"', page)
        printed, signed = (browser(link) for link in links)

        assert "Lò Văn Bình" in page
        assert printed.content.startswith(b"%PDF")
        assert b"<HocBa" in signed.content[:400]
        ways = [r.way for r in province.read_log.of_record(RecordCode(links[0].split("/")[4][:15]))]
        assert ways == [Way.DOWNLOAD, Way.PRINT, Way.LOOK_UP]

    def test_say_beside_each_field_what_is_missing(self, browser):
        page = browser("/so/tra-cuu", sought="Bình", born="", purpose="", basis="").content.decode()

        assert page.count("is-invalid") == 4
        assert 'value="Bình"' in page
