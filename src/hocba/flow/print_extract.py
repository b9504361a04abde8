"""Print an extract: verify it first, then set on paper what it shows and name what it withholds."""

from collections.abc import Sequence
from dataclasses import dataclass

from hocba.core.publish.extract_sheet import ExtractSheet, SheetPart
from hocba.core.publish.filled_form import Line
from hocba.core.publish.printed_words import short_date
from hocba.core.publish.signature_marks import signature_marks
from hocba.core.terms.codes import shown_record_code
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.core.verify.judge import Setting
from hocba.core.verify.verdict import Outcome
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.verify_extract import ExaminedExtract, examine_extract
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWords:
    """What an extract shows, in words. given: to whom, and by what number or share."""

    given: tuple[str, ...]
    parts: Sequence[SheetPart]
    withheld: tuple[str, ...]


def examined_here(outside: Outside, file: bytes) -> ExaminedExtract:
    """Verify an extract of a school of this office, by the registers that the office holds."""
    school = outside.documents.extract(file).shown.school.code
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=RegisterDesk(outside).of_schools(school),
        now=outside.clock.now(),
    )
    return examine_extract(file, documents=outside.documents, paths=outside.paths, setting=setting)


def print_extract(outside: Outside, file: bytes, words: ShownWords) -> bytes:
    """
    Return the extract as PDF/A-3 with the signed file inside.

    Raises: Refusal "paper.not_genuine" with all findings; Fault "paper.not_set".
    """
    examined = examined_here(outside, file)
    verdict, extract, evidence = examined.verdict, examined.extract, examined.evidence
    if extract is None or evidence is None or verdict.outcome is Outcome.FAILED:
        wrong = (found for _, found in verdict.findings if found.weight is Weight.FAILED)
        raise Refusal("paper.not_genuine", findings=tuple(wrong))
    shown, general = extract.shown, extract.shown.general
    unsure = (found for _, found in verdict.findings if found.weight is Weight.INDETERMINATE)
    sheet = ExtractSheet(
        title=f"Trích lục học bạ {general.school_year}: {shown.full_name}",
        environment=general.environment.value,
        school=shown.school.name,
        place=f"{shown.school.ward.name}, {shown.school.province.name}",
        code=shown_record_code(general.record_code),
        school_year=str(general.school_year),
        version=general.version,
        given=words.given,
        facts=(
            Line(label="Họ và tên học sinh", value=shown.full_name),
            Line(label="Ngày, tháng, năm sinh", value=short_date(shown.born_on)),
            Line(label="Lớp", value=general.class_name),
            Line(label="Trường", value=shown.school.name),
        ),
        parts=tuple(words.parts),
        withheld=words.withheld,
        seal=signature_marks([extract.seal], [evidence]).seal,
        doubts=tuple(dict.fromkeys(told(found.code, found.details) for found in unsure)),
        last_signed_at=extract.seal.signing_time or general.composed_at,
        file=file,
    )
    return outside.printer.extract(sheet)
