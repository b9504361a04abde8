"""
Who stands for a child, as the school has recorded it from papers that it has seen.

The ground on which a personal number, proved by a provider of identities, opens a record.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from hocba.core.compose.families import FamilyMember, Kin
from hocba.core.compose.invitations import written_code
from hocba.core.terms.codes import PersonalId, RecordCode, SchoolCode, personal_id
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam

FULL_AGE: Final = 18
"""Parents stand for a child until then. Source: Bộ luật Dân sự 2015, Điều 20, 21 và 136."""
SHOWN_DIGITS: Final = 3
"""Of a guardian's number; enough to tell two apart, too few to be used."""
_LONGEST: Final = 200
_LONGEST_BASIS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardianship:
    """
    One person's standing towards one pupil. kin: `HOC_SINH` for the pupil in person.

    number_end: the last digits of the personal number; the rest is kept as a keyed digest.
    basis: the paper that the school has seen. until_on: last day, None where it has no end.
    by: who recorded it. ended_at, ended_by: when the school took it back, and who.
    """

    guardianship_id: str
    school: SchoolCode
    sector_code: str
    kin: Kin
    name: str
    number_end: str
    basis: str
    from_on: date
    until_on: date | None
    by: str
    at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""

    def holds_at(self, now: datetime) -> bool:
        """Tell whether it opens the child's record now."""
        if self.ended_at is not None:
            return False
        return self.from_on <= day_in_vietnam(now) <= (self.until_on or date.max)

    def member(self, record_code: RecordCode) -> FamilyMember:
        """Return who comes in by it."""
        return FamilyMember(
            access_id=self.guardianship_id,
            school=self.school,
            sector_code=self.sector_code,
            record_code=record_code,
            kin=self.kin,
            name=self.name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a school states of a guardian, as read from its form."""

    kin: Kin
    name: str
    number: PersonalId
    basis: str
    from_on: date
    until_on: date | None


def entry_name(drawn: bytes) -> str:
    """Return the public name of an entry. drawn: `ACCESS_BYTES` random bytes."""
    return f"QH-{written_code(drawn).replace('-', '')}"


def recorded(
    standing: Standing,
    *,
    entry_id: str,
    school: SchoolCode,
    sector_code: str,
    by: str,
    at: datetime,
) -> Guardianship:
    """Return what is kept of a standing that a school records."""
    return Guardianship(
        guardianship_id=entry_id,
        school=school,
        sector_code=sector_code,
        kin=standing.kin,
        name=standing.name,
        number_end=standing.number[-SHOWN_DIGITS:],
        basis=standing.basis,
        from_on=standing.from_on,
        until_on=standing.until_on,
        by=by,
        at=at,
    )


def full_age_on(born_on: date) -> date:
    """Return the day before the eighteenth birthday: the last on which a parent stands for a child.

    Somebody born on 29 February comes of age on 1 March of a year without that day.
    """
    year = born_on.year + FULL_AGE
    try:
        birthday = born_on.replace(year=year)
    except ValueError:
        birthday = date(year, 3, 1)
    return date.fromordinal(birthday.toordinal() - 1)


def required_standing(
    *,
    kin: Kin,
    name: str,
    number: str,
    basis: str,
    from_on: date,
    until_on: date | None,
    pupil_number: PersonalId | None,
) -> Standing:
    """
    Return what may be recorded of a guardian.

    Raises: Refusal "family.guardian_incomplete" with findings "family.name_due",
    "family.basis_due", "family.period_backwards", "family.number_of_pupil",
    "code.not_a_personal_id".
    """
    findings: list[Finding] = []
    shown, ground = clean(name)[:_LONGEST], clean(basis)[:_LONGEST_BASIS]
    if not shown:
        findings.append(Finding(code="family.name_due", where="name"))
    if not ground:
        findings.append(Finding(code="family.basis_due", where="basis"))
    if until_on is not None and until_on < from_on:
        findings.append(Finding(code="family.period_backwards", where="until"))
    known = _number(number, pupil_number, findings)
    if findings or known is None:
        raise Refusal("family.guardian_incomplete", findings=tuple(findings))
    return Standing(
        kin=kin, name=shown, number=known, basis=ground, from_on=from_on, until_on=until_on
    )


def _number(
    typed: str, pupil_number: PersonalId | None, findings: list[Finding]
) -> PersonalId | None:
    try:
        number = personal_id(typed)
    except Refusal as refusal:
        findings.append(Finding(code=refusal.code, where="number", details=refusal.details))
        return None
    if number == pupil_number:
        findings.append(Finding(code="family.number_of_pupil", where="number"))
    return number
