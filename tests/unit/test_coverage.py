"""Coverage: of the pupils that statistics know, on either map, beside what was published."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from hocba.core.report.coverage import Admitted, added_up, compared, coverage
from hocba.core.report.coverage_basis import Published, coverage_basis_of
from hocba.core.report.figures import Choice, Cut, Figure, in_order
from hocba.core.report.on_map import on_map
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.provinces import Atlas, provinces

YEAR = SchoolYear(2023)
HERE = Choice(school_year=YEAR)
WRITTEN = """
school_year = "2023-2024"
grades = [1, 2]
map = "63"
source = "thống kê đầu năm"

[pupils]
"24" = 100
"27" = 60
"01" = 40

[[unit]]
name = "Quận Hoàn Kiếm"
province = "01"
communes = ["00037"]

[published]
on = 2024-08-12
source = "Bộ"
scale = "1/1000"

[[published.figure]]
what = "HOC_BA"
value = "119700"

[[published.figure]]
what = "DO_PHU"
value = "60.0"

[[published.figure]]
what = "TY_LE_TINH"
of = "24"
value = "71"

[[published.figure]]
what = "TY_LE_DON_VI"
of = "Quận Hoàn Kiếm"
value = "100"
"""
ADMITTED = Admitted(accounts=3, certificates=3, reporting=2)


def line(code, accepted, *, name=""):
    return Figure(
        code=code,
        name=name or provinces(Atlas.BEFORE)[code].name,
        pupils=accepted,
        records=accepted,
        signed=accepted,
        sealed=accepted,
        accepted=accepted,
        exceptions={},
    )


def by_province(*lines):
    return in_order(lines, cut=Cut.PROVINCE, choice=HERE)


def counted(atlas=Atlas.BEFORE):
    communes = in_order([line("00037", 20, name="Phúc Tân")], cut=Cut.COMMUNE, choice=HERE)
    return coverage(
        by_province(line("24", 70), line("27", 30), line("01", 20)),
        {"01": communes},
        coverage_basis_of(WRITTEN),
        atlas=atlas,
    )


def shares(found):
    return {each.figure.code: each.rate.shown for each in found.lines}


class TestCoverage:
    def test_is_counted_out_of_statistics_and_not_of_rosters(self):
        assert shares(counted()) == {"24": "70,00 %", "27": "50,00 %", "01": "50,00 %"}
        assert counted().total.rate.shown == "60,00 %"

    def test_is_the_same_in_total_on_either_map(self):
        # Bắc Giang 24 and Bắc Ninh 27 are Bắc Ninh 24 since.
        found = counted(Atlas.TODAY)
        assert shares(found) == {"24": "62,50 %", "01": "50,00 %"}
        assert found.total == counted().total

    def test_shows_a_province_that_sends_nothing(self):
        found = coverage(
            by_province(line("24", 70)),
            {"01": by_province()},
            coverage_basis_of(WRITTEN),
            atlas=Atlas.BEFORE,
        )
        assert shares(found)["27"] == "0,00 %"

    def test_has_no_share_where_statistics_know_nobody(self):
        found = coverage(
            by_province(line("02", 5)),
            {"01": by_province()},
            coverage_basis_of(WRITTEN),
            atlas=Atlas.BEFORE,
        )
        assert shares(found)["02"] == "—"

    def test_adds_grades_up_line_by_line(self):
        one = by_province(line("24", 3), line("27", 1))
        found = added_up([one, by_province(line("24", 4))])
        assert [(each.code, each.accepted) for each in found.lines] == [("24", 7), ("27", 1)]


class TestOnMap:
    def test_never_changes_the_total(self):
        everything = by_province(*(line(code, 1) for code in provinces(Atlas.BEFORE)))
        found = on_map(everything, Atlas.TODAY)
        assert (len(found.lines), found.total) == (34, everything.total)

    def test_keeps_apart_what_cannot_be_brought_over(self):
        merged = replace(line("08", 5), name=provinces(Atlas.TODAY)["08"].name)
        figures = in_order([merged], cut=Cut.PROVINCE, choice=Choice(school_year=SchoolYear(2025)))
        assert [each.code for each in on_map(figures, Atlas.BEFORE).lines] == ["34:08"]

    def test_brings_two_provinces_of_one_code_to_where_each_belongs(self):
        # In July 2025 a record of 2024-2025 may come from Bắc Giang 24 or from Bắc Ninh 24.
        late = replace(line("24", 1), code="34:24", name=provinces(Atlas.TODAY)["24"].name)
        year = Choice(school_year=SchoolYear(2024))
        mixed = in_order([line("24", 2), line("27", 3), late], cut=Cut.PROVINCE, choice=year)
        assert [(e.code, e.accepted) for e in on_map(mixed, Atlas.TODAY).lines] == [("24", 6)]
        before = {e.code: e.accepted for e in on_map(mixed, Atlas.BEFORE).lines}
        assert before == {"24": 2, "27": 3, "34:24": 1}

    def test_is_for_provinces_alone(self):
        with pytest.raises(ValueError, match="khoi"):
            on_map(in_order([], cut=Cut.GRADE, choice=HERE), Atlas.TODAY)


class TestComparison:
    def test_scales_counts_and_keeps_rates_as_they_were_written(self):
        found = {
            each.published.what: (each.due, each.agrees)
            for each in compared(counted(), ADMITTED, coverage_basis_of(WRITTEN))
        }
        assert found == {
            Published.RECORDS: (Decimal(120), True),
            Published.COVERAGE: (Decimal("60.0"), True),
            Published.PROVINCE_RATE: (Decimal(71), False),
            Published.UNIT_RATE: (Decimal(100), True),
        }


class TestBasis:
    def test_is_whole_when_nothing_was_published(self):
        basis = coverage_basis_of(WRITTEN.split("[published]")[0])
        assert (basis.scale, basis.published, basis.published_on) == (Fraction(1), (), None)

    def test_that_is_no_toml_is_refused(self):
        with pytest.raises(Refusal) as refused:
            coverage_basis_of("school_year = ")
        assert refused.value.code == "coverage.file_unreadable"

    def test_is_refused_with_everything_that_is_wrong(self):
        wrong = WRITTEN.replace("2023-2024", "2023").replace("= 100\n", "= -1\n", 1)
        wrong = wrong.replace("[1, 2]", "[0]").replace('"1/1000"', '"1000"')
        with pytest.raises(Refusal) as refused:
            coverage_basis_of(wrong)
        assert [each.where for each in refused.value.findings] == [
            *("school_year", "grades", "pupils", "scale"),
        ]

    def test_knows_no_province_of_the_other_map_and_no_unnamed_unit(self):
        wrong = WRITTEN.replace('map = "63"', 'map = "34"').replace(
            'name = "Quận Hoàn Kiếm"', 'name = "Quận Ba Đình"'
        )
        with pytest.raises(Refusal) as refused:
            coverage_basis_of(wrong)
        assert [each.code for each in refused.value.findings] == [
            "coverage.unknown_province",
            "coverage.unit_unknown",
        ]
