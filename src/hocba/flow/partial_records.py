"""Make, sign, seal and take back the partial record of a pupil who leaves during the year."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from hocba.core.compose.content import AmendReason, General, Replaced
from hocba.core.compose.life import Act, Entry, Status
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.partial_content import (
    PARTIAL_POLICY,
    PARTIAL_TEMPLATE,
    PartialContent,
)
from hocba.core.compose.permit import Actor, why_not
from hocba.core.compose.transfers import TransferStage
from hocba.core.rules.library import any_pack_for
from hocba.core.seal.document import Frozen, document_bytes, frozen, to_sign
from hocba.core.sign.policy import policy
from hocba.core.terms.codes import RecordKey, record_code, school_year_on
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.pupil_status import has_left
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.flow.assess_again import OnePupil
from hocba.flow.batch_signing import (
    EarlierSignatures,
    Prepared,
    change_of,
    reopened,
    require_own_consent,
    signed_values,
    subject_of,
)
from hocba.flow.class_outlook import link_before, read_class
from hocba.flow.notify import notify
from hocba.flow.partial_state import PartialState, content_of, partial_state, why_not_compose
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.signing_part import Part, entitled_key
from hocba.flow.time_stamps import stamps_on
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord

SIGNS: Final[Mapping[Role, Act]] = MappingProxyType(
    {Role.PRINCIPAL: Act.APPROVE, Role.DEPUTY: Act.APPROVE, Role.CLERK: Act.SEAL}
)
"""Who signs what after the homeroom teacher; the same persons as of a year's record."""

_TELLS: Final[Mapping[Act, NoticeKind]] = MappingProxyType(
    {
        Act.ATTEST: NoticeKind.PARTIAL_ATTESTED,
        Act.APPROVE: NoticeKind.PARTIAL_APPROVED,
        Act.SEAL: NoticeKind.PARTIAL_SEALED,
        Act.RETURN: NoticeKind.PARTIAL_RETURNED,
        Act.WITHDRAW: NoticeKind.PARTIAL_RETURNED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDays:
    """First and last day of a pupil at this school in this school year."""

    since: date
    until: date


def attest_partial(
    outside: Outside,
    *,
    actor: Actor,
    pupil: OnePupil,
    days: PartialDays,
    seen: str,
    consent: Consent,
) -> WorkingRecord:
    """
    Compose a leaver's partial record and sign it as homeroom teacher, in one step.

    seen: `PartialState.shown_mark` of the results that the teacher was shown. consent.count: 1.
    Raises: Refusal "permit.*", "partial.*", "transfer.left_already", "records.other_than_shown",
    "keys.*", "account.no_key", "authority.*"; "records.moved_on" when somebody was quicker.
    """
    state = partial_state(outside, pupil)
    if refusal := why_not_compose(state, actor=actor, pupil=pupil):
        raise refusal
    if seen != state.shown_mark:
        raise Refusal("records.other_than_shown", count="1")
    _require_days(days, pupil)
    now = outside.clock.now()
    content = _content(outside, state, pupil, days, now=now)
    form = frozen(content)
    # Held against the schema before anybody signs it.
    outside.documents.partial(document_bytes(form))
    record = _opened(state, pupil, content.general)
    locked = Entry(act=Act.LOCK, by=actor.person, at=now, proof=form.content_digest)
    signed = _signed(outside, actor, record, form, Act.ATTEST, consent)
    change = replace(signed, entries=(locked, *signed.entries))
    codes = {pupil.code: content.general.record_code}
    with outside.marks.turn(pupil.school, pupil.school_year):
        # Once more within the turn: results that changed meanwhile are not these.
        if partial_state(outside, pupil).shown_mark != seen:
            raise Refusal("records.other_than_shown", count="1")
        outside.book.save_record_codes(pupil.school, codes)
        _write(outside, change, Act.ATTEST, by=actor.person)
    return _latest(outside, pupil)


def sign_partial(
    outside: Outside, *, actor: Actor, pupil: OnePupil, seen: bytes, consent: Consent
) -> WorkingRecord:
    """
    Sign a partial record as principal or deputy, or seal it as the clerk who keeps the seal.

    seen: SHA-256 of the content that was shown. Where two persons are due for a seal, the head
    whose signature stands on this very document is the second. consent.count: 1.
    Raises: Refusal "permit.*", "partial.none", "records.other_than_shown", "sign.earlier_unfit",
    "keys.*", "account.no_key", "authority.*"; "records.moved_on".
    """
    act = SIGNS.get(actor.role)
    if act is None:
        raise Refusal("permit.not_your_role", act=Act.APPROVE.value, role=actor.role.value)
    record = _latest(outside, pupil)
    if refusal := why_not(act, actor=actor, subject=subject_of(record)):
        raise refusal
    if record.frozen is None or record.frozen.content_digest != seen:
        raise Refusal("records.other_than_shown", count="1")
    change = _signed(outside, actor, record, record.frozen, act, consent)
    _write(outside, change, act, by=actor.person)
    return _latest(outside, pupil)


def send_partial_back(
    outside: Outside, *, actor: Actor, pupil: OnePupil, reason: str
) -> WorkingRecord:
    """
    Return a partial record to the teacher before it is sealed; what was signed is void.

    Raises: Refusal "permit.*", "partial.none", "records.reason_due", "records.moved_on".
    """
    record = _latest(outside, pupil)
    if refusal := why_not(Act.RETURN, actor=actor, subject=subject_of(record)):
        raise refusal
    form = None if record.frozen is None else reopened(record.frozen)
    return _taken_back(outside, actor, pupil, record, Act.RETURN, reason, form)


def withdraw_partial(
    outside: Outside, *, actor: Actor, pupil: OnePupil, code: AmendReason, reason: str
) -> WorkingRecord:
    """
    Withdraw a sealed partial record that no release has taken along; another can be made then.

    Raises: Refusal "permit.*", "partial.none", "records.reason_due", "transfer.open_already",
    "transfer.left_already", "records.moved_on".
    """
    state = partial_state(outside, pupil)
    record = _latest(outside, pupil)
    if refusal := why_not(Act.WITHDRAW, actor=actor, subject=subject_of(record)):
        raise refusal
    if has_left(state.line.status):
        raise Refusal("transfer.left_already", name=state.line.pupil.full_name)
    if any(
        each.sender == pupil.school and each.stage is TransferStage.RELEASED
        for each in outside.transfers.of_pupil(pupil.school, pupil.code)
    ):
        raise Refusal("transfer.open_already", name=state.line.pupil.full_name)
    words = clean(reason)
    said = f"{code.value}: {words}" if words else ""
    return _taken_back(outside, actor, pupil, record, Act.WITHDRAW, said, None)


def _require_days(days: PartialDays, pupil: OnePupil) -> None:
    of_year = {school_year_on(days.since), school_year_on(days.until)}
    if days.since > days.until or of_year != {pupil.school_year}:
        raise Refusal(
            "partial.days_unfit",
            since=f"{days.since:%d/%m/%Y}",
            until=f"{days.until:%d/%m/%Y}",
            year=str(pupil.school_year),
        )


def _content(
    outside: Outside, state: PartialState, pupil: OnePupil, days: PartialDays, *, now: datetime
) -> PartialContent:
    line = state.line
    read = read_class(outside, pupil.school, pupil.school_year, line.class_name)
    code = read.codes.get(pupil.code) or record_code(outside.chance.draw(8))
    before = state.versions[-1] if state.versions else None
    version = 1 if before is None else before.key.version
    replaced = None
    if before is not None and before.status is Status.WITHDRAWN:
        version, replaced = version + 1, _replaced(before)
    elif before is not None:
        # Returned to the teacher: the same version, and what it replaces stays.
        replaced = content_of(outside, before).general.replaces
    if state.assessed is None:
        raise Refusal("partial.nothing_assessed", name=line.pupil.full_name)
    general = General(
        record_code=code,
        version=version,
        environment=outside.environment,
        school_year=pupil.school_year,
        grade=line.grade,
        class_name=line.class_name,
        rule_pack=any_pack_for(pupil.school_year, line.grade).pack_id,
        print_template=PARTIAL_TEMPLATE,
        signing_policy=PARTIAL_POLICY,
        software=outside.software,
        composed_at=now,
        year_before=link_before(read.years_before.get(code), line.grade),
        replaces=replaced,
    )
    return PartialContent(
        general=general,
        school=read.school,
        pupil=line.pupil,
        since=days.since,
        until=days.until,
        assessed=state.assessed,
        extract_seed=outside.chance.draw(32),
    )


def _replaced(withdrawn: WorkingRecord) -> Replaced:
    last = withdrawn.history[-1]
    code, _, words = last.reason.partition(": ")
    digest = b"" if withdrawn.frozen is None else withdrawn.frozen.content_digest
    return Replaced(
        version=withdrawn.key.version,
        content_digest=digest,
        reason=AmendReason(code),
        basis=words[:200],
        approved_by=last.by,
    )


def _opened(state: PartialState, pupil: OnePupil, general: General) -> WorkingRecord:
    key = RecordKey(
        record_code=general.record_code,
        school_year=general.school_year,
        version=general.version,
    )
    known = next((each for each in state.versions if each.key == key), None)
    return WorkingRecord(
        key=key,
        school=pupil.school,
        sector_code=pupil.code,
        class_name=general.class_name,
        grade=general.grade,
        history=() if known is None else known.history,
    )


def _signed(
    outside: Outside,
    actor: Actor,
    record: WorkingRecord,
    document: Frozen,
    act: Act,
    consent: Consent,
) -> RecordChange:
    """Set the next signature upon a document; nothing is written yet."""
    require_own_consent(consent, actor)
    part = Part(
        act=act,
        actor=actor,
        school=record.school,
        school_year=record.key.school_year,
        class_name=record.class_name,
    )
    key = entitled_key(outside, part, RegisterDesk(outside).of_schools(record.school))
    now = outside.clock.now()
    made = outside.documents.partial(document_bytes(document)).signatures
    if unfit := EarlierSignatures(outside.paths, now).why_not(made):
        raise unfit
    unsigned = to_sign(
        document,
        policy=policy(PARTIAL_POLICY),
        role=part.role,
        certificate=key.certificate,
        at=now,
        algorithm=key.algorithm,
    )
    one = Prepared(record=record, document=document, unsigned=unsigned)
    values, stopped = signed_values([one], key=key, consent=consent, now=now)
    if not values and stopped is not None:
        raise stopped
    token = b""
    if act is Act.SEAL:
        (token,) = stamps_on(outside, [(unsigned.slot, values[0])])
    return change_of(one, values[0], act=act, by=actor.person, at=now, time_stamp=token)


def _taken_back(
    outside: Outside,
    actor: Actor,
    pupil: OnePupil,
    record: WorkingRecord,
    act: Act,
    reason: str,
    form: Frozen | None,
) -> WorkingRecord:
    words = clean(reason)[:300]
    if not words:
        raise Refusal("records.reason_due")
    entry = Entry(act=act, by=actor.person, at=outside.clock.now(), reason=words)
    change = RecordChange(record=record, entries=(entry,), frozen=form)
    _write(outside, change, act, by=actor.person)
    return _latest(outside, pupil)


def _write(outside: Outside, change: RecordChange, act: Act, *, by: str) -> None:
    record = change.record
    # Sign first, write second: a crash in between leaves a signature that nobody holds.
    with outside.notices.together(record.school):
        outside.partials.append(change)
        notify(
            outside,
            _TELLS[act],
            school=record.school,
            school_year=record.key.school_year,
            class_name=record.class_name,
            count=1,
            by=by,
        )


def _latest(outside: Outside, pupil: OnePupil) -> WorkingRecord:
    found = outside.partials.of_pupil(pupil.school, pupil.school_year, pupil.code)
    if not found:
        raise Refusal("partial.none")
    return found[-1]
