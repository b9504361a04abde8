"""The content of a record: what the signatures cover, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from hocba.core.assess.secondary_year import SecondaryOutcome, SecondaryYear
from hocba.core.assess.year import YearAssessment, YearOutcome
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Place, Pupil

FORMAT_VERSION: Final = "1.0"


class AmendReason(StrEnum):
    """Why a version replaces another. The list is ours and open to configuration."""

    WRONG_MARK = "SAI_KET_QUA"
    WRONG_PERSONAL_FACT = "SAI_THONG_TIN_CA_NHAN"
    PERSONAL_FACT_CHANGED = "CAI_CHINH_HO_TICH"
    LATE_PERSONAL_ID = "BO_SUNG_SO_DINH_DANH"
    COMPLAINT_UPHELD = "GIAI_QUYET_KHIEU_NAI"
    COMPUTATION_ERROR = "LOI_TINH_TOAN"


class NoYearBefore(StrEnum):
    """Why a record names no record of the year before."""

    FIRST_YEAR = "NAM_DAU"
    PAPER_BEFORE = "HOC_BA_GIAY"
    FROM_ABROAD = "TU_NUOC_NGOAI"
    OTHER_SYSTEM = "HE_THONG_KHAC"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBefore:
    """The link to the record of the year before. content_digest: SHA-256, 32 bytes."""

    school_year: SchoolYear
    version: int
    content_digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The version that this one replaces, and why. content_digest: SHA-256, 32 bytes."""

    version: int
    content_digest: bytes
    reason: AmendReason
    basis: str
    approved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """The program that composed the record; it says so inside the signed bytes."""

    name: str
    version: str
    vendor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """
    `TTChung`: which document this is.

    rule_pack, print_template, signing_policy: ids with versions (`tt27-2020/1`).
    """

    record_code: RecordCode
    version: int
    environment: Environment
    school_year: SchoolYear
    grade: int
    class_name: str
    rule_pack: str
    print_template: str
    signing_policy: str
    software: Software
    composed_at: datetime
    year_before: YearBefore | NoYearBefore
    replaces: Replaced | None = None

    @property
    def key(self) -> RecordKey:
        """The document's name: code, school year, version."""
        return RecordKey(
            record_code=self.record_code, school_year=self.school_year, version=self.version
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """`CoSo`: the school and its place names as of the day of composing."""

    code: SchoolCode
    name: str
    kind: str
    ward: Place
    province: Place
    district: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change after the content had been locked once: it leaves its trace for ever."""

    field: str
    old: str
    new: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContent:
    """
    `NoiDung` of a primary school year.

    extract_seed: 32 random bytes from which the salts of the extract tree are drawn.
    """

    general: General
    school: School
    pupil: Pupil
    assessment: YearAssessment
    outcome: YearOutcome
    extract_seed: bytes
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryContent:
    """`NoiDung` of a secondary school year; beside its results all as in a primary one's."""

    general: General
    school: School
    pupil: Pupil
    assessment: SecondaryYear
    outcome: SecondaryOutcome
    extract_seed: bytes
    changes: tuple[Change, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the subjects, in the order of their rows."""
        return tuple(row.subject for row in self.assessment.subjects)


AnyContent: TypeAlias = RecordContent | SecondaryContent
"""A record's content, whichever school it is of."""
