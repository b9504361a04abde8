"""The printed form with its blanks filled: values that a printer sets, and nothing to decide."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One blank of the form. is_missing: the value says why there is none."""

    label: str
    value: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectLine:
    """
    One row of the table of subjects.

    remark: why cells are blank. is_later: a result of the supplementary assessment.
    """

    label: str
    level: str = ""
    score: str = ""
    comment: str = ""
    remark: str = ""
    is_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitLine:
    """One quality or competence. remark, is_later: as in `SubjectLine`."""

    label: str
    level: str = ""
    remark: str = ""
    is_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitTable:
    """Qualities or competences that share one comment."""

    label: str
    lines: tuple[TraitLine, ...]
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """One row of the course of learning. register_number, entered_on: blank where unknown."""

    school_year: str
    class_name: str
    school: str
    register_number: str = ""
    entered_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureMark:
    """
    What a digital signature looks like on paper.

    heading: lines above ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"). name: of the certificate.
    signed_at: with seconds and time zone. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I.
    """

    heading: tuple[str, ...]
    name: str
    signed_at: str
    issuer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """The marks of the three slots of a primary record; None where nobody signed."""

    homeroom: SignatureMark | None
    principal: SignatureMark | None
    seal: SignatureMark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPages:
    """
    The pair of pages of one school year.

    attendance: days of absence in words. mended: changes after the content had been locked.
    supplement: results before the supplementary assessment. origin: what this version replaces.
    """

    measures: tuple[Line, ...]
    attendance: tuple[Line, ...]
    subjects: tuple[SubjectLine, ...]
    qualities: TraitTable
    general_competences: TraitTable
    specific_competences: TraitTable
    result: str
    awards: str
    completion: str
    supplement: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """
    One row of a secondary table of subjects: both terms, the year, after the summer.

    remark: why cells are blank. signed: how the subject's teacher signed the row, None where
    nobody did.
    """

    label: str
    first: str = ""
    second: str = ""
    year: str = ""
    again: str = ""
    comment: str = ""
    remark: str = ""
    signed: SignatureMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLevels:
    """A level in words by term: of learning, or of conduct. again: after the summer."""

    first: str
    second: str
    year: str
    again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryPages:
    """
    The pair of pages of one secondary school year.

    stage: `THCS`, `THPT`; title: in words, as on the cover. chosen: subjects by choice, empty at
    lower secondary school. summer: what the summer brought, in words. mended, origin: as in
    `YearPages`; mended_subjects: where among the subjects.
    """

    stage: str
    title: str
    chosen: str
    subjects: tuple[TermLine, ...]
    learning: TermLevels
    conduct: TermLevels
    absences: Line
    summer: tuple[str, ...]
    promotion: str
    awards: str
    comment: str
    mended: tuple[str, ...] = ()
    mended_subjects: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """
    A record on its form.

    environment: `THAT`, `TAP_HUAN`, `THU_NGHIEM`. place_date: "Xã ..., ngày ... tháng ...".
    doubts: what could not be checked before printing. code: grouped for reading aloud.
    digest: first half of the content digest, hex in groups. qr: text of the QR code;
    is_code_signed: whether it proves the page by itself.
    last_signed_at: the instant that the paper bears as its own. file: the signed document.
    """

    template_id: str
    title: str
    environment: str
    pupil: str
    class_name: str
    school: str
    school_year: str
    cover: tuple[Line, ...]
    personal: tuple[Line, ...]
    course: tuple[YearLine, ...]
    course_note: str
    year: YearPages | SecondaryPages
    place_date: str
    signatures: Signatures
    doubts: tuple[str, ...]
    code: str
    version: int
    digest: str
    qr: str
    is_code_signed: bool
    last_signed_at: datetime
    file: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledBook:
    """
    One year of a pupil, or several bound together.

    years: oldest first. files: the name under which each year's signed document is attached.
    mended: changes after locking, of all years. copy: what a numbered copy bears on every page,
    empty for the record's own print.
    """

    title: str
    years: tuple[FilledForm, ...]
    files: tuple[str, ...]
    mended: int
    copy: str = ""
