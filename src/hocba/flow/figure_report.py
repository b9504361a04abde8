"""All that is said of figures on a page, in a file and in the bulletin, counted at one moment."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from hocba.core.report.figures import Choice, Cut, Figures, Rate
from hocba.core.report.on_map import on_map
from hocba.core.report.oversight_tally import Trait, homerooms
from hocba.core.report.participation import Participation, participation
from hocba.core.report.suppression import Guarded, guarded, unguarded
from hocba.core.report.timeliness import Timeliness, timeliness
from hocba.core.rules.campaigns import due_in
from hocba.core.submit.package import EntryKind
from hocba.core.terms.provinces import Atlas
from hocba.flow.count_figures import counted_at
from hocba.ports.outside import Office, Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Signers:
    """Persons and seals that have to sign, and those who can. schools: that stated it."""

    rate: Rate
    schools: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureReport:
    """
    Figures with what stands beside them.

    guarded: cut as asked, small cells hidden. schools: how many take part. timeliness: of the
    whole office; None where only a part of it was asked for. atlas: the map that provinces are
    read on, None where nothing is cut by province. homerooms: declared classes whose homeroom
    teacher a kept register names with a certificate; None where registers were not counted yet,
    or where one grade alone is asked for. signers: who has to sign, as schools stated it; None
    where none did, or where one grade alone is asked for.
    """

    office: Office
    at: datetime
    guarded: Guarded
    schools: Participation
    timeliness: Timeliness | None
    atlas: Atlas | None
    homerooms: Rate | None = None
    signers: Signers | None = None

    @property
    def figures(self) -> Figures:
        """What was counted, hidden cells included."""
        return self.guarded.figures


def figure_report(
    outside: Outside,
    *,
    cut: Cut,
    choice: Choice,
    atlas: Atlas | None = None,
    is_own_school: bool = False,
) -> FigureReport:
    """
    Count. atlas: the map to read provinces on; None: as they were recorded.

    is_own_school: the reader is of the one school that is asked for, and knows every pupil.
    """
    at = counted_at(outside)
    repository = outside.repository
    found = repository.figures(cut, choice)
    if cut is Cut.PROVINCE and atlas is not None:
        found = on_map(found, atlas)
    schools = found if cut is Cut.SCHOOL else repository.figures(Cut.SCHOOL, choice)
    return FigureReport(
        office=outside.office,
        at=at,
        guarded=unguarded(found) if is_own_school else guarded(found),
        schools=participation(schools.lines),
        timeliness=_timeliness(outside, choice),
        atlas=atlas if cut is Cut.PROVINCE else None,
        homerooms=_homerooms(outside, choice),
        signers=_signers(outside, choice, {line.code for line in schools.lines}),
    )


def _signers(outside: Outside, choice: Choice, schools: Set[str]) -> Signers | None:
    stated = outside.repository.signer_counts(choice.school_year)
    counts = [pair for school, pair in stated.items() if school in schools]
    if choice.grade is not None or not counts:
        return None
    due, certified = map(sum, zip(*counts, strict=True))
    return Signers(rate=Rate(numerator=certified, denominator=due), schools=len(counts))


def _homerooms(outside: Outside, choice: Choice) -> Rate | None:
    """Count classes school by school: a register may name teachers of classes not declared."""
    cells = outside.desk.traits.counts(choice.school_year, trait=Trait.HOMEROOMS)
    if choice.grade is not None or not cells:
        return None
    named = homerooms(cells)
    classes = outside.repository.declared_classes(choice)
    return Rate(
        numerator=sum(min(named.get(school, 0), count) for school, count in classes.items()),
        denominator=sum(classes.values()),
    )


def _timeliness(outside: Outside, choice: Choice) -> Timeliness | None:
    """Days are counted of the whole office: a part of it has no curve of its own."""
    if choice != Choice(school_year=choice.school_year):
        return None
    year = choice.school_year
    kept = outside.repository.kept_by_day(kind=EntryKind.RECORD, school_year=year)
    campaigns = due_in(outside.campaigns, year)
    return timeliness(kept, campaigns[-1] if campaigns else None)
