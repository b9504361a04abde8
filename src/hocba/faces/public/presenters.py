"""What the public pages show: never a mark, never more of a name than is needed."""

from dataclasses import dataclass
from datetime import datetime

from hocba.faces.web.presenters import FindingRow, Link, State, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage:
    """The way in: a file, or a code. problem: what was wrong with what was given."""

    headline: str
    lead: str
    largest_file_mb: int
    problem: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One of the three plain sentences of a verdict."""

    title: str
    told: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerRow:
    """Who signed, in what capacity, proven how. at None: the slot is empty."""

    name: str
    capacity: str
    certificate: str
    at: datetime | None
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """A numbered step of the report, with what it found."""

    number: int
    title: str
    told: str
    state: State
    findings: tuple[FindingRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictPage:
    """
    A verdict to be read in ten seconds.

    tone: DONE for PASSED, TO_DO for INDETERMINATE, WRONG for FAILED; nothing else is green.
    what_to_do: for whoever got no PASSED. newer: where the record that replaced this one is.
    is_print: the file was a PDF, of which only the record inside was looked at.
    """

    headline: str
    about: str
    tone: Tone
    sentences: tuple[Sentence, ...]
    signers: tuple[SignerRow, ...]
    checks: tuple[CheckRow, ...]
    checked_at: datetime
    what_to_do: str = ""
    newer: Link | None = None
    report: str = ""
    file_was_given: bool = True
    is_print: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """A school year that is kept under a code: the school and the version, no pupil."""

    school_year: str
    school: str
    version: int
    kept_at: datetime
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """What a code tells. Never green: a code alone does not prove a paper."""

    headline: str
    about: str
    tone: Tone
    what_to_do: str
    rows: tuple[YearRow, ...]
    checked_at: datetime
