"""Compose a class: from results to frozen contents, one a pupil, ready to be signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hocba.core.compose.changes import changes_between
from hocba.core.compose.content import (
    AnyContent,
    General,
    Software,
)
from hocba.core.compose.exceptions import RecordException
from hocba.core.compose.life import Act, Entry, Status
from hocba.core.compose.permit import Actor, Subject, why_not
from hocba.core.compose.renewed import composed
from hocba.core.rules.library import any_pack_for
from hocba.core.seal.document import Frozen, document_bytes, frozen
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear, record_code
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Enrolment
from hocba.flow.batch_signing import reopened
from hocba.flow.class_outlook import (
    ClassReading,
    NotReady,
    link_before,
    not_ready,
    outlook_of,
    read_class,
)
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """
    What came of a class, in the order of its list; every active pupil stands in one of the four.

    ready: locked now. locked_before: composed earlier, and left alone. excepted: no record is
    due for now.
    """

    ready: tuple[RecordKey, ...]
    locked_before: tuple[RecordKey, ...]
    waiting: tuple[NotReady, ...]
    excepted: tuple[RecordException, ...]


def compose_class(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
) -> Composed:
    """
    Freeze and lock the record of every pupil of a class whose results are complete.

    Pupils who have not completed the year are held back as exceptions until they have been
    assessed again; so are those whom the school has excepted.
    Raises: Refusal "permit.*", "school.unknown", "rules.no_pack"; "records.moved_on" when
    somebody was quicker: then no record is locked.
    """
    refusal = why_not(Act.LOCK, actor=actor, subject=_draft_of(school, school_year, class_name))
    if refusal is not None:
        raise refusal
    with outside.marks.turn(school, school_year):
        return _composed(outside, read_class(outside, school, school_year, class_name), actor=actor)


def _composed(outside: Outside, read: ClassReading, *, actor: Actor) -> Composed:
    found = outlook_of(read)
    now = outside.clock.now()
    codes = _codes(outside, read, found.due)
    sources = outside.systems.sources(read.school.code, read.school_year, read.years)
    changes: list[RecordChange] = []
    unfit: list[NotReady] = []
    for enrolment in found.due:
        try:
            changes.append(_locked(outside, read, enrolment, codes, sources, actor=actor, now=now))
        except Refusal as refused:
            unfit.append(not_ready(enrolment, _findings_of(refused)))
    # All of it in the turn's one transaction: a crash leaves the class as it was.
    outside.book.save_record_codes(read.school.code, codes)
    outside.book.save_exceptions(
        [e for e in found.excepted if e.sector_code not in read.exceptions]
    )
    _end_exceptions(outside, read, changes)
    outside.records.append_many(changes)
    return Composed(
        ready=tuple(change.record.key for change in changes),
        locked_before=found.locked,
        waiting=(*found.waiting, *unfit),
        excepted=found.excepted,
    )


def _draft_of(school: SchoolCode, school_year: SchoolYear, class_name: str) -> Subject:
    return Subject(
        school=school, school_year=school_year, class_name=class_name, status=Status.DRAFT
    )


def _codes(
    outside: Outside, read: ClassReading, due: Sequence[Enrolment]
) -> Mapping[str, RecordCode]:
    """Return every due pupil's record code, drawn by chance where there is none yet."""
    pupils = [enrolment.pupil.sector_code for enrolment in due]
    return {p: read.codes.get(p) or record_code(outside.chance.draw(8)) for p in pupils}


def _locked(
    outside: Outside,
    read: ClassReading,
    enrolment: Enrolment,
    codes: Mapping[str, RecordCode],
    sources: Mapping[str, Software],
    *,
    actor: Actor,
    now: datetime,
) -> RecordChange:
    code = codes[enrolment.pupil.sector_code]
    row = read.rows.get(code)
    key = row.key if row else RecordKey(record_code=code, school_year=read.school_year, version=1)
    software = _software(outside, sources.get(enrolment.pupil.sector_code))
    content = _content(outside, read, enrolment, key, software, now=now)
    draft = read.drafts.get(key)
    if draft is None:
        record = WorkingRecord(
            key=key,
            school=read.school.code,
            sector_code=enrolment.pupil.sector_code,
            class_name=read.name,
            grade=enrolment.grade,
        )
    else:
        record = replace(draft, class_name=read.name, grade=enrolment.grade)
        content = _again(outside, draft, content, actor=actor, now=now)
    form = frozen(content)
    _require_readable(outside, form)
    entry = Entry(act=Act.LOCK, by=actor.person, at=now, proof=form.content_digest)
    return RecordChange(record=record, entries=(entry,), frozen=form)


def _content(
    outside: Outside,
    read: ClassReading,
    enrolment: Enrolment,
    key: RecordKey,
    software: Software,
    *,
    now: datetime,
) -> AnyContent:
    rules = any_pack_for(read.school_year, enrolment.grade)
    year = read.years[enrolment.pupil.sector_code]
    general = General(
        record_code=key.record_code,
        version=key.version,
        environment=outside.environment,
        school_year=read.school_year,
        grade=enrolment.grade,
        class_name=read.name,
        rule_pack=rules.pack_id,
        print_template=rules.template,
        signing_policy=rules.signing_policy,
        software=software,
        composed_at=now,
        year_before=link_before(read.years_before.get(key.record_code), enrolment.grade),
    )
    return composed(
        general=general,
        school=read.school,
        pupil=enrolment.pupil,
        year=year,
        extract_seed=outside.chance.draw(32),
    )


def _software(outside: Outside, source: Software | None) -> Software:
    """Name the system whose results these are, and beside its version what wrote them down."""
    own = outside.software
    if source is None:
        return own
    return replace(source, version=f"{source.version}; {own.name} {own.version}")


def _again(
    outside: Outside, draft: WorkingRecord, content: AnyContent, *, actor: Actor, now: datetime
) -> AnyContent:
    """Carry on what a reopened record was: its link to an earlier version, and every change."""
    if draft.frozen is None:
        return content
    old = outside.documents.record(document_bytes(reopened(draft.frozen))).content
    reason = next((e.reason for e in reversed(draft.history) if e.act is not Act.LOCK), "")
    made = changes_between(old, content, by=actor.person, at=now, reason=reason or "-")
    general = replace(content.general, replaces=old.general.replaces)
    return replace(content, general=general, changes=(*old.changes, *made))


def _require_readable(outside: Outside, form: Frozen) -> None:
    # Held against the schema before anybody signs it: a name too long is found here, at the
    # school, and not at the ministry.
    outside.documents.record(document_bytes(form))


def _findings_of(refusal: Refusal) -> tuple[Finding, ...]:
    return refusal.findings or (Finding(code=refusal.code, details=refusal.details),)


def _end_exceptions(outside: Outside, read: ClassReading, changes: Sequence[RecordChange]) -> None:
    for change in changes:
        pupil = change.record.sector_code
        if pupil in read.exceptions:
            outside.book.end_exception(read.school.code, read.school_year, pupil)
