"""The three ways in which something does not go through: Refusal, Fault, Finding."""

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


def _view(details: dict[str, str]) -> MappingProxyType[str, str]:
    return MappingProxyType(details)


# Verdicts travel between the processes of one machine; a read-only view goes as what it views.
copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))

_NO_DETAILS: Mapping[str, str] = MappingProxyType({})


class Weight(StrEnum):
    """How much a finding weighs in a verdict. Source: ETSI EN 319 102-1, clause 5.1.3."""

    FAILED = "FAILED"
    """Wrong for certain: the thing is not to be relied upon."""
    INDETERMINATE = "INDETERMINATE"
    """Could not be checked: not to be relied upon until somebody can."""
    WARNING = "WARNING"
    """Worth a person's look; the thing stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One thing found in an input or a document.

    code: a key of the catalogue, `area.what_is_wrong`; never changes once published.
    where: place a person can go to ("Sheet1!C12", "KetQua/MonHoc[toan]/Diem", "ck-gvcn").
    details: values for the catalogue's placeholders; text already fit for a screen.
    """

    code: str
    weight: Weight = Weight.FAILED
    where: str = ""
    details: Mapping[str, str] = field(default_factory=lambda: _NO_DETAILS)


class Refusal(Exception):  # noqa: N818 - the field's word; a "no" by the rules is not an error
    """
    The rules say no. Shown to people; trying again changes nothing.

    code: a key of the catalogue. findings: all reasons, when there are several.
    """

    def __init__(
        self,
        code: str,
        reason: str = "",
        *,
        findings: tuple[Finding, ...] = (),
        **details: str,
    ) -> None:
        super().__init__(reason or code)
        self.code = code
        self.reason = reason
        self.findings = findings
        self.details: Mapping[str, str] = MappingProxyType(details)


class Fault(Exception):  # noqa: N818 - see Refusal
    """
    The world failed: a token, a disk, a line.

    code: a key of the catalogue. retry: whether the same call may go through later.
    """

    def __init__(self, code: str, reason: str = "", *, retry: bool, **details: str) -> None:
        super().__init__(reason or code)
        self.code = code
        self.reason = reason
        self.retry = retry
        self.details: Mapping[str, str] = MappingProxyType(details)

    def __reduce__(self) -> tuple[object, ...]:
        # An exception travels by its positional arguments, and `retry` is none.
        return _fault, (self.code, self.reason, self.retry, dict(self.details))


def _fault(code: str, reason: str, retry: bool, details: dict[str, str]) -> Fault:
    return Fault(code, reason, retry=retry, **details)
