"""How the taking in goes at this moment: what is open, how fast it goes, how long it may last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.utils.translation import gettext, ngettext

from hocba.faces.web.presenters import State
from hocba.faces.web.queue import QueueRow, queue_rows, state_of
from hocba.ports.intake import HandedIn, IntakeState
from hocba.ports.outside import Outside

_LOOKED_AT: Final = 200
_RECENT: Final = timedelta(minutes=10)
_LEAST_SPAN: Final = timedelta(seconds=5)
"""A pace that was measured over less says nothing."""
_SHOWN_ENDED: Final = 10
_WAITS: Final = (IntakeState.WAITING, IntakeState.WORKING)
_MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedRow:
    """A package that was ended lately. seconds: from its turn to its end, at least one."""

    party: str
    entries: int
    ended_at: datetime
    seconds: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakePage:
    """
    The queue of an office as it stands now.

    done, total: entries of all packages that wait or are worked on. looks_again: whether there
    is anything to wait for. packages_url: where the receipts are.
    """

    headline: str
    lead: str
    done: int
    total: int
    looks_again: bool
    rows: tuple[QueueRow, ...]
    ended: tuple[EndedRow, ...]
    packages_url: str


def intake_page(outside: Outside, names: Mapping[str, str], *, packages_url: str) -> IntakePage:
    """Return what the queue holds. names: of senders, by code."""
    now = outside.clock.now()
    listed = () if outside.intake is None else outside.intake.queue.listed(limit=_LOOKED_AT)
    still_open = [package for package in listed if package.state in _WAITS]
    done, total = (sum(getattr(p, name) for p in still_open) for name in ("done", "entries"))
    return IntakePage(
        headline=_headline(still_open),
        lead=_lead(done, total, entries_per_second(listed, now)),
        done=done,
        total=total,
        looks_again=any(p.state in (*_WAITS, IntakeState.KEPT) for p in listed),
        rows=queue_rows(outside, names),
        ended=tuple(_ended(p, names) for p in listed if _has_receipt(p))[:_SHOWN_ENDED],
        packages_url=packages_url,
    )


def entries_per_second(listed: Sequence[HandedIn], now: datetime) -> float | None:
    """Return the pace of the last ten minutes; None where too little was done to tell."""
    worked = [
        package
        for package in listed
        if package.taken_at is not None and (package.ended_at or now) > now - _RECENT
    ]
    done = sum(package.done for package in worked)
    since = min((p.taken_at for p in worked if p.taken_at is not None), default=now)
    until = max((package.ended_at or now for package in worked), default=now)
    span = until - since
    return done / span.total_seconds() if done and span >= _LEAST_SPAN else None


def _headline(still_open: Sequence[HandedIn]) -> str:
    if not still_open:
        return gettext("Không có gói nào chờ")
    working = sum(package.state is IntakeState.WORKING for package in still_open)
    waiting = len(still_open) - working
    told = ngettext("Đang kiểm tra %(n)s gói", "Đang kiểm tra %(n)s gói", working)
    if not waiting:
        return told % {"n": working}
    waits = ngettext("%(n)s gói chờ tới lượt", "%(n)s gói chờ tới lượt", waiting) % {"n": waiting}
    return f"{told % {'n': working}}, {waits}" if working else waits


def _lead(done: int, total: int, pace: float | None) -> str:
    if not total:
        return gettext("Gói gửi đến hiện ra ở đây ngay khi nhận.")
    if pace is None:
        return gettext("Chưa đủ số đo để ước lượng thời gian.")
    left_s = ceil((total - done) / pace)
    if left_s < _MINUTE_S:
        return gettext("Còn dưới một phút, theo nhịp mười phút qua.")
    minutes = ceil(left_s / _MINUTE_S)
    words = ngettext(
        "Còn khoảng %(n)s phút, theo nhịp mười phút qua.",
        "Còn khoảng %(n)s phút, theo nhịp mười phút qua.",
        minutes,
    )
    return words % {"n": minutes}


def _has_receipt(package: HandedIn) -> bool:
    return package.state is IntakeState.ANSWERED and package.ended_at is not None


def _ended(package: HandedIn, names: Mapping[str, str]) -> EndedRow:
    ended_at = package.ended_at or package.handed_at
    lasted = ended_at - (package.taken_at or package.handed_at)
    return EndedRow(
        party=names.get(package.sender) or package.sender,
        entries=package.entries,
        ended_at=ended_at,
        seconds=max(1, round(lasted.total_seconds())),
        state=state_of(package.state),
    )
