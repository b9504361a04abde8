"""
A pupil's change of school, from the release to the answer; both sides keep the same table.

The leaving school releases, with day and reason; the receiving one accepts or refuses; until
then the leaving school may cancel. Every end is one of four: done, nothing happened, cancelled,
the file was wrong. `docs/states.md` is drawn from this table.
Source: Thông tư 28/2020/TT-BGDĐT, Điều 36 (application, record, information on learning; the
receiving school agrees first, which the release cites); the rest is Hocba's policy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from types import MappingProxyType
from typing import Final

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal


class TransferReason(StrEnum):
    """Why a pupil leaves. The list is ours and open to configuration."""

    FAMILY_MOVES = "THEO_GIA_DINH"
    NEARER_HOME = "GAN_NHA"
    SCHOOL_ENDS = "SAP_XEP_TRUONG"
    OTHER = "KHAC"


class TransferStep(StrEnum):
    """What is done to a transfer; the value is the published one of `Viec`."""

    RELEASE = "CHO_CHUYEN"
    ACCEPT = "TIEP_NHAN"
    REFUSE = "TU_CHOI"
    CANCEL = "HUY"
    FAIL = "LOI"


class TransferStage(StrEnum):
    """Where a transfer stands."""

    RELEASED = "CHO_TIEP_NHAN"
    ACCEPTED = "DA_TIEP_NHAN"
    REFUSED = "KHONG_TIEP_NHAN"
    CANCELLED = "DA_HUY"
    FAILED = "TEP_LOI"


class End(StrEnum):
    """How a transfer ended, in the words that offices exchange."""

    OK = "ok"
    NONE = "none"
    CANCEL = "cancel"
    ERROR = "error"


NEXT: Final[Mapping[tuple[TransferStage, TransferStep], TransferStage]] = MappingProxyType(
    {
        (TransferStage.RELEASED, TransferStep.ACCEPT): TransferStage.ACCEPTED,
        (TransferStage.RELEASED, TransferStep.REFUSE): TransferStage.REFUSED,
        (TransferStage.RELEASED, TransferStep.CANCEL): TransferStage.CANCELLED,
        (TransferStage.RELEASED, TransferStep.FAIL): TransferStage.FAILED,
    }
)

ENDS: Final[Mapping[TransferStage, End]] = MappingProxyType(
    {
        TransferStage.ACCEPTED: End.OK,
        TransferStage.REFUSED: End.NONE,
        TransferStage.CANCELLED: End.CANCEL,
        TransferStage.FAILED: End.ERROR,
    }
)

TRAVELS: Final = frozenset(
    {Status.ISSUED, Status.SUBMITTED, Status.KEPT_BY_PROVINCE, Status.KEPT_BY_MINISTRY}
)
"""Records that go along: those that hold."""

_OPEN_RECORD: Final = frozenset(
    {Status.DRAFT, Status.LOCKED, Status.ATTESTED, Status.APPROVED, Status.REJECTED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTaken:
    """
    One step; never changed, never removed.

    file_digest: SHA-256 of the signed answer that tells it, empty for the release, whose file
    the transfer names.
    """

    step: TransferStep
    by: str
    at: datetime
    reason: str = ""
    file_digest: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """
    One pupil's way from one school to another.

    transfer_id: 32 hex digits. record_code: None for a pupil who has no record yet.
    school_year, grade, class_name: where the pupil stood at the leaving school. file_digest:
    SHA-256 of the transfer file. steps: the release first.
    """

    transfer_id: str
    sender: SchoolCode
    sender_name: str
    receiver: SchoolCode
    receiver_name: str
    sector_code: str
    full_name: str
    record_code: RecordCode | None
    school_year: SchoolYear
    grade: int
    class_name: str
    left_on: date
    reason: TransferReason
    basis: str
    file_digest: bytes
    steps: tuple[TransferTaken, ...]

    @property
    def stage(self) -> TransferStage:
        """Where it stands now."""
        return transfer_stage(self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRecord:
    """
    A record of another school that came with a pupil and passed every check.

    school: the one that keeps it now. content_digest, file_digest: SHA-256, 32 bytes.
    """

    school: SchoolCode
    transfer_id: str
    sector_code: str
    key: RecordKey
    issuer: SchoolCode
    issuer_name: str
    grade: int
    class_name: str
    content_digest: bytes
    file_digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPartial:
    """
    A partial record of another school that came with a pupil and passed every check.

    school: the one that keeps it now. since, until: its days at `issuer`.
    """

    school: SchoolCode
    school_year: SchoolYear
    sector_code: str
    transfer_id: str
    issuer: SchoolCode
    issuer_name: str
    grade: int
    class_name: str
    since: date
    until: date
    content_digest: bytes
    file_digest: bytes


def transfer_stage(steps: Sequence[TransferTaken]) -> TransferStage:
    """Replay the steps, the release first."""
    return reduce(lambda stage, taken: NEXT[stage, taken.step], steps[1:], TransferStage.RELEASED)


def why_not_release(*, actor: Actor, school: SchoolCode, record: Status | None) -> Refusal | None:
    """
    Return why a pupil cannot be released now, or None.

    record: of this year, None while there is none. One that was begun is finished first: it
    would stay behind half signed, and the next school could not write its own.
    """
    refusal = why_not_now(Duty.RELEASE_PUPIL, actor=actor, school=school)
    if refusal is not None:
        return refusal
    if record in _OPEN_RECORD:
        return Refusal("transfer.record_open", status=record.value if record else "")
    return None


def why_not_transfer(step: TransferStep, *, actor: Actor, transfer: Transfer) -> Refusal | None:
    """Return why `actor` may not take this step now, or None; asked by button and act."""
    leaves = step is TransferStep.CANCEL
    school = transfer.sender if leaves else transfer.receiver
    duty = Duty.RELEASE_PUPIL if leaves else Duty.RECEIVE_PUPIL
    refusal = why_not_now(duty, actor=actor, school=school)
    if refusal is not None:
        return refusal
    if (transfer.stage, step) not in NEXT:
        return Refusal("transfer.not_now", transfer_stage=transfer.stage.value)
    return None


_FIRST_TERM: Final = range(8, 13)
_SUMMER: Final = range(6, 8)


def statuses_on(day: date) -> tuple[str, str]:
    """
    Return the pupil statuses of who leaves and of who comes on a day: (leaves, comes).

    The list knows first term, second term and summer. Source: as `terms/pupil_status.py`.
    """
    if day.month in _SUMMER:
        return "11", "10"
    return ("04", "02") if day.month in _FIRST_TERM else ("08", "06")


def transfers_diagram() -> str:
    """Draw the table as a Mermaid state diagram, one arrow a line, in a fixed order."""
    arrows = [f"    {here} --> {there}: {step}" for (here, step), there in NEXT.items()]
    ends = [f"    {stage} --> [*]: {end}" for stage, end in ENDS.items()]
    first = f"    [*] --> {TransferStage.RELEASED}: {TransferStep.RELEASE}"
    return "\n".join(["stateDiagram-v2", first, *arrows, *ends])
