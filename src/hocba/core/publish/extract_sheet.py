"""An extract as it stands on paper: words in their places, the signed extract inside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hocba.core.publish.filled_form import Line, SignatureMark

EXTRACT_FILE: Final = "trich-luc.xml"
"""The signed extract in its print. Source: spec/format.md §20.5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A part that is shown. columns: empty for lines of label and value, which `rows` are then."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each row as pairs of its column and value."""
        return tuple(tuple(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractSheet:
    """
    All that the paper says. given: to whom and by what number or share it was given.

    facts: whose record it is. withheld: names of the parts that are not shown.
    doubts: what could not be checked of the seal. file: the extract, attached.
    """

    title: str
    environment: str
    school: str
    place: str
    code: str
    school_year: str
    version: int
    given: tuple[str, ...]
    facts: tuple[Line, ...]
    parts: tuple[SheetPart, ...]
    withheld: tuple[str, ...]
    seal: SignatureMark | None
    doubts: tuple[str, ...]
    last_signed_at: datetime
    file: bytes
