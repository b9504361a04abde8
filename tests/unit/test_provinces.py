"""Provinces by date: 63 became 34 on 1 July 2025, and a code alone says nothing."""

from datetime import date

import pytest

from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Place
from hocba.core.terms.provinces import (
    MERGED_ON,
    Atlas,
    atlas_of_year,
    code_of_line,
    has_ended,
    line_code,
    located,
    predecessors,
    province_on,
    provinces,
    reads_as,
    successor,
)

OLD_YEAR, NEW_YEAR = SchoolYear(2023), SchoolYear(2025)
LAST_DAY, FIRST_DAY = date(2025, 6, 30), date(2025, 7, 1)


def old(code):
    return provinces(Atlas.BEFORE)[code]


def new(code):
    return provinces(Atlas.TODAY)[code]


class TestCodes:
    def test_name_sixty_three_provinces_and_then_thirty_four(self):
        assert (len(provinces(Atlas.BEFORE)), len(provinces(Atlas.TODAY))) == (63, 34)

    def test_mean_another_province_on_the_day_after(self):
        assert province_on("24", LAST_DAY).name == "Tỉnh Bắc Giang"
        assert province_on("24", FIRST_DAY).name == "Tỉnh Bắc Ninh"
        assert province_on("27", LAST_DAY).name == "Tỉnh Bắc Ninh"

    def test_that_ended_are_refused_from_the_first_day_on(self):
        with pytest.raises(Refusal) as refused:
            province_on("27", FIRST_DAY)
        assert refused.value.code == "province.not_on_map"

    def test_of_every_old_province_lead_to_the_one_that_names_it_among_its_parts(self):
        for place in provinces(Atlas.BEFORE).values():
            assert place in predecessors(successor(place.code).code)
        assert sum(len(predecessors(code)) for code in provinces(Atlas.TODAY)) == 63

    def test_of_a_school_year_are_those_of_its_last_may(self):
        assert atlas_of_year(SchoolYear(2024)) is Atlas.BEFORE
        assert atlas_of_year(SchoolYear(2025)) is Atlas.TODAY


class TestLocated:
    @pytest.mark.parametrize("code", list(provinces(Atlas.BEFORE)))
    def test_brings_an_old_province_to_its_successor(self, code):
        found = located(old(code), Atlas.TODAY, year=OLD_YEAR)
        assert (found.atlas, found.place, found.whole) == (Atlas.TODAY, successor(code), True)

    @pytest.mark.parametrize("atlas", Atlas)
    def test_leaves_a_province_of_that_map_as_it_is(self, atlas):
        year = OLD_YEAR if atlas is Atlas.BEFORE else NEW_YEAR
        for place in provinces(atlas).values():
            assert located(place, atlas, year=year).place == place

    def test_brings_an_unchanged_province_back(self):
        assert located(new("01"), Atlas.BEFORE, year=NEW_YEAR).place == old("01")

    def test_does_not_part_what_was_merged(self):
        found = located(new("08"), Atlas.BEFORE, year=NEW_YEAR)
        assert (found.atlas, found.place, found.whole) == (Atlas.TODAY, new("08"), False)

    def test_believes_the_name_where_a_late_record_has_that_of_the_new_day(self):
        # Of 2024-2025, issued in July: Bắc Ninh 24 is not Bắc Giang 24.
        found = located(new("24"), Atlas.TODAY, year=SchoolYear(2024))
        assert found.place == new("24")

    def test_leaves_what_no_map_knows(self):
        made_up = Place(code="00", name="Tỉnh Không Có")
        assert located(made_up, Atlas.TODAY, year=NEW_YEAR).whole is False


class TestTheMerger:
    def test_ends_every_province_that_was_merged_and_no_other(self):
        ended = {c for c in provinces(Atlas.BEFORE) if has_ended(c, since=LAST_DAY, by=FIRST_DAY)}
        assert len(ended) == 63 - 11
        assert "01" not in ended
        # Its code goes on and names another province.
        assert "24" in ended

    def test_ends_nothing_before_its_day_and_nothing_asked_for_after(self):
        assert not has_ended("27", since=LAST_DAY, by=LAST_DAY)
        assert not has_ended("24", since=FIRST_DAY, by=date(2026, 7, 1))
        assert not has_ended("24", since=FIRST_DAY, by=LAST_DAY)

    def test_keeps_one_of_the_old_codes_for_each_new_province(self):
        for code in provinces(Atlas.TODAY):
            assert code in {old.code for old in predecessors(code)}

    def test_lets_the_one_that_followed_speak_for_a_record_of_an_old_province(self):
        assert reads_as(old("27"), "24", MERGED_ON)
        assert reads_as(old("24"), "24", MERGED_ON)
        assert not reads_as(old("27"), "24", LAST_DAY)
        assert not reads_as(old("27"), "25", MERGED_ON)

    def test_believes_no_name_that_no_map_has(self):
        assert not reads_as(Place(code="27", name="Tỉnh Khác"), "24", MERGED_ON)


class TestLineCode:
    def test_is_the_plain_code_for_a_province_of_the_year(self):
        assert line_code(old("24"), SchoolYear(2024)) == "24"
        assert line_code(new("24"), NEW_YEAR) == "24"

    def test_keeps_two_provinces_of_one_code_apart(self):
        assert line_code(new("24"), SchoolYear(2024)) == "34:24"
        assert line_code(old("24"), NEW_YEAR) == "63:24"
        assert code_of_line("34:24") == "24"

    def test_is_the_plain_code_where_nothing_changed_or_nothing_is_known(self):
        assert line_code(new("01"), SchoolYear(2024)) == "01"
        assert line_code(Place(code="11", name="Điện Biên"), NEW_YEAR) == "11"
