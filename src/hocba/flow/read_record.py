"""Read a pupil's record: noted first, shown after, so that nothing is seen without a trace."""

from collections.abc import Sequence

from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import SEES_READINGS, Read, Way, why_not_read
from hocba.core.submit.message import MessageId
from hocba.core.submit.package import record_key
from hocba.core.terms.codes import RecordCode, RecordKey
from hocba.core.terms.outcomes import Refusal
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord


def read_record(outside: Outside, *, actor: Actor, key: RecordKey, way: Way) -> WorkingRecord:
    """
    Return a record to somebody who may read it, and note that they did.

    Raises: Refusal "records.unknown", "permit.other_school", "permit.other_class".
    """
    record = outside.records.get(key)
    refusal = why_not_read(
        actor=actor,
        school=record.school,
        school_year=key.school_year,
        class_name=record.class_name,
    )
    if refusal is not None:
        raise refusal
    note_readings(outside, [record], actor=actor, way=way)
    return record


def read_package(outside: Outside, *, actor: Actor, message_id: MessageId) -> bytes:
    """
    Return a package that a school has sent, and note a reading of every record in it.

    Raises: Refusal "outbox.unknown", "permit.other_school".
    """
    sent = outside.outbox.get(message_id)
    if sent is None:
        raise Refusal("outbox.unknown", "no such package", value=message_id)
    if sent.sender != actor.school:
        raise Refusal("permit.other_school", school=sent.sender)
    file = outside.outbox.file(message_id)
    inside = (record_key(entry.path) for entry in outside.containers.opened(file).entries)
    records = outside.records.many([key for key in inside if key is not None])
    note_readings(outside, records, actor=actor, way=Way.PACKAGE)
    return file


def note_readings(
    outside: Outside, records: Sequence[WorkingRecord], *, actor: Actor, way: Way
) -> None:
    """Note that somebody reads records, all or none; before they are shown."""
    outside.read_log.append([_read(outside, record, actor=actor, way=way) for record in records])


def readings_of(outside: Outside, *, actor: Actor, code: RecordCode) -> Sequence[Read]:
    """Return who has read a record, newest first; empty to who is not shown it."""
    return outside.read_log.of_record(code) if actor.role in SEES_READINGS else ()


def _read(outside: Outside, record: WorkingRecord, *, actor: Actor, way: Way) -> Read:
    return Read(
        key=record.key,
        school=record.school,
        by=actor.person,
        role=actor.role,
        way=way,
        at=outside.clock.now(),
        # An office that serves several schools reads as the school whose record it is.
        office=record.school if outside.office.code == "*" else outside.office.code,
    )
