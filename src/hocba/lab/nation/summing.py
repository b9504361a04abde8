"""What is in a finished nation: its registers and `nation.json`."""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from hocba.core.report.figures import Cut, Figure
from hocba.core.sign.register import Register
from hocba.core.submit.message import MINISTRY_CODE
from hocba.flow.count_figures import as_json
from hocba.lab.nation.calendar import RECEIVED_AT, YEAR
from hocba.lab.nation.folder import NationFolder, write_whole
from hocba.lab.nation.ledger import (
    SchoolLine,
    counted,
    grade_figures,
    province_figures,
    read_line,
)
from hocba.lab.nation.offices import write_ministry_register, write_province_register
from hocba.lab.nation.plan import PlannedSchool
from hocba.lab.nation.reports import REGISTER_REPORT, Report
from hocba.lab.people.places import provinces
from hocba.lab.people.world import NOTE
from hocba.lab.pki.laboratory import Laboratory

_SUMMED: Final = ("classes", "records", "record_bytes", "package_bytes")
_HEADS: Final = 2


def summed_up(
    folder: NationFolder,
    schools: Sequence[PlannedSchool],
    laboratory: Laboratory,
    *,
    seed: int,
    keys: int,
    reports: bool = False,
) -> dict[str, Any]:
    """
    Write the registers and `nation.json`, with one province in memory at a time.

    reports: each register also in a package, as its province hands it in.
    Returns: `nation.json`.
    """
    by_province: list[Figure] = []
    grades: list[Figure] = []
    sums: Counter[str] = Counter()
    in_order = sorted(schools, key=lambda each: (each.plan.province, each.code))
    for code, of_province in groupby(in_order, key=lambda each: each.plan.province):
        lines = tuple(read_line(folder.line(code, each.code)) for each in of_province)
        holdings = [holding for line in lines for holding in line.holdings]
        register = write_province_register(folder, laboratory, code, holdings)
        if reports:
            _report_register(folder, laboratory, *register, seed=seed)
        by_province.append(province_figures(lines))
        grades = list(grade_figures([*grades, *(g for line in lines for g in line.grades)]))
        sums.update(_sums(lines))
    here = [provinces()[figure.code] for figure in by_province]
    write_ministry_register(folder, laboratory, here)
    told = {
        "note": NOTE,
        "seed": seed,
        "school_year": str(YEAR),
        "received_at": RECEIVED_AT.isoformat(),
        **sums,
        "certificates": sums["classes"] + _HEADS * sums["schools"],
        "keys": keys,
        "figures": {
            Cut.PROVINCE: _told(by_province, Cut.PROVINCE),
            Cut.GRADE: _told(grades, Cut.GRADE),
        },
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    write_whole(folder.told, f"{text}\n".encode())
    return told


def _report_register(
    folder: NationFolder, laboratory: Laboratory, register: Register, file: bytes, *, seed: int
) -> None:
    report = Report(laboratory, province=register.unit, number=REGISTER_REPORT, seed=seed)
    report.add_register(register, file)
    report.write(folder.report(register.unit, REGISTER_REPORT))


def _sums(lines: Sequence[SchoolLine]) -> dict[str, int]:
    sums = {name: sum(getattr(line, name) for line in lines) for name in _SUMMED}
    return {"schools": len(lines), **sums}


def _told(lines: Sequence[Figure], cut: Cut) -> dict[str, Any]:
    return dict(as_json(counted(lines, cut), office=MINISTRY_CODE, at=RECEIVED_AT))
