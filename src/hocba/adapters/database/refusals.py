"""What an office returned, and provinces' statements on it, in PostgreSQL."""

from collections.abc import Mapping, Sequence

from django.db.models import Sum

from hocba.adapters.database.models.refusals import KeptRefusalsModel, RefusedRecordsModel
from hocba.adapters.database.office_scope import of_office
from hocba.core.report.refusals import RefusedRecords
from hocba.core.submit.refusals import RefusalsStatement, StatedSoftware
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Place
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.repository import Keeping


class DatabaseRefusals:
    """Implements `Refusals`. office: its code."""

    def __init__(self, office: str) -> None:
        self._office = office

    def refused(self, school_year: SchoolYear) -> tuple[RefusedRecords, ...]:
        """Return what was returned of a year; see the port."""
        with of_office(self._office):
            rows = RefusedRecordsModel.objects.filter(
                office=self._office, school_year=school_year.first
            )
            named = rows.values_list("sender", "school", "software", "code").order_by()
            return tuple(
                RefusedRecords(
                    sender=sender,
                    school=school,
                    school_year=school_year,
                    software=software,
                    code=code,
                    count=count,
                )
                for sender, school, software, code, count in named.annotate(n=Sum("count"))
            )

    def years(self) -> tuple[SchoolYear, ...]:
        """Return the years of which anything was returned; see the port."""
        with of_office(self._office):
            rows = RefusedRecordsModel.objects.filter(office=self._office)
            firsts = rows.order_by("school_year").values_list("school_year", flat=True).distinct()
            return tuple(map(SchoolYear, firsts))

    def latest(self) -> tuple[RefusalsStatement, ...]:
        """Return every province's latest statement; see the port."""
        with of_office(self._office):
            rows = KeptRefusalsModel.objects.filter(office=self._office)
            latest = rows.order_by("province_code", "-number").distinct("province_code")
            return tuple(map(_statement, latest))

    def numbers(self, provinces: Sequence[str]) -> Mapping[tuple[str, int], bytes]:
        """Return the digests of statements; see the port."""
        with of_office(self._office):
            rows = KeptRefusalsModel.objects.filter(
                office=self._office, province_code__in=provinces
            )
            names = rows.values_list("province_code", "number", "digest")
            return {(province, number): bytes(digest) for province, number, digest in names}

    def add(self, statement: RefusalsStatement, digest: bytes) -> None:
        """Keep a statement of this office; see the port."""
        with of_office(self._office):
            _row(self._office, digest, statement).save(force_insert=True)


def keep_refusals(office: str, keeping: Keeping) -> None:
    """Insert what a package adds, inside the office's scope and the package's transaction."""
    RefusedRecordsModel.objects.bulk_create(
        RefusedRecordsModel(
            office=office,
            school_year=each.school_year.first,
            message_id=keeping.package.message_id,
            sender=each.sender,
            school=each.school,
            software=each.software,
            code=each.code,
            count=each.count,
        )
        for each in keeping.refused
    )
    KeptRefusalsModel.objects.bulk_create(
        _row(office, digest, statement) for digest, statement in keeping.refusals.items()
    )


def _row(office: str, digest: bytes, statement: RefusalsStatement) -> KeptRefusalsModel:
    return KeptRefusalsModel(
        office=office,
        province_code=statement.province.code,
        province_name=statement.province.name,
        number=statement.number,
        digest=digest,
        environment=statement.environment.value,
        made_at=statement.made_at,
        counted=statement.counted,
        logged=statement.logged,
        lines=[
            [
                *(each.school_year.first, each.software, each.schools),
                *(each.accepted, each.warned, each.refused, each.reasons),
            ]
            for each in statement.lines
        ],
    )


def _statement(row: KeptRefusalsModel) -> RefusalsStatement:
    return RefusalsStatement(
        province=Place(code=row.province_code, name=row.province_name),
        number=row.number,
        environment=Environment(row.environment),
        made_at=row.made_at.astimezone(VIETNAM),
        counted=row.counted,
        logged=row.logged,
        lines=tuple(
            StatedSoftware(
                school_year=SchoolYear(first),
                software=software,
                schools=schools,
                accepted=accepted,
                warned=warned,
                refused=refused,
                reasons=tuple((code, count) for code, count in reasons),
            )
            for first, software, schools, accepted, warned, refused, reasons in row.lines
        ),
    )
