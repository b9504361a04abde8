"""
The life of one version of a record, from draft to the ministry's repository.

This is the only table of it. A status is a fold over the history; a status column in a
database is a copy that can be rebuilt. `docs/states.md` is drawn from this table.
Source: the order of signing, draft of Thông tư 70/2026/TT-BGDĐT as reported on 28/05/2026
(persons first, the institution last); Nghị định 30/2020/NĐ-CP, Điều 13.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from types import MappingProxyType
from typing import Final

from hocba.core.terms.outcomes import Refusal


class Status(StrEnum):
    """Where a version of a record stands."""

    DRAFT = "NHAP"
    LOCKED = "DA_KHOA"
    ATTESTED = "CHU_NHIEM_DA_KY"
    APPROVED = "HIEU_TRUONG_DA_KY"
    ISSUED = "DA_PHAT_HANH"
    SUBMITTED = "DA_NOP_SO"
    KEPT_BY_PROVINCE = "SO_DA_NHAN"
    KEPT_BY_MINISTRY = "KHO_DA_NHAN"
    REJECTED = "BI_TU_CHOI"
    SUPERSEDED = "DA_THAY_THE"
    WITHDRAWN = "DA_THU_HOI"


class Act(StrEnum):
    """What is done to a version of a record."""

    LOCK = "KHOA"
    REOPEN = "MO_KHOA"
    RETURN = "TRA_LAI"
    SIGN_ROW = "GV_MON_KY"
    """A subject teacher signs the own row of a secondary record; the status stays."""
    ATTEST = "CHU_NHIEM_KY"
    APPROVE = "HIEU_TRUONG_KY"
    SEAL = "DONG_DAU"
    SUBMIT = "NOP"
    REJECT = "TU_CHOI"
    TAKE_BY_PROVINCE = "SO_NHAN"
    TAKE_BY_MINISTRY = "KHO_NHAN"
    SUPERSEDE = "THAY_THE"
    WITHDRAW = "THU_HOI"


S, A = Status, Act

NEXT: Final[Mapping[tuple[Status, Act], Status]] = MappingProxyType(
    {
        (S.DRAFT, A.LOCK): S.LOCKED,
        (S.LOCKED, A.REOPEN): S.DRAFT,
        (S.LOCKED, A.SIGN_ROW): S.LOCKED,
        (S.LOCKED, A.ATTEST): S.ATTESTED,
        (S.ATTESTED, A.RETURN): S.DRAFT,
        (S.ATTESTED, A.APPROVE): S.APPROVED,
        (S.APPROVED, A.RETURN): S.DRAFT,
        (S.APPROVED, A.SEAL): S.ISSUED,
        # Nothing leads back from ISSUED: a mistake found later becomes a new version.
        (S.ISSUED, A.SUBMIT): S.SUBMITTED,
        (S.SUBMITTED, A.TAKE_BY_PROVINCE): S.KEPT_BY_PROVINCE,
        (S.SUBMITTED, A.REJECT): S.REJECTED,
        (S.REJECTED, A.SUBMIT): S.SUBMITTED,
        (S.KEPT_BY_PROVINCE, A.TAKE_BY_MINISTRY): S.KEPT_BY_MINISTRY,
        (S.KEPT_BY_PROVINCE, A.REJECT): S.REJECTED,
        **{(s, A.SUPERSEDE): S.SUPERSEDED for s in (S.ISSUED, S.SUBMITTED, S.REJECTED)},
        **{(s, A.WITHDRAW): S.WITHDRAWN for s in (S.ISSUED, S.SUBMITTED, S.REJECTED)},
        (S.KEPT_BY_PROVINCE, A.SUPERSEDE): S.SUPERSEDED,
        (S.KEPT_BY_PROVINCE, A.WITHDRAW): S.WITHDRAWN,
        (S.KEPT_BY_MINISTRY, A.SUPERSEDE): S.SUPERSEDED,
        (S.KEPT_BY_MINISTRY, A.WITHDRAW): S.WITHDRAWN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One line of a record's history; never changed, never removed.

    by: a person's or an office's code. reason: coded or in words, where the act needs one.
    proof: digest of what the act produced (a signature, a receipt), 32 bytes, or empty.
    """

    act: Act
    by: str
    at: datetime
    reason: str = ""
    proof: bytes = b""


def after(status: Status, act: Act) -> Status:
    """
    Return the status that `act` leads to.

    Raises: Refusal "life.not_now".
    """
    following = NEXT.get((status, act))
    if following is None:
        raise Refusal("life.not_now", f"{act} from {status}", act=act.value, status=status.value)
    return following


def status_of(history: Iterable[Entry]) -> Status:
    """
    Replay a record's history, oldest first, into its present status.

    Raises: Refusal "life.not_now" when the history breaks the table.
    """
    return reduce(after, (entry.act for entry in history), Status.DRAFT)


def signers_of(history: Iterable[Entry]) -> tuple[str, ...]:
    """Return who has signed the content as it stands: a return to draft voids what was signed."""
    signers: list[str] = []
    for entry in history:
        if entry.act in (Act.REOPEN, Act.RETURN):
            signers.clear()
        elif entry.act in (Act.ATTEST, Act.APPROVE):
            signers.append(entry.by)
    return tuple(signers)


def done_to(history: Iterable[Entry], act: Act) -> tuple[Entry, ...]:
    """Return the entries of an act upon the content as it stands: a return to draft voids them."""
    found: list[Entry] = []
    for entry in history:
        if entry.act in (Act.REOPEN, Act.RETURN):
            found.clear()
        elif entry.act is act:
            found.append(entry)
    return tuple(found)


def diagram() -> str:
    """Draw the table as a Mermaid state diagram, one arrow a line, in a fixed order."""
    arrows = [f"    {here} --> {there}: {act}" for (here, act), there in NEXT.items()]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Status.DRAFT}", *arrows])
