"""
What oversight counts: traits of accepted records and of the signatures under them.

One accepted record adds some counts to cells of its school; nothing of a pupil is kept, and
nothing of a signer beyond which certificate authority vouched for them. The order in which
records come changes nothing, so that counting on and counting anew give the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType
from typing import Final

from hocba.core.compose.content import Software
from hocba.core.sign.register import Register
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM, day_in_vietnam

NEAR_EXPIRY: Final = timedelta(days=30)
NIGHT: Final = range(6)
"""Hours of Vietnam's clock, 0 to 5, in which few people sit at school. Ours, not the law's."""
AT_ONCE: Final = timedelta(seconds=60)
"""Two persons who sign one record within this time perhaps sat at one machine. Ours, too."""


class Trait(StrEnum):
    """What is counted of a record or of one of its signatures; published in files."""

    RECORDS = "HOC_BA"
    SOFTWARE = "PHAN_MEM"
    AMENDED = "DINH_CHINH"
    WARNED = "NHAN_CO_CANH_BAO"
    """By software, as `SOFTWARE` is."""
    REOPENED = "MO_LAI_SAU_KHOA"
    AT_ONE_PLACE = "HAI_NGUOI_KY_CUNG_LUC"
    SIGNATURES = "CHU_KY"
    AUTHORITY = "TO_CHUC_CHUNG_THUC"
    SEALED_WITH = "TO_CHUC_CUA_CON_DAU"
    """Of these, seals, by the same names: a seal's certificate is no person's."""
    BY_DEPUTY = "PHO_HIEU_TRUONG_KY"
    IN_CAMPAIGN = "CHU_KY_CUA_DOT"
    """Signatures of first versions whose year and grade have a campaign."""
    OUT_OF_WINDOW = "KY_NGOAI_DOT"
    AT_NIGHT = "KY_BAN_DEM"
    NEAR_EXPIRY = "KY_GAN_HET_HAN"
    JUST_ASSIGNED = "VUA_PHAN_CONG"
    SHARED = "MOT_CHUNG_THU_NHIEU_NGUOI"
    SEAL_ENDS = "CON_DAU_HET_HAN"
    """By the last day of the certificate of the school's own seal, as 2026-08-31."""
    HOMEROOMS = "CHU_NHIEM_CO_CHUNG_THU"
    """Classes whose homeroom teacher a register names with a certificate, by its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureTrace:
    """
    What a signature tells of itself.

    authority: its certificate's issuer. valid_to: of the certificate. assigned_for: days since
    the role was given, as the school's register says; None where no register names the holder.
    by: the certificate's fingerprint, compared within one record and never kept.
    """

    role: str
    authority: str
    signed_at: datetime | None
    valid_to: datetime | None
    assigned_for: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterTrace:
    """
    What a school's register tells.

    shared: certificates that it gives to several persons. number: of the register. homerooms:
    classes of each year whose homeroom teacher it names with a certificate.
    """

    school_years: tuple[SchoolYear, ...]
    school: str
    shared: tuple[str, ...]
    number: int = 0
    homerooms: Mapping[SchoolYear, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTrace:
    """
    What an accepted record tells.

    warned: whether it was taken with findings to look at. reopened: whether its content was
    changed after it had been locked once. window: first and last day of its campaign, the late
    window included; None where no campaign asks for it, and for versions after the first.
    """

    school_year: SchoolYear
    province: str
    school: str
    software: str
    version: int
    signatures: tuple[SignatureTrace, ...]
    warned: bool = False
    reopened: bool = False
    window: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Cell:
    """Whose count it is, and of what. value: a vendor's or an authority's name, else empty."""

    school_year: int
    province: str
    school: str
    trait: str
    value: str = ""


Tally = Counter[Cell]


def tallied(traces: Iterable[RecordTrace], registers: Iterable[RegisterTrace] = ()) -> Tally:
    """Count traces; tallies of parts may be added."""
    found: Tally = Counter()
    for register in registers:
        for year in register.school_years:
            for name in register.shared:
                found[_of_register(Trait.SHARED, register.school, year, name)] += 1
        for year, classes in register.homerooms.items():
            number = f"{register.number:09d}"
            found[_of_register(Trait.HOMEROOMS, register.school, year, number)] += classes
    for trace in traces:
        for trait, value in _of_record(trace):
            cell = Cell(
                school_year=trace.school_year.first,
                province=trace.province,
                school=trace.school,
                trait=trait.value,
                value=value,
            )
            found[cell] += 1
    return found


def software_name(software: Software) -> str:
    """Return who made a program and what it is called; once where both are one word."""
    words = dict.fromkeys((software.vendor, software.name))
    return " · ".join(filter(None, words))[:200]


def seal_ends(cells: Iterable[Cell]) -> Mapping[str, date]:
    """Return on which day the certificate of each school's latest seal ends."""
    found: dict[str, date] = {}
    for cell in cells:
        if cell.trait == Trait.SEAL_ENDS:
            ends = date.fromisoformat(cell.value)
            found[cell.school] = max(ends, found.get(cell.school, ends))
    return found


def shared_certificates(register: Register) -> tuple[str, ...]:
    """Return the certificates by which a register lets more than one person act, in order."""
    people: dict[str, set[str]] = {}
    for holding in register.holdings:
        people.setdefault(holding.certificate, set()).add(holding.person)
    return tuple(sorted(name for name, holders in people.items() if len(holders) > 1))


def homerooms_named(register: Register) -> Mapping[SchoolYear, int]:
    """Count the classes of each year whose homeroom teacher a register names."""
    classes = {
        (holding.school_year, holding.class_name)
        for holding in register.holdings
        if holding.role is Role.HOMEROOM_TEACHER and holding.certificate
    }
    return MappingProxyType(Counter(year for year, _ in classes if year is not None))


def homerooms(cells: Mapping[Cell, int]) -> Mapping[str, int]:
    """Return for each school how many classes its latest register names a teacher of."""
    latest: dict[str, Cell] = {}
    for cell in cells:
        known = latest.get(cell.school)
        if cell.trait == Trait.HOMEROOMS and (known is None or cell.value > known.value):
            latest[cell.school] = cell
    return {school: cells[cell] for school, cell in latest.items()}


def _of_register(trait: Trait, school: str, year: SchoolYear, value: str) -> Cell:
    return Cell(school_year=year.first, province="", school=school, trait=trait.value, value=value)


def _of_record(trace: RecordTrace) -> Iterable[tuple[Trait, str]]:
    yield Trait.RECORDS, ""
    yield Trait.SOFTWARE, trace.software
    if trace.version > 1:
        yield Trait.AMENDED, ""
    if trace.warned:
        yield Trait.WARNED, trace.software
    if trace.reopened:
        yield Trait.REOPENED, ""
    if _are_at_once(trace.signatures):
        yield Trait.AT_ONE_PLACE, ""
    for each in trace.signatures:
        yield from _of_signature(each)
        if trace.window is not None:
            yield from _of_window(each, *trace.window)


def _are_at_once(signatures: Sequence[SignatureTrace]) -> bool:
    """Tell whether two persons signed within a minute; a seal is no person's."""
    moments = [
        (each.signed_at, each.by)
        for each in signatures
        if each.role != Role.SEAL and each.signed_at is not None
    ]
    return any(
        one_by != other_by and abs(one_at - other_at) < AT_ONCE
        for (one_at, one_by), (other_at, other_by) in combinations(moments, 2)
    )


def _of_signature(each: SignatureTrace) -> Iterable[tuple[Trait, str]]:
    yield Trait.SIGNATURES, ""
    yield Trait.AUTHORITY, each.authority
    if each.role == Role.SEAL:
        yield Trait.SEALED_WITH, each.authority
    if each.role == Role.SEAL and each.valid_to is not None:
        yield Trait.SEAL_ENDS, day_in_vietnam(each.valid_to).isoformat()
    if each.role == Role.DEPUTY:
        yield Trait.BY_DEPUTY, ""
    if each.signed_at is not None:
        yield from _of_moment(each, each.signed_at)


def _of_window(each: SignatureTrace, first: date, last: date) -> Iterable[tuple[Trait, str]]:
    if each.signed_at is not None:
        yield Trait.IN_CAMPAIGN, ""
        if not first <= day_in_vietnam(each.signed_at) <= last:
            yield Trait.OUT_OF_WINDOW, ""


def _of_moment(each: SignatureTrace, at: datetime) -> Iterable[tuple[Trait, str]]:
    if at.astimezone(VIETNAM).hour in NIGHT:
        yield Trait.AT_NIGHT, ""
    if each.valid_to is not None and at <= each.valid_to < at + NEAR_EXPIRY:
        yield Trait.NEAR_EXPIRY, ""
    if each.assigned_for is not None and each.assigned_for <= 1:
        yield Trait.JUST_ASSIGNED, ""
