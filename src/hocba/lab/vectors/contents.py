"""The pupils of the vectors, none of whom exists, and their years."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.year import SubjectOutcome, TraitOutcome, YearAssessment
from hocba.core.compose.content import (
    General,
    NoYearBefore,
    RecordContent,
    School,
    Software,
)
from hocba.core.rules.library import pack
from hocba.core.rules.primary import programme, traits
from hocba.core.terms.codes import Gender, PersonalId, SchoolCode, SchoolYear, record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Guardian, Place, Pupil
from hocba.lab.vectors.case import COMPOSED_AT
from hocba.lab.vectors.cast import SCHOOL, SCHOOL_NAME

RULES: Final = pack("tt27-2020/1")

_PUPIL: Final = Pupil(
    sector_code="MAU1100000123",
    personal_id=PersonalId("011317003187"),
    full_name="Cầm Thị Thử Nghiệm",
    born_on=date(2017, 3, 4),
    gender=Gender.FEMALE,
    ethnic_code="03",
    birth_place="Phường Mường Thanh, tỉnh Điện Biên",
    guardians=(
        Guardian(relation="CHA", full_name="Cầm Văn Mẫu", occupation="Làm nương"),
        Guardian(relation="ME", full_name="Lò Thị Mẫu"),
    ),
)


def year(grade: int = 3, *, optional: bool = False, **changes: Any) -> YearAssessment:
    """Return a year in which all went well. optional: with the rows that a school may add."""
    subjects = tuple(
        SubjectOutcome(
            subject=row.key,
            level=SubjectLevel.WELL_DONE,
            score=9 if row.tested else Missing.NOT_APPLICABLE,
            comment="Em học tốt." if row.key == "toan" else "",
        )
        for row in programme(RULES, grade)
        if row.required or optional
    )
    shown = tuple(
        TraitOutcome(trait=row.key, level=TraitLevel.GOOD)
        for row in traits(RULES, grade)
        if row.required or optional
    )
    plain: dict[str, Any] = {
        "grade": grade,
        "subjects": subjects,
        "traits": shown,
        "comments": {"pham_chat": "Em biết giúp đỡ bạn."},
        "height_cm": Decimal("131.5"),
        "weight_kg": Decimal("28"),
        "absent_excused": 2,
        "absent_unexcused": 0,
    }
    return YearAssessment(**{**plain, **changes})


def with_row(assessment: YearAssessment, key: str, **changes: Any) -> YearAssessment:
    """Return the year with one subject changed."""
    rows = (replace(r, **changes) if r.subject == key else r for r in assessment.subjects)
    return replace(assessment, subjects=tuple(rows))


def content(
    label: str,
    assessment: YearAssessment | None = None,
    *,
    pupil: Pupil = _PUPIL,
    **general: Any,
) -> RecordContent:
    """
    Return a record's content. label: makes its code and salts, the same in every run.

    general: what stands otherwise in `TTChung`.
    """
    of_year = assessment or year()
    return RecordContent(
        general=replace(_general(label, of_year.grade), **general),
        school=_SCHOOL,
        pupil=pupil,
        assessment=of_year,
        outcome=outcome_of(of_year, RULES),
        extract_seed=sha256(f"seed {label}".encode()).digest(),
    )


def named(full_name: str) -> Pupil:
    """Return the pupil under another name."""
    return replace(_PUPIL, full_name=full_name)


_SCHOOL: Final = School(
    code=SchoolCode(SCHOOL),
    name=SCHOOL_NAME,
    kind="CONG_LAP",
    ward=Place(code="03127", name="Phường Mường Thanh"),
    province=Place(code="11", name="Tỉnh Điện Biên"),
)


def _general(label: str, grade: int) -> General:
    return General(
        record_code=record_code(sha256(label.encode()).digest()),
        version=1,
        environment=Environment.TEST,
        school_year=SchoolYear(2025),
        grade=grade,
        class_name=f"{grade}A",
        rule_pack=RULES.pack_id,
        print_template=RULES.template,
        signing_policy=RULES.signing_policy,
        software=Software(name="Hocba (véc-tơ kiểm thử)", version="1", vendor="Hocba"),
        composed_at=COMPOSED_AT,
        year_before=NoYearBefore.FIRST_YEAR if grade == 1 else NoYearBefore.PAPER_BEFORE,
    )
