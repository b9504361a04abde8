"""The digest tree and the extract root. Source: RFC 6962, section 2.1; spec/format.md §6."""

from hashlib import sha256, shake_256

import pytest

from hocba.core.seal.extract import extract_root, leaf_digests, salts
from hocba.core.terms.tree import inclusion_proof, leaf_digest, node_digest, root, root_from_proof


def test_the_empty_tree_is_the_digest_of_nothing():
    assert root([]) == sha256(b"").digest()


def test_agrees_with_the_recursive_definition_of_the_rfc():
    def recursive(digests):
        if len(digests) == 1:
            return digests[0]
        # k: the largest power of two smaller than n.
        k = 1 << (len(digests) - 1).bit_length() - 1
        return node_digest(recursive(digests[:k]), recursive(digests[k:]))

    for size in range(1, 40):
        digests = [leaf_digest(bytes([n])) for n in range(size)]
        assert root(digests) == recursive(digests)


def test_knows_the_published_tree_of_seven_leaves():
    # Certificate Transparency's reference test: leaves "", 00, 10, 2021, 3031, 40414243, 5051...
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    digests = [leaf_digest(bytes.fromhex(leaf)) for leaf in leaves]

    found = root(digests).hex()

    assert found == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 21])
def test_every_leaf_has_a_proof_and_no_other_leaf_fits_it(size):
    digests = [leaf_digest(bytes([n])) for n in range(size)]
    head = root(digests)

    for index in range(size):
        path = inclusion_proof(digests, index)

        def led(digest, at=index, path=path):
            return root_from_proof(digest=digest, index=at, size=size, path=path)

        assert led(digests[index]) == head
        assert led(leaf_digest(b"other")) != head
        assert all(led(digests[index], at) != head for at in range(size) if at != index)


def test_a_proof_of_the_wrong_length_leads_nowhere():
    digests = [leaf_digest(bytes([n])) for n in range(5)]
    path = inclusion_proof(digests, 2)

    for wrong in (path[:-1], (*path, path[0])):
        assert root_from_proof(digest=digests[2], index=2, size=5, path=wrong) is None
    assert root_from_proof(digest=digests[2], index=5, size=5, path=path) is None


def test_salts_follow_from_the_seed_as_the_specification_says():
    seed = bytes(range(32))

    stream = shake_256(b"hocba:trich-luc:1:" + seed).digest(48)
    assert salts(seed, 3) == (stream[:16], stream[16:32], stream[32:])


def test_the_root_changes_with_any_leaf_with_their_order_and_with_the_seed():
    seed, leaves = bytes(32), [b"a", b"b", b"c"]
    plain = extract_root(leaves, seed)

    assert extract_root([b"a", b"x", b"c"], seed) != plain
    assert extract_root([b"b", b"a", b"c"], seed) != plain
    assert extract_root(leaves, bytes(31) + b"\x01") != plain
    assert plain == root([leaf_digest(s + v) for s, v in zip(salts(seed, 3), leaves, strict=True)])
    assert len(set(leaf_digests([b"a", b"a"], seed))) == 2
