"""A verified partial record as its printed sheet: which value stands where. Pure."""

from collections.abc import Sequence
from typing import Final

from hocba.core.publish.filled_form import Line
from hocba.core.publish.partial_sheet import PartialSheet, assessed_parts
from hocba.core.publish.printed_words import in_groups, place_date, short_date
from hocba.core.publish.signature_marks import signature_marks
from hocba.core.terms.codes import shown_record_code
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.parsed import ParsedPartial
from hocba.core.verify.signatures import Evidence
from hocba.core.verify.verdict import Verdict

_DIGEST_SHOWN_HEX: Final = 32
_BEFORE_SEAL: Final = frozenset({"sign.missing_signature"})
"""What is lacking before the seal is printed as lacking, and keeps nobody from looking."""


def partial_paper(
    record: ParsedPartial | None, *, evidence: Sequence[Evidence], verdict: Verdict, file: bytes
) -> PartialSheet:
    """
    Return the sheet of a partial record. verdict: of this very file.

    Raises: Refusal "paper.not_genuine" with all findings where something is wrong with it.
    """
    found = [finding for _, finding in verdict.findings]
    wrong = [f for f in found if f.weight is Weight.FAILED and f.code not in _BEFORE_SEAL]
    if wrong or record is None:
        raise Refusal("paper.not_genuine", findings=tuple(wrong))
    content, general = record.content, record.content.general
    school, pupil = content.school, content.pupil
    times = [one.signing_time for one in record.signatures if one.signing_time is not None]
    at = max(times, default=general.composed_at)
    unsure = (f for f in found if f.weight is Weight.INDETERMINATE or f.code in _BEFORE_SEAL)
    return PartialSheet(
        title=f"Học bạ một phần {general.school_year}: {pupil.full_name}",
        environment=general.environment.value,
        school=school.name,
        place=f"{school.ward.name}, {school.province.name}",
        code=shown_record_code(general.record_code),
        school_year=str(general.school_year),
        version=general.version,
        since=short_date(content.since),
        until=short_date(content.until),
        facts=(
            Line(label="Họ và tên học sinh", value=pupil.full_name),
            Line(label="Ngày, tháng, năm sinh", value=short_date(pupil.born_on)),
            Line(label="Lớp", value=general.class_name),
        ),
        parts=assessed_parts(content.assessed, general.rule_pack),
        place_date=place_date(school.ward.name, day_in_vietnam(at)),
        signatures=signature_marks(record.signatures, evidence),
        doubts=tuple(dict.fromkeys(told(one.code, one.details) for one in unsure)),
        digest=in_groups(record.content_digest.hex()[:_DIGEST_SHOWN_HEX]),
        last_signed_at=at,
        file=file,
    )
