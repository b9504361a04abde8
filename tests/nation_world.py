"""A nation of two provinces with three schools each, some ninety records, made once a run."""

import tempfile
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

from hocba.lab.nation.folder import Nation, NationFolder
from hocba.lab.nation.making import make_nation
from hocba.lab.nation.plan import PlannedSchool, numbered
from hocba.lab.nation.workers import Workers
from hocba.lab.people.plans import SchoolKind, province_plans

SEED = 7
PROVINCES = ("11", "79")
KEYS = 6
HERE = Workers(map)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="hocba-nation-")


def tiny_schools(seed: int = SEED) -> tuple[PlannedSchool, ...]:
    """Plan schools of five classes with four pupils, a private and an international among them."""
    plans = [
        replace(plan, classes_per_grade=1, pupils_per_class=4)
        for province in PROVINCES
        for plan in islice(province_plans(seed, province, schools=9), 3)
    ]
    plans[1] = replace(plans[1], kind=SchoolKind.PRIVATE)
    plans[4] = replace(plans[4], kind=SchoolKind.INTERNATIONAL, least_cases=1)
    return numbered(plans)


def make(
    out: Path,
    *,
    seed: int = SEED,
    schools: tuple[PlannedSchool, ...] | None = None,
    workers: Workers = HERE,
    reports: bool = False,
) -> Nation:
    """Make a tiny nation, with the keys that all of a run share."""
    folder = NationFolder(out=out, keys=keys())
    planned = schools or tiny_schools(seed)
    make_nation(folder, planned, seed=seed, keys=KEYS, workers=workers, reports=reports)
    return Nation(folder)


def keys() -> Path:
    """Return where the keys of this run lie."""
    return Path(_folder().name)


@cache
def the_reports() -> Nation:
    """Return the same nation as its provinces report it."""
    return make(Path(_folder().name) / "reports", reports=True)


@cache
def the_nation() -> Nation:
    """Return the nation that the tests look at and do not touch."""
    return make(Path(_folder().name) / "nation")
