"""
Whatever is done to a file, the quick reading and the plain one lead to one verdict.

Mutations that keep a document well formed matter most here: they are where a shortcut could
accept what the plain reading refuses, or see another value in it.
"""

import re
from base64 import b64decode
from datetime import datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.adapters.xml.leaves import leaf_forms
from hocba.adapters.xml.own_content import read_own_content
from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.parsing import canonical, parsed
from hocba.adapters.xml.reader import read_plainly, read_quickly, read_record
from hocba.core.terms.outcomes import Refusal
from hocba.flow.verify_alone import examine_alone
from tests.vectors.published import EXPECTED, trust, vector

GOOD = ["good/rsa.xml", "good/p-256.xml", "good/rsa-pss.xml", "good/phien-ban-2.xml"]


class Reading:
    """The `Documents` port with a reading of the test's choice."""

    def __init__(self, read):
        self.record = read


def content_in(file):
    return file[file.index(b"<NoiDung") : file.index(b"<GocTrichLuc")]


def verdict(file, read, expected):
    now = datetime.fromisoformat(expected["at"])
    trusted = trust(expected["trust"], expected["at"])
    found = examine_alone(file, documents=Reading(read), trust=trusted, now=now)
    return found.examined.verdict


def told(file, read):
    try:
        return read(file)
    except Refusal as refusal:
        return refusal.code, refusal.findings, dict(refusal.details)


def assert_one_reading(file):
    assert told(file, read_record) == told(file, read_plainly)


files = st.sampled_from(GOOD).map(vector)


@given(files, st.data())
@settings(max_examples=200)
def test_agree_where_a_byte_is_flipped(file, data):
    place = data.draw(st.integers(0, len(file) - 1))
    other = data.draw(st.integers(0, 255))

    assert_one_reading(file[:place] + bytes([other]) + file[place + 1 :])


@given(files, st.data())
@settings(max_examples=200)
def test_agree_where_bytes_are_deleted_doubled_or_moved(file, data):
    start = data.draw(st.integers(0, len(file) - 1))
    end = data.draw(st.integers(start, min(start + 400, len(file))))
    to = data.draw(st.integers(0, start))
    piece = file[start:end]
    changed = data.draw(
        st.sampled_from(
            [
                file[:start] + file[end:],
                file[:end] + piece + file[end:],
                file[:to] + piece + file[to:start] + file[end:],
            ]
        )
    )

    assert_one_reading(changed)


def reference(match):
    return b">&#%d;" % match[1][0]


SAME_MEANING = [
    (rb"<(\w+) (\w+=)", rb"<\1  \2"),
    (rb"<(\w+) (\w+=)", b"<\\1\n\\2"),
    (rb'(\w+="[^"]*") (\w+="[^"]*")', rb"\2 \1"),
    (rb'(\w+)="([^"\']*)"', rb"\1='\2'"),
    (rb'(\w+)="', rb'\1 = "'),
    (rb"></(\w+)>", rb"></\1 >"),
    (rb"<(\w+)></\1>", rb"<\1/>"),
    (rb">([0-9A-Za-z])", reference),
    (rb">([0-9A-Za-z]+)<", rb"><![CDATA[\1]]><"),
    (rb">([0-9A-Za-z])", rb"><!-- x -->\1"),
    (rb"><", b">\n<"),
    (rb"><", b">\t<"),
    (rb"<(\w+)>", rb'<\1 xmlns="urn:hocba:hoc-ba:1">'),
    (rb"<(\w+)>", rb'<\1 xmlns:z="urn:z">'),
    (
        rb"<(\w+)>",
        rb'<\1 xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:a b">',
    ),
    (rb"<(\w+)>", rb'<\1 xml:id="x">'),
    (rb"<(ds:\w+)([ >])", rb'<\1 xmlns:ds="http://www.w3.org/2000/09/xmldsig#"\2'),
    (rb"\bds:", b"dz:"),
    (rb"xmlns:ds=", b"xmlns:dz="),
    (rb'Id="', b'ID="'),
    (rb'Id="ck-gvcn"', b'Id="noi-dung"'),
    (rb"([A-Za-z0-9])=<", rb"\1==<"),
    (rb"([A-Za-z0-9+/]{20})", rb"\1 "),
    (rb"(\d\d:\d\d:\d\d)\+07:00", rb"\1.000+07:00"),
    (rb"(\d\d:\d\d:\d\d)\+07:00", rb"\1Z"),
]


@given(files, st.sampled_from(SAME_MEANING), st.integers(0, 250))
@settings(max_examples=600)
def test_agree_where_the_same_is_written_otherwise(file, change, skipped):
    sought, written = change
    found = list(re.finditer(sought, file))
    if not found:
        return
    match = found[skipped % len(found)]
    new = written(match) if callable(written) else match.expand(written)

    assert_one_reading(file[: match.start()] + new + file[match.end() :])


@pytest.mark.parametrize("name", EXPECTED)
def test_judge_every_vector_alike(name):
    expected = EXPECTED[name]

    quick = verdict(vector(name), read_record, expected)

    assert quick == verdict(vector(name), read_plainly, expected)
    assert quick.outcome == expected["outcome"]


def test_reads_our_own_good_records_quickly():
    # Without this, all the rest would hold for a quick reading that never reads anything.
    for name in GOOD:
        file = vector(name)
        root = parsed(file)

        found = read_quickly(file)

        assert len(found.signatures) == len(root[2])
        forms = {}
        for place, (one, node) in enumerate(zip(found.signatures, root[2], strict=True)):
            forms[f"value:{place}"] = canonical(node[1])
            forms[f"properties:{place}"] = canonical(node[3][0][0])
            assert one.signed_info == canonical(node[0])
            assert one.value == b64decode(node[1].text)
            covered = {each.target: each.actual for each in one.references}
            assert f"properties:{place}" in covered
            for target in covered.keys() & forms.keys():
                assert covered[target] == sha256(forms[target]).digest()


def test_takes_no_flipped_byte_of_the_signatures_wrongly():
    # A proof is read once for a class; so the good file is read first, then each of the others.
    file = vector("good/rsa.xml")
    read_quickly(file)
    taken = 0
    for at in range(file.index(b"<DSCKS>"), len(file)):
        flipped = file[:at] + bytes([file[at] ^ (1 << at % 8)]) + file[at + 1 :]
        try:
            found = read_quickly(flipped)
        except (NotOurHand, Refusal):
            continue
        taken += 1
        assert found == read_plainly(flipped)

    assert taken


def test_leaves_a_signature_in_another_hand_to_the_plain_reading():
    for name in ("good/tien-to-khac.xml", "good/c14n-inclusive.xml", "good/id-khac.xml"):
        with pytest.raises(NotOurHand):
            read_quickly(vector(name))


def test_cuts_every_leaf_as_canonical_xml_writes_it():
    for name in [name for name in EXPECTED if name.startswith("good/")]:
        content = parsed(vector(name))[0]
        form = canonical(content)

        leaves = leaf_forms(content, form)

        # A count above one takes the slow way; the quick one must give the same.
        assert leaves == leaf_forms(content, form + b"xmlns xmlns")


def test_a_dishonest_signer_gains_nothing_by_signing_raw_bytes():
    # Content that is not canonical, digested as it stands in the file instead of in its form.
    file = vector("good/rsa.xml")
    loose = file.replace(b"<GiaDinh>", b"<GiaDinh >", 1)

    with pytest.raises(NotOurHand):
        read_own_content(content_in(loose))
    assert read_record(loose).content_digest == read_record(file).content_digest
