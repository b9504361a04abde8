"""
Make a nation: keys, then packages school by school, then the registers and the sums.

Each school is a task of its own that ends with the renaming of its package; what was finished
when a run was killed is not made again, and the nation comes out the same.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.outcomes import Refusal
from hocba.lab.nation.cast import KeyPool, key_pool, make_key, office_holder
from hocba.lab.nation.folder import NationFolder, write_whole
from hocba.lab.nation.ledger import school_line, write_line
from hocba.lab.nation.offices import write_trust
from hocba.lab.nation.package import declaration_of_school, packed_school
from hocba.lab.nation.plan import PlannedSchool, expected_records
from hocba.lab.nation.progress import Progress
from hocba.lab.nation.reports import PlannedReport, Report, planned_reports
from hocba.lab.nation.school import issued_school
from hocba.lab.nation.summing import summed_up
from hocba.lab.nation.workers import Workers
from hocba.lab.pki.laboratory import Laboratory


@dataclass(frozen=True)
class Workshop:
    """What every task needs to know. seed: of the nation."""

    folder: NationFolder
    pool: KeyPool
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """
    What a run did.

    told: `nation.json`. made: records of this run; the others stood before. cpu_s: of all
    processes, for these records from nothing to the written package.
    """

    told: dict[str, Any]
    made: int
    cpu_s: float
    keys_s: float
    packages_s: float


def make_nation(
    folder: NationFolder,
    schools: Sequence[PlannedSchool],
    *,
    seed: int,
    keys: int,
    workers: Workers,
    reports: bool = False,
) -> Made:
    """
    Make the nation, or finish it.

    keys: how many key pairs at most. reports: as provinces report, not as schools send.
    Raises: Refusal "nation.folder_in_use" when another nation stands in the folder.
    """
    teachers = schools[-1].first_teacher + schools[-1].classes
    shop = Workshop(folder, key_pool(keys, schools=len(schools), teachers=teachers), seed)
    _require_own(shop, schools, reports=reports)
    keys_s = _keys_made(shop, schools, workers)
    laboratory = _laboratory(folder)
    write_trust(folder, laboratory)
    work, due, expected = _due(shop, schools, reports=reports)
    progress = Progress(what="Học bạ / records", total=expected)
    cpu_s = 0.0
    for records, seconds in workers.each(work, due):
        progress.add(records)
        cpu_s += seconds
    progress.end()
    packages_s = progress.seconds
    told = summed_up(folder, schools, laboratory, seed=seed, keys=shop.pool.size, reports=reports)
    return Made(told=told, made=progress.done, cpu_s=cpu_s, keys_s=keys_s, packages_s=packages_s)


_Work = Callable[[Any], tuple[int, float]]


def _due(
    shop: Workshop, schools: Sequence[PlannedSchool], *, reports: bool
) -> tuple[_Work, Sequence[Any], int]:
    """Return what is to be done, for what, and about how many records that makes."""
    if reports:
        packages = [each for each in planned_reports(schools) if not _report(shop, each).exists()]
        return partial(_make_report, shop), packages, round(sum(each.records for each in packages))
    due = [each for each in schools if not _package(shop, each).exists()]
    return partial(_make_school, shop), due, round(sum(expected_records(s.plan) for s in due))


def _require_own(shop: Workshop, schools: Sequence[PlannedSchool], *, reports: bool) -> None:
    file = shop.folder.asked
    plan = [
        [each.code, each.plan.classes_per_grade, each.plan.pupils_per_class] for each in schools
    ]
    asked: dict[str, object] = {
        "seed": shop.seed,
        "keys": [shop.pool.teachers, shop.pool.heads],
        "schools": plan,
    }
    if reports:
        asked["form"] = "reports"
    before = json.loads(file.read_text("utf-8")) if file.exists() else None
    if (before or asked) != asked or (
        before is None and (shop.folder.packages() or shop.folder.reports())
    ):
        raise Refusal("nation.folder_in_use", path=str(shop.folder.out))
    write_whole(file, json.dumps(asked).encode())


def _keys_made(shop: Workshop, schools: Sequence[PlannedSchool], workers: Workers) -> float:
    # The authorities' and the offices' first, by this process alone: two that make the same key
    # at once would disagree on it.
    for code in sorted({MINISTRY_CODE, *(each.plan.province for each in schools)}):
        office_holder(_laboratory(shop.folder), code)
    progress = Progress(what="Khoá / keys", total=shop.pool.size)
    for _ in workers.each(partial(_make_key, shop), tuple(shop.pool.labels())):
        progress.add(1)
    progress.end()
    return progress.seconds


@cache
def _laboratory(folder: NationFolder) -> Laboratory:
    """One for each process: a key that was used once need not be read again."""
    return folder.laboratory()


def _make_key(shop: Workshop, label: tuple[str, int]) -> None:
    make_key(_laboratory(shop.folder), *label)


def _make_school(shop: Workshop, planned: PlannedSchool) -> tuple[int, float]:
    """Write one school's package; return how many records are in it, and the CPU's seconds."""
    began = time.process_time()
    issued = issued_school(_laboratory(shop.folder), shop.pool, planned, seed=shop.seed)
    declaration = declaration_of_school(issued)
    package = packed_school(issued, declaration, seed=shop.seed)
    line = school_line(issued, declaration, len(package))
    write_line(line, shop.folder.line(planned.plan.province, planned.code))
    # The package last: where it stands, the line stands too. A run that is killed in between
    # leaves a line that the next run writes again, the same.
    write_whole(_package(shop, planned), package)
    return line.records, time.process_time() - began


def _make_report(shop: Workshop, planned: PlannedReport) -> tuple[int, float]:
    """Write one package of a province; return how many records are in it, and the CPU's seconds."""
    began = time.process_time()
    laboratory = _laboratory(shop.folder)
    report = Report(laboratory, province=planned.province, number=planned.number, seed=shop.seed)
    records = 0
    for school in planned.schools:
        issued = issued_school(laboratory, shop.pool, school, seed=shop.seed)
        declaration = declaration_of_school(issued)
        size = report.add_school(issued, declaration)
        line = school_line(issued, declaration, size)
        write_line(line, shop.folder.line(planned.province, school.code))
        records += line.records
    # As with a school's: where the package stands, the lines of its schools stand too.
    report.write(_report(shop, planned))
    return records, time.process_time() - began


def _report(shop: Workshop, planned: PlannedReport) -> Path:
    return shop.folder.report(planned.province, planned.number)


def _package(shop: Workshop, planned: PlannedSchool) -> Path:
    return shop.folder.package(planned.plan.province, planned.code)
