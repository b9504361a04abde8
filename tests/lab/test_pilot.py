"""The pilot of 2023-24: planned exactly, played small, read on the ministry's page as published."""

import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from hocba.core.report.coverage_basis import Published, coverage_basis_of
from hocba.lab.people.cases import Case
from hocba.lab.pilot.apportioning import apportioned, fitted, whole_for
from hocba.lab.pilot.basis import written_basis
from hocba.lab.pilot.facts import pilot_facts
from hocba.lab.pilot.plan import cut_short, planned_pilot
from hocba.lab.pilot.schools import planned_schools
from tests.installations import Installation

FACTS = pilot_facts()
THOUSANDTH = planned_pilot(FACTS, Fraction(1, 1000))


def capital(plan):
    return next(each for each in plan.provinces if each.code == FACTS.capital.province)


def unit(plan, name):
    return next(each for each in capital(plan).units if each.name == name)


class TestParts:
    def test_add_up_to_the_whole(self):
        parts = apportioned(10, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)})
        assert parts == {"a": 4, "b": 3, "c": 3}

    def test_hold_the_least_for_everybody(self):
        assert apportioned(3, {"a": Fraction(99), "b": Fraction(1)}, least=1) == {"a": 2, "b": 1}

    def test_are_refused_when_there_is_not_enough(self):
        with pytest.raises(ValueError, match="not enough"):
            apportioned(1, {"a": Fraction(1), "b": Fraction(1)}, least=1)

    def test_give_a_share_exactly_where_the_whole_allows_it(self):
        assert fitted(510, Decimal("97.6")) == (500, 488)
        assert whole_for(4242, Decimal("59.47")) == 7133


class TestPlan:
    def test_counts_provinces_as_published(self):
        plan = THOUSANDTH
        assert len(plan.provinces) == 63
        assert sum(each.is_certified for each in plan.provinces) == 61
        assert sum(bool(each.units) for each in plan.provinces) == 59

    @pytest.mark.parametrize("thousands", [1, 10, 20])
    def test_adds_up_to_the_scaled_records_at_every_scale(self, thousands):
        plan = planned_pilot(FACTS, Fraction(1, 1000 * thousands))
        assert plan.records == round(4_241_906 / (1000 * thousands))
        assert round(100 * plan.records / plan.pupils, 1) == pytest.approx(59.5, abs=0.2)

    def test_has_what_is_known_of_the_capital(self):
        own = capital(THOUSANDTH)
        assert sum(each.records for each in own.units) / own.pupils == 0.976
        assert unit(THOUSANDTH, "Quận Hoàng Mai").pupils == 35
        for name in ("Quận Hoàn Kiếm", "Huyện Thạch Thất"):
            assert unit(THOUSANDTH, name).exceptions == {}

    def test_gives_every_reason_that_the_capital_has_told(self):
        reasons = {case for each in capital(THOUSANDTH).units for case in each.exceptions}
        assert reasons == {Case.SUMMER_TRAINING, Case.NO_ID, Case.FOREIGN_PROGRAMME}

    def test_declares_no_more_pupils_than_a_province_has(self):
        for province in THOUSANDTH.provinces:
            assert sum(each.pupils for each in province.units) <= province.pupils

    def test_is_the_same_every_time_and_another_for_another_seed(self):
        assert planned_pilot(FACTS, Fraction(1, 1000)) == THOUSANDTH
        assert planned_pilot(FACTS, Fraction(1, 1000), seed=1) != THOUSANDTH

    def test_cut_short_lets_the_rest_be_silent(self):
        short = cut_short(THOUSANDTH, 3)
        assert sum(bool(each.units) for each in short.provinces) == 3
        assert short.pupils == THOUSANDTH.pupils

    def test_gives_schools_exactly_its_pupils_and_grades_one_to_four(self):
        schools = planned_schools(THOUSANDTH, FACTS.grades)
        planned = sum(each.pupils for p in THOUSANDTH.provinces for each in p.units)
        assert sum(sum(school.roll.sizes) for school in schools) == planned
        assert all(school.plan.grades == (1, 2, 3, 4) for school in schools)
        assert all(min(school.roll.sizes) > 0 for school in schools)

    def test_shares_a_large_commune_out_among_schools(self):
        facts = replace(FACTS, records=FACTS.records * 10)
        plan = planned_pilot(facts, Fraction(1, 1000))
        codes = [school.code for school in planned_schools(plan, facts.grades)]
        assert len(codes) == len(set(codes)) > 88


class TestBasis:
    def test_is_read_again_as_it_was_written(self):
        basis = coverage_basis_of(written_basis(THOUSANDTH, FACTS))
        assert sum(basis.pupils.values()) == THOUSANDTH.pupils
        assert (len(basis.pupils), basis.scale) == (63, Fraction(1, 1000))
        assert [each.what for each in basis.published].count(Published.UNIT_RATE) == 2


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A pilot of three provinces: the other sixty are admitted and silent."""
    folder = tmp_path_factory.mktemp("pilot")
    at = Installation(home=folder / "home")
    options = ("--scale", "1/20000", "--reporting", "3", "--workers", "1")
    done = at.hocba("lab", "pilot", *options, "--out", folder / "out")
    return at, folder / "out", done


class TestPlay:
    def test_goes_through_to_the_end(self, played):
        _, _, done = played
        assert done.returncode == 0, done.stderr
        assert re.search(r"5/9 con số khớp", done.stdout)

    def test_leaves_figures_that_the_ministry_has_counted(self, played):
        _, out, _ = played
        told = json.loads((out / "figures.json").read_text("utf-8"))
        plan = cut_short(planned_pilot(FACTS, Fraction(1, 20000)), 3)
        assert told["tong"]["da_nhan"] == plan.records
        assert told["nam_hoc"] == "2023-2024"

    def test_leaves_packages_that_name_provinces_of_the_old_map(self, played):
        _, out, _ = played
        folders = {file.parent.name for file in out.glob("packages/*/*.zip")}
        assert folders == {"01", "02", "04"}

    def test_lets_every_school_state_its_signers(self, played):
        _, out, _ = played
        for file in out.glob("packages/*/*.zip"):
            names = [name for name in zipfile.ZipFile(file).namelist() if "ke-khai/" in name]
            assert names == [f"ke-khai/{file.stem}-2023-2024-1.xml"]

    def test_takes_no_scale_that_leaves_a_province_without_a_record(self, played):
        at, out, _ = played
        assert at.hocba("lab", "pilot", "--scale", "1/1000000", "--out", out).returncode == 2
