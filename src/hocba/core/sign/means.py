"""
With what the people of a school sign, and who pays for it, as the school writes it down.

Who has to sign follows from the staff list; what a certificate says of itself is read from it;
the rest nobody but the school knows. It decides nothing: no signature counts more or less for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.rules.campaigns import GRADES_OF, SchoolLevel
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import StaffMember
from hocba.core.terms.roles import Role

PROVIDER_CHARS: Final = 120
RENEWED_BEFORE: Final = timedelta(days=60)
"""A new certificate takes weeks to get: from so long before its end on it is asked for. Ours."""


class Means(StrEnum):
    """`PhuongTien`: what the private key is kept on."""

    TOKEN = "USB_TOKEN"
    REMOTE = "KY_TU_XA"
    SIM = "SIM_PKI"
    HSM = "HSM"
    FILE = "TEP_KHOA"
    UNKNOWN = "CHUA_GHI"


class Payer(StrEnum):
    """`NguoiTra`: who pays for a certificate."""

    STATE = "NHA_NUOC"
    PROVINCE = "TINH"
    SCHOOL = "TRUONG"
    HOLDER = "NGUOI_KY"
    SUPPLIER = "NHA_CUNG_CAP"
    """Whoever gives it away, for whatever reason."""
    UNKNOWN = "CHUA_GHI"


SIGNERS: Final = (
    Role.PRINCIPAL,
    Role.DEPUTY,
    Role.HOMEROOM_TEACHER,
    Role.SUBJECT_TEACHER,
    Role.SEAL,
)
"""A person who has several of these roles is counted once, under the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSigner:
    """Who has to sign, or seal. holder: a staff code, or the school's for its seal."""

    role: Role
    holder: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningMeans:
    """
    What the school wrote down of one certificate.

    certificate: its fingerprint, empty while there is none: a new certificate is a new entry.
    provider: who keeps the key, in the school's words. asked_on, got_on: when it was asked for
    and when it came.
    """

    school: SchoolCode
    holder: str
    certificate: str
    means: Means
    provider: str
    payer: Payer
    asked_on: date | None
    got_on: date | None
    by: str
    at: datetime

    @property
    def days(self) -> int | None:
        """How long the holder waited; None where one of the days was not written down."""
        if self.asked_on is None or self.got_on is None:
            return None
        return (self.got_on - self.asked_on).days


def due_signers(
    staff: Iterable[StaffMember],
    *,
    school: SchoolCode,
    school_name: str,
    grades: Iterable[int],
    today: date,
) -> tuple[DueSigner, ...]:
    """
    Return who has to sign at a school today, everybody once, and the school's seal last.

    Subject teachers sign their rows from grade 6 on. Whoever holds several roles is named in
    the first of `SIGNERS`.
    """
    primary = GRADES_OF[SchoolLevel.PRIMARY]
    due: list[Role] = [role for role in SIGNERS if role is not Role.SUBJECT_TEACHER]
    if any(grade not in primary for grade in grades):
        due = list(SIGNERS)
    found = [
        DueSigner(role=role, holder=member.staff_code, name=member.full_name)
        for member in staff
        if (role := _first_role(member, due, today)) is not None
    ]
    seal = DueSigner(role=Role.SEAL, holder=school, name=school_name)
    return (*sorted(found, key=lambda each: (SIGNERS.index(each.role), each.name)), seal)


def means_findings(
    *, provider: str, asked_on: date | None, got_on: date | None, today: date
) -> tuple[Finding, ...]:
    """Say all that is wrong with what a school writes down; `where` is the form's field."""
    found = []
    if len(provider) > PROVIDER_CHARS:
        details = {"most": str(PROVIDER_CHARS)}
        found.append(Finding(code="means.provider_too_long", where="provider", details=details))
    for field, on in (("asked_on", asked_on), ("got_on", got_on)):
        if on is not None and on > today:
            found.append(Finding(code="means.day_to_come", where=field))
    if asked_on is not None and got_on is not None and got_on < asked_on:
        found.append(Finding(code="means.came_before_asked", where="got_on"))
    return tuple(found)


def latest_means(entries: Iterable[SigningMeans]) -> Mapping[str, SigningMeans]:
    """Return the last entry of each holder; entries: oldest first."""
    return MappingProxyType({each.holder: each for each in entries})


def ends_soon(on: date, today: date) -> bool:
    """Tell whether a certificate's last day is less than 60 days away, or over."""
    return on < today + RENEWED_BEFORE


def _first_role(member: StaffMember, due: Iterable[Role], today: date) -> Role | None:
    held = {each.role for each in member.appointments if each.holds_on(today)}
    return next((role for role in due if role in held), None)
