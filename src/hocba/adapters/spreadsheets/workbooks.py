"""The port of spreadsheets over Excel files."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from hocba.adapters.spreadsheets.guardians import read_guardians
from hocba.adapters.spreadsheets.pupils import read_pupils
from hocba.adapters.spreadsheets.results import ClassAsked, read_year_results
from hocba.adapters.spreadsheets.secondary_results import read_secondary_results
from hocba.adapters.spreadsheets.staff import read_staff
from hocba.adapters.spreadsheets.tables import table_to_xlsx
from hocba.adapters.spreadsheets.template_lists import (
    template_guardians,
    template_pupils,
    template_staff,
)
from hocba.adapters.spreadsheets.template_results import template_year_results
from hocba.adapters.spreadsheets.template_secondary import template_secondary_results
from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.assess.year import YearAssessment
from hocba.core.rules.library import AnyPack
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.people import Enrolment, StaffMember
from hocba.ports.spreadsheets import ListedGuardian, PupilYear, Reading, SheetContext, TableCell

_NOTHING_KNOWN: Final[Mapping[str, AnyYear]] = MappingProxyType({})


class Workbooks:
    """Reads and writes .xlsx; holds no state. Meets the port `Spreadsheets`."""

    def read_pupils(self, file: bytes, name: str, context: SheetContext) -> Reading[Enrolment]:
        """Read a pupil list."""
        return read_pupils(file, name, context)

    def read_staff(self, file: bytes, name: str, context: SheetContext) -> Reading[StaffMember]:
        """Read a staff list with assignments."""
        return read_staff(file, name, context)

    def read_guardians(
        self, file: bytes, name: str, context: SheetContext, roster: Sequence[Enrolment]
    ) -> Reading[ListedGuardian]:
        """Read who stands for which pupil."""
        return read_guardians(file, name, context, roster)

    def read_year_results(
        self,
        file: bytes,
        name: str,
        context: SheetContext,
        *,
        grade: int,
        class_name: str,
        pack: AnyPack,
        roster: Sequence[Enrolment],
    ) -> Reading[PupilYear]:
        """Read a class's year-end results."""
        if isinstance(pack, SecondaryPack):
            of_secondary = ClassAsked(grade=grade, class_name=class_name, pack=pack, roster=roster)
            return read_secondary_results(file, name, context, of_secondary)
        asked = ClassAsked(grade=grade, class_name=class_name, pack=pack, roster=roster)
        return read_year_results(file, name, context, asked)

    def template_pupils(self, context: SheetContext) -> bytes:
        """Write an empty pupil list."""
        return template_pupils(context)

    def template_staff(self, context: SheetContext) -> bytes:
        """Write an empty staff list."""
        return template_staff(context)

    def template_guardians(self, context: SheetContext, roster: Sequence[Enrolment]) -> bytes:
        """Write a list of guardians with the pupils filled in."""
        return template_guardians(context, roster)

    def template_year_results(
        self,
        context: SheetContext,
        *,
        grade: int,
        class_name: str,
        pack: AnyPack,
        roster: Sequence[Enrolment],
        known: Mapping[str, AnyYear] = _NOTHING_KNOWN,
    ) -> bytes:
        """Write the result sheet of a class."""
        if isinstance(pack, SecondaryPack):
            of_secondary = ClassAsked(grade=grade, class_name=class_name, pack=pack, roster=roster)
            given = {code: year for code, year in known.items() if isinstance(year, SecondaryYear)}
            return template_secondary_results(context, of_secondary, given)
        asked = ClassAsked(grade=grade, class_name=class_name, pack=pack, roster=roster)
        plain = {code: year for code, year in known.items() if isinstance(year, YearAssessment)}
        return template_year_results(context, asked, plain)

    def table_to_xlsx(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[TableCell]],
        note: str = "",
    ) -> bytes:
        """Write one table of figures."""
        return table_to_xlsx(title, columns, rows, note)
