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


class PassLevel(StrEnum):
    """A secondary subject assessed by comment. Source: Thông tư 22/2021/TT-BGDĐT, Điều 9."""

    REACHED = "Đ"
    NOT_REACHED = "CĐ"


class Standing(StrEnum):
    """
    Level of a secondary pupil's learning, or conduct, in a term or year.

    Source: Thông tư 22/2021/TT-BGDĐT, Điều 8 and 9.
    """

    GOOD = "T"
    FAIR = "K"
    REACHED = "Đ"
    NOT_REACHED = "CĐ"


class Promotion(StrEnum):
    """What follows from a secondary year. Source: Thông tư 22/2021/TT-BGDĐT, Điều 12 to 14."""

    UP = "LEN_LOP"
    LOWER_SECONDARY = "HOAN_THANH_THCS"
    """Hoàn thành chương trình trung học cơ sở (grade 9)."""
    UPPER_SECONDARY = "HOAN_THANH_THPT"
    """Hoàn thành chương trình trung học phổ thông (grade 12)."""
    ASSESSED_AGAIN = "DANH_GIA_LAI_TRONG_HE"
    """Re-assessment of subjects in the summer is due."""
    CONDUCT_AGAIN = "REN_LUYEN_TRONG_HE"
    """Training of conduct in the summer is due."""
    NOT_UP = "KHONG_LEN_LOP"
    BY_DECISION = "LEN_LOP_THEO_QUYET_DINH"
    """A pupil who is not assessed by law; the principal decides that the pupil goes up."""
    DECISION_DUE = "CHO_QUYET_DINH"
    """A pupil who is not assessed by law; the principal's decision is still due."""
