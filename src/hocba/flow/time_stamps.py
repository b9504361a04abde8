"""
Time stamps on seals: asked for as a record is sealed, and owed where nobody answers.

A seal is never held up by an authority that is out of reach: what it lacks is noted, and a command
asks for it again. A record that is issued never changes, so a stamp that comes later stands beside
it, with the school, and goes along in its proof bundle. Source: spec/format.md §21.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.sign.policy import Slot, policy
from hocba.core.sign.register import Level
from hocba.core.sign.xades import value_element
from hocba.core.terms.codes import RecordKey, SchoolCode
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.verify.parsed import ParsedRecord, ParsedStamp
from hocba.ports.certificates import CertificatePaths
from hocba.ports.outside import Outside
from hocba.ports.time_stamps import DueStamp, Stamping, TimeStamps

MOST_AT_ONCE: Final = 500
"""Stamps that one run of the command asks for."""
MOST_BY_HAND: Final = 100
"""What one click asks for: somebody waits at the page; the workers ask for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Healed:
    """How many stamps came, how many are still due, and why the first of these did not come."""

    given: int
    due: int
    why: Fault | None = None


def stamps_on(outside: Outside, sealed: Sequence[tuple[Slot, bytes]]) -> tuple[bytes, ...]:
    """
    Return a token on each seal's value; empty for those that are due, or where none is asked for.

    A practice school asks for none: nothing goes out of it.

    After the first that fails nobody is asked again: a class waits for one silence, not for forty.
    """
    tokens: list[bytes] = []
    if outside.stamping is not None and not outside.is_practice:
        for slot, value in sealed:
            try:
                tokens.append(_asked(outside, outside.stamping, value_element(slot, value)))
            except Fault:
                break
    return (*tokens, *[b""] * (len(sealed) - len(tokens)))


def heal(outside: Outside, stamping: Stamping) -> Healed:
    """Ask for the stamps that are due, the oldest first, until the authority is silent."""
    return _healed(outside, stamping, stamping.due.waiting(limit=MOST_AT_ONCE))


def ask_for_school(outside: Outside, *, actor: Actor, school: SchoolCode) -> Healed:
    """
    Ask for what one school's seals lack, as somebody of the school asks by hand.

    Raises: Refusal "permit.*", "stamp.none_asked", "practice.stays_here".
    """
    outside.require_real()
    refusal = why_not_now(Duty.ASK_STAMPS, actor=actor, school=school)
    if refusal is not None:
        raise refusal
    stamping = outside.stamping
    if stamping is None:
        raise Refusal("stamp.none_asked")
    waiting = stamping.due.waiting(limit=MOST_BY_HAND, school=school)
    told = _healed(outside, stamping, waiting)
    return replace(told, due=stamping.due.count(school))


def _healed(outside: Outside, stamping: Stamping, waiting: Sequence[DueStamp]) -> Healed:
    given = 0
    for due in waiting:
        content = _stamped_content(outside, due)
        try:
            token = _asked(outside, stamping, content)
        except Fault as silent:
            return Healed(given=given, due=stamping.due.count(), why=silent)
        # A crash in between loses a token, and the next run asks for another one.
        given += stamping.due.give(due, token, outside.clock.now())
    return Healed(given=given, due=stamping.due.count())


def stamps_beside(outside: Outside, key: RecordKey) -> tuple[ParsedStamp, ...]:
    """Return the stamps of a record that came after it was issued, with what each is over."""
    if outside.stamping is None:
        return ()
    return tuple(
        ParsedStamp(token=due.token, stamped=_stamped_content(outside, due))
        for due in outside.stamping.due.of_record(key)
        if due.token
    )


def stamps_known(outside: Outside, record: ParsedRecord) -> tuple[bytes, ...]:
    """
    Return the tokens that this office knows of beside a record: of these very bytes and no others.

    A school has those that it asked for later, an office above those that came to it.
    """
    general = record.content.general
    key = RecordKey(
        record_code=general.record_code,
        school_year=general.school_year,
        version=general.version,
    )
    if outside.stamping is not None:
        found = outside.stamping.due.of_record(key)
        return tuple(due.token for due in found if due.token)
    if outside.office.level is Level.SCHOOL:
        return ()
    kept = outside.repository.stamps([key])
    known = outside.repository.record(key) if kept else None
    if known is None or known.file_digest != record.file_digest:
        return ()
    entries = outside.repository.known(list(kept.values()))
    return tuple(
        outside.archive.read(entry.location, digest=entry.digest) for entry in entries.values()
    )


def _asked(outside: Outside, stamping: Stamping, content: bytes) -> bytes:
    now = outside.clock.now()
    return believed_stamp(stamping.authority, outside.paths, content, now=now)


def believed_stamp(
    authority: TimeStamps, paths: CertificatePaths, content: bytes, *, now: datetime
) -> bytes:
    """
    Return a token that our own verifier believes.

    Raises: Fault "stamp.unreachable", "stamp.refused", "stamp.not_believed".
    """
    token = authority.stamp(content)
    found = paths.time_stamp(token, content, now=now)
    if found.findings:
        problem = found.findings[0].code
        raise Fault("stamp.not_believed", retry=True, name=found.authority, problem=problem)
    return token


def _stamped_content(outside: Outside, due: DueStamp) -> bytes:
    record = outside.records.get(due.key)
    content = outside.documents.record(record.document).content
    slots = {slot.slot_id: slot for slot in policy(content.general.signing_policy).slots}
    filled = record.frozen.filled if record.frozen else ()
    value = next(one.value for one in filled if one.slot_id == due.slot_id)
    return value_element(slots[due.slot_id], value)
