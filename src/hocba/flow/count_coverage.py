"""Count coverage: figures of the pilot's grades, beside the pupils that statistics know."""

from dataclasses import dataclass

from hocba.core.report.coverage import (
    Admitted,
    Comparison,
    Coverage,
    CoverageLine,
    added_up,
    compared,
    coverage,
)
from hocba.core.report.coverage_basis import CoverageBasis
from hocba.core.report.figures import Choice, Cut, Figures
from hocba.core.submit.admission import AdmissionKind, AdmissionState
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.provinces import Atlas
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCoverage:
    """
    Coverage on the map that was asked for, and published figures beside ours.

    named: lines on the map of the statistics, where codes of the basis are read.
    """

    basis: CoverageBasis
    coverage: Coverage
    admitted: Admitted
    comparisons: tuple[Comparison, ...]
    named: tuple[CoverageLine, ...]


def counted_coverage(
    outside: Outside, basis: CoverageBasis, *, atlas: Atlas | None = None
) -> CountedCoverage:
    """Count. atlas: the map to read on; that of the statistics when left out."""
    by_province = _counted(outside, basis, Cut.PROVINCE)
    provinces = sorted({unit.province for unit in basis.units})
    by_commune = {code: _counted(outside, basis, Cut.COMMUNE, code) for code in provinces}
    found = coverage(by_province, by_commune, basis, atlas=atlas or basis.atlas)
    own = coverage(by_province, by_commune, basis, atlas=basis.atlas)
    admitted = _admitted(outside, by_province)
    return CountedCoverage(
        basis=basis,
        coverage=found,
        admitted=admitted,
        comparisons=tuple(compared(own, admitted, basis)),
        named=own.lines,
    )


def coverage_at(outside: Outside, year: SchoolYear) -> CountedCoverage | None:
    """Count coverage of a school year; None where no statistics of that year are stated."""
    basis = outside.coverage
    if basis is None or basis.school_year != year:
        return None
    return counted_coverage(outside, basis)


def _counted(
    outside: Outside, basis: CoverageBasis, cut: Cut, province: str | None = None
) -> Figures:
    year = basis.school_year
    return added_up(
        [
            outside.repository.figures(
                cut, Choice(school_year=year, province=province, grade=grade)
            )
            for grade in sorted(basis.grades)
        ]
    )


def _admitted(outside: Outside, by_province: Figures) -> Admitted:
    now = outside.clock.now()
    approved = {
        (each.kind, each.province)
        for each in outside.admissions.all()
        if each.state(now) is AdmissionState.APPROVED
    }
    kinds = [kind for kind, _ in approved]
    return Admitted(
        accounts=kinds.count(AdmissionKind.ACCOUNT),
        certificates=kinds.count(AdmissionKind.CERTIFICATE),
        reporting=sum(1 for line in by_province.lines if line.accepted),
    )
