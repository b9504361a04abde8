"""
With what schools sign and who pays for it, added up from their sealed statements.

    due        persons who have to sign, everybody once, and one seal a school
    certified  of them, with a certificate that holds on the day of the statement
    payers     who pays for the certificates; what no school wrote down is counted as such
    providers  who keeps the keys, in the schools' words; concentration over what is known
    waits      days from asking to receiving, of certificates whose both days were written down

A pure function over each school's latest statement; the order of statements changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from hocba.core.report.figures import Rate
from hocba.core.report.oversight import Concentration, concentration
from hocba.core.sign.means import SIGNERS, Means, Payer
from hocba.core.submit.signers import CertificateGroup, RoleCount, SignersStatement
from hocba.core.terms.roles import Role

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """
    How long certificates of one authority took. count: all of them that hold; known: of them,
    with both days written down; days: of these, added up.
    """

    authority: str
    count: int
    known: int
    days: int

    @property
    def average(self) -> Decimal | None:
        """Days, one decimal place, half up; None where no day is known."""
        if not self.known:
            return None
        exact = Decimal(self.days) / Decimal(self.known)
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayersOfUnit:
    """Who pays at one unit. name: the province's or school's; by: certificates by payer."""

    unit: str
    name: str
    certificates: int
    by: Mapping[Payer, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """
    All that statements come to. schools: that stated anything.

    unnamed: certificates whose provider no school wrote down; they are in no share.
    """

    schools: int
    signers: Rate
    roles: tuple[RoleCount, ...]
    payers: Mapping[Payer, int]
    means: Mapping[Means, int]
    providers: Concentration
    unnamed: int
    waits: tuple[Wait, ...]
    units: tuple[PayersOfUnit, ...]


def signing(
    statements: Sequence[SignersStatement],
    before: Sequence[SignersStatement] = (),
    *,
    by_school: bool,
) -> Signing:
    """
    Add statements up; at most one a school. before: those of the school year before.

    by_school: units are schools, else provinces.
    """
    groups = [group for each in statements for group in each.groups]
    roles = _roles(statements)
    return Signing(
        schools=len(statements),
        signers=Rate(
            numerator=sum(each.certified for each in roles),
            denominator=sum(each.due for each in roles),
        ),
        roles=roles,
        payers=_counted(groups, lambda group: group.payer),
        means=_counted(groups, lambda group: group.means),
        providers=concentration(
            _providers(groups), _providers(g for each in before for g in each.groups)
        ),
        unnamed=sum(group.count for group in groups if not group.provider),
        waits=_waits(groups),
        units=tuple(_units(statements, by_school=by_school)),
    )


def _roles(statements: Iterable[SignersStatement]) -> tuple[RoleCount, ...]:
    due: Counter[Role] = Counter()
    certified: Counter[Role] = Counter()
    for each in statements:
        for role in each.roles:
            due[role.role] += role.due
            certified[role.role] += role.certified
    return tuple(
        RoleCount(role=role, due=due[role], certified=certified[role])
        for role in SIGNERS
        if due[role]
    )


def _counted(
    groups: Iterable[CertificateGroup], kind: Callable[[CertificateGroup], Kind]
) -> Mapping[Kind, int]:
    found: Counter[Kind] = Counter()
    for group in groups:
        found[kind(group)] += group.count
    return found


def _providers(groups: Iterable[CertificateGroup]) -> Mapping[str, int]:
    return _counted((group for group in groups if group.provider), lambda group: group.provider)


def _waits(groups: Sequence[CertificateGroup]) -> tuple[Wait, ...]:
    counts = _counted(groups, lambda group: group.authority)
    known: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for group in groups:
        known[group.authority] += group.waited
        days[group.authority] += group.days
    return tuple(
        Wait(authority=name, count=count, known=known[name], days=days[name])
        for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _units(statements: Iterable[SignersStatement], *, by_school: bool) -> Iterable[PayersOfUnit]:
    units: dict[tuple[str, str], list[CertificateGroup]] = {}
    for each in statements:
        head = each.head
        province = (head.province.code, head.province.name)
        unit = (str(head.school), head.school_name) if by_school else province
        units.setdefault(unit, []).extend(each.groups)
    for (code, name), groups in sorted(units.items()):
        yield PayersOfUnit(
            unit=code,
            name=name,
            certificates=sum(group.count for group in groups),
            by=_counted(groups, lambda group: group.payer),
        )
