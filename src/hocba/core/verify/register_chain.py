"""
Which registers may be relied upon: the chain from the pinned ministry down to a school.

    ministry's certificate, pinned by settings
      -> ministry register, names provinces' certificates
        -> province register, names principals and seals of its schools
          -> school register, signed by a principal that the province named

Source: spec/format.md §8.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, TypeVar

from hocba.core.sign.register import Level, Register
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import RegisterBook, book_of

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_SIGNER: Final = {
    Level.MINISTRY: Role.MINISTRY,
    Level.PROVINCE: Role.PROVINCE,
    Level.SCHOOL: Role.PRINCIPAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """
    A register as read, and who signed it.

    certificate: SHA-256 of the signer's certificate, hex. findings: what is wrong with its
    signature, its certificate included; empty when it stands.
    """

    register: Register
    certificate: str
    role: Role | None
    signed_at: datetime | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBook:
    """The registers that stand, and why each other one does not."""

    book: RegisterBook
    refused: tuple[tuple[Register, tuple[Finding, ...]], ...]


def trusted_book(
    candidates: Iterable[Candidate], *, ministry: frozenset[str], environment: Environment
) -> ReadBook:
    """
    Keep the registers whose signature stands and whose signer was entitled by the one above.

    ministry: pinned fingerprints. environment: the only world whose registers count.
    """
    found = tuple(candidates)
    trusted: list[Register] = []
    refused: list[tuple[Register, tuple[Finding, ...]]] = []
    for level in (Level.MINISTRY, Level.PROVINCE, Level.SCHOOL):
        above = book_of(trusted)
        for candidate in found:
            if candidate.register.level is not level:
                continue
            findings = (*candidate.findings, *_entitled(candidate, above, ministry, environment))
            if any(finding.weight is not Weight.WARNING for finding in findings):
                refused.append((candidate.register, findings))
            else:
                trusted.append(candidate.register)
    return ReadBook(book=book_of(trusted), refused=tuple(refused))


class _Over(Mapping[_Key, _Value]):
    """Two mappings without a common key, read as one; neither is copied."""

    def __init__(self, top: Mapping[_Key, _Value], below: Mapping[_Key, _Value]) -> None:
        self._top, self._below = top, below

    def __getitem__(self, key: _Key) -> _Value:
        return self._top[key] if key in self._top else self._below[key]

    def __iter__(self) -> Iterator[_Key]:
        yield from self._top
        yield from self._below

    def __len__(self) -> int:
        return len(self._top) + len(self._below)


def with_schools(
    upper: RegisterBook, candidates: Iterable[Candidate], *, environment: Environment
) -> ReadBook:
    """
    Put schools' registers on top of a book that holds the registers of upper offices alone.

    Costs what these registers cost, whatever the size of the nation; what it says of these
    schools is what `trusted_book` over all registers says. refused: of these candidates.
    """
    trusted: list[Register] = []
    refused: list[tuple[Register, tuple[Finding, ...]]] = []
    for candidate in candidates:
        findings = (*candidate.findings, *_entitled(candidate, upper, frozenset(), environment))
        if any(finding.weight is not Weight.WARNING for finding in findings):
            refused.append((candidate.register, findings))
        else:
            trusted.append(candidate.register)
    added = book_of(trusted)
    # Every key names its level: schools' and upper offices' keys are never the same.
    book = replace(
        added,
        registers=_Over(added.registers, upper.registers),
        by_certificate=_Over(added.by_certificate, upper.by_certificate),
        newest=_Over(added.newest, upper.newest),
        contested=upper.contested,
    )
    return ReadBook(book=book, refused=tuple(refused))


def _entitled(
    candidate: Candidate, above: RegisterBook, ministry: frozenset[str], environment: Environment
) -> Sequence[Finding]:
    register = candidate.register
    findings = []
    if register.environment is not environment:
        details = {"environment": register.environment.value}
        findings.append(Finding(code="verify.other_environment", details=details))
    if candidate.role is not _SIGNER[register.level] or candidate.signed_at is None:
        role = "-" if candidate.role is None else candidate.role.value
        findings.append(Finding(code="sign.role_not_due", details={"role": role}))
    elif not _named_above(candidate, above, ministry, day_in_vietnam(candidate.signed_at)):
        details = {"level": register.level.value, "unit": register.unit}
        weight = Weight.INDETERMINATE
        findings.append(Finding(code="registers.not_entitled", weight=weight, details=details))
    return findings


def _named_above(
    candidate: Candidate, above: RegisterBook, ministry: frozenset[str], on: date
) -> bool:
    register, certificate = candidate.register, candidate.certificate
    if register.level is Level.MINISTRY:
        return certificate in ministry
    if register.level is Level.PROVINCE:
        offices = [unit for level, unit in above.registers if level is Level.MINISTRY]
        named = [h for o in offices for h in above.holdings(Level.MINISTRY, o, certificate)]
    else:
        named = list(above.holdings(Level.PROVINCE, register.unit, certificate))
    return any(
        h.unit == register.unit and h.role is _SIGNER[register.level] and h.holds_on(on)
        for h in named
    )
