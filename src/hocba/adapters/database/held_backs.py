"""Records that were held back, and rules of schools, in PostgreSQL: only ever appended to."""

from collections.abc import Sequence

from hocba.adapters.database.models.signing import HeldBackModel, SchoolRuleModel
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.held_back import HeldBack, HeldReason
from hocba.core.compose.life import Act
from hocba.core.compose.school_rules import RuleChange, SchoolRule
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM


class DatabaseHeldBacks:
    """Implements `HeldBacks`."""

    def put(self, held: Sequence[HeldBack]) -> None:
        """Keep what was held back; see the port."""
        school = held[0].school if held else EVERY_SCHOOL
        with within(school):
            HeldBackModel.objects.bulk_create(
                HeldBackModel(
                    school=each.school,
                    school_year=each.school_year.first,
                    class_name=each.class_name,
                    record_code=each.key.record_code,
                    version=each.key.version,
                    sector_code=each.sector_code,
                    act=each.act.value,
                    reason=each.reason.value,
                    note=each.note,
                    expected_on=each.expected_on,
                    by=each.by,
                    at=each.at,
                )
                for each in held
            )

    def of_year(
        self, school: SchoolCode, school_year: SchoolYear, class_name: str | None = None
    ) -> tuple[HeldBack, ...]:
        """Return a year's; see the port."""
        with within(school):
            rows = HeldBackModel.objects.filter(school=school, school_year=school_year.first)
            if class_name is not None:
                rows = rows.filter(class_name=class_name)
            return tuple(map(_held, rows.order_by("id")))


class DatabaseSchoolRules:
    """Implements `SchoolRules`."""

    def put(self, change: RuleChange) -> None:
        """Keep one setting; see the port."""
        with within(change.school):
            SchoolRuleModel.objects.create(
                school=change.school,
                rule=change.rule.value,
                is_on=change.is_on,
                by=change.by,
                role=change.role.value,
                at=change.at,
                words=change.words,
            )

    def of_school(self, school: SchoolCode) -> tuple[RuleChange, ...]:
        """Return a school's settings; see the port."""
        with within(school):
            rows = SchoolRuleModel.objects.filter(school=school).order_by("id")
            return tuple(map(_change, rows))


def _held(row: HeldBackModel) -> HeldBack:
    year = SchoolYear(row.school_year)
    return HeldBack(
        school=SchoolCode(row.school),
        school_year=year,
        class_name=row.class_name,
        key=RecordKey(
            record_code=RecordCode(row.record_code), school_year=year, version=row.version
        ),
        sector_code=row.sector_code,
        act=Act(row.act),
        reason=HeldReason(row.reason),
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        note=row.note,
        expected_on=row.expected_on,
    )


def _change(row: SchoolRuleModel) -> RuleChange:
    return RuleChange(
        school=SchoolCode(row.school),
        rule=SchoolRule(row.rule),
        is_on=row.is_on,
        by=row.by,
        role=Role(row.role),
        at=row.at.astimezone(VIETNAM),
        words=row.words,
    )
