"""
A receipt: the receiver's signed answer to one package, entry by entry.

It is given only for what is durable, and the same package always gets the same bytes.
Source: spec/format.md §12.
"""

from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hocba.core.compose.canonical import element, text
from hocba.core.compose.read import Node, local_name
from hocba.core.submit.message import Head, head_of, written_head
from hocba.core.terms.outcomes import Finding, Refusal, Weight


class Answer(StrEnum):
    """`TraLoi`: the four answers to an entry."""

    ACCEPTED = "CHAP_NHAN"
    ACCEPTED_WITH_WARNINGS = "CHAP_NHAN_CANH_BAO"
    REJECTED = "TU_CHOI"
    PENDING = "CHO"
    """Could not be checked now; to be sent again once what the findings name is there."""

    @property
    def is_taken(self) -> bool:
        """Tell whether the entry is kept."""
        return self in (Answer.ACCEPTED, Answer.ACCEPTED_WITH_WARNINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """The log after the package: origin: its name; size: leaves; root: 32 bytes."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAnswer:
    """
    The answer to one entry. digest: SHA-256 of its bytes, 32 bytes.

    log_index: its leaf in the log, from 0; None where it was not taken.
    """

    path: str
    digest: bytes
    answer: Answer
    findings: tuple[Finding, ...] = ()
    log_index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The content of a `BienNhan`. package_digest: SHA-256 of the package's bytes."""

    head: Head
    package_digest: bytes
    package_size: int
    log: LogHead
    answers: tuple[EntryAnswer, ...]

    def count(self, answer: Answer) -> int:
        """Count the entries that got an answer."""
        return sum(1 for each in self.answers if each.answer is answer)


def answer_for(findings: Collection[Finding]) -> Answer:
    """Return the answer that an entry's findings lead to: the heaviest decides."""
    if not findings:
        return Answer.ACCEPTED
    weights = {finding.weight for finding in findings}
    if Weight.FAILED in weights:
        return Answer.REJECTED
    if Weight.INDETERMINATE in weights:
        return Answer.PENDING
    return Answer.ACCEPTED_WITH_WARNINGS


def written_receipt(receipt: Receipt) -> tuple[str, ...]:
    """Write a receipt as the children of a statement's `NoiDung`."""
    package = element(
        "GoiNop", KichThuoc=str(receipt.package_size), SHA256=receipt.package_digest.hex()
    )
    log = element(
        "NhatKy",
        b64encode(receipt.log.root).decode(),
        Ten=receipt.log.origin,
        KichThuoc=str(receipt.log.size),
    )
    answers = element("DSKetQua", *map(_answer, receipt.answers))
    return written_head(receipt.head), package, log, answers


def receipt_of(node: Node) -> Receipt:
    """
    Read a receipt from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value".
    """
    try:
        head, package, log, answers = node
        return Receipt(
            head=head_of(head),
            package_digest=bytes.fromhex(package.get("SHA256") or ""),
            package_size=int(package.get("KichThuoc") or ""),
            log=LogHead(
                origin=log.get("Ten") or "",
                size=int(log.get("KichThuoc") or ""),
                root=b64decode(log.text or "", validate=True),
            ),
            answers=tuple(map(_read_answer, answers)),
        )
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def _answer(each: EntryAnswer) -> str:
    index = {} if each.log_index is None else {"ViTri": str(each.log_index)}
    return element(
        "KetQua",
        *map(_finding, each.findings),
        DuongDan=each.path,
        SHA256=each.digest.hex(),
        TraLoi=each.answer.value,
        **index,
    )


def _finding(finding: Finding) -> str:
    details = [element("ChiTiet", text(v), Ten=k) for k, v in sorted(finding.details.items())]
    return element(
        "PhatHien", *details, Ma=finding.code, MucDo=finding.weight.value, Noi=finding.where
    )


def _read_answer(node: Node) -> EntryAnswer:
    index = node.get("ViTri")
    return EntryAnswer(
        path=node.get("DuongDan") or "",
        digest=bytes.fromhex(node.get("SHA256") or ""),
        answer=Answer(node.get("TraLoi") or ""),
        findings=tuple(_read_finding(child) for child in node),
        log_index=None if index is None else int(index),
    )


def _read_finding(node: Node) -> Finding:
    return Finding(
        code=node.get("Ma") or "",
        weight=Weight(node.get("MucDo") or ""),
        where=node.get("Noi") or "",
        details=_details(node),
    )


def _details(node: Node) -> Mapping[str, str]:
    return {c.get("Ten") or "": c.text or "" for c in node if local_name(c) == "ChiTiet"}
