"""A correction that goes to the province over the line, and what comes back."""

from dataclasses import replace

import pytest

from hocba.adapters.database.repository import DatabaseRepository
from hocba.core.compose.corrections import Stage, Step
from hocba.core.compose.life import Status
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.cli.corrections import heard
from hocba.flow.correct_record import cancel, carry_out, decide
from hocba.flow.correction_letters import hear_of, sent_up, written_for_province
from hocba.flow.take_correction import take_correction
from hocba.ports.corrections import LetterKind
from tests.apart_world import ADDRESS, apart, undone
from tests.api_world import at_the_door
from tests.correction_world import sign_all
from tests.integration.test_overseeing import asked as asked_page
from tests.school_world import PROVINCE, a_consent, principal, teacher

pytestmark = pytest.mark.usefixtures("practice_schema", "as_app")


@pytest.fixture
def world(tmp_path):
    with at_the_door():
        yield apart(tmp_path)


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value


def file_of(world, correction):
    return world.school.papers.read(sent_up(world.school, correction).letter.digest)


def taken_back(school, sent, actor=None):
    actor = actor or principal()
    words = {"correction_id": sent.correction_id, "consent": a_consent(actor)}
    return cancel(school, actor=actor, **words)


class TestTheWay:
    def test_is_decided_above_and_the_new_version_is_sealed_below(self, world, capsys):
        sent = world.sent()
        assert hear_of(world.school, sent.correction_id).stage is Stage.AT_PROVINCE
        (there,) = world.province.corrections.of_province(PROVINCE)
        assert (there.steps, there.changes) == (sent.steps, sent.changes)
        assert world.decided(sent).stage is Stage.APPROVED

        assert heard(world.school) == 0
        assert sent.correction_id in capsys.readouterr().out
        known = world.school.corrections.get(sent.correction_id)
        assert known.steps[-1].step is Step.PROVINCE_APPROVE
        assert known.steps[-1].by == "11/CB01"
        words = {"actor": principal(), "correction_id": sent.correction_id}
        assert carry_out(world.school, **words).stage is Stage.DONE
        sign_all(world.school)
        assert world.school.records.get(world.key).status is Status.SUPERSEDED
        kinds = [each.kind for each in world.school.corrections.letters(sent.correction_id)]
        assert kinds == [LetterKind.REQUEST, LetterKind.ANSWER, LetterKind.ANSWER]


class TestThePages:
    def test_a_principal_signs_sends_and_reads_the_answer(self, world):
        page = f"/truong/dinh-chinh/{world.asked().correction_id}"
        shown = asked_page(world.school, page, by="ht").content.decode()
        assert "Ký và gửi Sở: đính chính học bạ của Lò Văn Bình." in shown
        without = asked_page(world.school, page, {"step": Step.APPROVE}, by="ht")
        assert without.status_code == 409
        world.line.broken = True
        asked_page(world.school, page, {"step": Step.APPROVE, "consent": "yes"}, by="ht")
        assert "Gửi lại cho Sở" in asked_page(world.school, page, by="ht").content.decode()
        world.line.broken = False
        asked_page(world.school, page, {"step": "HOI_SO"}, by="ht")
        shown = asked_page(world.school, page, by="ht").content.decode()
        assert ("Đã tới Sở" in shown, "Hỏi Sở" in shown) == (True, True)

        there = f"/so/dinh-chinh/{page.rpartition('/')[2]}"
        assert "Lò Văn Bình" in asked_page(world.province, there, by="so").content.decode()
        paper = asked_page(world.province, f"{there}/minh-chung", by="so")
        assert paper.content.startswith(b"%PDF")
        asked_page(world.province, there, {"step": Step.PROVINCE_APPROVE}, by="so")
        asked_page(world.school, page, {"step": "HOI_SO"}, by="ht")
        assert "Mở phiên bản mới" in asked_page(world.school, page, by="ht").content.decode()


def a_refusal_comes_down_with_its_reason(world):
    sent = world.sent()
    hear_of(world.school, sent.correction_id)
    world.decided(sent, approve=False, reason="Thiếu biên bản")
    found = hear_of(world.school, sent.correction_id)
    assert (found.stage, found.steps[-1].reason) == (Stage.REFUSED, "Thiếu biên bản")


def what_does_not_get_through_waits_and_comes_once(world):
    sent = world.sent()
    world.line.broken = True
    with pytest.raises(Fault):
        hear_of(world.school, sent.correction_id)
    world.line.broken = False
    file = file_of(world, sent)
    for _ in range(2):
        world.line.hand_in_correction(file)
    hear_of(world.school, sent.correction_id)
    (there,) = world.province.corrections.of_province(PROVINCE)
    assert there.stage is Stage.AT_PROVINCE


def what_is_taken_back_is_taken_back_above(world):
    sent = world.sent()
    hear_of(world.school, sent.correction_id)
    assert refusal_of(taken_back, world.school, sent, teacher()).code == (
        "correction.principal_takes_back"
    )
    taken_back(world.school, sent)
    hear_of(world.school, sent.correction_id)
    (there,) = world.province.corrections.of_province(PROVINCE)
    assert there.stage is Stage.CANCELLED


def what_was_decided_before_it_was_taken_back_stays_so_above(world):
    sent = world.sent()
    hear_of(world.school, sent.correction_id)
    world.decided(sent)
    taken_back(world.school, sent)
    found = hear_of(world.school, sent.correction_id)
    (there,) = world.province.corrections.of_province(PROVINCE)
    assert (found.stage, there.stage) == (Stage.CANCELLED, Stage.APPROVED)


def asks_the_province_nothing_without_the_principal_s_signature(world):
    asked = world.asked()
    words = {"actor": principal(), "correction_id": asked.correction_id, "approve": True}
    assert refusal_of(decide, world.school, **words).code == "correction.consent_due"
    assert world.school.corrections.get(asked.correction_id).stage is Stage.ASKED


def refuses_what_does_not_stand(world):
    file = file_of(world, world.sent())
    for changed, code in (
        ({"environment": Environment.TRAINING}, "verify.other_environment"),
        ({"ministry": frozenset({"0" * 64})}, "authority.no_province_register"),
        ({"repository": DatabaseRepository("99")}, "correction.record_not_here"),
    ):
        refused = refusal_of(take_correction, replace(world.province, **changed), file)
        assert refused.code == "correction.letter_not_genuine"
        assert code in {finding.code for finding in refused.findings}
    assert world.province.corrections.of_province(PROVINCE) == ()


def refuses_what_was_changed_on_the_way_or_is_said_to_another(world):
    file = file_of(world, world.sent())
    other = file.replace("Lò Văn Bình".encode(), "Lò Văn Bính".encode())
    found = refusal_of(take_correction, world.province, other).findings
    assert {each.code for each in found} == {"sign.digest_differs"}
    office = replace(world.province.office, code="12")
    found = refusal_of(take_correction, replace(world.province, office=office), file).findings
    assert "correction.other_province" in {each.code for each in found}
    assert refusal_of(take_correction, world.school, file).code == "correction.not_here"


def refuses_another_request_under_a_number_that_is_taken(world):
    sent = world.sent()
    hear_of(world.school, sent.correction_id)
    other = replace(sent, basis="Giấy khác")
    consent = a_consent(principal())
    file = written_for_province(world.school, other, actor=principal(), consent=consent)
    assert refusal_of(take_correction, world.province, file).code == "correction.id_reused"


def tells_nobody_who_does_not_hold_the_request(world):
    hear_of(world.school, world.sent().correction_id)
    for digest in (b"0" * 32, b"short"):
        assert refusal_of(world.line.ask_correction, digest).code == "correction.unknown"


def sizes_a_request_before_it_is_read(world):
    big = world.line.asked("post", ADDRESS, data=b"x" * 8_500_000, content_type="text/xml")
    assert (big.status_code, big.json()["code"]) == (422, "correction.letter_too_large")


def is_believed_from_the_school_s_own_province_alone(world):
    sent = world.sent()
    hear_of(world.school, sent.correction_id)
    world.decided(sent)
    answer = world.line.ask_correction(sent_up(world.school, sent).letter.digest)

    class Forging:
        def ask_correction(self, _digest):
            return answer.replace(b"SO_DUYET", b"SO_TU_CHOI")

    for changed in (
        {"correction_line": Forging()},
        {"ministry": frozenset({"0" * 64})},
    ):
        doubting = replace(world.school, **changed)
        refused = refusal_of(hear_of, doubting, sent.correction_id)
        assert refused.code == "correction.answer_not_genuine"
    assert world.school.corrections.get(sent.correction_id).stage is Stage.AT_PROVINCE


def about_another_request_moves_nothing(world):
    sent = world.sent()
    hear_of(world.school, sent.correction_id)
    world.decided(sent)
    answer = world.line.ask_correction(sent_up(world.school, sent).letter.digest)
    taken_back(world.school, sent)

    class Old:
        def hand_in_correction(self, _request):
            return answer

    refused = refusal_of(hear_of, replace(world.school, correction_line=Old()), sent.correction_id)
    assert {each.code for each in refused.findings} == {"correction.answer_of_other"}


def of_a_request_that_never_left_is_not_asked_for(world):
    asked = world.asked()
    assert refusal_of(hear_of, world.school, asked.correction_id).code == ("correction.never_sent")


OTHER_WAYS = (
    a_refusal_comes_down_with_its_reason,
    what_does_not_get_through_waits_and_comes_once,
    what_is_taken_back_is_taken_back_above,
    what_was_decided_before_it_was_taken_back_stays_so_above,
    asks_the_province_nothing_without_the_principal_s_signature,
)
AT_THE_PROVINCE = (
    refuses_what_does_not_stand,
    refuses_what_was_changed_on_the_way_or_is_said_to_another,
    refuses_another_request_under_a_number_that_is_taken,
    tells_nobody_who_does_not_hold_the_request,
    sizes_a_request_before_it_is_read,
)
OF_THE_ANSWER = (
    is_believed_from_the_school_s_own_province_alone,
    about_another_request_moves_nothing,
    of_a_request_that_never_left_is_not_asked_for,
)


@pytest.mark.parametrize("cases", [OTHER_WAYS, AT_THE_PROVINCE, OF_THE_ANSWER])
def test_every_case_in_one_world(world, cases):
    for case in cases:
        with undone():
            case(world)
