"""Look a pupil up: the right and the purpose first, the trace second, the answer last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.looking_up import (
    HOUR,
    MOST_SHOWN,
    AskedBy,
    LookUp,
    Purpose,
    Question,
    SeenPupil,
    agrees_in_marks,
    why_not_again,
    why_not_look_up,
)
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Read, Way
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.ports.outside import Outside
from hocba.ports.repository import KeptRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPupil:
    """A pupil, and the latest version of every kept year, latest year first."""

    pupil: SeenPupil
    years: tuple[KeptRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpAnswer:
    """What a look-up showed; those whose names agree in their marks come first."""

    look_up: LookUp
    found: tuple[FoundPupil, ...]


def look_up(
    outside: Outside, *, actor: Actor, question: Question, purpose: Purpose, basis: str
) -> LookUp:
    """
    Look pupils up, and note who did, for what and whom it shows, before anything is shown.

    Raises: Refusal "look_up.not_your_role", "look_up.too_many"; "look_up.too_wide" when more
    would be found than one answer shows.
    """
    now = outside.clock.now()
    recent = outside.look_ups.count(actor.person, since=now - HOUR)
    refusal = why_not_look_up(actor, in_the_last_hour=recent)
    if refusal is not None:
        raise refusal
    pupils = outside.pupils.find(question, limit=MOST_SHOWN + 1)
    is_too_wide = len(pupils) > MOST_SHOWN
    noted = LookUp(
        look_up_id=outside.chance.draw(16).hex(),
        person=actor.person,
        role=actor.role,
        office=outside.office.code,
        by=question.by,
        purpose=purpose,
        basis=basis,
        at=now,
        found=() if is_too_wide else _in_order(question, pupils),
    )
    # One that found too many counts, too: else names could be tried without an end.
    outside.look_ups.append(noted)
    if is_too_wide:
        raise Refusal("look_up.too_wide", most=str(MOST_SHOWN))
    latest = (_years(outside, code)[:1] for code in noted.found)
    _note(outside, noted, [record for records in latest for record in records], Way.LOOK_UP, now)
    return noted


def answer_again(outside: Outside, *, actor: Actor, look_up_id: str) -> LookUpAnswer:
    """
    Return what a look-up showed, to who asked, for as long as it is open.

    Raises: Refusal "look_up.unknown", "look_up.of_another", "look_up.over".
    """
    noted = _open(outside, actor, look_up_id)
    found = (_found(outside, code) for code in noted.found)
    return LookUpAnswer(look_up=noted, found=tuple(each for each in found if each is not None))


def file_of_found(
    outside: Outside, *, actor: Actor, look_up_id: str, key: RecordKey, way: Way
) -> bytes:
    """
    Return the signed file of a record that a look-up showed, and note the reading.

    Raises: Refusal as `answer_again`, "records.unknown" for any other record; Fault "archive.*".
    """
    noted = _open(outside, actor, look_up_id)
    record = outside.repository.record(key) if key.record_code in noted.found else None
    if record is None:
        raise Refusal("records.unknown", value=str(key))
    entry = outside.repository.known([record.file_digest], years=[key.school_year]).get(
        record.file_digest
    )
    if entry is None:
        raise Fault("archive.missing", str(key), retry=False)
    _note(outside, noted, [record], way, outside.clock.now())
    return outside.archive.read(entry.location, digest=entry.digest)


def _open(outside: Outside, actor: Actor, look_up_id: str) -> LookUp:
    noted = outside.look_ups.get(look_up_id)
    if noted is None:
        raise Refusal("look_up.unknown", value=look_up_id)
    refusal = why_not_again(noted, actor, now=outside.clock.now())
    if refusal is not None:
        raise refusal
    return noted


def _in_order(question: Question, pupils: Sequence[SeenPupil]) -> tuple[RecordCode, ...]:
    ranked = sorted(pupils, key=lambda each: not agrees_in_marks(question.name, each.full_name))
    return tuple(pupil.record_code for pupil in ranked)


def _found(outside: Outside, code: RecordCode) -> FoundPupil | None:
    pupils = outside.pupils.find(Question(by=AskedBy.CODE, code=code), limit=1)
    years = _years(outside, code)
    return FoundPupil(pupil=pupils[0], years=years) if pupils and years else None


def _years(outside: Outside, code: RecordCode) -> tuple[KeptRecord, ...]:
    latest = {each.key.school_year: each for each in outside.repository.versions(code)}
    return tuple(latest[year] for year in sorted(latest, reverse=True))


def _note(
    outside: Outside, noted: LookUp, records: Sequence[KeptRecord], way: Way, at: datetime
) -> None:
    outside.read_log.append(
        [
            Read(
                key=record.key,
                school=SchoolCode(record.spot.school),
                by=noted.person,
                role=noted.role,
                way=way,
                at=at,
                office=outside.office.code,
                purpose=noted.purpose,
            )
            for record in records
        ]
    )
