"""Several years of one pupil bound into one print: what must be one, and what is added up."""

import re
from collections.abc import Sequence
from typing import Final

from hocba.core.publish.extract_sheet import EXTRACT_FILE
from hocba.core.publish.filled_form import FilledBook, FilledForm, SecondaryPages
from hocba.core.publish.partial_sheet import PARTIAL_FILE
from hocba.core.terms.outcomes import Refusal

RECORD_FILE: Final = "hoc-ba.xml"
"""The signed document in the print of one year."""

_YEAR_FILE: Final = re.compile(r"hoc-ba-\d{4}-\d{4}\.xml")


def year_file(school_year: str) -> str:
    """Return the name of a year's signed document in the print of several: 2025-2026."""
    return f"hoc-ba-{school_year}.xml"


def is_record_file(name: str) -> bool:
    """Tell whether an attachment goes by a name of signed documents."""
    return (
        name in (RECORD_FILE, EXTRACT_FILE, PARTIAL_FILE) or _YEAR_FILE.fullmatch(name) is not None
    )


def bound(forms: Sequence[FilledForm], *, copy: str = "") -> FilledBook:
    """
    Bind the years of one pupil, the oldest first.

    copy: what a numbered copy bears on every page. One year alone keeps the fixed name of its
    file, so that whoever reads prints reads copies.
    Raises: Refusal "paper.nothing_to_bind", "paper.not_one_pupil", "paper.year_twice",
    "paper.not_one_form".
    """
    years = tuple(sorted(forms, key=lambda form: form.school_year))
    if not years:
        raise Refusal("paper.nothing_to_bind")
    latest = years[-1]
    # A record code is one pupil's for all years; names may change lawfully in between.
    if {(form.code, form.environment) for form in years} != {(latest.code, latest.environment)}:
        raise Refusal("paper.not_one_pupil")
    if len({form.school_year for form in years}) != len(years):
        raise Refusal("paper.year_twice")
    if {kind_of(form) for form in years} != {kind_of(latest)}:
        raise Refusal("paper.not_one_form")
    return FilledBook(
        title=_title(years),
        years=years,
        files=_files(years),
        mended=sum(len(form.year.mended) for form in years),
        copy=copy,
    )


def kind_of(form: FilledForm) -> tuple[str, str]:
    """Return which form a year is printed on; lower and upper secondary school have one each."""
    stage = form.year.stage if isinstance(form.year, SecondaryPages) else ""
    return form.template_id, stage


def _title(years: Sequence[FilledForm]) -> str:
    first, latest = years[0], years[-1]
    if len(years) == 1:
        return latest.title
    name, _, pupil = latest.title.partition(f" {latest.school_year}: ")
    return f"{name} {first.school_year} – {latest.school_year}: {pupil}"


def _files(years: Sequence[FilledForm]) -> tuple[str, ...]:
    if len(years) == 1:
        return (RECORD_FILE,)
    return tuple(year_file(form.school_year) for form in years)
