"""The rules of one secondary school year: programme, averages, results, going up, titles."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hocba.core.rules.basis import Basis, OpenQuestion
from hocba.core.rules.primary import Validity
from hocba.core.terms.levels import Promotion, Standing
from hocba.core.terms.outcomes import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class StageForm:
    """
    What lower and upper secondary school have of their own.

    stage: `THCS` or `THPT`. choose: how many of the subjects by choice a pupil takes.
    """

    stage: str
    label: str
    grades: tuple[int, ...]
    choose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondarySubject:
    """
    A subject or activity through all grades.

    by_comment: it has levels and no marks. may_be_exempt: a pupil may be let off.
    chosen_in: grades where it is one of those by choice. periods: a year, by grade.
    """

    key: str
    label: str
    grades: frozenset[int]
    optional_in: frozenset[int]
    chosen_in: frozenset[int]
    by_comment: bool
    may_be_exempt: bool
    periods: Mapping[int, int]
    basis: tuple[Basis, ...]

    def required_in(self, grade: int) -> bool:
        """Return whether every pupil of the grade has it."""
        return grade in self.grades and grade not in (self.optional_in | self.chosen_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkScale:
    """Marks: both ends included, in steps of a tenth."""

    least: Decimal
    most: Decimal
    step: Decimal
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageRule:
    """Weights of a term's average and of a year's. Source: Điều 9, khoản 1."""

    mid_weight: int
    final_weight: int
    second_term_weight: int
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularMarks:
    """How many regular marks a term has. up_to_periods: a year; None for all above."""

    up_to_periods: int | None
    marks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningRule:
    """
    What a pupil needs for one level of learning.

    not_reached: how many subjects by comment may be Chưa đạt. least: of every scored subject;
    many: how many of them must have many_least.
    """

    standing: Standing
    label: str
    not_reached: int
    least: Decimal
    many: int
    many_least: Decimal
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionRule:
    """
    Who goes up. most_absences: half days in a year. again_below: marks that may be tried again.

    sentences: by what follows, as written into the học bạ. completes: by the last grade of a stage.
    """

    learning: Standing
    conduct: Standing
    most_absences: int
    again_below: Decimal
    sentences: Mapping[Promotion, str]
    completes: Mapping[int, Promotion]
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRule:
    """A title of the year's end. many: how many scored subjects must have many_least."""

    key: str
    label: str
    learning: Standing
    conduct: Standing
    many: int
    many_least: Decimal
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecondaryPack:
    """
    One pack of rules for secondary school; there is one object a pack, compared by identity.

    learning: rules best first, without the last level, which takes everybody else.
    one_subject_than: levels that one subject alone may not put out of reach (Điều 9, khoản 3).
    conduct_year: by the second term, then by the first.
    """

    pack_id: str
    title: str
    law: str
    basis: tuple[Basis, ...]
    forms: tuple[StageForm, ...]
    validity: tuple[Validity, ...]
    subjects: tuple[SecondarySubject, ...]
    score: MarkScale
    average: AverageRule
    regular_marks: tuple[RegularMarks, ...]
    regular_marks_basis: tuple[Basis, ...]
    learning: tuple[LearningRule, ...]
    standing_labels: Mapping[Standing, str]
    one_subject_than: tuple[Standing, ...]
    one_subject_basis: tuple[Basis, ...]
    conduct_year: Mapping[Standing, Mapping[Standing, Standing]]
    conduct_basis: tuple[Basis, ...]
    promotion: PromotionRule
    titles: tuple[TitleRule, ...]
    comment_subject_chars: int
    comment_homeroom_chars: int
    award_chars: int
    limits_basis: tuple[Basis, ...]
    open_questions: tuple[OpenQuestion, ...]
    template: str
    signing_policy: str

    @property
    def grades(self) -> tuple[int, ...]:
        """The grades that the pack knows, lowest first."""
        return tuple(grade for form in self.forms for grade in form.grades)

    def form(self, grade: int) -> StageForm:
        """
        Return what the stage of a grade has of its own.

        Raises: Refusal "rules.no_such_grade".
        """
        for form in self.forms:
            if grade in form.grades:
                return form
        raise Refusal("rules.no_such_grade", "not a secondary grade", grade=str(grade))

    def programme(self, grade: int) -> tuple[SecondarySubject, ...]:
        """
        Return the subjects of a grade, in the order of the printed template.

        Raises: Refusal "rules.no_such_grade".
        """
        self.form(grade)
        return tuple(subject for subject in self.subjects if grade in subject.grades)

    def subject_label(self, key: str) -> str:
        """Return a subject's printed label; a key that the pack does not know as it is."""
        return {subject.key: subject.label for subject in self.subjects}.get(key, key)

    def title_label(self, key: str) -> str:
        """Return a title in words; a key that the pack does not know as it is."""
        return {title.key: title.label for title in self.titles}.get(key, key)

    def regular_marks_due(self, subject: SecondarySubject, grade: int) -> int:
        """Return how many regular marks a term has. Source: Điều 6, khoản 2, điểm b."""
        periods = subject.periods[grade]
        fitting = (
            step.marks
            for step in self.regular_marks
            if step.up_to_periods is None or periods <= step.up_to_periods
        )
        return next(fitting)
