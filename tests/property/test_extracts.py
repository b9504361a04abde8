"""An extract shows what was chosen and proves it; anything put in or changed is found out."""

from base64 import b64encode
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.seal.extract import leaf_digests, salts
from hocba.core.seal.extract_document import chosen_positions, extract_bytes, leaf_label
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.tree import inclusion_proof
from hocba.core.verify.verdict import Outcome
from hocba.flow.verify_extract import examine_extract
from tests.paper_world import a_file, a_setting, signers

TWO = ("MonHoc/tieng_viet", "MonHoc/toan")


@cache
def record():
    return XmlDocuments().record(a_file())


def seal():
    text = a_file().decode()
    return text[text.rindex("<ds:Signature ") : text.rindex("</DSCKS>")]


def an_extract(labels=TWO, **changes):
    whole = record()
    given = {"sealed": whole.root, "seal": seal(), **changes}
    seed = whole.content.extract_seed
    return extract_bytes(whole.leaves, seed, chosen_positions(whole.leaves, labels), **given)


@cache
def two():
    return an_extract()


def examined(file):
    return examine_extract(file, documents=XmlDocuments(), paths=signers()[1], setting=a_setting())


def codes(file):
    return {finding.code for _, finding in examined(file).verdict.findings}


def la(place):
    """Write any leaf of the record as an extract would."""
    whole = record()
    seed = whole.content.extract_seed
    way = inclusion_proof(leaf_digests(whole.leaves, seed), place)
    return place, salts(seed, len(whole.leaves))[place], way, whole.leaves[place]


def put_in(file, place, salt, way, leaf):
    written = " ".join(b64encode(step).decode() for step in way)
    opening = f'<La Duong="{written}" Muoi="{b64encode(salt).decode()}" ViTri="{place}">'
    return file.replace(b"</DSLa>", opening.encode() + leaf + b"</La></DSLa>")


class TestAnExtract:
    def test_of_two_subjects_verifies(self):
        found = examined(two())
        assert found.verdict.findings == ()
        assert found.verdict.outcome is Outcome.PASSED
        assert [one.subject for one in found.extract.shown.subjects] == ["tieng_viet", "toan"]
        assert found.extract.withheld == len(record().leaves) - 5

    def test_holds_nothing_of_what_is_withheld(self):
        whole = record()
        shown = chosen_positions(whole.leaves, TWO)
        for place, leaf in enumerate(whole.leaves):
            assert (leaf in two()) == (place in shown)
        assert b64encode(whole.content.extract_seed) not in two()
        assert whole.content.pupil.personal_id.encode() not in two()

    @pytest.mark.parametrize("place", range(28))
    def test_of_any_one_part_verifies(self, place):
        label = leaf_label(record().leaves[place])
        assert examined(an_extract([label])).verdict.outcome is Outcome.PASSED

    def test_of_a_part_that_there_is_not_is_refused(self):
        with pytest.raises(Refusal) as refused:
            an_extract(["MonHoc/tieng_la_tinh"])
        assert refused.value.code == "extract.unknown_part"

    def test_is_not_made_of_what_the_seal_does_not_cover(self):
        with pytest.raises(Refusal) as refused:
            an_extract(sealed=bytes(32))
        assert refused.value.code == "extract.not_sealed"


class TestAnythingElse:
    def test_a_changed_mark_fails(self):
        assert b"<Diem>10</Diem>" in two()
        assert "extract.not_in_record" in codes(two().replace(b"<Diem>10<", b"<Diem>9<", 1))

    def test_a_true_leaf_with_another_s_place_fails(self):
        _, salt, way, leaf = la(14)
        assert "extract.not_in_record" in codes(put_in(two(), 15, salt, way, leaf))

    def test_a_leaf_of_another_record_fails(self):
        place, salt, way, leaf = la(14)
        foreign = leaf.replace(b"<Muc>T", b"<Muc>H")
        assert codes(put_in(two(), place, salt, way, foreign)) == {"extract.not_in_record"}

    def test_the_same_leaf_twice_fails(self):
        assert "extract.out_of_order" in codes(put_in(two(), *la(10)))

    def test_a_true_leaf_out_of_its_order_fails(self):
        assert codes(put_in(two(), *la(4))) == {"extract.out_of_order"}

    def test_a_leaf_that_leans_on_its_salt_fails(self):
        place, salt, way, leaf = la(14)
        file = put_in(two(), place, salt + leaf[:4], way, leaf)
        assert examined(file).verdict.outcome is Outcome.FAILED

    def test_a_true_leaf_put_in_by_who_holds_the_record_is_true(self):
        # Only the holder of the whole record has the salt and the way of another leaf.
        assert examined(put_in(two(), *la(14))).verdict.outcome is Outcome.PASSED

    def test_the_seal_of_another_number_of_leaves_fails(self):
        count = len(record().leaves)
        changed = two().replace(f'SoLa="{count}"'.encode(), f'SoLa="{count + 1}"'.encode())
        assert "sign.digest_differs" in codes(changed)

    @pytest.mark.parametrize(
        "file", [b"", b"\x00", b"<a/>", a_file(), b'<TrichLuc xmlns="urn:hocba:trich-luc:1"/>']
    )
    def test_what_is_no_extract_fails_in_words(self, file):
        found = examined(file)
        assert found.verdict.outcome is Outcome.FAILED
        assert found.extract is None

    @given(st.data())
    @settings(max_examples=150)
    def test_one_other_bit_never_passes_as_something_else(self, data):
        file = bytearray(two())
        at = data.draw(st.integers(0, len(file) - 1))
        file[at] ^= 1 << data.draw(st.integers(0, 7))
        found = examined(bytes(file))
        if found.verdict.outcome is Outcome.PASSED:
            # Outside of what is signed: white space, or base64 that reads the same.
            assert found.extract.shown == examined(two()).extract.shown
