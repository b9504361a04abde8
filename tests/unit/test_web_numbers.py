"""Numbers, shares and times as the reader writes them."""

from datetime import UTC, date, datetime

import pytest

from hocba.faces.web.numbers import day, moment, number, share


class TestNumber:
    def test_groups_by_points_in_vietnamese(self):
        assert number(4241906, "vi") == "4.241.906"

    def test_groups_by_commas_in_english(self):
        assert number(4241906, "en") == "4,241,906"


class TestShare:
    def test_writes_a_decimal_comma_and_a_space_in_vietnamese(self):
        # 4,241,906 / 7,132,851 = 0.594700...
        assert share(4241906, 7132851, "vi", places=2) == "59,47\u00a0%"

    def test_writes_a_decimal_point_in_english(self):
        assert share(1, 8, "en", places=1) == "12.5%"

    @pytest.mark.parametrize(("part", "shown"), [(9999, "99,9\u00a0%"), (1, "0,1\u00a0%")])
    def test_never_rounds_some_to_all_or_to_none(self, part, shown):
        assert share(part, 10000, "vi") == shown

    @pytest.mark.parametrize(("part", "shown"), [(10000, "100\u00a0%"), (0, "0\u00a0%")])
    def test_says_all_and_none_without_decimals(self, part, shown):
        assert share(part, 10000, "vi") == shown

    def test_says_nothing_where_there_is_no_whole(self):
        assert share(0, 0, "vi") == "–"


def test_shows_an_instant_on_the_wall_clock_of_vietnam():
    assert moment(datetime(2026, 6, 5, 10, 0, tzinfo=UTC)) == "05/06/2026 17:00"


def test_shows_a_date_day_first():
    assert day(date(2026, 6, 5)) == "05/06/2026"
