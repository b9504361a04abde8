"""Step 10: every signer claimed a role of the slot and held it, and nobody signed twice."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from hocba.core.compose.content import General, School
from hocba.core.sign.policy import Slot
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim, RegisterBook, persons_of, why_not_held
from hocba.core.verify.parsed import ParsedRecord, ParsedSignature
from hocba.core.verify.signatures import Evidence, Found, distinct_signer_findings
from hocba.core.verify.verdict import Step

_MOST_HEARD: Final = 4_096
"""Classes whose signers a book remembers, 4 kB each; past the limit it starts afresh."""


class OfSchool(Protocol):
    """What the registers are asked about: a record's content, or the parts that are shown of it."""

    @property
    def general(self) -> General:
        """Which document it is."""
        ...

    @property
    def school(self) -> School:
        """Whose document it is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A signature in its slot, and what cryptography says of it."""

    slot: Slot
    signature: ParsedSignature
    evidence: Evidence


def placed_in(
    slots: Sequence[Slot], signatures: Sequence[ParsedSignature], evidence: Sequence[Evidence]
) -> tuple[Placed, ...]:
    """Return the signatures that stand in a slot; what is too many or too few is left out."""
    return tuple(
        Placed(slot=slot, signature=signature, evidence=proof)
        for slot, signature, proof in zip(slots, signatures, evidence, strict=False)
    )


def signers_stand(
    record: ParsedRecord, evidence: Sequence[Evidence], *, slots: Sequence[Slot], book: RegisterBook
) -> bool:
    """
    Tell whether `signer_findings` finds nothing, one question for all records of a class.

    slots: one a signature. The answer hangs on what is asked and on the book, which never
    changes; the book remembers it.
    """
    question = _question(record, evidence)
    if question is None:
        return False
    stands = book.heard.get(question)
    if stands is None:
        placed = placed_in(slots, record.signatures, evidence)
        stands = not any(signer_findings(record.content, placed, book))
        if len(book.heard) >= _MOST_HEARD:
            book.heard.clear()
        book.heard[question] = stands
    return stands


def _question(record: ParsedRecord, evidence: Sequence[Evidence]) -> Hashable | None:
    # All that `_claim` and `_names` look at.
    content, general = record.content, record.content.general
    asked: list[Hashable] = [
        general.signing_policy,
        content.school.code,
        general.school_year.first,
        general.class_name,
    ]
    for signature, proof in zip(record.signatures, evidence, strict=True):
        facts, at = proof.facts, signature.signing_time
        if facts is None or at is None:
            return None
        asked += (
            signature.certificate,
            facts.fingerprint,
            facts.identifier,
            signature.roles,
            day_in_vietnam(at),
        )
    return tuple(asked)


def signer_findings(
    content: OfSchool, placed: Iterable[Placed], book: RegisterBook
) -> Iterable[Found]:
    """Ask the registers about every signer of a record, then whether two of them are one."""
    known: list[tuple[Slot, frozenset[Hashable]]] = []
    for one in placed:
        where = one.slot.slot_id
        claim = _claim(content, one)
        if isinstance(claim, Finding):
            yield Step.AUTHORITY, replace(claim, where=where)
            known.append((one.slot, _names(one)))
            continue
        refused = why_not_held(book, claim)
        if refused is not None:
            yield Step.AUTHORITY, replace(refused, where=where)
        known.append((one.slot, _names(one) | persons_of(book, claim)))
    yield from distinct_signer_findings(known)


def _claim(content: OfSchool, one: Placed) -> Claim | Finding:
    signature, facts = one.signature, one.evidence.facts
    role = next((r for r in one.slot.roles if (r.value,) == signature.roles), None)
    if role is None:
        claimed = ", ".join(signature.roles) or "-"
        return Finding(code="sign.role_not_due", details={"role": claimed})
    if facts is None or signature.signing_time is None:
        return Finding(code="authority.signer_unknown", weight=Weight.INDETERMINATE)
    return _claim_of(content, role, facts.fingerprint, signature.signing_time, one.slot.subject)


def _claim_of(content: OfSchool, role: Role, certificate: str, at: datetime, subject: str) -> Claim:
    general = content.general
    return Claim(
        certificate=certificate,
        claimed=role,
        school=content.school.code,
        school_year=general.school_year,
        class_name=general.class_name,
        on=day_in_vietnam(at),
        subject=subject,
    )


def _names(one: Placed) -> frozenset[Hashable]:
    facts = one.evidence.facts
    names = {one.signature.certificate, "" if facts is None else facts.identifier}
    return frozenset(name for name in names if name)
