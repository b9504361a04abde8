"""Schools' statements on their signers, as an office keeps them; inside the office's scope."""

from collections.abc import Mapping, Sequence
from datetime import date

from hocba.adapters.database.models.signers import KeptSignersModel
from hocba.adapters.database.stored_heads import head_columns, head_of_row
from hocba.core.sign.means import Means, Payer
from hocba.core.submit.signers import (
    CertificateEnd,
    CertificateGroup,
    RoleCount,
    SignersStatement,
)
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.roles import Role


def keep_signers(office: str, statements: Mapping[bytes, SignersStatement]) -> None:
    """Insert statements, by the digest of their file."""
    KeptSignersModel.objects.bulk_create(
        _row(office, digest, statement) for digest, statement in statements.items()
    )


def stated_numbers(
    office: str, schools: Sequence[str]
) -> Mapping[tuple[str, SchoolYear, int], bytes]:
    """Return the digest of every statement of schools, by school, year and number."""
    rows = KeptSignersModel.objects.filter(office=office, school__in=schools)
    names = rows.values_list("school", "school_year", "number", "digest")
    return {
        (school, SchoolYear(year), number): bytes(digest) for school, year, number, digest in names
    }


def latest_signers(office: str, school_year: SchoolYear) -> tuple[SignersStatement, ...]:
    """Return the latest statement of every school of a year."""
    rows = KeptSignersModel.objects.filter(office=office, school_year=school_year.first)
    return tuple(map(_statement, rows.order_by("school", "-number").distinct("school")))


def signer_counts(office: str, school_year: SchoolYear) -> Mapping[str, tuple[int, int]]:
    """Return how many have to sign and how many can, by school, as last stated."""
    rows = KeptSignersModel.objects.filter(office=office, school_year=school_year.first)
    latest = rows.order_by("school", "-number").distinct("school")
    return {
        school: (due, certified)
        for school, due, certified in latest.values_list("school", "due", "certified")
    }


def signer_ends(office: str, school_year: SchoolYear) -> Mapping[str, tuple[CertificateEnd, ...]]:
    """Return when certificates end, by school, as last stated; schools that told no day not."""
    rows = KeptSignersModel.objects.filter(office=office, school_year=school_year.first)
    latest = rows.order_by("school", "-number").distinct("school")
    told = latest.values_list("school", "ends")
    return {school: _ends(ends) for school, ends in told if ends is not None}


def _row(office: str, digest: bytes, statement: SignersStatement) -> KeptSignersModel:
    return KeptSignersModel(
        office=office,
        digest=digest,
        made_at=statement.head.made_at,
        **head_columns(statement.head),
        due=sum(each.due for each in statement.roles),
        certified=sum(each.certified for each in statement.roles),
        roles=[[each.role.value, each.due, each.certified] for each in statement.roles],
        groups=[
            [
                *(each.role.value, each.authority, each.means.value, each.provider),
                *(each.payer.value, each.count, each.waited, each.days),
            ]
            for each in statement.groups
        ],
        ends=None
        if statement.ends is None
        else [[each.role.value, each.on.isoformat(), each.count] for each in statement.ends],
    )


def _statement(row: KeptSignersModel) -> SignersStatement:
    return SignersStatement(
        head=head_of_row(row, row.made_at),
        roles=tuple(
            RoleCount(role=Role(role), due=due, certified=certified)
            for role, due, certified in row.roles
        ),
        groups=tuple(
            CertificateGroup(
                role=Role(role),
                authority=authority,
                means=Means(means),
                provider=provider,
                payer=Payer(payer),
                count=count,
                waited=waited,
                days=days,
            )
            for role, authority, means, provider, payer, count, waited, days in row.groups
        ),
        ends=None if row.ends is None else _ends(row.ends),
    )


def _ends(told: Sequence[tuple[str, str, int]]) -> tuple[CertificateEnd, ...]:
    return tuple(
        CertificateEnd(role=Role(role), on=date.fromisoformat(on), count=count)
        for role, on, count in told
    )
