"""The quick reading of a record gives what the plain one gives, or leaves the file to it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.adapters.xml.reader import read_plainly, read_record
from hocba.core.terms.outcomes import Refusal
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
