"""
What an office returned, by the software that composed it.

A returned file is not kept. What it says of its software is noted when it is judged; where it
could not be read so far, it is counted with the software that composed most of what the office
took of the same school. Records alone: registers and statements are not what a software composes
of pupils. Everything here is a pure function of counts; their order changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hocba.core.report.figures import Rate
from hocba.core.report.oversight_tally import Cell, Trait
from hocba.core.submit.refusals import StatedSoftware
from hocba.core.terms.codes import SchoolYear


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RefusedRecords:
    """
    Records that an office returned to a sender, for one reason.

    school: whose they are, empty where the file did not say. software: as the file says; empty
    where it could not be read. code: of the first finding that refused them.
    """

    sender: str
    school: str
    school_year: SchoolYear
    software: str
    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """
    What was taken and returned of one software, or of one unit.

    name: of the software, or the unit's code; empty where nothing tells it. reasons: codes of
    first findings, most frequent first; they add up to refused.
    """

    name: str
    schools: int
    accepted: int
    warned: int
    refused: int
    reasons: tuple[tuple[str, int], ...] = ()

    @property
    def rate(self) -> Rate:
        """Returned out of all that was decided."""
        return Rate(numerator=self.refused, denominator=self.accepted + self.refused)


class _Sum:
    """What is added up of one software or unit."""

    def __init__(self) -> None:
        self.schools: set[str] = set()
        self.stated_schools = 0
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def told(self, name: str) -> Returned:
        ordered = sorted(self.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
        return Returned(
            name=name,
            schools=len(self.schools) + self.stated_schools,
            accepted=self.counts["accepted"],
            warned=self.counts["warned"],
            refused=self.reasons.total(),
            reasons=tuple(ordered),
        )


def returned_by_software(
    cells: Mapping[Cell, int], refused: Iterable[RefusedRecords]
) -> tuple[Returned, ...]:
    """Tell each software's part of what an office counted itself, most returned first."""
    usual = usual_software(cells)
    sums: dict[str, _Sum] = {}
    for cell, count in _taken(cells):
        one = sums.setdefault(cell.value, _Sum())
        one.schools.add(cell.school)
        one.counts["warned" if cell.trait == Trait.WARNED else "accepted"] += count
    for each in refused:
        one = sums.setdefault(each.software or usual.get(each.school, ""), _Sum())
        one.schools |= {each.school} - {""}
        one.reasons[each.code] += each.count
    return _ordered(sums)


def returned_by_unit(
    cells: Mapping[Cell, int], refused: Iterable[RefusedRecords], *, by_school: bool
) -> tuple[Returned, ...]:
    """
    Tell each school's or province's part, most returned first.

    by_school: units are schools; else the province that a record names, and for what was
    returned the province that had sent it.
    """
    sums: dict[str, _Sum] = {}
    for cell, count in _taken(cells):
        one = sums.setdefault(cell.school if by_school else cell.province, _Sum())
        one.schools.add(cell.school)
        one.counts["warned" if cell.trait == Trait.WARNED else "accepted"] += count
    for each in refused:
        one = sums.setdefault(each.school if by_school else each.sender, _Sum())
        one.schools |= {each.school} - {""}
        one.reasons[each.code] += each.count
    return _ordered(sums)


def stated_by_software(lines: Iterable[StatedSoftware]) -> tuple[Returned, ...]:
    """Add up what provinces state of each software; no school is in two provinces."""
    sums: dict[str, _Sum] = {}
    for line in lines:
        _add_stated(sums.setdefault(line.software, _Sum()), line)
    return _ordered(sums)


def stated_of_unit(unit: str, lines: Iterable[StatedSoftware]) -> Returned:
    """Add up what one province states; a school that uses two softwares is counted with both."""
    whole = _Sum()
    for line in lines:
        _add_stated(whole, line)
    return whole.told(unit)


def stated_lines(year: SchoolYear, told: Sequence[Returned]) -> tuple[StatedSoftware, ...]:
    """Return what an office counted of a year's softwares as it states it, in one order."""
    return tuple(
        sorted(
            StatedSoftware(
                school_year=year,
                software=each.name,
                schools=each.schools,
                accepted=each.accepted,
                warned=each.warned,
                refused=each.refused,
                reasons=each.reasons,
            )
            for each in told
        )
    )


def usual_software(cells: Mapping[Cell, int]) -> Mapping[str, str]:
    """Return the software that composed most of what was taken of each school."""
    used: dict[str, Counter[str]] = {}
    for cell, count in cells.items():
        if cell.trait == Trait.SOFTWARE:
            used.setdefault(cell.school, Counter())[cell.value] += count
    return {
        school: min(counts, key=lambda name: (-counts[name], name))
        for school, counts in used.items()
    }


def _add_stated(one: _Sum, line: StatedSoftware) -> None:
    one.stated_schools += line.schools
    one.counts["accepted"] += line.accepted
    one.counts["warned"] += line.warned
    one.reasons.update(dict(line.reasons))


def _taken(cells: Mapping[Cell, int]) -> Iterable[tuple[Cell, int]]:
    return ((c, n) for c, n in cells.items() if c.trait in (Trait.SOFTWARE, Trait.WARNED))


def _ordered(sums: Mapping[str, _Sum]) -> tuple[Returned, ...]:
    told = [one.told(name) for name, one in sums.items()]
    return tuple(sorted(told, key=lambda each: (-each.refused, -each.accepted, each.name)))
