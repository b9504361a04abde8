"""Returned records as a page: by software, by unit, and who counted which number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext

from hocba.core.report.refusals import Returned
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.messages import told
from hocba.faces.web.numbers import number
from hocba.faces.web.presenters import FigureNote, Link
from hocba.faces.web.words import language
from hocba.flow.oversee_refusals import RefusalsOverseen, UnitReturned

SHOWN: Final = 100
_REASONS_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """
    One software, or one unit. of: taken and returned together.

    reasons: in words, with how often; more: reasons that the row leaves to the file.
    """

    name: str
    schools: int
    accepted: int
    warned: int
    refused: int
    of: int
    reasons: tuple[tuple[str, int], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedTable:
    """Softwares, counted by one office or stated by many. told: who counted, and how far."""

    title: str
    told: str
    rows: tuple[ReturnedRow, ...]
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit. stated: what it says itself; None where it said nothing, or is a school."""

    name: str
    url: str
    own: ReturnedRow
    stated: ReturnedRow | None
    stated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalsPage:
    """All of it. is_stated: units state something themselves. more: units left to the file."""

    headline: str
    lead: str
    note: FigureNote
    tables: tuple[ReturnedTable, ...]
    units_title: str
    units: tuple[UnitRow, ...]
    is_stated: bool
    more: int
    back: Link
    years: tuple[Link, ...]


def refusals_page(found: RefusalsOverseen, *, base: str) -> RefusalsPage:
    """Show it. base: of oversight."""
    here, year = f"{base}/tra-lai", found.school_year
    asked = _query(year, found.unit)
    whole = Link(words=gettext("Giám sát"), url=f"{base}?nam={year}")
    all_units = Link(words=gettext("Mọi đơn vị"), url=f"{here}?{_query(year)}")
    return RefusalsPage(
        headline=_headline(found),
        lead=gettext(
            "Tỷ lệ cao chưa nói lỗi ở ai: hãy xem lý do, rồi hỏi trường và đơn vị cung cấp."
        ),
        note=FigureNote(
            as_of=found.at,
            denominator=gettext(
                "học bạ đã nhận và trả lại; mỗi lần trả lại đếm một lần; đã nhận đếm tới mục "
                "%(n)s trên %(all)s của nhật ký"
            )
            % {"n": found.counted, "all": found.logged},
            excel_url=f"{here}.xlsx?{asked}",
            json_url=f"{here}.json?{asked}",
        ),
        tables=tuple(_tables(found)),
        units_title=gettext("Theo trường") if found.by_school else gettext("Theo tỉnh"),
        units=tuple(_unit(each, found, here) for each in found.units[:SHOWN]),
        is_stated=not found.by_school,
        more=max(len(found.units) - SHOWN, 0),
        back=all_units if found.unit else whole,
        years=tuple(
            Link(
                words=gettext("Năm học %(year)s") % {"year": each},
                url=f"{here}?{_query(each, found.unit)}",
            )
            for each in (year.before, year)
        ),
    )


def _headline(found: RefusalsOverseen) -> str:
    own, stated = _refused(found.own), _refused(found.stated)
    of_unit = f"{_name(found, found.unit)}: " if found.unit else ""
    if found.by_school:
        said = ngettext("trả lại %(n)s học bạ", "trả lại %(n)s học bạ", own) % {"n": _n(own)}
        said = said if own else gettext("chưa trả lại học bạ nào")
        return of_unit + said if of_unit else said[:1].upper() + said[1:]
    if not _stating(found):
        # What nobody has stated is not zero.
        told = gettext("Bộ trả lại %(own)s học bạ, các Sở chưa kê khai") % {"own": _n(own)}
        return of_unit + told
    said = gettext("Sở trả lại %(stated)s học bạ, Bộ trả lại %(own)s") % {
        "stated": _n(stated),
        "own": _n(own),
    }
    return of_unit + said


def _shown(found: RefusalsOverseen) -> list[UnitReturned]:
    return [each for each in found.units if found.unit in ("", each.own.name)]


def _stating(found: RefusalsOverseen) -> int:
    return sum(1 for each in _shown(found) if each.statement is not None)


def _tables(found: RefusalsOverseen) -> Iterable[ReturnedTable]:
    if found.by_school:
        yield _table(
            gettext("Sở trả lại, theo phần mềm"),
            gettext("Sở tự đếm ở cửa nhận của mình."),
            found.own,
        )
        return
    yield _table(
        gettext("Sở trả lại, theo phần mềm"),
        gettext(
            "Các Sở kê khai, có chữ ký số của Sở: %(n)s trên %(all)s tỉnh đã kê khai. Học bạ bị "
            "trả lại ở Sở không tới Bộ, nên Bộ chỉ biết qua kê khai này."
        )
        % {"n": _stating(found), "all": len(_shown(found))},
        found.stated,
    )
    yield _table(
        gettext("Bộ trả lại, theo phần mềm"),
        gettext("Bộ tự đếm ở Kho của mình."),
        found.own,
    )


def _table(title: str, said: str, returned: Iterable[Returned]) -> ReturnedTable:
    return ReturnedTable(
        title=title,
        told=said,
        rows=tuple(_row(each, each.name or gettext("Không rõ phần mềm")) for each in returned),
        nothing=gettext("Chưa có gì để đếm."),
    )


def _row(each: Returned, name: str) -> ReturnedRow:
    shown = each.reasons[:_REASONS_SHOWN]
    return ReturnedRow(
        name=name,
        schools=each.schools,
        accepted=each.accepted,
        warned=each.warned,
        refused=each.refused,
        of=each.rate.denominator,
        reasons=tuple((told(code, {}, language()), count) for code, count in shown),
        more=len(each.reasons) - len(shown),
    )


def _unit(each: UnitReturned, found: RefusalsOverseen, here: str) -> UnitRow:
    code = each.own.name
    name = _name(found, code)
    return UnitRow(
        name=name,
        url=f"{here}?{_query(found.school_year, code)}" if code else "",
        own=_row(each.own, name),
        stated=None if each.stated is None else _row(each.stated, name),
        stated_at=None if each.statement is None else each.statement.made_at,
    )


def _name(found: RefusalsOverseen, code: str) -> str:
    return found.names.get(code, code) or gettext("Không rõ trường")


def _refused(returned: Iterable[Returned]) -> int:
    return sum(each.refused for each in returned)


def _n(count: int) -> str:
    return number(count, language())


def _query(year: SchoolYear, unit: str = "") -> str:
    return urlencode({"nam": str(year), **({"don-vi": unit} if unit else {})})
