"""
When records came: how many by the end of each day, held against the day on which they were due.

A pure function over the count of records kept each day of Vietnam's calendar. A later version of
a record comes as a record, too; so the last point may lie above the records that stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from hocba.core.rules.campaigns import Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day. came: on this day; by_then: until its end."""

    on: date
    came: int
    by_then: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeliness:
    """
    The curve. days: those on which anything came. closes_on: the last day of the campaign.

    in_time: until its end; late: after it. All None where the year has no campaign.
    """

    days: tuple[Day, ...]
    closes_on: date | None = None
    in_time: int | None = None
    late: int | None = None


def timeliness(kept_by_day: Mapping[date, int], campaign: Campaign | None) -> Timeliness:
    """Add up days, in their order."""
    ordered = sorted((on, count) for on, count in kept_by_day.items() if count)
    sums = accumulate(count for _, count in ordered)
    days = tuple(
        Day(on=on, came=count, by_then=by_then)
        for (on, count), by_then in zip(ordered, sums, strict=True)
    )
    if campaign is None:
        return Timeliness(days=days)
    in_time = sum(day.came for day in days if day.on <= campaign.closes_on)
    late = sum(day.came for day in days) - in_time
    return Timeliness(days=days, closes_on=campaign.closes_on, in_time=in_time, late=late)
