"""The log's right edge, against the tree of RFC 6962 built whole."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from hocba.core.publish.log import LogState, appended, checkpoint_text, entry_leaf, signed_note
from hocba.core.submit.package import EntryKind
from hocba.core.terms.tree import inclusion_proof, leaf_digest, root, root_from_proof


def a_log(leaves):
    state = LogState()
    for leaf in leaves:
        state = appended(state, leaf)
    return state


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_gives_the_root_of_the_whole_tree(leaves):
    state = a_log(leaves)

    assert (state.size, state.root) == (len(leaves), root(leaves))
    # As many subtrees as the size has binary ones.
    assert len(state.nodes) == len(leaves).bit_count()


def test_proves_every_leaf_that_it_holds():
    leaves = [leaf_digest(bytes([number])) for number in range(11)]
    head = a_log(leaves).root

    for index, leaf in enumerate(leaves):
        path = inclusion_proof(leaves, index)
        assert root_from_proof(digest=leaf, index=index, size=11, path=path) == head


def test_a_checkpoint_is_origin_size_and_root_in_three_lines():
    text = checkpoint_text("hocba/THU_NGHIEM/BO", LogState())

    # base64 of SHA-256 of nothing
    empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert text == f"hocba/THU_NGHIEM/BO\n0\n{empty}\n"


def test_a_signed_note_ends_in_a_signature_line():
    note = signed_note("text\n", origin="hocba/BO", certificate=b"DER", value=b"value")

    head, line = note.split("\n\n")
    assert head == "text"
    assert line.startswith("— hocba/BO ")
    assert line.endswith("\n")


def test_a_leaf_differs_with_each_of_its_parts():
    plain = {
        "kind": EntryKind.RECORD,
        "name": "HB",
        "event": "MOI",
        "content": sha256(b"1").digest(),
        "file": sha256(b"2").digest(),
    }
    others = [{"kind": EntryKind.EVENT}, {"name": "HC"}, {"event": ""}, {"content": bytes(32)}]

    leaves = {entry_leaf(**{**plain, **other}) for other in ({}, *others)}

    assert len(leaves) == 5
