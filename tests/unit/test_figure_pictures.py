"""What pictures of figures are drawn from: the tile maps, the curve of days, schools counted."""

from datetime import date

import pytest

from hocba.core.report.figures import Choice, Cut, Figure, Rate, in_order
from hocba.core.report.oversight_tally import RegisterTrace, homerooms, tallied
from hocba.core.report.participation import participation
from hocba.core.report.tile_map import band, tile_map
from hocba.core.report.timeliness import Day, Timeliness, timeliness
from hocba.core.rules.campaigns import shipped_campaigns
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.provinces import Atlas, provinces
from hocba.faces.web.figure_pictures import drawn_curve


def a_line(code, pupils, accepted, excepted=0):
    return Figure(
        code=code,
        name=code,
        pupils=pupils,
        records=accepted,
        signed=accepted,
        sealed=accepted,
        accepted=accepted,
        exceptions={"KHAC": excepted} if excepted else {},
    )


def by_province(*lines, year=2025):
    return in_order(lines, cut=Cut.PROVINCE, choice=Choice(school_year=SchoolYear(year)))


@pytest.mark.parametrize("atlas", list(Atlas))
def test_gives_every_province_of_a_map_one_tile_of_its_own(atlas):
    found = tile_map(by_province(a_line("01", 10, 5)), atlas)

    assert {tile.code for tile in found.tiles} == set(provinces(atlas))
    assert len({(tile.column, tile.row) for tile in found.tiles}) == int(atlas.value)
    assert len({tile.short for tile in found.tiles}) == int(atlas.value)
    assert [t.band for t in found.tiles if t.figure] == [2]
    assert found.elsewhere == ()


def test_tells_lines_that_stand_on_no_tile():
    # 02 was Hà Giang; no province of today has this code.
    found = tile_map(by_province(a_line("02", 10, 5)), Atlas.TODAY)

    assert [line.code for line in found.elsewhere] == ["02"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (0, 10, 0),
        (2499, 10000, 0),
        (1, 4, 1),
        (1, 2, 2),
        (3, 4, 3),
        (95, 100, 4),
        (9_999_999, 10_000_000, 4),
        (10, 10, 5),
        (0, 0, None),
    ],
)
def test_keeps_the_last_band_for_all_and_only_for_all(numerator, denominator, expected):
    assert band(Rate(numerator=numerator, denominator=denominator)) == expected


def test_adds_days_up_and_says_what_came_after_the_closing():
    campaign = next(c for c in shipped_campaigns() if c.school_year == SchoolYear(2025))
    kept = {date(2026, 8, 1): 5, date(2026, 6, 2): 10, date(2026, 7, 31): 20, date(2026, 6, 9): 0}

    found = timeliness(kept, campaign)

    assert [(day.on.day, day.came, day.by_then) for day in found.days] == [
        (2, 10, 10),
        (31, 20, 30),
        (1, 5, 35),
    ]
    assert (found.closes_on, found.in_time, found.late) == (date(2026, 7, 31), 30, 5)
    assert timeliness(kept, None).in_time is None


def test_counts_the_homerooms_of_each_schools_latest_register_alone():
    def trace(school, number, classes):
        years = (SchoolYear(2025),)
        named = {SchoolYear(2025): classes}
        return RegisterTrace(
            school_years=years, school=school, shared=(), number=number, homerooms=named
        )

    registers = [trace("A", 9, 12), trace("A", 10, 11), trace("B", 1, 7), trace("A", 2, 20)]

    assert homerooms(tallied([], registers)) == {"A": 11, "B": 7}


def test_counts_schools_that_declared_sent_and_are_complete():
    lines = [a_line("A", 10, 9, 1), a_line("B", 10, 5), a_line("C", 10, 0), a_line("D", 0, 3)]

    found = participation(lines)

    assert (found.declared, found.sending, found.complete) == (3, 3, 1)


def test_shades_what_has_come_and_not_the_days_until_the_closing():
    closing = date(2026, 7, 31)
    found = Timeliness(days=(Day(on=date(2026, 6, 3), came=9, by_then=9),), closes_on=closing)

    curve = drawn_curve(found, pupils=10)

    reached, floor = curve.area.split(" ")[-2:]
    assert reached.split(",")[0] == floor.split(",")[0]
    assert float(curve.closing.at) > float(floor.split(",")[0])
