"""Campaigns: the file is read whole or refused whole, and days are counted as people count."""

from datetime import date

import pytest

from hocba.core.report.deadlines import Phase, Tally, deadline_on
from hocba.core.rules.campaigns import Goal, campaigns_of, due_in, shipped_campaigns
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.wiring.campaigns import campaigns_at

GOOD = """
[[campaign]]
key = "a"
title = "Học bạ số cấp tiểu học"
school_year = "2025-2026"
level = "TIEU_HOC"
grades = [1, 2, 3, 4, 5]
opens = 2026-05-15
closes = 2026-07-31
late_until = 2026-08-31
late_reasons = ["REN_LUYEN_HE"]
done = "DA_DONG_DAU"
source = "quy ước của hệ thống"
"""


def refused(text):
    with pytest.raises(Refusal) as caught:
        campaigns_of(text)
    assert caught.value.code == "campaign.file_wrong"
    return sorted(finding.code for finding in caught.value.findings)


def test_ships_one_campaign_for_every_grade_that_the_pilot_and_the_years_after_it_had():
    pilot = due_in(shipped_campaigns(), SchoolYear(2023))
    later = due_in(shipped_campaigns(), SchoolYear(2025))

    assert [sorted(each.grades) for each in pilot] == [[1, 2, 3, 4]]
    assert [sorted(each.grades) for each in later] == [[1, 2, 3, 4, 5]]


def test_reads_a_file_of_an_office():
    (one,) = campaigns_of(GOOD)

    assert (one.opens_on, one.closes_on, one.late_until) == (
        date(2026, 5, 15),
        date(2026, 7, 31),
        date(2026, 8, 31),
    )
    assert one.goal is Goal.SEALED
    assert one.late_reasons == {"REN_LUYEN_HE"}


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("closes = 2026-07-31", "closes = 2026-05-14", ["campaign.days_out_of_order"]),
        ("late_until = 2026-08-31", "late_until = 2026-07-30", ["campaign.days_out_of_order"]),
        ("[1, 2, 3, 4, 5]", "[5, 6]", ["campaign.grade_of_another_level"]),
        ("[1, 2, 3, 4, 5]", "[]", ["campaign.not_readable"]),
        ("[1, 2, 3, 4, 5]", "[true]", ["campaign.not_readable"]),
        ('"2025-2026"', '"2025-2027"', ["campaign.not_readable"]),
        ('"DA_DONG_DAU"', '"XONG"', ["campaign.not_readable"]),
        ("opens = 2026-05-15", 'opens = "15/05/2026"', ["campaign.not_readable"]),
        ("opens = 2026-05-15", "opens = 2026-05-15T08:00:00", ["campaign.not_readable"]),
        ("late_until = 2026-08-31", "", ["campaign.not_readable"]),
        ('title = "Học bạ số cấp tiểu học"', "", ["campaign.not_readable"]),
        ("[[campaign]]", "[[dot]]", []),
    ],
)
def test_refuses_a_file_with_one_mistake(old, new, codes):
    assert refused(GOOD.replace(old, new)) == codes


def test_tells_everything_that_is_wrong_at_once():
    wrong = GOOD.replace("closes = 2026-07-31", "closes = 2026-01-01")

    assert refused(GOOD + wrong + GOOD.replace('"a"', '""')) == [
        "campaign.days_out_of_order",
        *["campaign.grade_due_twice"] * 5,
        "campaign.key_used_twice",
        "campaign.not_readable",
    ]


def test_refuses_what_is_no_toml():
    with pytest.raises(Refusal) as caught:
        campaigns_of("[[campaign]\n")
    assert caught.value.code == "campaign.file_unreadable"


TALLY = Tally(pupils=100, done=90, exceptions={"REN_LUYEN_HE": 4, "KHAC": 1})


@pytest.mark.parametrize(
    ("today", "phase", "days_left", "due"),
    [
        (date(2026, 5, 14), Phase.BEFORE, 1, 95),
        (date(2026, 5, 15), Phase.OPEN, 77, 95),
        (date(2026, 7, 31), Phase.OPEN, 0, 95),
        (date(2026, 8, 1), Phase.LATE, 30, 99),
        (date(2026, 8, 31), Phase.LATE, 0, 99),
        (date(2026, 9, 1), Phase.CLOSED, -1, 99),
    ],
)
def test_counts_days_and_waits_for_summer_only_when_summer_is_over(today, phase, days_left, due):
    (campaign,) = campaigns_of(GOOD)

    found = deadline_on(campaign, today, TALLY)

    assert (found.phase, found.days_left, found.due, found.left) == (
        phase,
        days_left,
        due,
        due - 90,
    )


def test_holds_the_file_of_an_installation_instead_of_the_shipped_one(tmp_path):
    assert campaigns_at(tmp_path) == shipped_campaigns()

    (tmp_path / "campaigns.toml").write_text(GOOD, "utf-8")
    assert [each.key for each in campaigns_at(tmp_path)] == ["a"]

    (tmp_path / "campaigns.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(Refusal) as caught:
        campaigns_at(tmp_path)
    assert caught.value.code == "campaign.file_unreadable"
