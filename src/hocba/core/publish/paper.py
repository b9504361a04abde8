"""A verified record as its printed form: which value stands where. Pure; a printer sets it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from hocba.core.compose.content import AnyContent, SecondaryContent
from hocba.core.publish.filled_form import FilledForm, SecondaryPages, YearPages
from hocba.core.publish.personal_page import (
    course_lines,
    course_note,
    cover_lines,
    personal_lines,
)
from hocba.core.publish.print_templates import PrintTemplate, print_template
from hocba.core.publish.printed_words import in_groups, place_date
from hocba.core.publish.qr import qr_text
from hocba.core.publish.secondary_pages import (
    secondary_pages,
    secondary_personal_lines,
    stage_words,
)
from hocba.core.publish.signature_marks import row_marks, signature_marks
from hocba.core.publish.year_pages import year_pages
from hocba.core.rules.library import pack, secondary, secondary_label, stage_of
from hocba.core.terms.codes import RecordKey, shown_record_code
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Weight
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.parsed import ParsedRecord, ParsedSignature
from hocba.core.verify.signatures import Evidence
from hocba.core.verify.verdict import STEP_NAMES, Step, Verdict

_SLOTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ck-gvcn": "Chữ ký của giáo viên chủ nhiệm",
        "ck-hieu-truong": "Chữ ký của hiệu trưởng",
        "ck-con-dau": "Con dấu số",
    }
)
_OF_ROW: Final = "ck-mon-"
# Enough to compare by eye; the QR code holds the whole.
_DIGEST_SHOWN_HEX: Final = 32


def paper_of(
    record: ParsedRecord,
    *,
    evidence: Sequence[Evidence],
    verdict: Verdict,
    file: bytes,
    code: str | None = None,
) -> FilledForm:
    """
    Fill the form that a record names.

    evidence: one a signature. verdict: of this very file; what it could not check is printed.
    code: signed text for the QR code; None for one that only names the record.
    Raises: Refusal "paper.unknown_template", "paper.template_not_in_force".
    """
    content = record.content
    general = content.general
    template = print_template(general.print_template)
    edition = template.edition(day_in_vietnam(general.composed_at))
    return FilledForm(
        template_id=template.template_id,
        title=f"{_title(template, content)} {general.school_year}: {content.pupil.full_name}",
        environment=general.environment.value,
        pupil=content.pupil.full_name,
        class_name=general.class_name,
        school=content.school.name,
        school_year=str(general.school_year),
        cover=cover_lines(content, edition),
        personal=secondary_personal_lines(content)
        if isinstance(content, SecondaryContent)
        else personal_lines(content),
        course=course_lines(content),
        course_note=course_note(content),
        year=_year(record, content, evidence),
        place_date=_place_date(record),
        signatures=signature_marks(record.signatures, evidence),
        doubts=tuple(dict.fromkeys(_doubts(verdict))),
        code=shown_record_code(general.record_code),
        version=general.version,
        digest=in_groups(record.content_digest.hex()[:_DIGEST_SHOWN_HEX]),
        qr=code or qr_text(key_of(content), record.content_digest),
        is_code_signed=code is not None,
        last_signed_at=_last_signed_at(record),
        file=file,
    )


def _title(template: PrintTemplate, content: AnyContent) -> str:
    if not isinstance(content, SecondaryContent):
        return template.title
    return f"Học bạ {stage_words(stage_of(content.general.grade)).lower()}"


def _year(
    record: ParsedRecord, content: AnyContent, evidence: Sequence[Evidence]
) -> YearPages | SecondaryPages:
    rules = content.general.rule_pack
    if isinstance(content, SecondaryContent):
        signed = row_marks(content.rows, record.signatures, evidence)
        return secondary_pages(content, secondary(rules), signed)
    return year_pages(content, pack(rules))


def key_of(content: AnyContent) -> RecordKey:
    """Return the key of the document that holds a content."""
    general = content.general
    return RecordKey(
        record_code=general.record_code, school_year=general.school_year, version=general.version
    )


def _last_signed_at(record: ParsedRecord) -> datetime:
    times = [at for signature in record.signatures if (at := signature.signing_time)]
    return max(times, default=record.content.general.composed_at)


def _place_date(record: ParsedRecord) -> str:
    """The place's name stands whole: names that are numbers or people's may not be shortened."""
    at = _principal_signed_at(record.signatures) or _last_signed_at(record)
    return place_date(record.content.school.ward.name, day_in_vietnam(at))


def _principal_signed_at(signatures: Sequence[ParsedSignature]) -> datetime | None:
    for signature in signatures:
        if signature.roles in ((Role.PRINCIPAL.value,), (Role.DEPUTY.value,)):
            return signature.signing_time
    return None


def _slot_words(where: str) -> str:
    if where.startswith(_OF_ROW):
        subject = secondary_label(where.removeprefix(_OF_ROW))
        return f"Chữ ký của giáo viên môn {subject}"
    return _SLOTS.get(where, where)


def _doubts(verdict: Verdict) -> Iterable[str]:
    for _, finding in verdict.findings:
        if finding.weight is Weight.INDETERMINATE:
            place = _slot_words(finding.where)
            words = told(finding.code, finding.details)
            yield f"{place}: {words}" if place else words
    for step in Step:
        if step not in verdict.reached:
            yield f"Chưa kiểm tra: {STEP_NAMES[step][0]}"
