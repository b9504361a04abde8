"""Sign the own rows: a subject teacher, in all classes taught, under one consent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from hocba.core.compose.content import AnyContent, SecondaryContent
from hocba.core.compose.life import Act, Entry, Status
from hocba.core.compose.permit import Actor, own_rows, why_not
from hocba.core.seal.document import document_bytes, open_rows, signed, to_sign
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim
from hocba.flow.batch_signing import (
    Prepared,
    policy_of,
    require_own_consent,
    signed_values,
    subject_of,
)
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.signing_keys import ReadyKey, ready_key, require_entitled
from hocba.flow.teaching import taught_now
from hocba.ports.keys import Consent, SignatureValue, SigningProvider, SigningStopped
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord

RowSeen = tuple[bytes, str]
"""A row as it was shown: SHA-256 of the content that holds it, and its subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDue:
    """A row that awaits this teacher. content: the whole one, of which the row is shown."""

    record: WorkingRecord
    content: SecondaryContent
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRows:
    """
    What came of a batch: (record, subject) of each row.

    moved: signed, and not put in, because the record was reopened meanwhile. stopped: as of
    `Signed`.
    """

    done: tuple[tuple[RecordKey, str], ...]
    moved: tuple[RecordKey, ...] = ()
    stopped: SigningStopped | None = None


_Made = tuple[str, Prepared, SignatureValue]
"""A row's subject, its signature, and the value that was made for it."""


def rows_due(
    outside: Outside, *, actor: Actor, school: SchoolCode, school_year: SchoolYear
) -> tuple[RowDue, ...]:
    """
    Return the rows that await a teacher, class by class, in the order of the records.

    actor: whoever teaches, in whatever role: homeroom teachers and principals teach as well.
    """
    teacher = _as_teacher(outside, actor, school)
    names = sorted({class_name for class_name, _ in teacher.teaches})
    return tuple(
        row
        for name in names
        for record in outside.records.of_class(school, school_year, name)
        for row in _of_record(outside, record, teacher)
    )


def _as_teacher(outside: Outside, actor: Actor, school: SchoolCode) -> Actor:
    return replace(
        actor,
        role=Role.SUBJECT_TEACHER,
        class_name="",
        teaches=taught_now(outside, school, actor.person),
    )


def _of_record(outside: Outside, record: WorkingRecord, teacher: Actor) -> Iterator[RowDue]:
    subject = subject_of(record)
    if record.frozen is None or why_not(Act.SIGN_ROW, actor=teacher, subject=subject) is not None:
        return
    # Nobody signs what a verifier could not read.
    content: AnyContent = outside.documents.record(document_bytes(record.frozen)).content
    if isinstance(content, SecondaryContent):
        for key in own_rows(teacher, subject):
            yield RowDue(record=record, content=content, subject=key)


def sign_rows(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    consent: Consent,
    seen: frozenset[RowSeen] | None = None,
    keys: SigningProvider | None = None,
) -> SignedRows:
    """
    Sign every own row that awaits this teacher, in one batch over all classes.

    seen: the rows that the page showed and the signer chose, those alone; None for who acts
    without a page. Raises: Refusal "permit.consent_of_other", "records.nothing_due",
    "records.other_than_shown", "authority.*" and "keys.*" before anything is signed.
    Source: Thông tư 22/2021/TT-BGDĐT, Phụ lục: each subject teacher signs the own row.
    """
    require_own_consent(consent, actor)
    due = rows_due(outside, actor=actor, school=school, school_year=school_year)
    chosen = due if seen is None else _as_shown(due, seen)
    if not chosen:
        raise Refusal("records.nothing_due", "no row awaits this", act=Act.SIGN_ROW.value)
    now = outside.clock.now()
    key = ready_key(outside, actor.person, keys)
    _require_assigned(outside, chosen, key, school=school, school_year=school_year, now=now)
    batch = tuple(_prepared(row, key, at=now) for row in chosen)
    values, stopped = signed_values(batch, key=key, consent=consent, now=now)
    subjects = (row.subject for row in chosen)
    # Sign first, write second. Colleagues sign the same records at the same time: each puts its
    # rows into what is there by then. A crash in between leaves signatures that nobody holds.
    with outside.marks.turn(school, school_year):
        made = list(zip(subjects, batch, values, strict=False))
        done, moved = _put_in(outside, made, actor, at=now)
    return SignedRows(done=done, moved=moved, stopped=stopped)


def _as_shown(due: Sequence[RowDue], seen: frozenset[RowSeen]) -> tuple[RowDue, ...]:
    found = {(_digest(row), row.subject): row for row in due}
    missing = len(seen - found.keys())
    if missing:
        raise Refusal("records.other_than_shown", count=str(missing))
    return tuple(row for shown, row in found.items() if shown in seen)


def _digest(row: RowDue) -> bytes:
    return b"" if row.record.frozen is None else row.record.frozen.content_digest


def _require_assigned(
    outside: Outside,
    rows: Iterable[RowDue],
    key: ReadyKey,
    *,
    school: SchoolCode,
    school_year: SchoolYear,
    now: datetime,
) -> None:
    """Refuse what every verifier would reject: the register must name class and subject."""
    book = RegisterDesk(outside).of_schools(school)
    for class_name, subject in sorted({(row.record.class_name, row.subject) for row in rows}):
        claim = Claim(
            certificate=key.facts.fingerprint,
            claimed=Role.SUBJECT_TEACHER,
            school=school,
            school_year=school_year,
            class_name=class_name,
            on=day_in_vietnam(now),
            subject=subject,
        )
        require_entitled(book, claim)


def _prepared(row: RowDue, key: ReadyKey, *, at: datetime) -> Prepared:
    assert row.record.frozen is not None
    unsigned = to_sign(
        row.record.frozen,
        policy=policy_of(row.content),
        role=Role.SUBJECT_TEACHER,
        certificate=key.certificate,
        at=at,
        algorithm=key.algorithm,
        subject=row.subject,
    )
    return Prepared(record=row.record, document=row.record.frozen, unsigned=unsigned)


def _put_in(
    outside: Outside,
    made: Sequence[_Made],
    actor: Actor,
    *,
    at: datetime,
) -> tuple[tuple[tuple[RecordKey, str], ...], tuple[RecordKey, ...]]:
    of_record: dict[RecordKey, list[_Made]] = {}
    for one in made:
        of_record.setdefault(one[1].record.key, []).append(one)
    latest = {record.key: record for record in outside.records.many(list(of_record))}
    changes, done, moved = [], [], []
    for key, rows in of_record.items():
        fitting = _fitting(latest.get(key), rows)
        if not fitting:
            moved.append(key)
            continue
        changes.append(_change(latest[key], fitting, by=actor.person, at=at))
        done += [(key, subject) for subject, _, _ in fitting]
    outside.records.append_many(changes)
    return tuple(done), tuple(moved)


def _fitting(record: WorkingRecord | None, rows: Sequence[_Made]) -> list[_Made]:
    """Return the signatures that a record as it is by now still awaits, over what was signed."""
    _, first, _ = rows[0]
    if record is None or record.frozen is None or record.status is not Status.LOCKED:
        return []
    if record.frozen.content_digest != first.document.content_digest:
        return []
    awaited = open_rows(record.frozen)
    return [one for one in rows if one[0] in awaited]


def _change(record: WorkingRecord, rows: Sequence[_Made], *, by: str, at: datetime) -> RecordChange:
    document, entries = record.frozen, []
    for subject, one, value in rows:
        assert document is not None
        document = signed(document, one.unsigned, value)
        proof = sha256(value).digest()
        entries.append(Entry(act=Act.SIGN_ROW, by=by, at=at, reason=subject, proof=proof))
    return RecordChange(record=record, entries=tuple(entries), frozen=document)


def rows_by_subject(rows: Iterable[RowDue]) -> Mapping[tuple[str, str], tuple[RowDue, ...]]:
    """Return rows by class and subject, each in the order given."""
    found: dict[tuple[str, str], list[RowDue]] = {}
    for row in rows:
        found.setdefault((row.record.class_name, row.subject), []).append(row)
    return {name: tuple(members) for name, members in found.items()}
