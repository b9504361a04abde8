"""What is wrong or missing among a secondary pupil's marks and levels."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from hocba.core.assess.averages import is_mark
from hocba.core.assess.secondary_year import SecondaryYear, SubjectTerms, Value
from hocba.core.rules.secondary import SecondaryPack, SecondarySubject
from hocba.core.terms.levels import PassLevel
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding


def found(code: str, where: str, /, **details: str) -> Finding:
    """Return what is wrong in one place."""
    return Finding(code=code, where=where, details=details)


def _value_findings(
    value: Value, subject: SecondarySubject, where: str, pack: SecondaryPack
) -> Iterator[Finding]:
    if isinstance(value, Missing):
        yield found("secondary.value_missing", where, name=subject.label)
    elif isinstance(value, PassLevel) != subject.by_comment:
        yield found("secondary.wrong_kind", where, name=subject.label)
    elif isinstance(value, Decimal) and not is_mark(value, pack.score):
        yield found("secondary.mark_unfit", where, value=str(value))


def _row_findings(
    row: SubjectTerms, subject: SecondarySubject, pack: SecondaryPack
) -> Iterator[Finding]:
    where = f"subjects/{subject.key}"
    if row.first is row.second is Missing.NOT_ASSESSED:
        if not subject.may_be_exempt:
            yield found("secondary.not_exempt", where, name=subject.label)
        return
    yield from _value_findings(row.first, subject, f"{where}/first", pack)
    yield from _value_findings(row.second, subject, f"{where}/second", pack)


def _rows_there(year: SecondaryYear, pack: SecondaryPack) -> Iterator[Finding]:
    programme = {subject.key: subject for subject in pack.programme(year.grade)}
    for key, count in Counter(row.subject for row in year.subjects).items():
        if key not in programme:
            name = pack.subject_label(key)
            yield found("secondary.subject_not_in_grade", f"subjects/{key}", name=name)
        elif count > 1:
            yield found("secondary.row_twice", f"subjects/{key}", name=programme[key].label)
    there = {row.subject for row in year.subjects}
    for key, subject in programme.items():
        if subject.required_in(year.grade) and key not in there:
            yield found("secondary.row_missing", f"subjects/{key}", name=subject.label)
    chosen = {key for key, one in programme.items() if year.grade in one.chosen_in} & there
    due = pack.form(year.grade).choose
    if len(chosen) != due:
        details = {"count": str(len(chosen)), "due": str(due)}
        yield found("secondary.choice_differs", "subjects", **details)


def _subject_findings(year: SecondaryYear, pack: SecondaryPack) -> Iterator[Finding]:
    yield from _rows_there(year, pack)
    programme = {subject.key: subject for subject in pack.programme(year.grade)}
    for row in year.subjects:
        if row.subject in programme:
            yield from _row_findings(row, programme[row.subject], pack)


def _other_findings(year: SecondaryYear) -> Iterator[Finding]:
    for term in ("first", "second"):
        if isinstance(getattr(year, f"conduct_{term}"), Missing):
            yield found("secondary.conduct_missing", f"conduct_{term}")
    if year.absences is None:
        yield found("secondary.absences_missing", "absences")
    elif year.absences < 0:
        yield found("secondary.absences_unfit", "absences", value=str(year.absences))
    if year.promoted is not None:
        yield found("secondary.decision_not_due", "promoted")


def _again_rows(year: SecondaryYear, pack: SecondaryPack) -> Iterator[Finding]:
    if year.summer is None:
        return
    assessed = {row.subject for row in year.subjects if not isinstance(row.second, Missing)}
    programme = {subject.key: subject for subject in pack.programme(year.grade)}
    again = year.summer.subjects
    for key, count in Counter(row.subject for row in again).items():
        if count > 1:
            yield found("secondary.row_twice", f"summer/{key}", name=pack.subject_label(key))
    for row in again:
        where = f"summer/{row.subject}"
        if row.subject not in programme or row.subject not in assessed:
            yield found("secondary.again_not_due", where, name=pack.subject_label(row.subject))
        else:
            yield from _value_findings(row.value, programme[row.subject], where, pack)


def _not_assessed_findings(year: SecondaryYear) -> Iterator[Finding]:
    for row in year.subjects:
        if not (isinstance(row.first, Missing) and isinstance(row.second, Missing)):
            where = f"subjects/{row.subject}"
            yield found("secondary.not_assessed_has_marks", where, name=row.subject)
    conduct = (year.conduct_first, year.conduct_second)
    if not all(isinstance(level, Missing) for level in conduct):
        yield found("secondary.not_assessed_has_marks", "conduct", name="rèn luyện")
    if year.summer is not None:
        yield found("secondary.again_not_due", "summer", name="")


def secondary_problems(year: SecondaryYear, pack: SecondaryPack) -> tuple[Finding, ...]:
    """
    Return everything wrong or missing that bears on the outcome, all at once.

    Whether the summer's results were due is told by the outcome, once the year's are known.
    Source: Thông tư 22/2021/TT-BGDĐT, Điều 5, 8, 9, 12 to 14.
    """
    if year.grade not in pack.grades:
        return (found("secondary.no_such_grade", "grade", grade=str(year.grade)),)
    if year.not_assessed_by_law:
        return tuple(_not_assessed_findings(year))
    return (
        *_subject_findings(year, pack),
        *_other_findings(year),
        *_again_rows(year, pack),
    )
