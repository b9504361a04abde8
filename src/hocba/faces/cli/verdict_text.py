"""A verdict for people: plain words, every check by its number, every finding with its remedy."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from hocba.core.publish.status_list import Listed
from hocba.core.terms.codes import shown_record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.messages import Language, mend, told
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.parsed import ParsedPartial, ParsedRecord, ParsedSignature
from hocba.core.verify.signatures import Evidence
from hocba.core.verify.signed_rows import signed_row
from hocba.core.verify.verdict import STEP_NAMES, Outcome, Step
from hocba.faces.cli.verified import Verified

_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "PASSED": ("ĐẠT", "PASSED"),
        "FAILED": ("KHÔNG ĐẠT", "FAILED"),
        "INDETERMINATE": ("CHƯA ĐỦ CĂN CỨ", "INDETERMINATE"),
        "WARNING": ("LƯU Ý", "NOTE"),
        "verdict": ("Kết luận", "Verdict"),
        "genuine": ("Bản gốc, không bị sửa", "Genuine, not altered"),
        "authority": ("Người ký đúng thẩm quyền", "Signers had the authority"),
        "record": ("Học bạ", "Record"),
        "partial": ("Học bạ một phần", "Partial record"),
        "part": (
            "Chỉ ghi kết quả từ {since} đến {until}, khi học sinh chuyển trường; "
            "KHÔNG PHẢI KẾT QUẢ CẢ NĂM, không nói lên lớp hay hoàn thành",
            "What was assessed from {since} to {until}, when the pupil left; NO RESULT OF THE "
            "YEAR, and nothing about promotion or completion",
        ),
        "no_list": (
            "không kho nào giữ học bạ một phần; kết quả cả năm ở học bạ của trường mới",
            "no repository keeps partial records; the year's result is the new school's record",
        ),
        "year": ("năm học", "school year"),
        "class": ("lớp", "class"),
        "version": ("phiên bản", "version"),
        "pupil": ("Học sinh", "Pupil"),
        "school": ("Trường", "School"),
        "checks": ("Các bước kiểm tra", "The checks"),
        "not_reached": ("chưa tới bước này", "not reached"),
        "signed": ("Chữ ký", "Signatures"),
        "by": ("chứng thư số do", "certificate by"),
        "at": ("ký lúc", "signed"),
        "mend": ("Cách xử lý", "What to do"),
        "lacks": ("Còn thiếu", "Lacking"),
        "registers": ("Sổ phân công không dùng được", "Registers not relied upon"),
        "status": ("Còn hiệu lực", "In force"),
        "not_heard": (
            "chưa có danh sách tình trạng của năm học này",
            "no status list of this school year",
        ),
        "not_listed": (
            "không bị thay thế, không bị thu hồi theo danh sách số {number} ngày {day}",
            "neither replaced nor withdrawn by list {number} of {day}",
        ),
        "listed": ("theo danh sách số {number} ngày {day}", "by list {number} of {day}"),
        "now": ("Kiểm tra lúc", "Verified"),
        "nobody": ("không rõ", "unknown"),
    }
)
_BANDS: Final[Mapping[Environment, tuple[str, str]]] = MappingProxyType(
    {
        Environment.TRAINING: (
            "BẢN TẬP HUẤN, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
            "TRAINING COPY, NO LEGAL VALUE",
        ),
        Environment.TEST: (
            "BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
            "TEST COPY, NO LEGAL VALUE",
        ),
    }
)
_MARKS: Final[Mapping[Outcome, str]] = MappingProxyType(
    {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.INDETERMINATE: "?"}
)


def verdict_as_text(
    one: Verified, *, lacks: tuple[Finding, ...], now: datetime, language: Language
) -> str:
    """Return the report on one file, its lines ended."""
    report = _Report(language)
    lines = [
        one.name,
        *report.band(one.examined.record),
        f"  {report.word('verdict')}: {report.outcome(one.outcome)}",
        *report.named(one.examined.record),
        f"  {report.word('genuine')}: {report.outcome(one.genuine)}",
        f"  {report.word('authority')}: {report.outcome(one.authority)}",
        *report.status(one),
        *report.steps(one),
        *report.signatures(one),
        *report.refused(one),
        *report.lacking(lacks),
        f"  {report.word('now')}: {now.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
    ]
    return "".join(f"{_plain(line)}\n" for line in lines)


def _plain(line: str) -> str:
    # What stands in a hostile document must not steer the reader's terminal.
    return "".join(c if c.isprintable() else " " for c in line)


class _Report:
    """The parts of a report in one language."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._place = 0 if language == "vi" else 1

    def word(self, key: str) -> str:
        return _WORDS[key][self._place]

    def outcome(self, outcome: Outcome) -> str:
        return f"{_MARKS[outcome]} {self.word(outcome.value)}"

    def band(self, record: ParsedRecord | ParsedPartial | None) -> Iterable[str]:
        if record is not None and record.content.general.environment in _BANDS:
            words = _BANDS[record.content.general.environment][self._place]
            yield f"  ▓▓▓ {words} ▓▓▓"

    def named(self, record: ParsedRecord | ParsedPartial | None) -> Iterable[str]:
        if record is None:
            return
        general, content = record.content.general, record.content
        kind = "partial" if isinstance(record, ParsedPartial) else "record"
        yield (
            f"  {self.word(kind)} {shown_record_code(general.record_code)}, "
            f"{self.word('year')} {general.school_year}, {self.word('class')} "
            f"{general.class_name}, {self.word('version')} {general.version}"
        )
        yield f"  {self.word('pupil')}: {content.pupil.full_name}"
        yield f"  {self.word('school')}: {content.school.name} ({content.school.code})"
        if isinstance(record, ParsedPartial):
            days = {"since": record.content.since, "until": record.content.until}
            said = {name: f"{one:%d/%m/%Y}" for name, one in days.items()}
            yield f"  {self.word('part').format(**said)}"

    def status(self, one: Verified) -> Iterable[str]:
        status, edition = one.status, one.status.edition
        if isinstance(one.examined.record, ParsedPartial):
            yield f"  {self.word('status')}: – {self.word('no_list')}"
        elif edition is None:
            yield f"  {self.word('status')}: ? {self.word('not_heard')}"
        else:
            is_held = status.listed is Listed.NOT_LISTED
            said = self.word("not_listed" if is_held else "listed")
            made = f"{edition.made_at.astimezone(VIETNAM):%d/%m/%Y}"
            told_so = said.format(number=edition.number, day=made)
            yield f"  {self.word('status')}: {'✓' if is_held else '✗'} {told_so}"
        for finding in status.findings:
            yield from self.finding(finding)

    def steps(self, one: Verified) -> Iterable[str]:
        yield f"  {self.word('checks')}:"
        for step in Step:
            outcome = one.verdict.outcome_of_step(step)
            name = STEP_NAMES[step][self._place]
            later = "" if step in one.verdict.reached else f" ({self.word('not_reached')})"
            yield f"   {step.value:2} {_MARKS[outcome]} {name}{later}"
            for finding in one.verdict.of_step(step):
                yield from self.finding(finding)

    def finding(self, finding: Finding) -> Iterable[str]:
        place = f"{finding.where}: " if finding.where else ""
        said = told(finding.code, finding.details, self._language)
        yield f"        {self.word(finding.weight.value)} [{finding.code}] {place}{said}"
        yield f"        {self.word('mend')}: {mend(finding.code, finding.details, self._language)}"

    def signatures(self, one: Verified) -> Iterable[str]:
        record = one.examined.record
        if record is None or not record.signatures:
            return
        yield f"  {self.word('signed')}:"
        signed = zip(record.signatures, one.examined.evidence, strict=True)
        for place, (signature, proof) in enumerate(signed):
            row = signed_row(record.content, place)
            yield f"   - {f'{row}: ' if row else ''}{self._signer(signature, proof)}"

    def _signer(self, signature: ParsedSignature, proof: Evidence) -> str:
        at = signature.signing_time
        when = self.word("nobody") if at is None else f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
        role = " ".join(signature.roles) or "-"
        if proof.facts is None:
            return f"{role}: {self.word('nobody')}, {self.word('at')} {when}"
        facts = proof.facts
        who = ", ".join(part for part in (facts.common_name, facts.managing_unit) if part)
        return f"{role}: {who}; {self.word('at')} {when}; {self.word('by')} {facts.issuer_name}"

    def refused(self, one: Verified) -> Iterable[str]:
        if one.refused:
            yield f"  {self.word('registers')}:"
        for register, findings in one.refused:
            yield f"   - {register.level.value} {register.unit}, {register.number}"
            for finding in findings:
                yield from self.finding(finding)

    def lacking(self, lacks: tuple[Finding, ...]) -> Iterable[str]:
        if lacks:
            yield f"  {self.word('lacks')}:"
        for finding in lacks:
            yield from self.finding(finding)
