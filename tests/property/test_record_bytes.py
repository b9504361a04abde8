"""Records as bytes: one form, read back whole, and no byte of them free to change."""

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hocba.adapters.xml.parsing import canonical, validated
from hocba.adapters.xml.reader import read_record
from hocba.core.compose.canonical import declared, element, text
from hocba.core.compose.content import Change
from hocba.core.compose.wire import written
from hocba.core.seal.document import document_bytes, frozen
from hocba.core.seal.extract import leaf_digests
from hocba.core.terms.people import Guardian
from hocba.core.terms.text import clean, clean_lines
from hocba.core.terms.tree import inclusion_proof, leaf_digest, root_from_proof
from hocba.core.terms.vietnam import VIETNAM
from hocba.lab.vectors.contents import with_row, year
from tests.record_builders import a_record
from tests.vectors.published import vector, verdict_on

# All that XML 1.0 can carry: no C0 controls but tab and line feed, no surrogates, no FFFE, FFFF.
xml_text = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00\ufffe\uffff").filter(
        lambda c: c in "\t\n\r" or ord(c) >= 32
    ),
    max_size=40,
)
vietnamese = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩị"
    "óòỏõọốồổỗộớờởỡợúùủũụ<&>\"'",
    min_size=1,
    max_size=60,
).map(clean)
names = vietnamese.filter(bool)
comments = st.lists(vietnamese, max_size=3).map("\n".join).map(clean_lines)


class TestCanonicalWriter:
    @given(st.dictionaries(st.sampled_from(["Ma", "Ten", "Id", "SoLa"]), xml_text), xml_text)
    def test_writes_what_lxml_makes_canonical(self, attributes, inside):
        fragment = declared(
            element("a", element("b", text(inside), **attributes), text(inside), **attributes),
            "urn:x",
        )

        assert canonical(etree.fromstring(fragment.encode())) == fragment.encode()

    @given(xml_text)
    def test_loses_no_character(self, inside):
        node = etree.fromstring(element("a", text(inside), x=inside).encode())

        assert (node.text or "", node.get("x")) == (inside, inside)


class TestRoundTrip:
    @given(
        name=names,
        school=names,
        comment=comments,
        score=st.integers(5, 10),
        height=st.none() | st.decimals(50, 200, places=1),
        absent=st.none() | st.integers(0, 200),
        guardians=st.lists(
            st.builds(
                Guardian,
                relation=st.sampled_from(["CHA", "ME", "GIAM_HO"]),
                full_name=names,
                occupation=vietnamese,
            ),
            max_size=3,
        ),
        born_on=st.dates(date(2005, 1, 1), date(2021, 1, 1)),
        changes=st.lists(names, max_size=2),
    )
    @settings(max_examples=60)
    def test_reads_back_what_was_written(
        self, name, school, comment, score, height, absent, guardians, born_on, changes
    ):
        assessment = with_row(year(), "toan", comment=comment, score=score)
        assessment = replace(
            assessment,
            height_cm=None if height is None else Decimal(height),
            absent_excused=absent,
            other_awards=(name,),
        )
        plain = a_record(name=name, assessment=assessment)
        changed = tuple(
            Change(field="Toan", old=one, new="", by="GV01", at=_AT + timedelta(days=n), reason=one)
            for n, one in enumerate(changes)
        )
        content = replace(
            plain,
            school=replace(plain.school, name=school),
            pupil=replace(plain.pupil, guardians=tuple(guardians), born_on=born_on),
            changes=changed,
        )

        document = frozen(content)
        record = read_record(document_bytes(document))

        assert record.content == content
        assert record.content_digest == document.content_digest
        assert record.root == document.root
        assert record.leaves == written(content).leaves
        validated(etree.fromstring(document_bytes(document)))

    @given(names)
    def test_one_name_has_one_form(self, name):
        composed = a_record(name=clean(unicodedata.normalize("NFC", name)))
        apart = a_record(name=clean(unicodedata.normalize("NFD", name)))

        assert written(composed).xml == written(apart).xml


_AT = datetime(2026, 6, 4, 9, 0, tzinfo=VIETNAM)


class TestExtract:
    @given(st.lists(st.binary(max_size=20), min_size=1, max_size=60), st.binary(max_size=8))
    @settings(max_examples=60)
    def test_shows_a_leaf_and_no_other_in_its_place(self, leaves, other):
        digests = leaf_digests(leaves, bytes(32))
        record = frozen(a_record())
        assert record.leaf_count > 0
        for index in range(len(leaves)):
            path = inclusion_proof(digests, index)

            def led(digest, at=index, path=path):
                return root_from_proof(digest=digest, index=at, size=len(leaves), path=path)

            assert led(digests[index]) is not None
            assert led(leaf_digest(other)) != led(digests[index])


class TestEveryByte:
    """No byte of the signed content can change unseen."""

    def test_of_the_content_is_bound_by_its_digest(self):
        file = vector("good/rsa.xml")
        signed = sha256(_content(file)).digest()
        start = file.index(b"<NoiDung")
        end = file.index(b"</NoiDung>") + len(b"</NoiDung>")

        unseen = [at for at in range(start, end) if _digest(_flipped(file, at)) == signed]

        assert unseen == []

    def test_of_a_sample_fails_the_whole_judgement(self):
        file = vector("good/rsa.xml")
        start, end = file.index(b"<NoiDung"), file.index(b"<DSCKS>")

        passed = [
            at
            for at in range(start, end, 37)
            if verdict_on(_flipped(file, at)).outcome.value != "FAILED"
        ]

        assert passed == []

    def test_of_the_signatures_is_bound_or_declares_an_unused_prefix(self):
        # A prefix declared once more, and so needlessly, is no part of the canonical form.
        file = vector("good/rsa.xml")
        start, end = file.index(b"<DSCKS>"), file.index(b"</DSCKS>")

        passed = [
            at
            for at in range(start, end, 41)
            if verdict_on(_flipped(file, at)).outcome.value == "PASSED"
        ]

        needless = re.compile(rb" xmlns:[a-z]*\Z")
        assert [at for at in passed if not needless.search(file[:at])] == []


def _flipped(file, at):
    return file[:at] + bytes([file[at] ^ 0x01]) + file[at + 1 :]


def _content(file):
    return canonical(etree.fromstring(file)[0])


def _digest(file):
    try:
        return sha256(_content(file)).digest()
    except etree.XMLSyntaxError:
        return None


# What attackers and broken tools write into files.
_SPLINTERS = [
    *(b"", b"<", b">", b"&", b'"', b"\x00", b"\xff", b"9", b"-1", b"1e9", b"9" * 5000, b"NaN"),
    *(b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00", b"2026-13-45", b"24:00:00"),
    *(b' Id="noi-dung"', b"<!---->", b"<![CDATA[x]]>", b"&#0;", b"&#x10FFFF;", b"\xef\xbf\xbe"),
    *(b"AAAA", b"=", "Ế".encode(), b"<ds:Signature/>", b"</DSCKS>", b"xmlns:a='b'"),
]


class TestHostileBytes:
    @given(st.data())
    @settings(max_examples=400)
    def test_always_get_a_verdict(self, data):
        file = vector(data.draw(st.sampled_from(["good/p-256.xml", "good/tien-to-khac.xml"])))
        # Between two marks stands a value: to hit one is likelier to go deep than any byte.
        marks = [m.start() for m in re.finditer(rb"[<>\"]", file)]
        for _ in range(data.draw(st.integers(1, 3))):
            place = data.draw(st.integers(0, len(marks) - 2))
            start, end = marks[place] + 1, marks[place + 1]
            splinter = data.draw(st.sampled_from(_SPLINTERS) | st.binary(max_size=6))
            file = file[:start] + splinter + file[end:]

        verdict = verdict_on(file)

        assert verdict.outcome.value in {"PASSED", "FAILED", "INDETERMINATE"}
