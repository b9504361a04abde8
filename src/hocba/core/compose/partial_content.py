"""
The content of a partial record: what was assessed of a pupil who left during the year.

It is no year's record and never becomes one: it has no place for a result of the year, for
promotion or completion, and its namespace is its own, so that no reader of records takes it for
one. Source: spec/format.md §24; docs/decisions/0034-partial-records.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hocba.core.assess.moments import Moment
from hocba.core.assess.secondary_year import SecondaryYear, SubjectTerms
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.content import General, School
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Pupil

PARTIAL_POLICY: Final = "mot-phan/1"
PARTIAL_TEMPLATE: Final = "hoc-ba-mot-phan/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedThen:
    """What teachers of a primary school gave at one moment of the year."""

    moment: Moment
    results: YearAssessment


Assessed = tuple[AssessedThen, ...] | SecondaryYear
"""Of a primary school by moments, in their order; of a secondary one its terms so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialContent:
    """
    `NoiDung` of a partial record.

    since, until: first and last day at this school of this school year. extract_seed: as in a
    record's content.
    """

    general: General
    school: School
    pupil: Pupil
    since: date
    until: date
    assessed: Assessed
    extract_seed: bytes


def given_then(year: YearAssessment) -> YearAssessment | None:
    """
    Return of a moment's results what was given, or None where nothing was.

    A row without level, mark and words says nothing: it is left out. Days, measures, awards and
    what followed the year belong to the year and not to a part of it.
    """
    rows = tuple(row for row in year.subjects if _says(row.level, row.score) or row.comment)
    traits = tuple(trait for trait in year.traits if _says(trait.level))
    comments = {key: words for key, words in year.comments.items() if words}
    if not (rows or traits or comments):
        return None
    return YearAssessment(grade=year.grade, subjects=rows, traits=traits, comments=comments)


def given_so_far(year: SecondaryYear) -> SecondaryYear | None:
    """Return of a secondary year what was given of its terms, or None where nothing was."""
    rows = tuple(row for row in year.subjects if _says(row.first, row.second) or row.comment)
    if not (rows or _says(year.conduct_first, year.conduct_second) or year.comment):
        return None
    return SecondaryYear(
        grade=year.grade,
        subjects=rows,
        conduct_first=year.conduct_first,
        conduct_second=year.conduct_second,
        absences=year.absences,
        comment=year.comment,
    )


def says_something(part: YearAssessment | SecondaryYear) -> bool:
    """Tell whether anything was given at a moment, or in the terms so far."""
    if isinstance(part, SecondaryYear):
        return given_so_far(part) is not None
    return given_then(part) is not None


def _says(*values: object) -> bool:
    # Not assessed at all is an answer; not known yet, or not applicable, is none.
    silent = (Missing.UNKNOWN, Missing.NOT_APPLICABLE)
    return any(value not in silent for value in values)


def subjects_of(assessed: Assessed) -> Iterator[str]:
    """Give the keys of all rows, as they stand."""
    if isinstance(assessed, SecondaryYear):
        yield from (row.subject for row in assessed.subjects)
        return
    for each in assessed:
        yield from (row.subject for row in each.results.subjects)


def same_results(one: YearAssessment, other: YearAssessment) -> bool:
    """Tell whether two moments' results say the same, in whatever order their rows stand."""
    return (
        {row.subject: row for row in one.subjects} == {row.subject: row for row in other.subjects}
        and {trait.trait: trait for trait in one.traits}
        == {trait.trait: trait for trait in other.traits}
        and dict(one.comments) == dict(other.comments)
    )


def without(assessed: Assessed, other: Assessed) -> Assessed | None:
    """
    Return what is left of one school's results without those of another that it took over.

    What was changed since is the school's own; None where nothing is left.
    """
    if isinstance(assessed, SecondaryYear):
        if not isinstance(other, SecondaryYear):
            return assessed
        return given_so_far(_own_terms(assessed, other))
    if isinstance(other, SecondaryYear):
        return assessed
    theirs = {each.moment: each.results for each in other}
    own = tuple(
        each
        for each in assessed
        if each.moment not in theirs or not same_results(each.results, theirs[each.moment])
    )
    return own or None


def merged_terms(earlier: SecondaryYear, later: SecondaryYear) -> SecondaryYear:
    """Put together what two schools gave, one after the other; where both did, the later counts."""
    rows = {row.subject: row for row in earlier.subjects}
    for row in later.subjects:
        old = rows.get(row.subject, row)
        rows[row.subject] = SubjectTerms(
            subject=row.subject,
            first=row.first if _says(row.first) else old.first,
            second=row.second if _says(row.second) else old.second,
            comment=row.comment or old.comment,
        )
    first, second = later.conduct_first, later.conduct_second
    return replace(
        later,
        subjects=tuple(rows.values()),
        conduct_first=first if _says(first) else earlier.conduct_first,
        conduct_second=second if _says(second) else earlier.conduct_second,
        absences=earlier.absences if later.absences is None else later.absences,
        comment=later.comment or earlier.comment,
    )


def _own_terms(year: SecondaryYear, other: SecondaryYear) -> SecondaryYear:
    theirs = {row.subject: row for row in other.subjects}
    rows = []
    for row in year.subjects:
        old = theirs.get(row.subject)
        if old is None:
            rows.append(row)
            continue
        first = Missing.UNKNOWN if row.first == old.first else row.first
        second = Missing.UNKNOWN if row.second == old.second else row.second
        comment = "" if row.comment == old.comment else row.comment
        rows.append(replace(row, first=first, second=second, comment=comment))
    unknown = Missing.UNKNOWN
    return replace(
        year,
        subjects=tuple(rows),
        conduct_first=unknown if year.conduct_first == other.conduct_first else year.conduct_first,
        conduct_second=unknown
        if year.conduct_second == other.conduct_second
        else year.conduct_second,
        absences=None if year.absences == other.absences else year.absences,
        comment="" if year.comment == other.comment else year.comment,
    )
