"""What a rule rests on, and how sure that is."""

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How far a basis can be trusted; whatever is not SURE is data that a school may see change."""

    SURE = "sure"
    """Read in the text of the law, or confirmed twice."""
    LIKELY = "likely"
    """One weaker source, or a strong inference."""
    GENERAL = "general"
    """General knowledge of schools; no text read."""
    OPEN = "open"
    """Not known; chosen by Hocba until somebody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One basis of rules. source: law, article, clause, in Vietnamese. note: what a reader asks."""

    key: str
    source: str
    sure: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """What no source answers, and what is done until one does."""

    question: str
    until_then: str
