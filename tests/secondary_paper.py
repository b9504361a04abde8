"""Secondary records on their form, for the tests of the printed form: from published vectors."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.publish.filled_form import FilledForm
from hocba.core.publish.paper import paper_of
from hocba.flow.verify_alone import examine_alone
from hocba.flow.verify_document import Examined
from tests.vectors.published import SECONDARY, trust

_AT = "2026-06-10T09:00:00+07:00"


@cache
def examined(name: str) -> tuple[bytes, Examined]:
    """Return a good vector and what the verifier says of it."""
    file = (SECONDARY / "good" / f"{name}.xml").read_bytes()
    found = examine_alone(
        file,
        documents=XmlDocuments(),
        trust=trust("trust", _AT, SECONDARY),
        now=datetime.fromisoformat(_AT),
    )
    return file, found.examined


@cache
def a_secondary_form(name: str = "lop-7") -> FilledForm:
    file, found = examined(name)
    assert found.record is not None
    return paper_of(found.record, evidence=found.evidence, verdict=found.verdict, file=file)


def with_rows(form: FilledForm, **changes: Any) -> FilledForm:
    """Return the form with every row of subjects changed."""
    rows = tuple(replace(row, **changes) for row in form.year.subjects)
    return replace(form, year=replace(form.year, subjects=rows))


def of_one_pupil(*names: str) -> tuple[FilledForm, ...]:
    """Return years of one pupil, one a school year, up to 2025-2026."""
    last = a_secondary_form(names[-1])
    first = 2025 - len(names) + 1
    return tuple(
        replace(
            a_secondary_form(name), code=last.code, school_year=f"{first + at}-{first + at + 1}"
        )
        for at, name in enumerate(names)
    )
