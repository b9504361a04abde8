"""Put a pupil who came into a class, and go on from what the other school had assessed."""

import re
from collections.abc import Sequence
from typing import Final

from hocba.core.assess.moments import Moment
from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.partial_content import AssessedThen, PartialContent, merged_terms
from hocba.core.compose.transfers import Transfer
from hocba.core.rules.library import stage_of
from hocba.core.submit.transfer_file import Dossier
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.ports.marks import Decide, Decided
from hocba.ports.outside import Outside

_GRADE: Final = re.compile(r"(1[0-2]|[1-9])(?![0-9])")


def placed_grade(
    outside: Outside, transfer: Transfer, class_name: str, *, year: SchoolYear, grade: int
) -> int:
    """
    Return the grade in which a pupil stands in a class. grade: where the pupil is expected.

    Who comes during the year stays in the grade; behind a record of the year the class decides,
    for some stay a year longer.
    Raises: Refusal "transfer.other_grade", "transfer.other_level".
    """
    known = next(
        (row for row in outside.book.classes(transfer.receiver, year) if row.name == class_name),
        None,
    )
    said = _GRADE.match(class_name)
    if known is not None and known.pupils:
        found = grade if grade in known.grades else known.grade
    else:
        found = int(said[1]) if said else grade
    if found != grade and year == transfer.school_year:
        raise Refusal("transfer.other_grade", value=class_name, grade=str(grade))
    _require_level(outside, transfer, found)
    return found


def _require_level(outside: Outside, transfer: Transfer, grade: int) -> None:
    years = outside.book.school_years(transfer.receiver)
    rows = (row for year in years for row in outside.book.classes(transfer.receiver, year))
    stages = {stage_of(each) for row in rows if row.pupils for each in row.grades}
    # A school that has no list yet may be of any level.
    if stages and stage_of(grade) not in stages:
        raise Refusal("transfer.other_level", grade=str(grade))


def continue_year(
    outside: Outside,
    transfer: Transfer,
    dossier: Dossier,
    line: Enrolment,
    year: SchoolYear,
    partials: Sequence[PartialContent],
) -> None:
    """
    Keep the pupil's record code; start the year's book with what had been assessed so far.

    What this school has given already stays. partials: those that came along.
    """
    code = transfer.sector_code
    if dossier.record_code is not None:
        outside.book.save_record_codes(transfer.receiver, {code: dossier.record_code})
    if dossier.so_far is not None and (year, line.grade) == (dossier.school_year, dossier.grade):
        _start(outside, transfer, line, year, dossier.so_far)
    same = [
        each
        for each in partials
        if (each.general.school_year, each.general.grade) == (year, line.grade)
    ]
    terms: SecondaryYear | None = None
    for content in sorted(same, key=lambda each: each.since):
        if isinstance(content.assessed, SecondaryYear):
            given = content.assessed
            terms = given if terms is None else merged_terms(terms, given)
            continue
        for then in content.assessed:
            _take_over(outside, transfer, line, year, then)
    if terms is not None:
        _start(outside, transfer, line, year, terms)


def _start(
    outside: Outside,
    transfer: Transfer,
    line: Enrolment,
    year: SchoolYear,
    given: YearAssessment | SecondaryYear,
) -> None:
    school, code = transfer.receiver, transfer.sector_code
    if code not in outside.book.results(school, year):
        outside.book.save_assessments(school, year, line.class_name, {code: given})


def _take_over(
    outside: Outside, transfer: Transfer, line: Enrolment, year: SchoolYear, then: AssessedThen
) -> None:
    if then.moment is Moment.YEAR_END:
        _start(outside, transfer, line, year, then.results)
        return
    outside.marks.change(
        transfer.receiver,
        year,
        line.class_name,
        _unless_given(transfer.sector_code, then.results),
        moment=then.moment,
    )


def _unless_given(code: str, results: YearAssessment) -> Decide:
    return lambda known: Decided(years={} if code in known else {code: results}, changes=())
