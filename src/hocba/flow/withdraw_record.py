"""Withdraw an issued record: the document stays, its status says that it no longer holds."""

from collections.abc import Iterable
from hashlib import sha256

from hocba.core.compose.corrections import Aim, Stage
from hocba.core.compose.life import Act, Entry, Status
from hocba.core.compose.permit import Actor, why_not
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.package import EntryKind, Event, ManifestEntry, withdrawal_path
from hocba.core.submit.withdrawal import Withdrawal, written_withdrawal
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.flow.batch_signing import subject_of
from hocba.flow.office_statements import signed_statement
from hocba.flow.signing_keys import ReadyKey
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord

_REASON = "QUYET_DINH_CUA_TRUONG"
"""Where no request says more."""


def withdraw(outside: Outside, *, actor: Actor, key: RecordKey, basis: str) -> None:
    """
    Withdraw a version of a record; the next package tells the offices above.

    actor: the principal. basis: the decision, as schools cite it.
    Raises: Refusal "records.unknown", "permit.*", "records.reason_due"; "records.moved_on".
    """
    outside.records.append_many([falling(outside, actor=actor, key=key, basis=basis)])


def falling(outside: Outside, *, actor: Actor, key: RecordKey, basis: str) -> RecordChange:
    """
    Return what withdraws a version, checked and not yet written.

    Raises: as `withdraw`.
    """
    record = outside.records.get(key)
    refusal = why_not(Act.WITHDRAW, actor=actor, subject=subject_of(record))
    if refusal is not None:
        raise refusal
    words = clean(basis)
    if not words:
        raise Refusal("records.reason_due", "a basis is due")
    entry = Entry(act=Act.WITHDRAW, by=actor.person, at=outside.clock.now(), reason=words)
    return RecordChange(record=record, entries=(entry,))


def withdrawal_files(
    outside: Outside,
    school: SchoolCode,
    school_year: SchoolYear,
    *,
    key: ReadyKey,
    consent: Consent,
) -> Iterable[tuple[ManifestEntry, bytes]]:
    """Seal a withdrawal for every withdrawn record that the office above does not know of."""
    withdrawn = outside.records.of_school(school, school_year, (Status.WITHDRAWN,))
    told = outside.outbox.taken([withdrawal_path(record.key) for record in withdrawn])
    for record in withdrawn:
        path = withdrawal_path(record.key)
        if path in told:
            continue
        file = signed_statement(
            StatementKind.WITHDRAWAL,
            *written_withdrawal(_withdrawal(outside, record)),
            role=Role.SEAL,
            key=key,
            consent=consent,
            now=outside.clock.now(),
        )
        entry = ManifestEntry(
            path=path,
            kind=EntryKind.EVENT,
            size=len(file),
            digest=sha256(file).digest(),
            event=Event.WITHDRAWN,
        )
        yield entry, file


def _withdrawal(outside: Outside, record: WorkingRecord) -> Withdrawal:
    entry = next(e for e in reversed(record.history) if e.act is Act.WITHDRAW)
    return Withdrawal(
        key=record.key,
        school=record.school,
        environment=outside.environment,
        content_digest=record.frozen.content_digest if record.frozen else b"",
        reason=_reason(outside, record.key),
        basis=entry.reason,
        approved_by=entry.by,
        withdrawn_at=entry.at,
    )


def _reason(outside: Outside, key: RecordKey) -> str:
    """Return the coded reason of the request by which a record was withdrawn."""
    for asked in outside.corrections.of_record(key.record_code):
        if (asked.key, asked.aim, asked.stage) == (key, Aim.WITHDRAW, Stage.DONE):
            return asked.reason
    return _REASON
