"""A province's statement on what it returned: made of what is counted, for the office above."""

from hocba.core.report.oversight_tally import Trait
from hocba.core.report.refusals import returned_by_software, stated_lines
from hocba.core.submit.refusals import RefusalsStatement, StatedSoftware, refusals_path
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.people import Place
from hocba.ports.outside import Outside


def refusals_due(outside: Outside) -> RefusalsStatement | None:
    """
    Return what the province has to state, None where the office above has taken the very same.

    Nothing is counted here: what was taken is as far as the province's oversight has come, and
    the statement says how far that is.
    """
    traits, kept = outside.desk.traits, outside.desk.refusals
    years = {*traits.years(), *kept.years()}
    lines = tuple(line for year in sorted(years) for line in _of_year(outside, year))
    own = [each for each in kept.latest() if each.province.code == outside.office.code]
    told = [
        each.lines
        for each in own
        if outside.outbox.taken([refusals_path(each.province.code, each.number)])
    ]
    if not lines or lines in told:
        return None
    return RefusalsStatement(
        province=Place(code=outside.office.code, name=outside.office.name),
        number=max((each.number for each in own), default=0) + 1,
        environment=outside.environment,
        made_at=outside.clock.now(),
        counted=traits.next_index(),
        logged=outside.repository.log().size,
        lines=lines,
    )


def _of_year(outside: Outside, year: SchoolYear) -> tuple[StatedSoftware, ...]:
    traits = outside.desk.traits
    cells = {
        **traits.counts(year, trait=Trait.SOFTWARE),
        **traits.counts(year, trait=Trait.WARNED),
    }
    return stated_lines(year, returned_by_software(cells, outside.desk.refusals.refused(year)))
