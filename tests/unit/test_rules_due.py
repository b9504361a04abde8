"""A record names the rules and the signing policy of its own year and grade, or is found out."""

from dataclasses import replace

from hocba.core.verify.rules_due import not_due
from hocba.lab.vectors.secondary_world import content
from tests.secondary_builders import TT22

GENERAL = content("tests", None).general
MILDER = replace(TT22, pack_id="tt22-2021/0")


def found(general, rules):
    return [(one.code, one.where, one.details) for one in not_due(general, rules, TT22)]


def test_finds_nothing_in_what_is_due():
    assert found(GENERAL, TT22) == []


def test_finds_rules_of_another_year():
    stated = {"stated": "tt22-2021/0", "due": TT22.pack_id}
    general = replace(GENERAL, rule_pack="tt22-2021/0")
    assert found(general, MILDER) == [("verify.other_rule_pack_due", "GoiQuyTac", stated)]


def test_finds_a_policy_with_fewer_signatures():
    stated = {"stated": "tieu-hoc/1", "due": "trung-hoc/1"}
    general = replace(GENERAL, signing_policy="tieu-hoc/1")
    assert found(general, TT22) == [("verify.other_policy_due", "ChinhSachKy", stated)]
