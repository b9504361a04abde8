"""The levels that the law gives: of a subject, of a quality or competence, of a year."""

from enum import StrEnum


class SubjectLevel(StrEnum):
    """Level reached in a subject or activity. Source: Thông tư 27/2020/TT-BGDĐT, Điều 7."""

    WELL_DONE = "T"
    DONE = "H"
    NOT_DONE = "C"


class TraitLevel(StrEnum):
    """Level of a quality or competence. Source: Thông tư 27/2020/TT-BGDĐT, Điều 7."""

    GOOD = "T"
    REACHED = "Đ"
    NEEDS_EFFORT = "C"


class YearResult(StrEnum):
    """Overall result of a primary year. Source: Thông tư 27/2020/TT-BGDĐT, Điều 9, khoản 2."""

    EXCELLENT = "HTXS"
    WELL_DONE = "HTT"
    DONE = "HT"
    NOT_DONE = "CHT"


class Completion(StrEnum):
    """What is confirmed about the year. Source: Thông tư 27/2020/TT-BGDĐT, Điều 11."""

    CLASS = "HOAN_THANH_LOP"
    """Hoàn thành chương trình lớp N."""
    PRIMARY = "HOAN_THANH_TIEU_HOC"
    """Hoàn thành chương trình tiểu học (grade 5)."""
    PROMOTED_BY_DECISION = "LEN_LOP_THEO_QUYET_DINH"
    """Not completed; the principal decides that the pupil goes up."""
    NOT_PROMOTED = "CHUA_LEN_LOP"
    """Not completed; the principal decides that the pupil stays."""
    PENDING = "CHO_DANH_GIA_BO_SUNG"
    """Not completed; supplementary assessment or the principal's decision is still due."""
