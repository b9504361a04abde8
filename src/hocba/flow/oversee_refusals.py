"""What offices returned, by software: what this one counted, and what provinces state of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.permit import Actor
from hocba.core.compose.wire import instant
from hocba.core.report.figures import Choice, Cut
from hocba.core.report.oversight_tally import Trait
from hocba.core.report.refusals import (
    Returned,
    returned_by_software,
    returned_by_unit,
    stated_by_software,
    stated_of_unit,
)
from hocba.core.sign.register import Level
from hocba.core.submit.refusals import RefusalsStatement, StatedSoftware
from hocba.core.terms.codes import SchoolYear
from hocba.flow.oversee import Json, require_overseer
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReturned:
    """
    One school's or province's part. own: as this office counted it.

    statement: a province's latest; None of a school, and while a province made none. stated:
    what it says of the school year.
    """

    own: Returned
    statement: RefusalsStatement | None = None
    stated: Returned | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalsOverseen:
    """
    What oversight says of returned records.

    unit: the one that is looked at, empty for all. own: by software, as this office counted it;
    stated: by software, as provinces state it. counted, logged: leaves of this office's log.
    """

    school_year: SchoolYear
    at: datetime
    unit: str
    own: tuple[Returned, ...]
    stated: tuple[Returned, ...]
    units: tuple[UnitReturned, ...]
    names: Mapping[str, str]
    counted: int
    logged: int
    by_school: bool


def oversee_refusals(
    outside: Outside, *, actor: Actor, school_year: SchoolYear, unit: str = ""
) -> RefusalsOverseen:
    """
    Tell what was returned, by software and unit; nothing is counted here.

    unit: a province's or, at a province, a school's code: its own softwares alone.
    Raises: Refusal "permit.not_your_role".
    """
    require_overseer(actor)
    traits, kept = outside.desk.traits, outside.desk.refusals
    by_school = outside.office.level is Level.PROVINCE
    cells = {
        **traits.counts(school_year, trait=Trait.SOFTWARE),
        **traits.counts(school_year, trait=Trait.WARNED),
    }
    refused = kept.refused(school_year)
    # What a province made itself it shows as counted, not as stated.
    statements = () if by_school else kept.latest()
    cut = Cut.SCHOOL if by_school else Cut.PROVINCE
    lines = outside.repository.figures(cut, Choice(school_year=school_year)).lines
    own_cells = {
        cell: count
        for cell, count in cells.items()
        if unit in ("", cell.school if by_school else cell.province)
    }
    own_refused = [e for e in refused if unit in ("", e.school if by_school else e.sender)]
    units = {each.name: each for each in returned_by_unit(cells, refused, by_school=by_school)}
    return RefusalsOverseen(
        school_year=school_year,
        at=outside.clock.now(),
        unit=unit,
        own=returned_by_software(own_cells, own_refused),
        stated=stated_by_software(
            line
            for each in statements
            if unit in ("", each.province.code)
            for line in _of_year(each, school_year)
        ),
        units=_units(units, {each.province.code: each for each in statements}, school_year),
        names={each.province.code: each.province.name for each in statements}
        | {line.code: line.name for line in lines},
        counted=traits.next_index(),
        logged=outside.repository.log().size,
        by_school=by_school,
    )


def refusals_json(found: RefusalsOverseen, *, office: str) -> Json:
    """Return it in its published shape; who counted what is said."""
    return {
        "phien_ban": "1.0",
        "don_vi": office,
        "luc": instant(found.at),
        "nam_hoc": str(found.school_year),
        "da_dem": found.counted,
        "nhat_ky": found.logged,
        "chi_xem": found.unit or None,
        "tu_dem": [_returned(each, "phan_mem") for each in found.own],
        "so_ke_khai": [_returned(each, "phan_mem") for each in found.stated],
        "theo_don_vi": [
            {
                "ma": each.own.name,
                "ten": found.names.get(each.own.name, ""),
                "tu_dem": _returned(each.own, "ma"),
                "ke_khai": _stated(each),
            }
            for each in found.units
        ],
    }


def refusals_xlsx(outside: Outside, found: RefusalsOverseen) -> bytes:
    """Return every software as an Excel file, with who counted it."""
    office = outside.office.name
    rows = [
        (
            *(who, each.name or _UNTOLD, each.schools, each.accepted, each.warned, each.refused),
            each.rate.percent,
            "; ".join(f"{code}: {count}" for code, count in each.reasons),
        )
        for who, told in ((office, found.own), ("Các Sở kê khai", found.stated))
        for each in told
    ]
    title = f"Học bạ trả lại theo phần mềm, năm học {found.school_year}"
    return outside.sheets.table_to_xlsx(title, _COLUMNS, rows, _NOTE)


_UNTOLD = "Không rõ phần mềm"
_COLUMNS = (
    *("Nơi đếm", "Phần mềm", "Trường", "Đã nhận", "Nhận kèm điều cần xem", "Trả lại"),
    *("Tỷ lệ trả lại (%)", "Lý do"),
)
_NOTE = (
    "Mỗi lần trả lại đếm một lần. Tỷ lệ = trả lại / (đã nhận + trả lại). Phần mềm: như tệp tự "
    "ghi; tệp không đọc được thì xếp theo phần mềm đã lập phần lớn học bạ được nhận của trường."
)


def _of_year(statement: RefusalsStatement, year: SchoolYear) -> tuple[StatedSoftware, ...]:
    return tuple(line for line in statement.lines if line.school_year == year)


def _units(
    own: Mapping[str, Returned], statements: Mapping[str, RefusalsStatement], year: SchoolYear
) -> tuple[UnitReturned, ...]:
    found = []
    for code in sorted({*own, *statements}):
        statement = statements.get(code)
        lines = () if statement is None else _of_year(statement, year)
        found.append(
            UnitReturned(
                own=own.get(code) or stated_of_unit(code, ()),
                statement=statement,
                stated=None if statement is None else stated_of_unit(code, lines),
            )
        )
    return tuple(sorted(found, key=lambda each: (-_refused(each), each.own.name)))


def _refused(each: UnitReturned) -> int:
    return each.own.refused + (each.stated.refused if each.stated else 0)


def _returned(each: Returned, key: str) -> Json:
    return {
        key: each.name or None,
        "truong": each.schools,
        "da_nhan": each.accepted,
        "co_canh_bao": each.warned,
        "tra_lai": each.refused,
        "ly_do": dict(each.reasons),
    }


def _stated(each: UnitReturned) -> Json | None:
    if each.statement is None or each.stated is None:
        return None
    return {
        "so": each.statement.number,
        "luc": instant(each.statement.made_at),
        "da_dem": each.statement.counted,
        "nhat_ky": each.statement.logged,
        **_returned(each.stated, "ma"),
    }
