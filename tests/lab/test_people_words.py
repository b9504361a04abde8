"""Names and comments of the synthetic world: many, well-formed, and for everybody."""

from datetime import date
from random import Random

import pytest

from hocba.core.rules.library import all_packs
from hocba.core.terms.codes import Gender
from hocba.core.terms.text import clean, unprintable
from hocba.lab.people.chance import Weighted
from hocba.lab.people.comments import phrases, topics
from hocba.lab.people.names import FOREIGN, ethnic_groups, name_parts
from hocba.lab.people.numbers import IdPool
from hocba.lab.people.places import births, births_elsewhere, provinces, wards
from hocba.lab.people.plans import province_plans

BORN = date(2019, 5, 1)
LEVELS = ("T", "H", "C")
GROUPS = [f"{number:02d}" for number in range(1, 55)]


class TestComments:
    @pytest.mark.parametrize("pack", all_packs(), ids=lambda pack: pack.pack_id)
    def test_cover_every_subject_and_group_of_every_pack(self, pack):
        assert {s.key for s in pack.subjects} | {g.key for g in pack.groups} <= set(topics())

    @pytest.mark.parametrize("topic", topics())
    def test_are_sentences_of_40_to_220_characters_in_one_form(self, topic):
        every = {c for g in (1, 3, 5) for level in LEVELS for c in phrases(topic, g, level).every()}
        assert [c for c in every if not 40 <= len(c) <= 220] == []
        assert [c for c in every if clean(c) != c or unprintable(c)] == []
        assert [c for c in every if not c[0].isupper() or c[-1] not in ".!"] == []

    def test_are_many_thousands(self):
        every = {
            comment
            for topic in topics()
            for level in LEVELS
            for comment in phrases(topic, 4, level).every()
        }
        assert len(every) > 20_000


class TestNames:
    @pytest.mark.parametrize("code", [*GROUPS, FOREIGN])
    @pytest.mark.parametrize("gender", [Gender.MALE, Gender.FEMALE])
    def test_are_built_for_every_ethnic_group(self, code, gender):
        chance, parts = Random(1), name_parts(code)
        for _ in range(20):
            name = parts.full_name(chance, gender=gender, family=parts.family(chance))
            assert clean(name) == name
            assert 2 <= len(name.split(" ")) <= 6
            assert len(name) <= 50

    @pytest.mark.parametrize("province", list(provinces()))
    def test_only_the_54_groups_occur_in_every_province(self, province):
        chance, groups = Random(2), ethnic_groups(province)
        assert {groups.pick(chance) for _ in range(2000)} <= set(GROUPS)

    def test_the_nation_meets_many_groups(self):
        chance = Random(3)
        found = {
            ethnic_groups(province).pick(chance) for province in provinces() for _ in range(500)
        }
        assert len(found) >= 45

    def test_weights_are_kept_in_picks(self):
        chance, table = Random(4), Weighted([("a", 9), ("b", 1)])
        share = sum(table.pick(chance) == "a" for _ in range(5000)) / 5000
        assert 0.88 < share < 0.92


class TestPlaces:
    def test_are_the_34_provinces_and_3321_communes_of_today(self):
        assert len(provinces()) == 34
        assert sum(len(wards(province)) for province in provinces()) == 3321

    def test_keep_the_63_provinces_of_birth(self):
        assert len({p.code for now in provinces() for p in births(now)}) == 63
        assert len(births("11")) + len(births_elsewhere("11")) == 63


class TestPersonalIds:
    def test_of_two_schools_never_meet_in_one_cell(self):
        from_one, from_two = (_all_of_a_cell(number) for number in (1, 2))
        assert len(from_one | from_two) == 1000

    def test_run_out_loudly(self):
        pool = IdPool(province="11", number=1)
        for _ in range(500):
            _take(pool)
        with pytest.raises(ValueError, match="used up"):
            _take(pool)


class TestProvincePlans:
    def test_give_each_school_its_own_number_and_a_commune_of_the_province(self):
        plans = list(province_plans(1, "79", schools=300))
        assert len({plan.number for plan in plans}) == 300
        assert {plan.ward for plan in plans} <= set(wards("79"))

    def test_refuse_more_schools_than_codes_hold(self):
        with pytest.raises(ValueError, match="999"):
            list(province_plans(1, "79", schools=1000))


def _take(pool: IdPool) -> str:
    return pool.take(birth=births("11")[0], born_on=BORN, gender=Gender.MALE)


def _all_of_a_cell(number: int) -> set[str]:
    pool = IdPool(province="11", number=number)
    return {_take(pool) for _ in range(500)}
