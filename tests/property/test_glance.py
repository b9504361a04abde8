"""
Whatever stands in a record, the glance and the plain judge come to one verdict.

The values of good records are changed one by one, and with them what cryptography said and what
the judge stands on: wherever the glance lets a record pass, the plain judge must find nothing.
"""

import sys
import unicodedata
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.problems import flawless_outcome, problems_of
from hocba.core.assess.trial_pupils import trial_pupils
from hocba.core.rules.library import pack
from hocba.core.sign.profile import DIGESTS, INCLUSIVE
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.verify.authority import book_of
from hocba.core.verify.contents import PLAIN_ASCII, is_plain, text_findings
from hocba.core.verify.glance import is_flawless
from hocba.core.verify.judge import Setting, judge, judge_plainly
from hocba.core.verify.verdict import Outcome
from hocba.flow.verify_alone import examine_alone
from tests.vectors.published import EXPECTED, trust, vector

GOOD = sorted(name for name in EXPECTED if name.startswith("good/"))
WORDS = ["", "x", "An\u202e", "Tra\u0302\u0300n", "a\u0301", "content", "root", "value:0"]
WORDS += ["properties:1", INCLUSIVE, *DIGESTS, "CHUA_LEN_LOP", "GVCN", "CON_DAU", "3A", "11"]


@cache
def case(name):
    """Return a vector's record, evidence and setting; None where the bytes are no record."""
    want = EXPECTED[name]
    trusted, now = trust(want["trust"], want["at"]), datetime.fromisoformat(want["at"])
    found = examine_alone(vector(name), documents=XmlDocuments(), trust=trusted, now=now)
    setting = Setting(environments=trusted.environments, book=found.registers.book, now=now)
    return found.examined.record, found.examined.evidence, setting


def glanced(record, evidence, setting):
    return is_flawless(
        record, evidence, environments=setting.environments, book=setting.book, now=setting.now
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_agree_on_every_vector(name):
    record, evidence, setting = case(name)

    if record is not None:
        assert judge(record, evidence, setting) == judge_plainly(record, evidence, setting)


@pytest.mark.parametrize("name", GOOD)
def test_pass_the_good_record_without_a_closer_look(name):
    assert glanced(*case(name))


def _scalar(value, data):
    """Return something else of the same kind."""
    pick = data.draw
    if isinstance(value, bool):
        value = not value
    elif isinstance(value, Enum):
        value = pick(st.sampled_from(list(type(value))))
    elif isinstance(value, datetime):
        seconds = pick(st.sampled_from([1, 299, 300, 301, 86_400, 40_000_000]))
        value += timedelta(seconds=seconds * pick(st.sampled_from([-1, 1])))
    elif isinstance(value, int):
        value += pick(st.sampled_from([-5, -1, 1, 90]))
    elif isinstance(value, str):
        endings = [value + ending for ending in ("\n", "\t", "&#xD;", "\u202e")]
        value = pick(st.sampled_from([*WORDS, *endings, "e" * 999]))
    elif isinstance(value, bytes):
        odd = ["</HoTen>\u0301", "An\u202e", "\t", "&#x9;"]
        value = pick(st.sampled_from([b"", value[1:], *(value + word.encode() for word in odd)]))
    return value


def _rows(value, data):
    """Return a tuple with one of its rows dropped, doubled, moved or changed."""
    if not value:
        return value
    place = data.draw(st.integers(0, len(value) - 1))
    row, rest = value[place], (*value[:place], *value[place + 1 :])
    return data.draw(
        st.sampled_from(["drop", "double", "first", "change", "change"]).map(
            {
                "drop": rest,
                "double": (*value, row),
                "first": (row, *rest),
                "change": (*value[:place], changed(row, data), *value[place + 1 :]),
            }.__getitem__
        )
    )


def _names(value):
    """Return the names of what a value is made of, where it is a dataclass or a named tuple."""
    if is_dataclass(value):
        return [each.name for each in fields(value) if each.init]
    return list(getattr(value, "_fields", ()))


def _with(value, name, other):
    change = replace if is_dataclass(value) else type(value)._replace
    return change(value, **{name: other})


def changed(value, data):
    """Change one thing somewhere in a value made of dataclasses, tuples and plain values."""
    if names := _names(value):
        name = data.draw(st.sampled_from(names))
        return _with(value, name, changed(getattr(value, name), data))
    if isinstance(value, tuple):
        return _rows(value, data)
    may_lack = isinstance(value, datetime)
    return None if may_lack and data.draw(st.booleans()) else _scalar(value, data)


def _evidence(evidence, data):
    place = data.draw(st.integers(0, len(evidence) - 1))
    one = evidence[place]
    weight = data.draw(st.sampled_from(list(Weight)))
    doubted = replace(one.path, findings=(Finding(code="pki.suspended", weight=weight),))
    other = data.draw(st.sampled_from([one._replace(path=doubted), changed(one, data)]))
    return (*evidence[:place], other, *evidence[place + 1 :])


def _seen_again(record, data):
    """Let a record say of its leaves what a reader of them could have said."""
    written = b"".join(record.leaves)
    sees = b"&" not in written and data.draw(st.booleans())
    return replace(record, foreign=written.translate(None, PLAIN_ASCII) if sees else None)


def _setting(setting, data):
    registers = list(setting.book.registers.values())
    kept = data.draw(st.lists(st.sampled_from(registers), unique_by=id))
    aged = [changed(one, data) if data.draw(st.booleans()) else one for one in kept]
    return data.draw(
        st.sampled_from(
            [
                replace(setting, environments=frozenset()),
                replace(setting, now=_scalar(setting.now, data)),
                replace(setting, book=book_of(kept)),
                replace(setting, book=book_of(aged)),
            ]
        )
    )


@given(st.sampled_from(GOOD), st.sampled_from("rrrres"), st.data())
@settings(max_examples=1000)
def test_agree_on_a_record_of_which_anything_is_changed(name, part, data):
    record, evidence, setting = case(name)
    try:
        if part == "r":
            record = _seen_again(changed(record, data), data)
        elif part == "e":
            evidence = _evidence(evidence, data)
        else:
            setting = _setting(setting, data)
        plain = judge_plainly(record, evidence, setting)
    except (TypeError, ValueError, AttributeError):
        assume(False)  # a value that no reader makes

    assert judge(record, evidence, setting) == plain


def variants(value):
    """Give a value with each one thing in it changed, wherever it stands."""
    if names := _names(value):
        for name in names:
            for other in variants(getattr(value, name)):
                yield _with(value, name, other)
    elif isinstance(value, tuple):
        # A pair, such as method and digest, has rows of two kinds and is always a pair.
        is_list = len({type(row) for row in value}) == 1
        yield from [(*value, value[0]), value[1:], value[:-1]] if is_list else []
        for place, row in enumerate(value):
            yield from ((*value[:place], other, *value[place + 1 :]) for other in variants(row))
    else:
        yield from _others(value)


def _others(value):
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, Enum):
        return [other for other in type(value) if other is not value]
    if isinstance(value, datetime):
        return [value + timedelta(minutes=by) for by in (-60, -9, -3, 3, 9, 60, 60 * 24 * 30)]
    if isinstance(value, str):
        return ["", "content", "root", "value:1", INCLUSIVE, *DIGESTS, "00" * 32]
    if isinstance(value, bytes):
        return [value[1:], value[:-1] + bytes([value[-1] ^ 1]) if value else b"x"]
    return []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_agree_on_every_change_of_a_signature_and_of_its_proof(place):
    record, evidence, setting = case("good/rsa.xml")
    before, after = record.signatures[:place], record.signatures[place + 1 :]
    for other in variants(record.signatures[place]):
        changed_record = replace(record, signatures=(*before, other, *after))
        plain = judge_plainly(changed_record, evidence, setting)
        assert judge(changed_record, evidence, setting) == plain
    for other in variants(evidence[place]):
        proofs = (*evidence[:place], other, *evidence[place + 1 :])
        assert judge(record, proofs, setting) == judge_plainly(record, proofs, setting)


def test_a_real_record_does_not_pass_on_a_test_anchor():
    record, evidence, setting = case("good/rsa.xml")
    general = replace(record.content.general, environment=Environment.REAL)
    real = replace(record, content=replace(record.content, general=general))
    accepting = replace(setting, environments=frozenset({Environment.REAL}))

    verdict = judge(real, evidence, accepting)

    assert {f.code for _, f in verdict.findings} == {"verify.test_anchor_under_real_record"}


def test_a_book_remembers_nothing_of_another():
    record, evidence, setting = case("good/rsa.xml")
    assert judge(record, evidence, setting).outcome is Outcome.PASSED

    emptied = replace(setting, book=replace(setting.book, by_certificate={}))

    assert judge(record, evidence, emptied).outcome is Outcome.FAILED


TEXT = st.text(
    alphabet=st.sampled_from(
        'aeo ăếọ\n\t<>"&#;x9D\u0301\u0302\u0323\u202e\u200b\u0085\u1100\u1161\u0915\u093c'
    ),
    max_size=12,
)


@given(st.lists(TEXT.map(str.encode), max_size=3))
@settings(max_examples=1000)
def test_text_that_is_plain_at_a_glance_has_no_findings(leaves):
    if is_plain(leaves):
        assert list(text_findings(leaves)) == []


def test_only_one_block_of_marks_composes_with_plain_letters():
    block = {chr(code) for code in range(0x300, 0x370)}
    pairs = (unicodedata.decomposition(chr(code)).split() for code in range(sys.maxunicode))
    marks = {chr(int(p[1], 16)) for p in pairs if len(p) == 2 and p[0] < "0080" and p[0][0] != "<"}

    assert marks <= block
    assert {mark.encode()[:1] for mark in block} == {b"\xcc", b"\xcd"}


def test_an_outcome_at_a_glance_is_that_of_both_questions():
    rules, seen = pack("tt27-2020/1"), 0
    for pupil in trial_pupils(rules, count=400, chance=Random(27)):
        outcome = flawless_outcome(pupil, rules)
        if outcome is not None:
            seen += 1
            assert problems_of(pupil, rules) == ()
            assert outcome_of(pupil, rules) == outcome

    assert seen > 40
