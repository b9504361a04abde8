"""A province's request to be let in: over the line, decided by two officers, and heard of."""

from dataclasses import replace

import pytest
from django.test import RequestFactory
from django.urls import resolve

from hocba.core.submit.admission import AdmissionAct, AdmissionKind, AdmissionState
from hocba.core.submit.connection import Wish
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.flow.admit_province import approve, refuse, review, suspend
from hocba.flow.ask_connection import hand_in, hear, made_requests, next_key, take_answer
from hocba.flow.take_connection import take_connection
from hocba.ports.keys import KeyRef
from tests.api_world import at_the_door
from tests.connection_world import (
    PDF,
    DoorLine,
    a_form,
    made,
    offices_apart,
    somebody_else,
)
from tests.integration.test_overseeing import asked
from tests.repository_world import MINISTRY_ASKS, MINISTRY_DECIDES
from tests.school_world import PROVINCE, SCHOOL, TEACHER, pki

pytestmark = pytest.mark.usefixtures("as_app")
PAGE = "/so/ket-noi"


@pytest.fixture(autouse=True)
def door():
    with at_the_door():
        yield


@pytest.fixture
def offices(tmp_path):
    return offices_apart(tmp_path)


def shown(outside):
    return asked(outside, PAGE, by="so").content.decode()


def paper_at(ministry, address):
    path, _, code = address.partition("?ma=")
    request = RequestFactory().get(path, {"ma": code})
    request.outside, request.session = ministry, {"username": "bo1", "display_name": "bo1"}
    view, args, kwargs = resolve(path)
    return view(request, *args, **kwargs).content


def decided(ministry, act=approve, *, reason="Hồ sơ đủ"):
    for each in ministry.admissions.of_province(PROVINCE):
        if each.state(ministry.clock.now()) is AdmissionState.WAITING:
            review(ministry, actor=MINISTRY_ASKS, admission_id=each.admission_id)
            act(ministry, actor=MINISTRY_DECIDES, admission_id=each.admission_id, reason=reason)


def admitted(offices):
    province, ministry = offices.province, offices.ministry
    hand_in(province, made(province).request_id)
    decided(ministry)
    assert hear(province)


def refusal_of(act, *arguments):
    with pytest.raises(Refusal) as refused:
        act(*arguments)
    return refused.value


def states(outside):
    now = outside.clock.now()
    return {each.kind: each.state(now) for each in outside.admissions.of_province(PROVINCE)}


class TestOnThePages:
    def test_what_is_asked_below_is_decided_above_and_heard_below(self, offices):
        (offices, _), form = offices, a_form()
        assert asked(offices.province, PAGE, form, by="so").status_code == 302
        assert "Đề nghị đã tới Bộ, đang chờ duyệt" in shown(offices.province)

        waiting = offices.ministry.admissions.of_province(PROVINCE)
        assert [each.kind for each in waiting] == list(AdmissionKind)
        assert waiting[1].certificate == pki()[0][KeyRef(PROVINCE)].certificate
        base = f"/bo/de-nghi/{waiting[1].admission_id}"
        page = asked(offices.ministry, base, by="bo1").content.decode()
        for words in ("Lò Thị Mai", "0215 382 5409", "QĐ 12/QĐ-SGDĐT", "Ký bằng chính khóa"):
            assert words in page
        assert "Sở này còn có" in page
        paper = f"{base}/minh-chung?ma={waiting[1].request_id}"
        assert paper in page
        assert paper_at(offices.ministry, paper) == PDF

        decided(offices.ministry)
        assert "Đề nghị đã tới Bộ, đang chờ duyệt" in shown(offices.province)
        asked(offices.province, PAGE, {"kind": "HOI_BO"}, by="so")
        page = shown(offices.province)
        assert "Sở được kết nối với Bộ" in page
        assert "Tin gần nhất của Bộ" in page
        assert "CB03" in page
        assert not hear(offices.province)

    def test_a_refusal_comes_down_with_its_reason_and_is_mended(self, offices):
        offices, _ = offices
        asked(offices.province, PAGE, a_form(), by="so")
        decided(offices.ministry, refuse, reason="Quyết định thiếu dấu")
        hear(offices.province)

        page = shown(offices.province)
        assert "Lý do của Bộ: Quyết định thiếu dấu" in page
        assert 'value="QĐ 12/QĐ-SGDĐT"' in page
        asked(offices.province, PAGE, a_form(decision="QĐ 13/QĐ-SGDĐT"), by="so")
        decided(offices.ministry)
        hear(offices.province)

        assert "Sở được kết nối với Bộ" in shown(offices.province)
        found = offices.province.admissions.of_province(PROVINCE)
        assert [each.history[-1].act for each in found] == [
            *(AdmissionAct.REFUSE, AdmissionAct.REFUSE),
            *(AdmissionAct.APPROVE, AdmissionAct.APPROVE),
        ]

    def test_everything_missing_is_told_at_once_and_nothing_is_signed(self, offices):
        offices, _ = offices
        form = a_form(full_name=" ", phone="12", email="mai", decided_on="32/01/2026", file="")
        answer = asked(offices.province, PAGE, form, by="so")

        assert answer.status_code == 409
        page = answer.content.decode()
        for words in ("Họ và tên: ", "Điện thoại: ", "Thư điện tử: ", "Bản quét quyết định: "):
            assert words in page
        assert "Chưa có ngày của quyết định" in page
        assert 'value="Phó Chánh Văn phòng"' in page
        assert list(made_requests(offices.province)) == []

    def test_what_does_not_get_through_waits_and_goes_once(self, offices):
        offices, line = offices
        line.broken = True
        asked(offices.province, PAGE, a_form(), by="so")
        page = shown(offices.province)
        assert "Đề nghị của Sở chưa tới Bộ" in page
        assert "Đề nghị Bộ cho kết nối" not in page
        assert offices.ministry.admissions.all() == ()

        line.broken = False
        for _ in range(2):
            asked(offices.province, PAGE, {"kind": "HOI_BO"}, by="so")
        assert len(offices.ministry.admissions.all()) == 2
        (kept,) = made_requests(offices.province)
        assert kept.outcome == ""

    def test_a_next_certificate_is_asked_for_with_its_own_key(self, offices):
        offices, _ = offices
        admitted(offices)
        form = a_form("GIA_HAN", key="next")
        asked(offices.province, PAGE, form, by="so")

        *_, asked_for = offices.ministry.admissions.of_province(PROVINCE)
        assert asked_for.certificate == pki()[0][KeyRef(f"{PROVINCE}.moi")].certificate
        page = shown(offices.province)
        assert "Sở được kết nối với Bộ" in page
        assert "Đang có một đề nghị chờ Bộ duyệt" in page
        again = asked(offices.province, PAGE, a_form("GIA_HAN", key="next"), by="so")
        assert again.status_code == 409
        decided(offices.ministry)
        hear(offices.province)
        assert list(states(offices.province).values()) == [AdmissionState.APPROVED] * 2

    def test_says_what_to_do_where_no_next_key_is_held(self, offices):
        offices, _ = offices
        admitted(offices)
        other = somebody_else(offices.province, "BO")
        assert next_key(other) is None
        assert "tên kết thúc bằng .moi.key.pem" in shown(other)

    def test_somebody_else_answers_from_now_on(self, offices):
        offices, _ = offices
        admitted(offices)
        asked(offices.province, PAGE, a_form("DOI_CAN_BO", full_name="Vừ A Sùng"), by="so")
        account = offices.ministry.admissions.of_province(PROVINCE)[0]
        page = asked(offices.ministry, f"/bo/de-nghi/{account.admission_id}", by="bo1")
        assert page.content.decode().count("Tải quyết định") == 2
        for outside in (offices.ministry, offices.province):
            (account, _) = outside.admissions.of_province(PROVINCE)
            assert account.history[-1].act is AdmissionAct.CHANGE_OFFICER
            assert account.history[-1].reason.startswith("Vừ A Sùng")

    def test_says_that_no_line_leads_up(self, offices):
        offices, _ = offices
        desk = replace(offices.province.desk, line=None)
        page = shown(replace(offices.province, desk=desk))
        assert "chưa có đường lên Bộ" in page
        with pytest.raises(Fault) as fault:
            hear(replace(offices.province, desk=desk))
        assert fault.value.code == "uplink.not_reached"


class TestAtTheMinistry:
    def test_the_same_bytes_again_change_nothing(self, offices):
        offices, _ = offices
        file = offices.province.papers.read(made(offices.province).digest)
        for _ in range(2):
            take_connection(offices.ministry, file)
        assert len(offices.ministry.admissions.all()) == 2
        assert len(offices.ministry.desk.connections.all()) == 1

    def test_a_suspension_is_heard_of_with_its_reason(self, offices):
        offices, _ = offices
        admitted(offices)
        account = offices.ministry.admissions.of_province(PROVINCE)[0]
        how = {"actor": MINISTRY_ASKS, "admission_id": account.admission_id}
        suspend(offices.ministry, **how, reason="Khóa có thể đã lộ")
        hear(offices.province)
        assert states(offices.province)[AdmissionKind.ACCOUNT] is AdmissionState.SUSPENDED
        assert "Khóa có thể đã lộ" in shown(offices.province)

    def test_a_stranger_hears_of_its_own_request_alone(self, offices):
        offices, _ = offices
        admitted(offices)
        line = DoorLine(offices.ministry, shows=SCHOOL)
        assert refusal_of(line.ask).code == "line.stranger"

        stranger = somebody_else(offices.province, SCHOOL)
        file = stranger.papers.read(made(stranger).digest)
        answer = line.hand_in(file)
        for told in (answer, line.ask()):
            found = told.decode()
            assert found.count('Viec="DE_NGHI"') == 2
            assert "CB03" not in found
        mine = offices.ministry.admissions.all()[:2]
        assert all(each.admission_id not in answer.decode() for each in mine)

    def test_a_stranger_names_no_other_officer(self, offices):
        offices, _ = offices
        admitted(offices)
        stranger = somebody_else(offices.province, SCHOOL)
        kept = made(stranger, wishes=(Wish.CHANGE_OFFICER,))
        assert refusal_of(hand_in, stranger, kept.request_id).code == "connection.not_admitted"
        assert len(offices.ministry.admissions.of_province(PROVINCE)[0].history) == 3

    def test_one_signer_has_one_request_open_and_the_desk_is_bounded(self, offices):
        offices, _ = offices
        hand_in(offices.province, made(offices.province).request_id)
        second = made(offices.province)
        refused = refusal_of(hand_in, offices.province, second.request_id)
        assert refused.code == "admission.open_already"
        last = list(made_requests(offices.province))[-1]
        assert (last.outcome, last.is_due) == ("admission.open_already", False)

        stranger = somebody_else(offices.province, SCHOOL)
        file = stranger.papers.read(made(stranger).digest)
        full = refusal_of(lambda: take_connection(offices.ministry, file, most_waiting=2))
        assert full.code == "connection.desk_full"
        with pytest.raises(Fault):
            offices.ministry.papers.read(stranger.desk.connections.all()[-1].digest)

    @pytest.mark.parametrize(
        ("owner", "changed", "code"),
        [
            (TEACHER, {}, "sign.wrong_holder_kind"),
            (PROVINCE, {"environment": Environment.TRAINING}, "verify.other_environment"),
        ],
    )
    def test_refuses_what_does_not_stand(self, offices, owner, changed, code):
        offices, _ = offices
        sender = somebody_else(replace(offices.province, **changed), owner)
        refused = refusal_of(hand_in, sender, made(sender).request_id)
        assert refused.code == "connection.not_genuine"
        assert code in {finding.code for finding in refused.findings}
        assert offices.ministry.admissions.all() == ()

    def test_refuses_bytes_that_were_changed_on_the_way(self, offices):
        offices, _ = offices
        file = offices.province.papers.read(made(offices.province).digest)
        other = file.replace("Lò Thị Mai".encode(), "Lò Thị Mơ".encode())
        refused = refusal_of(take_connection, offices.ministry, other)
        assert refused.code == "connection.not_genuine"
        take_connection(offices.ministry, file)
        assert refusal_of(take_connection, offices.ministry, other).code == "connection.id_reused"
        assert refusal_of(take_connection, offices.province, file).code == "connection.not_here"

    def test_sizes_a_request_before_it_is_read_and_counts_the_callers(self, offices):
        offices, line = offices
        big = line.asked("post", data=b"x" * 3_200_000, content_type="application/xml")
        assert (big.status_code, big.json()["code"]) == (422, "connection.too_large")
        answers = [line.asked("get") for _ in range(10)]
        assert (answers[0].status_code, answers[-1].status_code) == (422, 429)
        assert answers[-1]["Retry-After"] == "60"
        # What one uses up is not taken from another.
        assert DoorLine(offices.ministry, shows=SCHOOL).asked("get").status_code == 422


class TestTheAnswer:
    def test_is_believed_from_the_pinned_ministry_alone(self, offices):
        offices, line = offices
        hand_in(offices.province, made(offices.province).request_id)
        answer = line.ask()
        other = replace(offices.province, ministry=frozenset({"0" * 64}))
        assert refusal_of(take_answer, other, answer).code == "connection.answer_not_genuine"
        forged = answer.replace(b'Viec="DE_NGHI"', b'Viec="DUYET"')
        refused = refusal_of(take_answer, offices.province, forged)
        assert refused.code == "connection.answer_not_genuine"
        elsewhere = replace(offices.province, office=replace(offices.province.office, code="12"))
        refused = refusal_of(take_answer, elsewhere, answer)
        assert {each.code for each in refused.findings} == {"connection.answer_of_other"}

    def test_that_is_older_takes_nothing_back(self, offices):
        offices, line = offices
        hand_in(offices.province, made(offices.province).request_id)
        old = line.ask()
        decided(offices.ministry)
        hear(offices.province)
        assert not take_answer(offices.province, old)
        assert set(states(offices.province).values()) == {AdmissionState.APPROVED}

    def test_that_tells_another_history_is_not_written_down(self, offices):
        offices, line = offices
        hand_in(offices.province, made(offices.province).request_id)
        account = offices.province.admissions.of_province(PROVINCE)[0]
        otherwise = replace(account.history[0], act=AdmissionAct.REVIEW, by="CB09")
        offices.province.admissions.append(account.admission_id, otherwise, seen=1)
        decided(offices.ministry)
        refused = refusal_of(take_answer, offices.province, line.ask())
        assert refused.code == "connection.told_otherwise"
