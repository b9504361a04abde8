"""Send records back to draft, visibly: reopened before anybody signed, or returned after."""

from collections import Counter
from collections.abc import Sequence

from hocba.core.compose.life import Act, Entry, Status
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor, why_not
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean
from hocba.flow.batch_signing import reopened, subject_of
from hocba.flow.delegations import delegation_now
from hocba.flow.notify import notify
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord


def send_back(
    outside: Outside, *, actor: Actor, keys: Sequence[RecordKey], reason: str
) -> tuple[RecordKey, ...]:
    """
    Return records to draft; what was signed is void, and the reason stays in the history.

    The content stays as it was locked, so that every change at the next lock leaves its trace.
    Raises: Refusal "records.reason_due", "records.nothing_to_return", "records.unknown",
    "delegation.*", "permit.*" of the first record that may not be sent back: then none is;
    "records.moved_on".
    """
    words = clean(reason)
    if not words:
        raise Refusal("records.reason_due", "a reason is due")
    records = outside.records.many(keys)
    if not keys:
        raise Refusal("records.nothing_to_return")
    if len(records) < len(keys):
        known = {record.key for record in records}
        missing = next(key for key in keys if key not in known)
        raise Refusal("records.unknown", "no such record", value=str(missing))
    for school in {record.school for record in records}:
        delegation_now(outside, actor=actor, school=school)
    changes = [_sent_back(outside, record, actor=actor, reason=words) for record in records]
    with outside.notices.together(records[0].school):
        outside.records.append_many(changes)
        _tell_teachers(outside, records, by=actor.person)
    return tuple(record.key for record in records)


def _tell_teachers(outside: Outside, records: Sequence[WorkingRecord], *, by: str) -> None:
    places = Counter((r.school, r.key.school_year, r.class_name) for r in records)
    for (school, year, name), count in places.items():
        notify(
            outside,
            NoticeKind.RETURNED,
            school=school,
            school_year=year,
            class_name=name,
            count=count,
            by=by,
        )


def _sent_back(
    outside: Outside, record: WorkingRecord, *, actor: Actor, reason: str
) -> RecordChange:
    act = Act.REOPEN if record.status is Status.LOCKED else Act.RETURN
    refusal = why_not(act, actor=actor, subject=subject_of(record))
    if refusal is not None:
        raise refusal
    entry = Entry(act=act, by=actor.person, at=outside.clock.now(), reason=reason)
    frozen = None if record.frozen is None else reopened(record.frozen)
    return RecordChange(record=record, entries=(entry,), frozen=frozen)
