"""
A school's signed request to its province about an issued record, and the province's answer.

The principal signs what stands and what is to stand, with the paper; the province answers with
its own step. Neither opens a new version: that is the school's to carry out.
Source: spec/format.md §23.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hocba.core.compose.canonical import element, text
from hocba.core.compose.content import AmendReason, Change
from hocba.core.compose.corrections import Aim, Correction, Step, StepTaken, WithdrawReason
from hocba.core.compose.read import Node, attribute_of, is_plausible, text_of
from hocba.core.compose.wire import instant
from hocba.core.submit.carried_paper import paper_of, written_paper
from hocba.core.terms.codes import RecordKey, SchoolCode, parsed_record_code, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of a whole request: a paper of 5 MiB in base64, and its changes."""
SENT: Final = ((Step.ASK, Step.FORWARD), (Step.ASK, Step.FORWARD, Step.CANCEL))
"""What has been done to a request when it comes: sent up, or sent up and taken back."""
_REASONS: Final[Mapping[Aim, frozenset[str]]] = {
    Aim.AMEND: frozenset(AmendReason),
    Aim.WITHDRAW: frozenset(WithdrawReason),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLetter:
    """
    The content of a `DeNghiDinhChinh`.

    correction: without what is proposed in full: its changes say it. content_digest: SHA-256 of
    the content of the version that it is about, 32 bytes. paper: the evidence's bytes.
    """

    correction: Correction
    environment: Environment
    made_at: datetime
    content_digest: bytes
    paper: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAnswer:
    """
    The content of a `TraLoiDinhChinh`.

    letter: SHA-256 of the request that it answers. decided: the province's step, None while it
    waits there.
    """

    province: str
    school: SchoolCode
    correction_id: str
    letter: bytes
    environment: Environment
    made_at: datetime
    decided: StepTaken | None


def letter_findings(letter: CorrectionLetter) -> tuple[Finding, ...]:
    """Say what is odd in a request, whoever signed it."""
    correction = letter.correction
    findings = []
    if tuple(taken.step for taken in correction.steps) not in SENT:
        findings.append(Finding(code="correction.steps_wrong", where="DSBuoc"))
    if correction.reason not in _REASONS[correction.aim]:
        findings.append(Finding(code="correction.reason_unknown", where="DeNghi"))
    if not correction.basis:
        findings.append(Finding(code="correction.basis_due", where="CanCu"))
    if (correction.aim is Aim.AMEND) is not bool(correction.changes):
        findings.append(Finding(code="correction.changes_wrong", where="DSThayDoi"))
    return tuple(findings)


def written_letter(letter: CorrectionLetter) -> tuple[str, ...]:
    """Write it as the children of a statement's `NoiDung`."""
    correction = letter.correction
    key = correction.key
    return (
        element(
            "TTChung",
            element("MaDeNghi", correction.correction_id),
            element("MNGui", correction.school),
            element("TenDonVi", text(correction.school_name)),
            element("MNNhan", correction.province),
            element("MoiTruong", letter.environment.value),
            element("LapLuc", instant(letter.made_at)),
        ),
        element(
            "HocBa",
            element("MaHocBa", key.record_code),
            element("NamHoc", str(key.school_year)),
            element("PhienBan", str(key.version)),
            element("BamNoiDung", b64encode(letter.content_digest).decode()),
            element("MaHocSinh", correction.sector_code),
            element("HoTen", text(correction.full_name)),
            element("Lop", text(correction.class_name)),
        ),
        element(
            "DeNghi",
            text(correction.basis),
            Viec=correction.aim.value,
            LyDo=correction.reason,
        ),
        element("DSThayDoi", *map(_written_change, correction.changes)),
        element("DSBuoc", *map(_written_step, correction.steps)),
        written_paper(correction.evidence, letter.paper),
    )


def _written_change(change: Change) -> str:
    old, new = element("Cu", text(change.old)), element("Moi", text(change.new))
    return element("ThayDoi", old, new, Cho=change.field)


def _written_step(taken: StepTaken) -> str:
    return element(
        "Buoc", text(taken.reason), Viec=taken.step.value, Nguoi=taken.by, Luc=instant(taken.at)
    )


def letter_of(node: Node) -> CorrectionLetter:
    """
    Read it from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value", "code.*", "correction.evidence_*".
    """
    try:
        head, record, asked, changed, steps, paper = node
        code, school, school_name, province, environment, made_at = map(text_of, head)
        evidence, content = paper_of(paper)
        record_code, year, version, digest, sector_code, full_name, class_name = map(
            text_of, record
        )
        taken, reason = tuple(map(_step, steps)), attribute_of(asked, "LyDo")
        return CorrectionLetter(
            correction=Correction(
                correction_id=code,
                key=RecordKey(
                    record_code=parsed_record_code(record_code),
                    school_year=school_year(year),
                    version=int(version),
                ),
                school=SchoolCode(school),
                school_name=school_name,
                province=province,
                sector_code=sector_code,
                full_name=full_name,
                class_name=class_name,
                aim=Aim(attribute_of(asked, "Viec")),
                reason=reason,
                basis=text_of(asked),
                changes=tuple(_change(each, taken[0], reason) for each in changed),
                evidence=evidence,
                steps=taken,
            ),
            environment=Environment(environment),
            made_at=_instant(made_at),
            content_digest=b64decode(digest, validate=True),
            paper=content,
        )
    except (ValueError, KeyError, IndexError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def _change(node: Node, asked: StepTaken, reason: str) -> Change:
    old, new = map(text_of, node)
    field = attribute_of(node, "Cho")
    return Change(field=field, old=old, new=new, by=asked.by, at=asked.at, reason=reason)


def _step(node: Node) -> StepTaken:
    return StepTaken(
        step=Step(attribute_of(node, "Viec")),
        by=attribute_of(node, "Nguoi"),
        at=_instant(attribute_of(node, "Luc")),
        reason=text_of(node),
    )


def _instant(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    if not is_plausible(at):
        raise ValueError(written)
    return at


def written_correction_answer(answer: CorrectionAnswer) -> tuple[str, ...]:
    """Write it as the children of a statement's `NoiDung`."""
    head = element(
        "TTChung",
        element("MNGui", answer.province),
        element("MNNhan", answer.school),
        element("MaDeNghi", answer.correction_id),
        element("BamDeNghi", answer.letter.hex()),
        element("MoiTruong", answer.environment.value),
        element("LapLuc", instant(answer.made_at)),
    )
    decided = [] if answer.decided is None else [_written_step(answer.decided)]
    return head, element("DSBuoc", *decided)


def correction_answer_of(node: Node) -> CorrectionAnswer:
    """
    Read it from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value".
    """
    try:
        head, steps = node
        province, school, code, letter, environment, made_at = map(text_of, head)
        decided = tuple(map(_step, steps))
        return CorrectionAnswer(
            province=province,
            school=SchoolCode(school),
            correction_id=code,
            letter=bytes.fromhex(letter),
            environment=Environment(environment),
            made_at=_instant(made_at),
            decided=decided[0] if decided else None,
        )
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def own_step(steps: Sequence[StepTaken]) -> StepTaken | None:
    """Return what the province has decided, None while it has not."""
    decided = (Step.PROVINCE_APPROVE, Step.PROVINCE_REFUSE)
    return next((taken for taken in steps if taken.step in decided), None)
