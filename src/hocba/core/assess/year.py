"""What teachers give for one pupil and one primary year, before anything is computed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from hocba.core.terms.levels import Completion, SubjectLevel, TraitLevel, YearResult
from hocba.core.terms.missing import Missing

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectOutcome:
    """
    One row of the table of subjects.

    subject: row key of the rule pack (`toan`, `tin_hoc`, `am_nhac`, ...).
    score: year-end test, 0..10 whole; NOT_APPLICABLE where the subject has no test.
    comment: the teacher's words, NFC, may be empty.
    """

    subject: str
    level: SubjectLevel | Missing
    score: int | Missing = Missing.NOT_APPLICABLE
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitOutcome:
    """One quality or competence. trait: key of the rule pack (`yeu_nuoc`, `ngon_ngu`, ...)."""

    trait: str
    level: TraitLevel | Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """
    What happened after the year for a pupil who had not completed it.

    subjects, traits: results of the supplementary assessment; they replace the same rows.
    promoted: the principal's decision if the pupil still has not completed; None while open.
    basis: number and date of that decision.
    Source: Thông tư 27/2020/TT-BGDĐT, Điều 11.
    """

    subjects: tuple[SubjectOutcome, ...] = ()
    traits: tuple[TraitOutcome, ...] = ()
    promoted: bool | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAssessment:
    """
    All that teachers give for one pupil and year.

    comments: by group of the rule pack: `pham_chat`, `nang_luc_chung`, `nang_luc_dac_thu`.
    height_cm, weight_kg: one decimal at most.
    absent_*: days. not_assessed_by_law: judged by a personal education plan, no levels.
    recognised: the class recognises the pupil as outstanding (Điều 13: a human decision).
    other_awards: awards given by people, in words.
    """

    grade: int
    subjects: tuple[SubjectOutcome, ...]
    traits: tuple[TraitOutcome, ...]
    comments: Mapping[str, str] = field(default_factory=lambda: _NONE)
    height_cm: Decimal | None = None
    weight_kg: Decimal | None = None
    absent_excused: int | None = None
    absent_unexcused: int | None = None
    not_assessed_by_law: bool = False
    recognised: bool = False
    other_awards: tuple[str, ...] = ()
    supplement: Supplement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOutcome:
    """
    What the rules make of an assessment.

    result: NOT_ASSESSED for a pupil who is not assessed by law.
    awards: keys of the rule pack (`hs_xuat_sac`, `hs_tieu_bieu`).
    """

    result: YearResult | Missing
    completion: Completion
    awards: tuple[str, ...] = ()
