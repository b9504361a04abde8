"""A tree of sums adds up to the pure count, and no one value of it can change unnoticed."""

import json
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.core.report.sum_tree import (
    NOTHING,
    SchoolLeaf,
    Sums,
    TreeHead,
    province_node,
    sum_tree,
    tree_findings,
)
from hocba.core.report.sum_tree_file import read_tree, written_tree
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal

YEAR = SchoolYear(2023)
HEAD = TreeHead(
    origin="hocba/THU_NGHIEM/BO", school_year=YEAR, log_size=7, log_root=bytes(32).hex()
)

few = st.integers(min_value=0, max_value=40)


@st.composite
def sums(draw):
    sealed, more, most, still_open, accepted = (draw(few) for _ in range(5))
    signed = sealed + more
    records = signed + most
    reasons = draw(st.dictionaries(st.sampled_from(["KHAC", "REN_LUYEN_HE"]), few))
    return Sums(
        pupils=records + sum(reasons.values()) + still_open,
        records=records,
        signed=signed,
        sealed=sealed,
        accepted=accepted,
        still_open=still_open,
        exceptions=reasons,
    )


@st.composite
def trees(draw):
    provinces = []
    for code in draw(st.lists(st.sampled_from(["01", "11", "79"]), unique=True, min_size=1)):
        numbers = draw(st.lists(st.integers(1, 30), unique=True, min_size=1, max_size=6))
        schools = [
            SchoolLeaf(
                code=f"T{number}",
                name=f"Trường {number}",
                ward="03127",
                number=number,
                declaration=f"{number:064x}" if number % 2 else NOTHING,
                sums=draw(sums()),
            )
            for number in numbers
        ]
        provinces.append(province_node(code, f"Tỉnh {code}", schools, school_year=YEAR))
    return sum_tree(HEAD, provinces)


@given(trees())
def test_adds_up_at_every_level_and_comes_back_from_its_file(tree):
    leaves = [school.sums for each in tree.provinces for school in each.schools]

    assert tree.sums.line == reduce(Sums.__add__, leaves).line
    assert tree_findings(tree, root=tree.root) == ()
    assert tree_findings(tree.cut_short, root=tree.root) == ()
    assert written_tree(read_tree(written_tree(tree))) == written_tree(tree)
    assert read_tree(written_tree(tree.cut_short)).root == tree.root


@given(trees(), st.randoms(use_true_random=False))
def test_does_not_depend_on_the_order_of_schools_and_provinces(tree, chance):
    provinces = []
    for each in chance.sample(tree.provinces, len(tree.provinces)):
        schools = chance.sample(each.schools, len(each.schools))
        provinces.append(province_node(each.code, each.name, schools, school_year=YEAR))

    assert sum_tree(HEAD, provinces) == tree


def places_in(value, path=()):
    """Every place of a JSON value where something single stands."""
    if isinstance(value, dict):
        return [p for key, one in value.items() for p in places_in(one, (*path, key))]
    if isinstance(value, list):
        return [p for at, one in enumerate(value) for p in places_in(one, (*path, at))]
    return [path]


def changed(told, path):
    """The same with another value at one place."""
    *way, last = path
    inner = reduce(lambda value, key: value[key], way, told)
    old = inner[last]
    inner[last] = old + 1 if isinstance(old, int) else flipped(old)
    return told


def flipped(text):
    return text[:-1] + ("1" if text[-1:] != "1" else "2")


def said_of(file, *, root):
    """What is wrong with a file, whether it could be read or not."""
    try:
        return {finding.code for finding in tree_findings(read_tree(file), root=root)}
    except Refusal as refusal:
        return {refusal.code}


UNBOUND = {("phien_ban",), ("ty_le",)}
"""What a reader works out anew: the file's rate is for eyes."""


@settings(max_examples=60)
@given(trees(), st.booleans(), st.data())
def test_finds_every_single_change_against_the_published_root(tree, is_cut_short, data):
    told = json.loads(written_tree(tree.cut_short if is_cut_short else tree))
    path = data.draw(st.sampled_from([p for p in places_in(told) if p not in UNBOUND]))
    file = json.dumps(changed(told, path))

    assert said_of(file, root=tree.root)


@settings(max_examples=30)
@given(trees(), st.data())
def test_finds_a_school_left_out_or_counted_twice(tree, data):
    told = json.loads(written_tree(tree))
    province = data.draw(st.sampled_from(told["tinh"]))
    school = data.draw(st.sampled_from(province["truong"]))
    if data.draw(st.booleans()):
        province["truong"].append(school)
        expected = "tree.counted_twice"
    else:
        province["truong"].remove(school)
        expected = "tree.digest_differs"

    assert expected in {f.code for f in tree_findings(read_tree(json.dumps(told)))}


def test_tells_every_sum_that_does_not_add_up():
    wrong = Sums(pupils=10, records=5, signed=6, sealed=6, exceptions={"KHAC": 1})
    leaf = SchoolLeaf(code="T1", name="", ward="x", number=1, declaration=NOTHING, sums=wrong)
    whole = province_node("01", "Hà Nội", [leaf], school_year=YEAR)

    codes = [(f.where, f.code) for f in tree_findings(sum_tree(HEAD, [whole]))]

    assert codes == [
        (where, code)
        for where in ("T1", "01", HEAD.origin)
        for code in ("tree.does_not_add_up", "tree.more_sealed_than_signed")
    ]


def test_gives_hanoi_its_rate_from_the_provinces_alone():
    # The pilot's figure: 97.6 % signed, the rest for reasons that schools declared.
    sums = Sums(
        pupils=1000, records=976, signed=976, sealed=976, accepted=976, exceptions={"KHAC": 24}
    )
    leaf = SchoolLeaf(code="T1", name="", ward="x", number=1, declaration=NOTHING, sums=sums)
    tree = sum_tree(HEAD, [province_node("01", "Hà Nội", [leaf], school_year=YEAR)]).cut_short

    assert tree_findings(tree, root=tree.root) == ()
    assert read_tree(written_tree(tree)).sums.rate.shown == "97,60 %"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"hoc_sinh": 1', '"hoc_sinh": true'),
        ('"hoc_sinh": 1', '"hoc_sinh": -1'),
        ('"hoc_sinh": 1', '"hoc_sinh": 1.0'),
        ('"hoc_sinh": 1', '"hoc_sinh": "1"'),
        ('"ten": "Trường 1"', '"ten": "a\\nxa 1"'),
        ('"ngoai_le": {}', '"ngoai_le": {"a b": 1}'),
        ('"nam_hoc": "2023-2024"', '"nam_hoc": "2023"'),
        ("{", "["),
        ("{", "[" * 100_000),
    ],
)
def test_refuses_what_is_no_such_file(old, new):
    leaf = SchoolLeaf(
        code="T1", name="Trường 1", ward="x", number=1, declaration=NOTHING, sums=Sums()
    )
    leaf = replace(leaf, sums=Sums(pupils=1, still_open=1))
    whole = sum_tree(HEAD, [province_node("01", "Hà Nội", [leaf], school_year=YEAR)])
    written = written_tree(whole)
    assert old in written

    with pytest.raises(Refusal) as caught:
        read_tree(written.replace(old, new, 1))
    assert caught.value.code == "tree.unreadable"
