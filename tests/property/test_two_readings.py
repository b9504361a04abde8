"""The quick reading of a record gives what the plain one gives, or leaves the file to it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.adapters.xml import own_signatures
from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.reader import read_plainly, read_quickly, read_record, read_records
from hocba.core.terms.outcomes import Refusal
from tests.vectors.alike import signed_alike
from tests.vectors.published import EXPECTED, vector

SPLINTERS = [
    *(b"", b"<", b">", b'"', b"9", b"=", b"<!---->", b"<!-- <DSCKS> -->", b"<DSCKS>", b" "),
    *(b"<![CDATA[x]]>", b'<xades:X xmlns:xades="urn:x"/>', b"</DSCKS></HocBa>\n", b"&#65;"),
]


def told(read, file):
    try:
        return read(file)
    except Refusal as refusal:
        return refusal.code, refusal.findings


@pytest.mark.parametrize("name", EXPECTED)
def test_agree_on_every_vector(name):
    assert told(read_record, vector(name)) == told(read_plainly, vector(name))


@given(st.data())
@settings(max_examples=300)
def test_agree_on_files_that_were_tampered_with(data):
    file = vector(data.draw(st.sampled_from(["good/rsa.xml", "good/p-256.xml"])))
    marks = [m.start() for m in re.finditer(rb"[<>\"]", file)]
    for _ in range(data.draw(st.integers(1, 2))):
        first = data.draw(st.integers(0, len(marks) - 2))
        last = data.draw(st.integers(first + 1, min(first + 4, len(marks) - 1)))
        start, end = marks[first] + data.draw(st.integers(0, 1)), marks[last]
        other = data.draw(st.sampled_from(SPLINTERS) | st.just(file[start:end] * 2))
        file = file[:start] + other + file[max(start, end) :]

    assert told(read_record, file) == told(read_plainly, file)


def test_agree_on_all_vectors_at_once():
    files = [vector(name) for name in EXPECTED]

    found = read_records(files)

    # Two of one file, too: what was read of the first must not stick to the second.
    assert [heard(one) for one in found] == [told(read_plainly, file) for file in files]
    assert read_records([*files[:2], *files[:2]])[2:] == found[:2]


def heard(read):
    return (read.code, read.findings) if isinstance(read, Refusal) else read


VALUES = st.tuples(*[st.binary(min_size=256, max_size=256)] * 3)


@given(st.binary(min_size=32, max_size=32), VALUES)
@settings(max_examples=20)
def test_agree_on_records_that_a_class_signed_alike(seed, values):
    read_record(vector("good/rsa.xml"))
    file = signed_alike(seed=seed, values=values)

    assert read_quickly(file) == read_plainly(file)


def test_takes_a_class_s_signatures_by_what_they_have_alike(monkeypatch):
    read_record(vector("good/rsa.xml"))
    monkeypatch.setattr(own_signatures, "_read", None)

    read_quickly(signed_alike(seed=bytes(32), values=[bytes([n]) * 256 for n in (1, 2, 3)]))


@pytest.mark.parametrize("place", range(3))
def test_does_not_take_signatures_over_another_pupil_s_record(place):
    good = vector("good/rsa.xml")
    theirs = signed_alike(seed=bytes(32), values=[bytes([n]) * 256 for n in (1, 2, 3)])
    ends = [m.end() for m in re.finditer(b"</ds:Signature>", good)]
    starts = [good.index(b"<DSCKS>") + len(b"<DSCKS>"), *ends]
    mixed = good[: starts[place]] + theirs[starts[place] : ends[place]] + good[ends[place] :]

    with pytest.raises(NotOurHand):
        read_quickly(mixed)
    assert any(
        one.digest != one.actual
        for sign in read_record(mixed).signatures
        for one in sign.references
    )
