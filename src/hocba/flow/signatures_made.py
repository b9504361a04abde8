"""Who signed what, when, with which certificate, and by what authority: read from the files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from hocba.core.compose.life import Act, Entry, done_to
from hocba.core.compose.signing_rounds import RoundSheet, SigningRound
from hocba.core.sign.policy import Slot
from hocba.core.sign.register import Holding, Level
from hocba.core.terms.certificates import CertificateFacts
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.parsed import ParsedSignature
from hocba.flow.batch_signing import policy_of
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureMade:
    """
    Signatures of one slot by one certificate in one role.

    facts: None where the certificate cannot be read. by: the person whom the history names, a
    seal's clerk; second: who approved it as the second person. delegation: of a deputy.
    count: records; first_at, last_at: claimed times, None where they are absent.
    """

    slot: Slot
    role: Role
    facts: CertificateFacts | None
    by: str
    second: str
    delegation: Holding | None
    count: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotMade:
    """One slot of a policy: who has filled it, and of how many records it is still empty."""

    slot: Slot
    made: tuple[SignatureMade, ...]
    empty: int


_ACT_OF: Final[Mapping[Role, Act]] = MappingProxyType(
    {
        Role.HOMEROOM_TEACHER: Act.ATTEST,
        Role.PRINCIPAL: Act.APPROVE,
        Role.DEPUTY: Act.APPROVE,
        Role.SEAL: Act.SEAL,
    }
)
"""By which act a slot is filled that is signed over the whole."""
_Key = tuple[str, str, Role, str, str]


def signatures_made(
    outside: Outside, records: Sequence[WorkingRecord], *, school: SchoolCode
) -> tuple[SlotMade, ...]:
    """Return, slot by slot, who signed these records of a school; those without content aside."""
    book = RegisterDesk(outside).of_schools(school)
    seconds = _seconds(outside, records, school)
    found: dict[_Key, SignatureMade] = {}
    slots: dict[str, Slot] = {}
    empty: dict[str, int] = {}
    for record in records:
        if record.frozen is None:
            continue
        parsed = outside.documents.record(record.document)
        filled = {each.signature_id: each for each in parsed.signatures}
        for slot in policy_of(parsed.content).slots:
            slots.setdefault(slot.slot_id, slot)
            made = filled.get(slot.slot_id)
            if made is None:
                empty[slot.slot_id] = empty.get(slot.slot_id, 0) + 1
                continue
            second = seconds.get(str(record.key), "") if slot.by_organisation else ""
            one = _one(outside, record, slot, made, book=book)
            _add(found, replace(one, second=second))
    return tuple(
        SlotMade(
            slot=slot,
            made=tuple(each for each in found.values() if each.slot.slot_id == slot_id),
            empty=empty.get(slot_id, 0),
        )
        for slot_id, slot in slots.items()
    )


def _seconds(
    outside: Outside, records: Sequence[WorkingRecord], school: SchoolCode
) -> dict[str, str]:
    """Return who approved the seal as the second person, by record."""
    years = {record.key.school_year for record in records}
    rounds = [r for year in years for r in outside.signings.rounds.of_year(school, year)]
    return {
        str(sheet.key): found.second.by
        for found in rounds
        if found.act is Act.SEAL and found.second is not None
        for sheet in _signed(outside, found)
    }


def _signed(outside: Outside, found: SigningRound) -> Iterable[RoundSheet]:
    return (s for s in outside.signings.rounds.sheets(found) if s.is_done and not s.refusal)


def _one(
    outside: Outside,
    record: WorkingRecord,
    slot: Slot,
    made: ParsedSignature,
    *,
    book: RegisterBook,
) -> SignatureMade:
    role = next((role for role in slot.roles if role.value in made.roles), slot.roles[0])
    facts = _facts(outside, made)
    acts = _acts(record, slot, role)
    return SignatureMade(
        slot=slot,
        role=role,
        facts=facts,
        by=acts[-1].by if acts else "",
        second="",
        delegation=_delegation(book, record.school, role, facts, made.signing_time),
        count=1,
        first_at=made.signing_time,
        last_at=made.signing_time,
    )


def _acts(record: WorkingRecord, slot: Slot, role: Role) -> tuple[Entry, ...]:
    if slot.subject:
        # The line of a row's signature names the subject.
        rows = done_to(record.history, Act.SIGN_ROW)
        return tuple(entry for entry in rows if entry.reason == slot.subject)
    act = _ACT_OF.get(role)
    return done_to(record.history, act) if act else ()


def _facts(outside: Outside, made: ParsedSignature) -> CertificateFacts | None:
    try:
        return outside.paths.facts(made.certificate)
    except Refusal:
        return None


def _delegation(
    book: RegisterBook,
    school: str,
    role: Role,
    facts: CertificateFacts | None,
    at: datetime | None,
) -> Holding | None:
    if role is not Role.DEPUTY or facts is None or at is None:
        return None
    held = book.holdings(Level.SCHOOL, school, facts.fingerprint)
    on = day_in_vietnam(at)
    return next((h for h in held if h.role is role and h.basis and h.holds_on(on)), None)


def _add(found: dict[_Key, SignatureMade], one: SignatureMade) -> None:
    certificate = one.facts.fingerprint if one.facts else ""
    key = (one.slot.slot_id, certificate, one.role, one.by, one.second)
    known = found.get(key)
    if known is None:
        found[key] = one
        return
    times = [at for at in (known.first_at, known.last_at, one.first_at) if at is not None]
    found[key] = replace(
        known,
        count=known.count + 1,
        first_at=min(times, default=None),
        last_at=max(times, default=None),
    )
