"""The pages of signing: what a tired reader sees, and what is lost when something goes wrong."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.paper.printer import TypstPrinter
from hocba.core.compose.life import Status
from hocba.core.compose.school_rules import SchoolRule
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Appointment
from hocba.core.terms.roles import Role
from hocba.flow.compose_records import compose_class
from hocba.flow.set_rule import set_rule
from hocba.flow.sign_records import sign_class
from hocba.ports.accounts import Account
from tests.integration.test_copies import pages_of
from tests.school_world import (
    CLASS,
    DEPUTY,
    HERE,
    SCHOOL,
    YEAR,
    a_consent,
    a_member,
    a_running_school,
    clerk,
    deputy,
    principal,
    teacher,
)
from tests.signing_pages import SIGN, asks, contents, form, reads, statuses, why, works

pytestmark = pytest.mark.usefixtures("as_app")
PEOPLE = {"gv": teacher(), "ht": principal(), "pht": deputy(), "vt": clerk()}


@pytest.fixture
def school(db):
    """A class of three, composed; nobody has signed."""
    school = a_running_school()
    administrator = replace(clerk(), person="QT01", role=Role.SCHOOL_ADMIN)
    people = {**PEOPLE, "qt": administrator}
    school.accounts.save(
        [Account(username=n, display_name=n, actor=actor) for n, actor in people.items()]
    )
    compose_class(school, actor=teacher(), **HERE)
    return school


@pytest.fixture
def attested(school):
    sign_class(school, actor=teacher(), consent=a_consent(teacher()), **HERE)
    return school


class TestUnticking:
    def test_signs_the_rest_and_keeps_the_reason_in_sight(self, school):
        out, *_ = shown = contents(school)
        on = (school.clock.now() + timedelta(days=7)).strftime("%d/%m/%Y")

        asks(school, SIGN, form(shown, without=[out], **why(out, on=on)), "gv")

        assert statuses(school) == [Status.ATTESTED, Status.ATTESTED, Status.LOCKED]
        held = f"Cần xem lại nội dung · dự kiến {on}"
        assert held in reads(school, f"/truong/lop/{CLASS}", username="gv")
        follow_up = reads(school, "/truong/chua-ky", username="gv")
        assert "1 học bạ để lại chưa ký, đều có lý do" in follow_up
        assert held in follow_up

    def test_proposes_a_reason_and_a_day_so_that_one_key_is_enough(self, school):
        page = reads(school, SIGN, username="gv")

        proposed = (school.clock.now() + timedelta(days=7)).strftime("%d/%m/%Y")
        assert page.count(f'value="{proposed}"') == 3
        assert page.index('value="XEM_LAI" selected') < page.index('value="KHAC"')

    def test_without_a_reason_signs_nothing_and_keeps_every_tick(self, school):
        out, other, last = shown = contents(school)
        fields = {**why(out, reason="KHAC"), **why(other, on="sớm")}

        answer = asks(school, SIGN, form(shown, without=[out, other], **fields), "gv")

        page = answer.content.decode()
        assert answer.status_code == 409
        assert statuses(school) == [Status.LOCKED] * 3
        assert "Chưa ghi ngày dự kiến ký." in page
        assert "cần một câu giải thích" in page
        assert f'value="{last}" form="xac-nhan" checked' in page
        assert f'value="{out}" form="xac-nhan" checked' not in page
        assert not school.signings.held.of_year(SCHOOL, YEAR)

    def test_of_all_is_a_list_of_reasons_and_no_signature(self, school):
        shown = contents(school)
        on = school.clock.now().strftime("%d/%m/%Y")
        fields = {name: value for each in shown for name, value in why(each, on=on).items()}

        answer = asks(school, SIGN, form(shown, without=shown, **fields), "gv")

        assert answer.status_code == 302
        assert len(school.signings.held.of_year(SCHOOL, YEAR)) == 3
        assert statuses(school) == [Status.LOCKED] * 3


class TestARound:
    def test_goes_from_choosing_to_its_end_in_plain_words(self, attested):
        first = reads(attested, "/truong/ky")
        assert "3 học bạ của 1 lớp chờ hiệu trưởng ký" in first

        url = asks(attested, "/truong/ky", {"lop": [CLASS]}).url
        page = reads(attested, url)
        assert "Ký 3 học bạ" in page
        assert "đã xem 0 trên 3 học bạ rút ngẫu nhiên" in page
        (look, *_) = re.findall(rf'href="({url}/mau/\d+)"', page)
        assert asks(attested, look).url.endswith("/ban-in.pdf")
        assert "đã xem 1 trên 3 học bạ rút ngẫu nhiên" in reads(attested, url)
        without = asks(attested, url, {"deed": "ky"})
        assert (without.status_code, statuses(attested)) == (409, [Status.ATTESTED] * 3)

        asks(attested, url, {"deed": "ky", "consent": "yes"})
        running = asks(attested, url)
        assert running.headers["Refresh"]
        assert "Một lượt đang ký" in reads(attested, "/truong")
        works(attested)

        after = asks(attested, url)
        assert "Refresh" not in after.headers
        assert "Xong: ký 3 học bạ" in after.content.decode()
        (entry,) = {r.history[-1].by for r in attested.records.of_class(SCHOOL, YEAR, CLASS)}
        assert entry == principal().person

    def test_shows_a_record_as_it_will_print_and_says_that_it_is_none_yet(self, attested):
        school = replace(attested, printer=TypstPrinter())
        url = asks(school, "/truong/ky", {"lop": [CLASS]}).url
        printed = asks(school, asks(school, f"{url}/mau/0").url)

        pages = pages_of(printed.content)
        assert "BẢN XEM TRƯỚC, CHƯA ĐỦ CHỮ KÝ VÀ CON DẤU" in pages[0]
        assert all("những điều chưa rõ ghi ở trang bìa" in page for page in pages)

    def test_of_nothing_is_told_and_not_begun(self, attested):
        answer = asks(attested, "/truong/ky", {"lop": []})

        assert answer.status_code == 409
        assert "Chưa chọn học bạ nào." in answer.content.decode()

    def test_is_refused_to_the_clerk_with_the_list_of_who_lacks_what(self, attested):
        answer = asks(attested, "/truong/ky", {"lop": [CLASS]}, "vt")

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "3 học sinh còn thiếu chữ ký mà chưa có lý do" in page
        assert page.count("4A: Lò Văn") == 3

    def test_is_shown_greyed_to_the_administrator(self, attested):
        page = reads(attested, "/truong/ky", username="qt")

        assert "disabled" in page
        with pytest.raises(Refusal) as refused:
            asks(attested, "/truong/ky", {"lop": [CLASS]}, "qt")
        assert refused.value.code == "permit.not_your_role"

    def test_leads_a_homeroom_teacher_to_the_own_class(self, attested):
        assert asks(attested, "/truong/ky", username="gv").url == SIGN

    def test_tells_a_deputy_under_which_delegation_it_is_signed(self, attested):
        told = "Ký theo ủy quyền của hiệu trưởng: QĐ 11/QĐ-TH"

        assert told in reads(attested, "/truong/ky", username="pht")
        assert told in reads(attested, SIGN, username="pht")


class TestTwoPersons:
    def test_a_class_is_asked_for_and_approved_and_its_page_tells_both(self, attested):
        sign_class(attested, actor=principal(), consent=a_consent(principal()), **HERE)
        rule = SchoolRule.TWO_PERSONS_SEAL
        words = {"actor": principal(), "school": SCHOOL, "words": "Quy chế"}
        set_rule(attested, rule, turned_on=True, **words)

        url = asks(attested, SIGN, form(contents(attested)), "vt").url
        asks(attested, url, {"deed": "ky", "consent": "yes"}, "vt")
        assert "Văn thư đề nghị đóng dấu 3 học bạ" in reads(attested, "/truong")
        waiting = reads(attested, url, username="vt")
        assert "Chờ người thứ hai duyệt" in waiting
        asks(attested, url, {"deed": "duyet", "consent": "yes"})
        works(attested)

        assert statuses(attested) == [Status.ISSUED] * 3
        signed = reads(attested, f"/truong/lop/{CLASS}/chu-ky")
        assert "đóng dấu 3 học bạ lúc" in signed
        assert "do Vì Thị Lan thực hiện, Trần Văn Bình duyệt là người thứ hai." in signed
        assert "Lò Thị Mai, chủ nhiệm, ký 3 học bạ lúc" in signed

    def test_can_be_declined_and_the_clerk_reads_why(self, attested):
        sign_class(attested, actor=principal(), consent=a_consent(principal()), **HERE)
        words = {"actor": principal(), "school": SCHOOL, "words": "Quy chế"}
        set_rule(attested, SchoolRule.TWO_PERSONS_SEAL, turned_on=True, **words)
        url = asks(attested, SIGN, form(contents(attested)), "vt").url
        asks(attested, url, {"deed": "ky", "consent": "yes"}, "vt")

        asks(attested, url, {"deed": "khong", "words": "Chờ họp hội đồng"})

        assert "Chờ họp hội đồng" in reads(attested, url, username="vt")

    def test_the_rule_is_set_on_a_page_with_its_log(self, attested):
        assert "Văn thư đóng dấu một mình" in reads(attested, "/truong/quy-tac", username="qt")
        asks(attested, "/truong/quy-tac", {"turn": "bat", "words": "Biên bản số 3"}, "qt")

        page = reads(attested, "/truong/quy-tac", username="qt")

        assert "Đóng dấu cần hai người" in page
        assert "Biên bản số 3" in page
        assert "Chỉ hiệu trưởng tắt được quy tắc này" in page
        refused = asks(attested, "/truong/quy-tac", {"turn": "tat", "words": "x"}, "qt")
        assert refused.status_code == 409


class TestDelegation:
    def typed(self, school, **changes):
        today = school.clock.now()
        until = (today + timedelta(days=20)).strftime("%d/%m/%Y")
        plain = {
            "person": DEPUTY,
            "from_on": today.strftime("%d/%m/%Y"),
            "to_on": until,
            "basis": "12/QĐ-TH",
            "consent": "yes",
        }
        return {**plain, **changes}

    @pytest.fixture
    def undelegated(self, attested):
        attested.book.save_staff(SCHOOL, [a_member(DEPUTY, "Cà Thị Dung")])
        attested.clock.move(timedelta(days=1))
        return attested

    def test_given_on_the_page_stands_in_the_register_and_lets_the_deputy_sign(self, undelegated):
        school = undelegated
        asks(school, "/truong/uy-quyen", self.typed(school))

        page = reads(school, "/truong/uy-quyen", username="pht")
        assert "Cà Thị Dung được ký thay hiệu trưởng đến hết" in page
        assert "Đang có hiệu lực" in page
        sign_class(school, actor=deputy(), consent=a_consent(deputy()), **HERE)
        signed = reads(school, f"/truong/lop/{CLASS}/chu-ky")
        assert "Cà Thị Dung, phó hiệu trưởng, ký 3 học bạ lúc" in signed
        assert "theo ủy quyền 12/QĐ-TH (đến hết" in signed

    def test_without_a_last_day_or_a_decision_is_told_beside_the_fields(self, undelegated):
        typed = self.typed(undelegated, to_on="", basis="")

        answer = asks(undelegated, "/truong/uy-quyen", typed)

        assert answer.status_code == 409
        assert answer.content.decode().count("is-invalid") == 2

    def test_ended_early_is_over_and_stays_in_the_history(self, undelegated):
        school = undelegated
        asks(school, "/truong/uy-quyen", self.typed(school))
        page = reads(school, "/truong/uy-quyen")
        (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
        last = school.clock.now().strftime("%d/%m/%Y")
        ending = {"staff_code": DEPUTY, "number": "0", "seen": seen, "consent": "yes"}
        late = asks(school, "/truong/uy-quyen", {**ending, "last": "01/01/2030"})
        assert late.status_code == 409
        asks(school, "/truong/uy-quyen", {**ending, "last": last})
        school.clock.move(timedelta(days=1))

        after = reads(school, "/truong/uy-quyen")

        assert "Hôm nay không ai ký thay hiệu trưởng" in after
        assert "Đổi: Cà Thị Dung, Phó hiệu trưởng" in after
        with pytest.raises(Refusal) as refused:
            sign_class(school, actor=deputy(), consent=a_consent(deputy()), **HERE)
        assert refused.value.code == "delegation.over"
        told = "đã hết ngày"
        assert told in reads(school, "/truong/ky", username="pht")

    def test_is_the_principals_alone(self, undelegated):
        with pytest.raises(Refusal) as refused:
            asks(undelegated, "/truong/uy-quyen", self.typed(undelegated), "vt")

        assert refused.value.code == "permit.not_your_role"

    def test_not_in_the_register_yet_says_so(self, undelegated):
        held = Appointment(
            role=Role.DEPUTY, from_on=undelegated.clock.now().date(), basis="13/QĐ-TH"
        )
        undelegated.book.save_staff(SCHOOL, [a_member(DEPUTY, "Cà Thị Dung", held)])

        assert "Chờ hiệu trưởng ký sổ" in reads(undelegated, "/truong/uy-quyen")


class TestBadLuck:
    def test_nobody_signs_upon_a_certificate_that_has_ended_since(self, attested):
        genuine = attested.paths

        class Later:
            """The teacher's certificate has ended; the others' hold."""

            def __getattr__(self, name):
                return getattr(genuine, name)

            def path(self, der, intermediates, at, *, now, proven_at=None):
                facts = genuine.facts(der)
                shift = timedelta(days=3650) if facts.common_name == "Lò Thị Mai" else timedelta()
                return genuine.path(der, intermediates, at, now=now + shift, proven_at=proven_at)

        answer = asks(replace(attested, paths=Later()), SIGN, form(contents(attested)))

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Chứng thư của Lò Thị Mai, người ký trước" in page
        assert "Trả học bạ lại cho người ấy ký lại bằng chứng thư còn hạn" in page
        assert statuses(attested) == [Status.ATTESTED] * 3

    def test_a_pupil_who_left_while_the_class_was_locked_is_still_signed_and_named(self, school):
        enrolments = school.book.enrolments(SCHOOL, YEAR, CLASS)
        gone = replace(enrolments[0], status="11")
        school.book.save_enrolments(SCHOOL, YEAR, [gone])

        page = reads(school, SIGN, username="gv")

        assert "Em đã rời trường; ký xong thì học bạ mới đi cùng em" in page
        assert page.count('name="seen"') == 3
        asks(school, SIGN, form(contents(school)), "gv")
        assert statuses(school) == [Status.ATTESTED] * 3
