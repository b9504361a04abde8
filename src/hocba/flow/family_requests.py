"""A family says what is wrong in a record; the school answers by a day, once and with reasons."""

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.families import (
    ACCESS_BYTES,
    ANSWER_DUE,
    Answer,
    FamilyMember,
    FamilyRequest,
    RequestOutcome,
    asked_words,
    why_not_of_family,
)
from hocba.core.compose.invitations import written_code
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import RecordKey, SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.flow.family_records import UNISSUED
from hocba.ports.families import FamilyDesk
from hocba.ports.outside import Outside


def ask_school(
    outside: Outside, desk: FamilyDesk, access: FamilyMember, *, key: RecordKey, words: str
) -> FamilyRequest:
    """
    Ask the school to correct a record.

    Raises: Refusal "family.other_child", "family.not_issued", "family.words_due",
    "family.words_long", "records.unknown".
    """
    refusal = why_not_of_family(access, key.record_code)
    if refusal is not None:
        raise refusal
    record = outside.records.get(key)
    if record.status in UNISSUED:
        raise Refusal("family.not_issued")
    now = outside.clock.now()
    request = FamilyRequest(
        request_id=f"DN-{written_code(outside.chance.draw(ACCESS_BYTES)).replace('-', '')}",
        school=record.school,
        key=key,
        access_id=access.access_id,
        kin=access.kin,
        words=asked_words(words),
        at=now,
        due_at=now + ANSWER_DUE,
    )
    desk.requests.add(request)
    return request


def answer_family(
    outside: Outside,
    desk: FamilyDesk,
    *,
    actor: Actor,
    school: SchoolCode,
    request_id: str,
    outcome: RequestOutcome,
    words: str,
) -> None:
    """
    Answer a request. What is to be amended is amended by the school's own way, and told there.

    Raises: Refusal "permit.*", "family.words_due", "family.words_long", "family.answered".
    """
    refusal = why_not_now(Duty.ANSWER_FAMILY, actor=actor, school=school)
    if refusal is not None:
        raise refusal
    said = asked_words(words)
    answer = Answer(outcome=outcome, words=said, by=actor.person, at=outside.clock.now())
    if not desk.requests.answer(school, request_id, answer):
        raise Refusal("family.answered")
