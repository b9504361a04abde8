"""The packages at an office's door: those that wait, those that are worked on, those refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from hocba.faces.web.presenters import FindingRow, State, Tone
from hocba.faces.web.upward import short_id
from hocba.faces.web.words import finding_row
from hocba.ports.intake import HandedIn, IntakeState
from hocba.ports.outside import Outside

_LOOKED_AT: Final = 200
_SHOWN_FINDINGS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One package that has no receipt yet. findings: why it was refused, the first of them."""

    message_id: str
    party: str
    handed_at: datetime
    done: int
    entries: int
    state: State
    findings: tuple[FindingRow, ...]


def queue_rows(outside: Outside, names: Mapping[str, str]) -> tuple[QueueRow, ...]:
    """Return what was handed in lately and is not answered. names: of senders, by code."""
    if outside.intake is None:
        return ()
    listed = outside.intake.queue.listed(limit=_LOOKED_AT)
    return tuple(
        _row(package, names) for package in listed if package.state is not IntakeState.ANSWERED
    )


def _row(package: HandedIn, names: Mapping[str, str]) -> QueueRow:
    return QueueRow(
        message_id=short_id(package.message_id) if package.message_id else "–",
        party=names.get(package.sender) or package.sender or "–",
        handed_at=package.handed_at,
        done=package.done,
        entries=package.entries,
        state=state_of(package.state),
        findings=tuple(map(finding_row, package.findings[:_SHOWN_FINDINGS])),
    )


def state_of(state: IntakeState) -> State:
    """Say how far a package is, in the reader's words."""
    return {
        IntakeState.WAITING: State(words=gettext("Chờ tới lượt"), tone=Tone.WAITS),
        IntakeState.WORKING: State(words=gettext("Đang kiểm tra"), tone=Tone.WAITS),
        IntakeState.KEPT: State(words=gettext("Chờ biên nhận"), tone=Tone.WAITS),
        IntakeState.ANSWERED: State(words=gettext("Nhận"), tone=Tone.DONE),
        IntakeState.REFUSED: State(words=gettext("Bị từ chối"), tone=Tone.WRONG),
    }[state]
