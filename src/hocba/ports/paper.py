"""Printing: a filled form in, a page to hold in hand out."""

from datetime import datetime
from typing import Protocol

from hocba.core.publish.extract_sheet import ExtractSheet
from hocba.core.publish.filled_form import FilledBook, FilledForm
from hocba.core.publish.partial_sheet import PartialSheet
from hocba.core.report.bulletin import Bulletin
from hocba.core.verify.report import Report


class Printer(Protocol):
    """Sets filled forms on the official template."""

    def render(self, form: FilledForm) -> bytes:
        """
        Return the form as PDF/A-3, with `form.file` attached as `hoc-ba.xml`.

        The same form always gives the same bytes: the time in them is the last signature's.
        Raises: Refusal "paper.unknown_template"; Fault "paper.not_set".
        """
        ...

    def bind(self, book: FilledBook) -> bytes:
        """
        Return bound years as PDF/A-3, each year's signed document attached under its name.

        The same book always gives the same bytes, as `render`.
        Raises: as `render`.
        """
        ...

    def extract(self, sheet: ExtractSheet) -> bytes:
        """
        Return an extract as PDF/A-3, with `sheet.file` attached as `trich-luc.xml`.

        The same sheet always gives the same bytes, as `render`.
        Raises: Fault "paper.not_set".
        """
        ...

    def partial(self, sheet: PartialSheet) -> bytes:
        """
        Return a partial record as PDF/A-3, with `sheet.file` attached as `hoc-ba-mot-phan.xml`.

        The same sheet always gives the same bytes, as `render`.
        Raises: Fault "paper.not_set".
        """
        ...

    def report(self, report: Report, *, at: datetime) -> bytes:
        """
        Return a verification report as PDF/A-3, in Vietnamese.

        Raises: Fault "paper.not_set".
        """
        ...

    def bulletin(self, bulletin: Bulletin) -> bytes:
        """
        Return a bulletin of figures as PDF/A-3, in Vietnamese.

        Raises: Fault "paper.not_set".
        """
        ...
