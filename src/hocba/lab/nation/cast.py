"""
Who signs in a school of the nation, with which certificates and keys.

Every signer has a certificate of his own. Key pairs come from a pool and may repeat: making one
costs 50 to 100 ms, and a verifier works no less because two certificates hold the same key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from hocba.adapters.keys.holder import Holder
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Place, StaffMember
from hocba.core.terms.roles import Role
from hocba.lab.nation.plan import PlannedSchool
from hocba.lab.people.places import provinces
from hocba.lab.people.plans import SchoolKind
from hocba.lab.people.world import SyntheticSchool
from hocba.lab.pki.laboratory import Laboratory

MINISTRY_NAME: Final = "Bộ Giáo dục và Đào tạo (mô phỏng)"

_TEACHERS_SHARE: Final = 0.8
_VALID: Final = timedelta(days=3 * 365)
_SIGNERS_OF_A_SCHOOL: Final = 64
_YEAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPool:
    """How many key pairs there are for teachers, and for principals and for seals each."""

    teachers: int
    heads: int

    def __post_init__(self) -> None:
        if min(self.teachers, self.heads) < 1:
            raise ValueError("every role needs a key")

    @property
    def size(self) -> int:
        """How many key pairs there are in all."""
        return self.teachers + 2 * self.heads

    def labels(self) -> Iterator[tuple[str, int]]:
        """Return every key as (role, number)."""
        yield from (("teacher", number) for number in range(self.teachers))
        yield from (("principal", number) for number in range(self.heads))
        yield from (("seal", number) for number in range(self.heads))


def key_pool(keys: int, *, schools: int, teachers: int) -> KeyPool:
    """Share `keys` out among the roles; no more than there are signers."""
    heads = max(1, int(keys * (1 - _TEACHERS_SHARE) / 2))
    most = max(1, keys - 2 * heads)
    return KeyPool(teachers=min(most, teachers), heads=min(heads, schools))


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCast:
    """A school's signers. teachers, certificates: by class and by staff code (SHA-256, hex)."""

    seal: Holder
    principal: Holder
    principal_member: StaffMember
    teachers: Mapping[str, Holder]
    certificates: Mapping[str, str]


def school_cast(
    laboratory: Laboratory, pool: KeyPool, planned: PlannedSchool, school: SyntheticSchool
) -> SchoolCast:
    """
    Issue a school's certificates; the same school gets the same ones again.

    A public school's come from the state's CAs, a private one's from a licensed public CA.
    """
    desk = _Desk(laboratory, planned, school)
    calendar = planned.calendar
    june = calendar.certified_at.replace(year=calendar.year.first + 1, month=6).date()
    principal = school.holder(Role.PRINCIPAL, on=june)
    head = planned.place % pool.heads
    teachers: dict[str, Holder] = {}
    certificates: dict[str, str] = {}
    for number, room in enumerate(school.classes):
        member = school.homeroom_teacher(room.name, on=june)
        key = (planned.first_teacher + number) % pool.teachers
        teachers[room.name] = desk.person(member, "teacher", key, ticket=number + 2)
        certificates[member.staff_code] = fingerprint(teachers[room.name])
    return SchoolCast(
        seal=desk.seal(head, ticket=0),
        principal=desk.person(principal, "principal", head, ticket=1),
        principal_member=principal,
        teachers=MappingProxyType(teachers),
        certificates=MappingProxyType(certificates),
    )


def office_holder(laboratory: Laboratory, code: str) -> Holder:
    """Return the certificate and key of a province, or of the ministry (`BO`)."""
    if code == MINISTRY_CODE:
        return laboratory.issue_organisation(name=MINISTRY_NAME, role="ministry")
    return laboratory.issue_organisation(name=province_office(provinces()[code]), role="province")


def province_office(province: Place) -> str:
    """Return the name of a province's office."""
    return f"Sở GD&ĐT {province.name} (dữ liệu mẫu)"


def make_key(laboratory: Laboratory, role: str, number: int) -> None:
    """Put one key of the pool into the laboratory's folder, unless it lies there already."""
    if role == "seal":
        laboratory.issue_organisation(name="Khoá", label=_label(number))
    else:
        laboratory.issue_person(name="Khoá", role=role, label=_label(number))


def fingerprint(holder: Holder) -> str:
    """Return the name by which registers know a certificate."""
    return sha256(holder.certificate).hexdigest()


def _label(number: int) -> str:
    return f"chung {number}"


class _Desk:
    """Where one school's certificates are issued, each a second after the other."""

    def __init__(
        self, laboratory: Laboratory, planned: PlannedSchool, school: SyntheticSchool
    ) -> None:
        public = school.kind is SchoolKind.PUBLIC
        self._laboratory = laboratory
        self._name = school.name
        self._certified_at = planned.calendar.certified_at
        self._first = planned.place * _SIGNERS_OF_A_SCHOOL
        self._bodies = "state_bodies" if public else "public_sen"
        self._people = "state_people" if public else "public_sen"

    def seal(self, key: int, *, ticket: int) -> Holder:
        start = self._start(ticket)
        return self._laboratory.issue_organisation(
            name=self._name,
            ca=self._bodies,
            valid_from=start,
            valid_to=start + _VALID,
            label=_label(key),
        )

    def person(self, member: StaffMember, role: str, key: int, *, ticket: int) -> Holder:
        start = self._start(ticket)
        number = member.personal_id
        return self._laboratory.issue_person(
            name=member.full_name,
            role=role,
            organisation=self._name,
            ca=self._people,
            valid_from=start,
            valid_to=start + _VALID,
            personal_id="" if isinstance(number, Missing) else number,
            label=_label(key),
        )

    def _start(self, ticket: int) -> datetime:
        # The laboratory's serial numbers follow from key and period: with one key, no two
        # certificates may begin at the same instant.
        before = self._certified_at - timedelta(days=_YEAR_DAYS)
        return before + timedelta(seconds=self._first + ticket)
