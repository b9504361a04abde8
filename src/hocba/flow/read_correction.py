"""Read a request about a record, or its paper: noted first, shown after."""

from hocba.core.compose.corrections import Correction, Step
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Read, Way, why_not_read
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.ports.outside import Outside


def read_correction(outside: Outside, *, actor: Actor, correction_id: str) -> Correction:
    """
    Return a request to somebody who may read it, and note that they did.

    Raises: Refusal "correction.unknown", "correction.other_province", "permit.*".
    """
    correction = _readable(outside, actor, correction_id)
    _note(outside, actor, correction, Way.CORRECTION)
    return correction


def read_evidence(
    outside: Outside, *, actor: Actor, correction_id: str
) -> tuple[Correction, bytes]:
    """
    Return a request and its paper, and note that it was taken.

    Raises: as `read_correction`; Fault "correction.paper_lost".
    """
    correction = _readable(outside, actor, correction_id)
    _note(outside, actor, correction, Way.EVIDENCE)
    return correction, outside.papers.read(correction.evidence.digest)


def _readable(outside: Outside, actor: Actor, correction_id: str) -> Correction:
    correction = outside.corrections.get(correction_id)
    if outside.office.level is Level.PROVINCE:
        # A province sees what a principal has sent up, and nothing before that.
        was_sent = any(taken.step is Step.FORWARD for taken in correction.steps)
        if correction.province != outside.office.code or not was_sent:
            raise Refusal("correction.other_province")
        return correction
    refusal = why_not_read(
        actor=actor,
        school=correction.school,
        school_year=correction.key.school_year,
        class_name=correction.class_name,
    )
    if refusal is not None:
        raise refusal
    return correction


def _note(outside: Outside, actor: Actor, correction: Correction, way: Way) -> None:
    code = outside.office.code
    read = Read(
        key=correction.key,
        school=correction.school,
        by=actor.person,
        role=actor.role,
        way=way,
        at=outside.clock.now(),
        office=correction.school if code == "*" else code,
    )
    outside.read_log.append([read])
