"""
How far a campaign is on a day: days left, records due, records done.

A pure function over counts, so that a school's page, the province's desk and the ministry say
the same. Until a campaign closes, pupils with a coded reason are not waited for; in the late
window, those whose reason was summer are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hocba.core.report.figures import Figure
from hocba.core.rules.campaigns import Campaign, Goal


class Phase(StrEnum):
    """Where a day lies."""

    BEFORE = "CHUA_MO"
    OPEN = "DANG_MO"
    LATE = "GIA_HAN"
    CLOSED = "DA_DONG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """
    What a deadline is counted from. done: records that have come to the campaign's goal.

    exceptions: pupils without a record, by coded reason.
    """

    pupils: int
    done: int
    exceptions: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """
    A campaign as it stands on a day.

    last_on: the day that counts now: the closing, in the late window its end. days_left: after
    today, until that day; 0 on the day itself, negative when it is over; before the opening,
    days until then. due: records that are waited for in this phase.
    """

    campaign: Campaign
    phase: Phase
    last_on: date
    days_left: int
    due: int
    done: int

    @property
    def left(self) -> int:
        """Records that are due and not done."""
        return max(self.due - self.done, 0)


def phase_on(campaign: Campaign, today: date) -> Phase:
    """Return where a day lies; first and last days count in."""
    if today < campaign.opens_on:
        return Phase.BEFORE
    if today <= campaign.closes_on:
        return Phase.OPEN
    if campaign.late_until is not None and today <= campaign.late_until:
        return Phase.LATE
    return Phase.CLOSED


def deadline_on(campaign: Campaign, today: date, tally: Tally) -> Deadline:
    """Tell how a campaign stands."""
    phase = phase_on(campaign, today)
    last = _counting_day(campaign, phase)
    return Deadline(
        campaign=campaign,
        phase=phase,
        last_on=last,
        days_left=(last - today).days,
        due=tally.pupils - _not_waited_for(campaign, phase, tally),
        done=tally.done,
    )


def tally_of(figure: Figure, goal: Goal) -> Tally:
    """Take what a deadline is counted from out of a line of figures."""
    done = {Goal.SIGNED: figure.signed, Goal.SEALED: figure.sealed, Goal.ACCEPTED: figure.accepted}
    return Tally(pupils=figure.pupils, done=done[goal], exceptions=figure.exceptions)


def _counting_day(campaign: Campaign, phase: Phase) -> date:
    if phase is Phase.BEFORE:
        return campaign.opens_on
    if phase is Phase.OPEN:
        return campaign.closes_on
    return campaign.late_until or campaign.closes_on


def _not_waited_for(campaign: Campaign, phase: Phase, tally: Tally) -> int:
    is_summer_over = phase in (Phase.LATE, Phase.CLOSED)
    return sum(
        count
        for reason, count in tally.exceptions.items()
        if not (is_summer_over and reason in campaign.late_reasons)
    )
