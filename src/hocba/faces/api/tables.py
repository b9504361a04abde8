"""
A list that came as JSON, as the sheet that a school would have uploaded.

One reader judges both, so that a vendor's list is refused for what a school's would be; what it
finds at a cell is said at the member of the JSON that the cell came from.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from hocba.core.terms.outcomes import Finding, Refusal
from hocba.faces.api.forms import ClassResults, PupilList, PupilResult, StaffList
from hocba.ports.spreadsheets import Spreadsheets, TableCell

_FIRST_ROW: Final = 4
"""As Excel counts: a title, a blank line and the header stand above."""
_CELL: Final = re.compile(r"[^!]*!([A-Z]+)([0-9]+)")

_PUPIL: Final[Mapping[str, str]] = {
    "sector_code": "Mã học sinh",
    "full_name": "Họ và tên",
    "born_on": "Ngày sinh",
    "gender": "Giới tính",
    "grade": "Khối",
    "class_name": "Tên lớp",
    "personal_id": "Số định danh cá nhân",
    "ethnic": "Dân tộc",
    "nationality": "Quốc tịch",
    "disability": "Loại khuyết tật",
    "status": "Trạng thái HS",
    "status_on": "Ngày nhập trạng thái",
    "birth_place": "Nơi sinh",
    "home_town": "Quê quán",
    "address": "Chỗ ở hiện nay",
    "father": "Họ tên cha",
    "mother": "Họ tên mẹ",
    "guardian": "Họ tên người giám hộ",
}
_STAFF: Final[Mapping[str, str]] = {
    "staff_code": "Mã cán bộ",
    "full_name": "Họ và tên",
    "born_on": "Ngày sinh",
    "gender": "Giới tính",
    "email": "Email",
    "personal_id": "Số định danh cá nhân",
}
_ASSIGNMENT: Final[Mapping[str, str]] = {
    "position": "Chức vụ",
    "class_name": "Chủ nhiệm lớp",
    "from_on": "Từ ngày",
    "to_on": "Đến ngày",
    "basis": "Số quyết định",
}
_RESULT: Final[Mapping[str, str]] = {
    "sector_code": "Mã học sinh",
    "full_name": "Họ và tên",
    "height_cm": "Chiều cao (cm)",
    "weight_kg": "Cân nặng (kg)",
    "absent_excused": "Nghỉ có phép",
    "absent_unexcused": "Nghỉ không phép",
    "recognised": "Được tập thể lớp công nhận",
    "other_awards": "Khen thưởng khác",
}
_FACETS: Final[Mapping[str, str]] = {"level": "mức", "score": "điểm", "comment": "nhận xét"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    A sheet to be. columns: JSON pointer below a row's own -> header. rows: pointer of the row,
    and its cells by the same pointers.
    """

    columns: Mapping[str, str]
    rows: Sequence[tuple[str, Mapping[str, TableCell]]]

    def file(self, sheets: Spreadsheets, title: str) -> bytes:
        """Return the bytes of the sheet."""
        lines = [[cells.get(column) for column in self.columns] for _, cells in self.rows]
        return sheets.table_to_xlsx(title, tuple(self.columns.values()), lines)

    def told(self, refusal: Refusal) -> Refusal:
        """Return a refusal of the sheet with its findings at their places in the JSON."""
        findings = tuple(replace(each, where=self.place(each.where)) for each in refusal.findings)
        return Refusal(refusal.code, refusal.reason, findings=findings, **refusal.details)

    def place(self, where: str) -> str:
        """Return the JSON pointer of a cell, and anything that is no cell as it is."""
        found = _CELL.fullmatch(where)
        if found is None:
            return where
        row, column = int(found[2]) - _FIRST_ROW, _column(found[1])
        if not 0 <= row < len(self.rows):
            return ""
        own = tuple(self.columns)
        return self.rows[row][0] + (own[column] if column < len(own) and column else "")

    def require_headers(self, ignored: Iterable[str]) -> None:
        """
        Refuse members that the rules of the grade do not know; a sheet would pass over them.

        Raises: Refusal "api.body_wrong" with a finding for each.
        """
        unknown = set(ignored)
        findings = tuple(
            Finding(code="api.field_unknown", where=f"{at}{pointer}", details={"name": header})
            for at, cells in self.rows
            for pointer, header in self.columns.items()
            if header in unknown and pointer in cells
        )
        if findings:
            raise Refusal("api.body_wrong", findings=findings)


def pupil_table(given: PupilList) -> Table:
    """Return a list of pupils as a sheet."""
    rows = [
        (f"/pupils/{at}", _cells(line.model_dump(), _PUPIL)) for at, line in enumerate(given.pupils)
    ]
    return _table(_PUPIL, rows)


def staff_table(given: StaffList) -> Table:
    """Return a list of staff as a sheet, one row an assignment."""
    rows: list[tuple[str, Mapping[str, TableCell]]] = []
    for at, line in enumerate(given.staff):
        own = _cells(line.model_dump(), _STAFF)
        for number, assignment in enumerate(line.assignments):
            under = f"/assignments/{number}"
            held = _cells(assignment.model_dump(), _ASSIGNMENT, under)
            rows.append((f"/staff/{at}", {**own, **held}))
    columns = {f"/{name}": header for name, header in _STAFF.items()}
    # A column is one for all assignments; its pointer names the first, the row names the person.
    columns |= {f"/assignments/0/{name}": header for name, header in _ASSIGNMENT.items()}
    flat = [(at, {_first(name): cell for name, cell in cells.items()}) for at, cells in rows]
    return Table(columns=columns, rows=flat)


def result_table(given: ClassResults) -> Table:
    """Return a class's results as a sheet."""
    rows = [(f"/results/{at}", _result(line)) for at, line in enumerate(given.results)]
    columns = {f"/{name}": header for name, header in _RESULT.items()}
    for _, cells in rows:
        columns |= {name: _header(name) for name in cells if name not in columns}
    return Table(columns=columns, rows=rows)


def _result(line: PupilResult) -> Mapping[str, TableCell]:
    told = line.model_dump()
    told["recognised"] = "x" if line.recognised else None
    cells = dict(_cells(told, _RESULT))
    for key, subject in line.subjects.items():
        for facet in _FACETS:
            if (value := getattr(subject, facet)) is not None:
                cells[f"/subjects/{key}/{facet}"] = value
    cells |= {f"/traits/{key}": level for key, level in line.traits.items()}
    cells |= {f"/comments/{key}": text for key, text in line.comments.items()}
    return cells


def _header(pointer: str) -> str:
    """Return the header of a subject's side, a trait or a comment, by the keys of a rule pack."""
    _, kind, key, *facet = pointer.split("/")
    if kind == "subjects":
        return f"{key} {_FACETS[facet[0]]}"
    return f"NL {key}" if kind == "traits" else f"{key} nhận xét"


def _table(fields: Mapping[str, str], rows: list[tuple[str, Mapping[str, TableCell]]]) -> Table:
    return Table(columns={f"/{name}": header for name, header in fields.items()}, rows=rows)


def _cells(
    told: Mapping[str, Any], fields: Mapping[str, str], under: str = ""
) -> Mapping[str, TableCell]:
    values = {f"{under}/{name}": told[name] for name in fields}
    return {name: _cell(value) for name, value in values.items() if value is not None}


def _cell(value: Any) -> TableCell:
    # Days go as a school writes them: Excel's own have no year before 1900.
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


def _first(pointer: str) -> str:
    return re.sub(r"^/assignments/[0-9]+/", "/assignments/0/", pointer)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
