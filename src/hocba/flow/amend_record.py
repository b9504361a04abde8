"""Amend an issued record: a new version that names the old one, with a reason and an approval."""

from dataclasses import replace
from datetime import datetime

from hocba.core.assess.any_year import AnyYear
from hocba.core.compose.changes import changes_between
from hocba.core.compose.content import AmendReason, AnyContent, Replaced
from hocba.core.compose.life import Act, Entry
from hocba.core.compose.permit import Actor, why_not
from hocba.core.compose.renewed import with_results
from hocba.core.seal.document import Frozen, document_bytes, frozen
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Pupil
from hocba.core.terms.text import clean
from hocba.flow.batch_signing import subject_of
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord


def amend(
    outside: Outside,
    *,
    actor: Actor,
    key: RecordKey,
    reason: AmendReason,
    basis: str,
    assessment: AnyYear | None = None,
    pupil: Pupil | None = None,
) -> RecordKey:
    """
    Open version n+1 of an issued record, locked and ready to be signed anew by all signers.

    The old version stands until the new one is sealed. actor: the principal, whose approval
    stands in the new version. basis: the decision or request, as schools cite it.
    Returns: the new version's key.
    Raises: Refusal "records.unknown", "permit.*", "records.reason_due", "records.not_latest",
    "records.nothing_changed", "assess.*"; "records.moved_on" when somebody was quicker.
    """
    change = amendment(
        outside,
        actor=actor,
        key=key,
        reason=reason,
        basis=basis,
        assessment=assessment,
        pupil=pupil,
    )
    outside.records.append_many([change])
    return change.record.key


def amendment(
    outside: Outside,
    *,
    actor: Actor,
    key: RecordKey,
    reason: AmendReason,
    basis: str,
    assessment: AnyYear | None,
    pupil: Pupil | None,
) -> RecordChange:
    """
    Return what opens version n+1, checked and not yet written.

    Raises: as `amend`.
    """
    record = outside.records.get(key)
    refusal = why_not(Act.SUPERSEDE, actor=actor, subject=subject_of(record))
    if refusal is not None:
        raise refusal
    words = clean(basis)
    if not words:
        raise Refusal("records.reason_due", "a basis is due")
    form_now = latest_form(outside, record)
    now = outside.clock.now()
    replaced = Replaced(
        version=key.version,
        content_digest=form_now.content_digest,
        reason=reason,
        basis=words,
        approved_by=actor.person,
    )
    old = outside.documents.record(document_bytes(form_now)).content
    content = _amended(outside, old, replaced, assessment, pupil, now=now)
    form = frozen(content)
    # Held against the schema before anybody is asked to sign it.
    outside.documents.record(document_bytes(form))
    return _opened(record, form, actor=actor, reason=reason, now=now)


def latest_form(outside: Outside, record: WorkingRecord) -> Frozen:
    """
    Return the bytes of a record that has no later version.

    Raises: Refusal "records.not_latest".
    """
    key = record.key
    versions = outside.records.versions(key.record_code)
    of_year = [v.key.version for v in versions if v.key.school_year == key.school_year]
    if key.version != max(of_year) or record.frozen is None:
        raise Refusal("records.not_latest", "a later version exists", value=str(key))
    return record.frozen


def _amended(
    outside: Outside,
    old: AnyContent,
    replaced: Replaced,
    assessment: AnyYear | None,
    pupil: Pupil | None,
    *,
    now: datetime,
) -> AnyContent:
    general = replace(
        old.general,
        version=replaced.version + 1,
        environment=outside.environment,
        software=outside.software,
        composed_at=now,
        replaces=replaced,
    )
    # The school keeps the names of the year that the record is about.
    new = replace(
        with_results(old, assessment or old.assessment),
        general=general,
        pupil=pupil or old.pupil,
        extract_seed=outside.chance.draw(32),
        changes=(),
    )
    reason, by = replaced.reason.value, replaced.approved_by
    changes = changes_between(old, new, by=by, at=now, reason=reason)
    if not changes:
        key = RecordKey(
            record_code=old.general.record_code,
            school_year=old.general.school_year,
            version=replaced.version,
        )
        raise Refusal("records.nothing_changed", "nothing differs", value=str(key))
    return replace(new, changes=changes)


def _opened(
    old: WorkingRecord, form: Frozen, *, actor: Actor, reason: AmendReason, now: datetime
) -> RecordChange:
    # Opening the new version is part of the principal's decision that the old one falls:
    # so the principal locks it, and whoever may sign finds it as it was decided.
    entry = Entry(
        act=Act.LOCK, by=actor.person, at=now, reason=reason.value, proof=form.content_digest
    )
    record = WorkingRecord(
        key=replace(old.key, version=old.key.version + 1),
        school=old.school,
        sector_code=old.sector_code,
        class_name=old.class_name,
        grade=old.grade,
    )
    return RecordChange(record=record, entries=(entry,), frozen=form)
