"""The rules of one primary school year: programme, levels, results, completion, awards."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hocba.core.rules.basis import Basis, OpenQuestion
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.levels import Completion, SubjectLevel, TraitLevel, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal


class YearTest(StrEnum):
    """Whether a subject has a test at the end of the year."""

    NONE = "khong"
    REQUIRED = "co"
    IF_GIVEN = "neu_co"
    """A score is taken and counted; none is demanded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    """
    One row of the table of subjects in one grade.

    label: as printed on the template. short: for column heads and cards.
    required: False where a pupil may do without the subject.
    """

    key: str
    label: str
    short: str
    required: bool
    test: YearTest

    @property
    def tested(self) -> bool:
        """Whether a score is due."""
        return self.test is YearTest.REQUIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitRow:
    """One quality or competence in one grade. required: False where it may stay unassessed."""

    key: str
    label: str
    group: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitGroup:
    """Qualities or competences that share one comment. limit_chars: of that comment."""

    key: str
    label: str
    limit_chars: int
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRule:
    """A subject through all grades, as the pack states it."""

    key: str
    label: str
    short: str
    grades: frozenset[int]
    optional_in: frozenset[int]
    tested_in: frozenset[int]
    test_if_given_in: frozenset[int]
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitRule:
    """A quality or competence through all grades, as the pack states it."""

    key: str
    label: str
    group: str
    optional_in: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRule:
    """
    What a pupil needs for one result of the year.

    subject_levels, trait_levels: every row must have one of these.
    least_test: no year-end test may be below.
    """

    result: YearResult
    label: str
    subject_levels: frozenset[SubjectLevel]
    trait_levels: frozenset[TraitLevel]
    least_test: int
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRule:
    """A title of the year's end. needs_recognition: people decide, the rule only allows."""

    key: str
    label: str
    result: YearResult
    needs_recognition: bool
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """School years in which the pack holds for a grade, both included. last: None while open."""

    grade: int
    first: SchoolYear
    last: SchoolYear | None
    basis: tuple[Basis, ...]

    def covers(self, year: SchoolYear) -> bool:
        """Return whether the pack holds in that year."""
        return self.first <= year and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRule:
    """
    What is confirmed after which result, and in which words.

    sentences, sentences_not_assessed: with the placeholder `{grade}`.
    """

    last_grade: int
    completed_by: frozenset[YearResult]
    sentences: Mapping[Completion, str]
    sentences_not_assessed: Mapping[Completion, str]
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRule:
    """For which results a supplementary assessment is due, and how far it can raise a pupil."""

    due_for: frozenset[YearResult]
    highest_result: YearResult
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Both ends included."""

    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PrimaryPack:
    """
    One pack of rules for primary school; there is one object a pack, compared by identity.

    result_rules: best first; the last one takes everybody else.
    subjects_by_grade, traits_by_grade: rows in the order of the printed template.
    plausible: bounds by field (`height_cm`, ...) outside which a typing error is likely.
    """

    pack_id: str
    title: str
    law: str
    template: str
    signing_policy: str
    basis: tuple[Basis, ...]
    validity: tuple[Validity, ...]
    subjects: tuple[SubjectRule, ...]
    traits: tuple[TraitRule, ...]
    groups: tuple[TraitGroup, ...]
    subjects_by_grade: Mapping[int, tuple[SubjectRow, ...]]
    traits_by_grade: Mapping[int, tuple[TraitRow, ...]]
    score_least: int
    score_most: int
    score_basis: tuple[Basis, ...]
    subject_level_labels: Mapping[SubjectLevel, str]
    subject_level_basis: tuple[Basis, ...]
    trait_level_labels: Mapping[TraitLevel, str]
    trait_level_basis: tuple[Basis, ...]
    result_rules: tuple[ResultRule, ...]
    not_assessed_label: str
    not_assessed_basis: tuple[Basis, ...]
    supplement: SupplementRule
    completion: CompletionRule
    awards: tuple[AwardRule, ...]
    comment_subject_chars: int
    award_chars: int
    limits_basis: tuple[Basis, ...]
    plausible: Mapping[str, Bounds]
    plausible_basis: tuple[Basis, ...]
    open_questions: tuple[OpenQuestion, ...]

    @property
    def grades(self) -> tuple[int, ...]:
        """The grades that the pack knows, lowest first."""
        return tuple(self.subjects_by_grade)

    def result_label(self, result: YearResult | Missing) -> str:
        """Return a year's result in words, as printed."""
        labels = {rule.result: rule.label for rule in self.result_rules}
        return self.not_assessed_label if isinstance(result, Missing) else labels[result]

    def award_label(self, key: str) -> str:
        """Return a title in words; a key that the pack does not know is returned as it is."""
        return {award.key: award.label for award in self.awards}.get(key, key)

    def subject_label(self, key: str) -> str:
        """Return a subject's printed label; a key that the pack does not know as it is."""
        return {subject.key: subject.label for subject in self.subjects}.get(key, key)

    def trait_label(self, key: str) -> str:
        """Return a trait's printed label; a key that the pack does not know as it is."""
        return {trait.key: trait.label for trait in self.traits}.get(key, key)

    def completion_sentence(
        self, completion: Completion, grade: int, *, not_assessed: bool = False
    ) -> str:
        """Return the sentence that is written into the học bạ. Source: Phụ lục 1, mục 6."""
        rule = self.completion
        plain = rule.sentences[completion]
        words = rule.sentences_not_assessed.get(completion, plain) if not_assessed else plain
        return words.format(grade=grade)


def programme(pack: PrimaryPack, grade: int) -> tuple[SubjectRow, ...]:
    """
    Return the subject rows of a grade, in the order of the printed template.

    Raises: Refusal "rules.no_such_grade".
    """
    rows = pack.subjects_by_grade.get(grade)
    if rows is None:
        raise Refusal("rules.no_such_grade", "not a primary grade", grade=str(grade))
    return rows


def traits(pack: PrimaryPack, grade: int) -> tuple[TraitRow, ...]:
    """
    Return the qualities and competences of a grade, in the order of the printed template.

    Raises: Refusal "rules.no_such_grade".
    """
    rows = pack.traits_by_grade.get(grade)
    if rows is None:
        raise Refusal("rules.no_such_grade", "not a primary grade", grade=str(grade))
    return rows
