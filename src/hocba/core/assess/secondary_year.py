"""What teachers give for one pupil and one secondary year, and what the rules make of it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from hocba.core.terms.levels import PassLevel, Promotion, Standing
from hocba.core.terms.missing import Missing

Value: TypeAlias = Decimal | PassLevel | Missing
"""An average, a level of a subject by comment, or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectTerms:
    """
    One row of the table of subjects.

    subject: key of the rule pack. first, second: of each term; NOT_ASSESSED in both for a pupil
    who is let off. comment: the subject teacher's words, NFC, may be empty.
    """

    subject: str
    first: Value
    second: Value
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectAgain:
    """The result of a subject that was assessed again in the summer. Source: Điều 14."""

    subject: str
    value: Decimal | PassLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Summer:
    """
    A summer that is over, with what it brought; nothing at all means that the pupil failed it.

    Source: Thông tư 22/2021/TT-BGDĐT, Điều 13 and 14.
    """

    subjects: tuple[SubjectAgain, ...] = ()
    conduct: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryYear:
    """
    All that teachers give for one pupil and secondary year.

    conduct_first, conduct_second: the homeroom teacher's judgement of each term.
    absences: half days, with and without leave; None while unknown.
    not_assessed_by_law: judged by a personal education plan; promoted: the principal's decision
    on such a pupil, None while open; basis: its number and date.
    other_awards: awards given by people, in words. comment: the homeroom teacher's.
    """

    grade: int
    subjects: tuple[SubjectTerms, ...]
    conduct_first: Standing | Missing
    conduct_second: Standing | Missing
    absences: int | None
    comment: str = ""
    other_awards: tuple[str, ...] = ()
    not_assessed_by_law: bool = False
    promoted: bool | None = None
    basis: str = ""
    summer: Summer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectResult:
    """A subject's whole year. again: after the summer, None where it was not assessed again."""

    subject: str
    year: Value
    again: Decimal | PassLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryOutcome:
    """
    What the rules make of a secondary year.

    learning_*, conduct_*: by term, at the year's end, and after the summer (None without one).
    All are NOT_ASSESSED for a pupil who is not assessed by law. titles: keys of the rule pack.
    """

    subjects: tuple[SubjectResult, ...]
    learning_first: Standing | Missing
    learning_second: Standing | Missing
    learning: Standing | Missing
    conduct: Standing | Missing
    learning_again: Standing | None
    conduct_again: Standing | None
    promotion: Promotion
    titles: tuple[str, ...] = ()
