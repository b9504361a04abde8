"""
A verdict: what every numbered check found, and the one outcome that follows.

The words are those of ETSI EN 319 102-1. No findings prove nothing by themselves: code
that relies on a verdict calls `require_passed`, and there is no boolean to ignore.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.terms.outcomes import Finding, Refusal, Weight


class Outcome(StrEnum):
    """Three outcomes; UNKNOWN is never VALID. Source: ETSI EN 319 102-1, clause 5.1.3."""

    PASSED = "PASSED"
    INDETERMINATE = "INDETERMINATE"
    FAILED = "FAILED"


class Step(IntEnum):
    """The numbered checks of spec/format.md §9, in order."""

    BYTES = 1
    SHAPE = 2
    CONTENT = 3
    ENVIRONMENT = 4
    SLOTS = 5
    REFERENCES = 6
    ALGORITHMS = 7
    VALUES = 8
    CERTIFICATES = 9
    AUTHORITY = 10
    TIMES = 11
    EXTRACT = 12
    RULES = 13


STEP_NAMES: Final[Mapping[Step, tuple[str, str]]] = MappingProxyType(
    {
        Step.BYTES: ("Tệp đọc được và an toàn", "The file can be read and is safe"),
        Step.SHAPE: ("Đúng cấu trúc học bạ số", "The structure is a record's"),
        Step.CONTENT: ("Nội dung đọc được trọn vẹn", "Every value can be read"),
        Step.ENVIRONMENT: ("Đúng môi trường (thật, tập huấn, thử nghiệm)", "The environment fits"),
        Step.SLOTS: ("Đủ chữ ký, đúng thứ tự", "All signatures are there, in order"),
        Step.REFERENCES: ("Chữ ký phủ đúng và đủ nội dung", "Signatures cover what they must"),
        Step.ALGORITHMS: ("Thuật toán được phép", "Algorithms are allowed"),
        Step.VALUES: ("Giá trị chữ ký đúng", "Signature values are right"),
        Step.CERTIFICATES: ("Chứng thư số có giá trị khi ký", "Certificates were valid"),
        Step.AUTHORITY: ("Người ký đúng thẩm quyền", "Signers had the authority"),
        Step.TIMES: ("Thời điểm ký hợp lý", "Signing times make sense"),
        Step.EXTRACT: ("Gốc trích lục khớp nội dung", "The extract root fits the content"),
        Step.RULES: ("Kết quả đúng theo thông tư", "Results follow the circular"),
    }
)
"""Vietnamese and English names of the checks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    All findings, by step. reached: the steps that could be carried out at all; a document
    whose shape is wrong has no signatures to check, and the report says so.
    """

    findings: tuple[tuple[Step, Finding], ...]
    reached: tuple[Step, ...]

    @property
    def outcome(self) -> Outcome:
        """The heaviest finding decides; a check that was not reached is never a pass."""
        weights = {finding.weight for _, finding in self.findings}
        if Weight.FAILED in weights:
            return Outcome.FAILED
        if Weight.INDETERMINATE in weights or len(self.reached) < len(Step):
            return Outcome.INDETERMINATE
        return Outcome.PASSED

    def require_passed(self) -> None:
        """
        Raise unless the outcome is PASSED.

        Raises: Refusal "verify.not_passed", with all findings.
        """
        if self.outcome is not Outcome.PASSED:
            raise Refusal(
                "verify.not_passed",
                findings=tuple(finding for _, finding in self.findings),
                outcome=self.outcome.value,
            )

    def of_step(self, step: Step) -> tuple[Finding, ...]:
        """Return what one step found."""
        return tuple(finding for found_in, finding in self.findings if found_in is step)

    def outcome_of_step(self, step: Step) -> Outcome:
        """Return one step's own outcome; INDETERMINATE where it was not reached."""
        weights = {finding.weight for finding in self.of_step(step)}
        if Weight.FAILED in weights:
            return Outcome.FAILED
        if Weight.INDETERMINATE in weights or step not in self.reached:
            return Outcome.INDETERMINATE
        return Outcome.PASSED


def unreadable(step: Step, findings: Iterable[Finding]) -> Verdict:
    """Return the verdict on bytes that never became a document: the steps before `step` stand."""
    reached = tuple(s for s in Step if s <= step)
    return Verdict(findings=tuple((step, finding) for finding in findings), reached=reached)
