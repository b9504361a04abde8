"""
Proofs from tiles, against the vectors that implementations of RFC 6962 share.

Leaves, roots and proofs: transparency-dev/merkle, testonly/constants.go and reference_test.go
(from google/certificate-transparency, merkle_tree_test.cc).
"""

import pytest

from hocba.core.publish.proofs import (
    consistency_path,
    inclusion_path,
    is_consistent,
    root_of,
    tree_findings,
)
from hocba.core.publish.tiles import grown
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.tree import leaf_digest, root_from_proof
from hocba.flow.verify_log import tiles_from
from tests.log_world import Files, a_tree

LEAVES = [
    *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = [(0, 1, []), (0, 2, [A]), (1, 2, [ROOTS[1]]), (0, 8, [A, B, C])]
INCLUSION += [(5, 8, [D, E, ROOTS[4]])]
CONSISTENCY = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])]


def published(size=8):
    leaves = [leaf_digest(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    none = tiles_from(Files())
    return tiles_from(Files({tile.path: content for tile, content in grown(0, leaves, none)}))


def hexes(path):
    return [step.hex() for step in path]


@pytest.mark.parametrize("size", range(9))
def test_gives_the_published_root_of_each_size(size):
    assert root_of(size, published(size)).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_gives_the_published_audit_path(index, size, path):
    assert hexes(inclusion_path(index, size, published(size))) == path


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_gives_the_published_consistency_proof(old, new, path):
    assert hexes(consistency_path(old, new, published(new))) == path


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_accepts_the_published_consistency_proof(old, new, path):
    steps = [bytes.fromhex(step) for step in path]

    assert consistent(old, new, steps)
    # One step too many, and one too few.
    assert not consistent(old, new, [*steps, bytes(32)])
    assert not steps or not consistent(old, new, steps[:-1])


def consistent(old, new, path):
    roots = {"old_root": bytes.fromhex(ROOTS[old]), "new_root": bytes.fromhex(ROOTS[new])}
    return is_consistent(old_size=old, new_size=new, path=path, **roots)


def test_a_proof_is_for_the_size_that_it_was_made_for():
    one, two = (bytes.fromhex(ROOTS[size]) for size in (1, 2))
    path = [bytes.fromhex(A)]

    sizes = {
        size
        for size in range(1, 9)
        if is_consistent(old_size=1, old_root=one, new_size=size, new_root=two, path=path)
    }
    assert sizes == {2}


def test_every_log_begins_with_the_empty_one():
    assert consistent(0, 5, [])
    assert not consistent(0, 5, [bytes(32)])


def test_no_log_begins_with_a_longer_one():
    assert not consistent(8, 6, [])


@pytest.mark.parametrize(("index", "size"), [(-1, 8), (8, 8), (0, 0)])
def test_proves_no_leaf_that_is_not_there(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_path(index, size, published())


@pytest.mark.parametrize(("old", "new"), [(-1, 8), (8, 7)])
def test_proves_no_way_backwards(old, new):
    with pytest.raises(ValueError, match="no way"):
        consistency_path(old, new, published())


def test_tells_the_upper_tile_that_a_changed_leaf_no_longer_fits():
    files = a_tree(600)
    changed = Files(files | {"tile/0/001": b"x" + files["tile/0/001"][1:]})

    assert list(tree_findings(600, tiles_from(files))) == []
    (found,) = tree_findings(600, tiles_from(changed))
    assert (found.code, found.where) == ("log.tile_differs", "tile/0/001")


def test_a_proof_needs_a_handful_of_tiles_of_a_large_log():
    files, asked = a_tree(70_000), []
    read = tiles_from(files)

    def counted(tile):
        asked.append(tile)
        return read(tile)

    path = inclusion_path(12_345, 70_000, counted)

    assert len(set(asked)) <= 5
    # 70,000 leaves are less than 2**17.
    assert len(path) <= 17
    found = root_from_proof(digest=leaf_digest(b"12345"), index=12_345, size=70_000, path=path)
    assert found == root_of(70_000, read)


def test_says_which_tile_is_missing():
    with pytest.raises(Refusal) as refused:
        root_of(3, tiles_from(Files()))

    assert refused.value.code == "log.tile_missing"
    assert refused.value.details["path"] == "tile/0/000.p/3"
