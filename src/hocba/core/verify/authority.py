"""
Step 10: did the signer hold that role, there, on that day?

A `RegisterBook` holds registers whose own signatures have been verified and whose signers
were entitled to keep them; it answers from values alone.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from hocba.core.rules.library import secondary_label
from hocba.core.sign.register import Holding, Level, Register
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam

_NO_REGISTER: Final = MappingProxyType(
    {
        Level.SCHOOL: "authority.no_school_register",
        Level.PROVINCE: "authority.no_province_register",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """
    What a signature claims: this certificate held one of these roles, there, on that day.

    subject: of a subject teacher's, the key of the subject whose row is signed.
    """

    certificate: str
    claimed: Role
    school: str
    school_year: SchoolYear
    class_name: str
    on: date
    subject: str = ""

    @property
    def level(self) -> Level:
        """Whose register must say so: nobody attests the principal and the seal of his own."""
        attested_above = self.claimed in (Role.PRINCIPAL, Role.SEAL)
        return Level.PROVINCE if attested_above else Level.SCHOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterBook:
    """The latest register of every office, by level and unit, and their holdings by certificate."""

    registers: Mapping[tuple[Level, str], Register]
    by_certificate: Mapping[tuple[Level, str, str], tuple[Holding, ...]]
    newest: Mapping[tuple[Level, str], datetime]
    """When the newest register of a level was issued that says anything of a school."""
    contested: Mapping[str, tuple[tuple[str, Holding], ...]]
    """Schools that more than one province speaks for: province and holding."""
    heard: dict[Hashable, bool] = field(init=False, default_factory=dict, compare=False, repr=False)
    """Memory of answers that follow from the rest alone; see `signers.signers_stand`."""

    def holdings(self, level: Level, unit: str, certificate: str) -> tuple[Holding, ...]:
        """Return what one office's register says of a certificate."""
        return self.by_certificate.get((level, unit, certificate), ())

    def speaks_of(self, level: Level, school: str) -> bool:
        """Tell whether any register of that level says anything of the school."""
        return (level, school) in self.newest

    def issued_on(self, level: Level, school: str) -> date:
        """Return the day, in Vietnam, of the newest register of that level about the school."""
        return day_in_vietnam(self.newest[level, school])

    def is_contested(self, school: str, on: date) -> bool:
        """Tell whether two provinces speak for the school on a day; then neither is believed."""
        claims = self.contested.get(school, ())
        return len({province for province, h in claims if h.holds_on(on)}) > 1


def book_of(registers: Iterable[Register]) -> RegisterBook:
    """Keep the highest number of every office's registers."""
    latest: dict[tuple[Level, str], Register] = {}
    for register in registers:
        known = latest.get((register.level, register.unit))
        if known is None or register.number > known.number:
            latest[register.level, register.unit] = register
    index: dict[tuple[Level, str, str], list[Holding]] = {}
    newest: dict[tuple[Level, str], datetime] = {}
    for (level, unit), register in latest.items():
        for school in {unit, *(holding.unit for holding in register.holdings)}:
            known_at = newest.get((level, school), register.issued_at)
            newest[level, school] = max(known_at, register.issued_at)
        for holding in register.holdings:
            index.setdefault(
                (level, _kept_for(level, unit, holding), holding.certificate), []
            ).append(holding)
    return RegisterBook(
        registers=MappingProxyType(latest),
        by_certificate=MappingProxyType({key: tuple(found) for key, found in index.items()}),
        newest=MappingProxyType(newest),
        contested=MappingProxyType(_contested(latest)),
    )


def _contested(
    registers: Mapping[tuple[Level, str], Register],
) -> dict[str, tuple[tuple[str, Holding], ...]]:
    spoken_for: dict[str, list[tuple[str, Holding]]] = {}
    for (level, province), register in registers.items():
        if level is Level.PROVINCE:
            for holding in register.holdings:
                spoken_for.setdefault(holding.unit, []).append((province, holding))
    return {
        school: tuple(claims)
        for school, claims in spoken_for.items()
        if len({province for province, _ in claims}) > 1
    }


def _kept_for(level: Level, unit: str, holding: Holding) -> str:
    # A province attests for many schools: its holdings are found by the school they concern.
    return holding.unit if level is Level.PROVINCE else unit


def why_not_held(book: RegisterBook, claim: Claim) -> Finding | None:
    """
    Return why the claimed role was not held, or None when a register proves that it was.

    Without a register nothing is proven either way: INDETERMINATE, never PASSED.
    """
    if book.is_contested(claim.school, claim.on):
        code = "authority.contested_school"
        return Finding(code=code, weight=Weight.INDETERMINATE, details=_details(claim))
    found = book.holdings(claim.level, claim.school, claim.certificate)
    if not found and not book.speaks_of(claim.level, claim.school):
        code = _NO_REGISTER[claim.level]
        return Finding(code=code, weight=Weight.INDETERMINATE, details=_details(claim))
    refused = _judged(found, claim)
    if not _named(found, claim) and book.issued_on(claim.level, claim.school) < claim.on:
        # Who was given the role after the register was issued cannot stand in it yet.
        code = "authority.register_too_old"
        return Finding(code=code, weight=Weight.INDETERMINATE, details=_details(claim))
    return refused


def persons_of(book: RegisterBook, claim: Claim) -> frozenset[tuple[Level, str]]:
    """Return as whom a school's registers know the certificate: (level, code of the person)."""
    return frozenset(
        (level, holding.person)
        for level in (Level.SCHOOL, Level.PROVINCE)
        for holding in book.holdings(level, claim.school, claim.certificate)
    )


def _judged(found: tuple[Holding, ...], claim: Claim) -> Finding | None:
    of_role = _of_role(found, claim)
    if not of_role:
        return _refused("authority.role_not_held", claim)
    in_scope = [h for h in of_role if _in_scope(h, claim)]
    if not in_scope:
        code = "authority.other_subject" if claim.subject else "authority.other_class"
        return _refused(code, claim)
    then = [h for h in in_scope if h.holds_on(claim.on)]
    if not then:
        return _refused("authority.not_on_that_day", claim)
    if claim.claimed is Role.DEPUTY and not any(h.basis for h in then):
        return _refused("authority.delegation_without_basis", claim)
    return None


def _of_role(found: tuple[Holding, ...], claim: Claim) -> list[Holding]:
    return [h for h in found if h.role is claim.claimed and h.unit == claim.school]


def _named(found: tuple[Holding, ...], claim: Claim) -> bool:
    """Tell whether the register can know the claim; of teachers it names each subject apart."""
    of_role = _of_role(found, claim)
    return any(_in_scope(h, claim) for h in of_role) if claim.subject else bool(of_role)


def _in_scope(holding: Holding, claim: Claim) -> bool:
    if claim.claimed not in (Role.HOMEROOM_TEACHER, Role.SUBJECT_TEACHER):
        return True
    scope = (holding.school_year, holding.class_name, holding.subject)
    return scope == (claim.school_year, claim.class_name, claim.subject)


def _details(claim: Claim) -> dict[str, str]:
    subject = {"subject": secondary_label(claim.subject)} if claim.subject else {}
    return {
        "role": claim.claimed.value,
        "school": claim.school,
        "class_name": claim.class_name,
        "on": claim.on.strftime("%d/%m/%Y"),
        **subject,
    }


def _refused(code: str, claim: Claim) -> Finding:
    return Finding(code=code, details=_details(claim))
