"""Evidence manifests: written, signed, read back, chained, held against what is there."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hocba.adapters.keys.note_keys import check_ed25519
from hocba.core.publish.notes import KeyUse
from hocba.core.report.evidence import (
    FIRST,
    Manifest,
    SegmentRoot,
    TreeHash,
    differing,
    read_manifest,
    require_chain,
    signed_manifest,
    written_digest,
)
from hocba.core.terms.outcomes import Refusal
from tests.log_world import ORIGIN, a_key

PRIVATE, KEY = a_key(ORIGIN, KeyUse.LOG)
ONE = SegmentRoot(name="00000001.seg2", documents=2, root="ab" * 64)
TWO = SegmentRoot(name="00000002.seg2", documents=1, root="cd" * 64)


def a_manifest(**changes):
    told = {
        "office": ORIGIN,
        "number": 1,
        "made_at": datetime(2030, 1, 2, 3, tzinfo=UTC),
        "previous": FIRST,
        "segments": (ONE,),
    }
    return Manifest(**{**told, **changes})


def written(manifest):
    value = PRIVATE.sign(manifest.text.encode())
    return signed_manifest(manifest, key=KEY, value=value)


def read(text):
    return read_manifest(text, key=KEY, check=check_ed25519)


def refusal_of(act, *given):
    with pytest.raises(Refusal) as refused:
        act(*given)
    return refused.value.code


def root(*documents):
    tree = TreeHash()
    for document in documents:
        tree.add(document)
    return tree.root


class TestManifest:
    def test_comes_back_as_it_was_signed(self):
        manifest = a_manifest(segments=(ONE, TWO))

        assert read(written(manifest)) == manifest

    @pytest.mark.parametrize(
        ("old", "new"),
        [("segment 00000001", "segment 00000009"), ("number 1", "number 2"), ("2030", "2029")],
    )
    def test_is_refused_when_a_word_was_changed(self, old, new):
        text = written(a_manifest())
        assert old in text

        assert refusal_of(read, text.replace(old, new)) == "evidence.not_signed"

    def test_is_refused_when_another_key_signed(self):
        _, other = a_key("hocba/THU_NGHIEM/11", KeyUse.LOG)
        manifest = a_manifest()
        text = signed_manifest(manifest, key=other, value=PRIVATE.sign(manifest.text.encode()))

        assert refusal_of(read, text) == "evidence.not_signed"

    @pytest.mark.parametrize(
        "text",
        [
            f"{ORIGIN}\n5\nq83v\n",
            a_manifest().text.replace("number 1", "number 01"),
            a_manifest().text.replace("2030-01-02T03:00:00+00:00", "2030-01-02T03:00:00"),
            a_manifest().text + "segment x\n",
        ],
    )
    def test_is_refused_when_something_else_was_signed(self, text):
        one = signed_manifest(a_manifest(), key=KEY, value=PRIVATE.sign(text.encode()))
        signature = one.rpartition("\n\n")[2]

        assert refusal_of(read, f"{text}\n{signature}") == "evidence.no_manifest"


class TestChain:
    def chain(self):
        first = a_manifest()
        second = a_manifest(number=2, previous=written_digest(written(first)))
        return [first, second]

    def require(self, manifests):
        require_chain(manifests, [written(one) for one in manifests], [b""] * len(manifests))

    def test_stands_when_each_names_the_one_before(self):
        self.require(self.chain())
        self.require([])

    def test_is_refused_when_one_is_gone_or_was_exchanged(self):
        first, second = self.chain()
        exchanged = replace(first, segments=(TWO,))

        assert refusal_of(self.require, [second]) == "evidence.chain_broken"
        assert refusal_of(self.require, [exchanged, second]) == "evidence.chain_broken"
        assert refusal_of(self.require, [first, first]) == "evidence.chain_broken"


class TestRoots:
    def test_differ_by_document_order_and_number(self):
        roots = {
            *(root(), root(b""), root(b"a"), root(b"a", b"b"), root(b"b", b"a")),
            *(root(b"a", b"b", b"c"), root(b"ab", b"c")),
        }

        assert len(roots) == 7
        assert {len(one) for one in roots} == {128}

    def test_tell_what_is_gone_and_what_is_not_as_it_was(self):
        changed = replace(ONE, root="00" * 64)

        assert differing((ONE, TWO), (ONE, TWO)) == ()
        assert differing((ONE, TWO), (changed,)) == (
            (ONE.name, "evidence.root_differs"),
            (TWO.name, "evidence.segment_gone"),
        )
