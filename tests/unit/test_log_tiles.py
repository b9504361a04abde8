"""Where tiles stand and what they hold. Source: C2SP tlog-tiles, with its own examples."""

import pytest

from hocba.core.publish.tiles import (
    Tile,
    bundle_path,
    bundled,
    checked_tile,
    grown,
    tile_of_path,
    tiles_of,
    unbundled,
    width_at,
)
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.tree import leaf_digest, root
from tests.log_world import a_tree, leaves_of

PATHS = [
    # The example of the specification: index 1234067.
    (Tile(level=0, index=1234067), "tile/0/x001/x234/067"),
    (Tile(level=0, index=0), "tile/0/000"),
    (Tile(level=0, index=999), "tile/0/999"),
    (Tile(level=1, index=1000), "tile/1/x001/000"),
    (Tile(level=2, index=0, width=1), "tile/2/000.p/1"),
    (Tile(level=0, index=273, width=112), "tile/0/273.p/112"),
]


@pytest.mark.parametrize(("tile", "path"), PATHS)
def test_each_tile_has_its_one_path(tile, path):
    assert tile.path == path
    assert tile_of_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        *("tile/00/000", "tile/64x/000", "tile/0/1", "tile/0/x000/001", "tile/0/001.p/0"),
        *("tile/0/001.p/256", "tile/0/001.p/01", "tile/0/../001", "tile/0/001/x002", "checkpoint"),
    ],
)
def test_reads_no_path_that_has_a_second_spelling(path):
    assert tile_of_path(path) is None


def test_a_tree_of_70000_leaves_has_the_tiles_of_the_specification():
    tiles = list(tiles_of(70_000))

    counted = {
        level: (
            sum(tile.width == 256 for tile in tiles if tile.level == level),
            [tile.width for tile in tiles if tile.level == level and tile.width < 256],
        )
        for level in range(3)
    }
    assert counted == {0: (273, [112]), 1: (1, [17]), 2: (0, [1])}
    assert max(tile.level for tile in tiles) == 2


def test_a_tree_of_256_leaves_is_a_full_tile_and_a_partial_one_above():
    full, above = tiles_of(256)

    assert (full, above) == (Tile(level=0, index=0), Tile(level=1, index=0, width=1))
    assert [width_at(256, 0, 1), width_at(256, 1, 0), width_at(256, 2, 0)] == [0, 1, 0]


def test_a_full_tile_stands_in_for_a_partial_one():
    files = a_tree(256)
    partial = Tile(level=0, index=0, width=3)

    assert checked_tile(partial, files["tile/0/000"]) == b"".join(leaves_of(3))


@pytest.mark.parametrize("length", [0, 31, 32, 95, 97, 8191, 8193])
def test_refuses_a_tile_of_another_length(length):
    with pytest.raises(Refusal) as refused:
        checked_tile(Tile(level=0, index=0, width=3), bytes(length))

    assert refused.value.code == "log.tile_damaged"


def test_an_upper_tile_holds_the_roots_of_the_full_tiles_below():
    files = a_tree(600)

    leaves = leaves_of(600)
    assert files["tile/1/000.p/2"] == root(leaves[:256]) + root(leaves[256:512])


def test_appending_nothing_makes_no_tile():
    assert list(grown(300, [], lambda tile: b"")) == []


def test_entries_go_into_a_bundle_and_come_out():
    entries = (b"", b"hocba/1\n", bytes(65535))

    assert bundled(entries[:2]) == b"\x00\x00\x00\x08hocba/1\n"
    assert unbundled(bundled(entries)) == entries
    assert bundle_path(1234067) == "tile/entries/x001/x234/067"
    assert bundle_path(0, 7) == "tile/entries/000.p/7"


@pytest.mark.parametrize("content", [b"\x00", b"\x00\x02a", b"\x00\x00\x01"])
def test_refuses_a_bundle_that_is_cut_off(content):
    with pytest.raises(Refusal) as refused:
        unbundled(content)

    assert refused.value.code == "log.bundle_damaged"


def test_refuses_an_entry_too_long_for_its_length():
    with pytest.raises(ValueError, match="65535"):
        bundled([bytes(65536)])


def test_the_tiles_of_level_zero_hold_the_leaves():
    assert a_tree(2)["tile/0/000.p/2"] == leaf_digest(b"0") + leaf_digest(b"1")
