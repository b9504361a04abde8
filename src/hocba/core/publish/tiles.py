"""
The log's tree as tiles: files of 256 digests that any static server can hand out.

    tile = Tile(level=0, index=1234067)
    tile.path                      # tile/0/x001/x234/067

A tile holds the roots of complete subtrees of 256**level leaves. Full tiles never change; the
last one of a level is partial and is followed by a wider one as the log grows.
Source: C2SP tlog-tiles; RFC 6962, section 2.1.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.tree import root

WIDTH: Final = 256
"""Digests in a full tile; also how many leaves more a digest one level up stands for."""

DIGEST_BYTES: Final = 32

CHECKPOINT_PATH: Final = "checkpoint"

_MAX_ENTRY_BYTES: Final = 0xFFFF
_PATH: Final = re.compile(
    r"tile/(?P<level>0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Tile:
    """
    One tile of the tree. width: digests that it holds, 256 when it is full.

    index: its place within the level.
    """

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return where it is published, below the log's prefix."""
        return f"tile/{self.level}/{_numbered(self.index, self.width)}"

    @property
    def full(self) -> "Tile":
        """Return the full tile of this place."""
        return Tile(level=self.level, index=self.index)


TileReader = Callable[[Tile], bytes]
"""Gives a tile's bytes, exactly as many digests as it is wide. Raises: Refusal or Fault."""


def bundle_path(index: int, width: int = WIDTH) -> str:
    """Return where the entries below a tile of level 0 are handed out."""
    return f"tile/entries/{_numbered(index, width)}"


def tile_of_path(path: str) -> Tile | None:
    """Return the tile that a path names, None where it names none in the one right way."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    index = int(found["index"].replace("x", "").replace("/", ""))
    tile = Tile(level=int(found["level"]), index=index, width=int(found["width"] or WIDTH))
    return tile if tile.path == path else None


def width_at(size: int, level: int, index: int) -> int:
    """Return how many digests a tile holds in a tree of `size` leaves; 0 where there is none."""
    return max(0, min(WIDTH, (size >> 8 * level) - WIDTH * index))


def tiles_of(size: int) -> Iterator[Tile]:
    """Walk over all tiles of a tree, from the leaves up. Source: C2SP tlog-tiles, Partial Tiles."""
    level = 0
    while size >> 8 * level:
        digests = size >> 8 * level
        for index in range((digests + WIDTH - 1) // WIDTH):
            yield Tile(level=level, index=index, width=width_at(size, level, index))
        level += 1


def grown(size: int, leaves: Sequence[bytes], read: TileReader) -> Iterator[tuple[Tile, bytes]]:
    """
    Make the tiles that a tree gains when leaves are appended, from the leaves up.

    size: leaves before; leaves: digests of the new ones; read: gives the partial tiles of the
    tree as it was. Every new tile comes once, as wide as it ends up.
    """
    level, before, fresh = 0, size, list(leaves)
    while fresh:
        first, begun = divmod(before, WIDTH)
        old = digests_of(read(Tile(level=level, index=first, width=begun))) if begun else []
        run = [*old, *fresh]
        fresh = []
        for start in range(0, len(run), WIDTH):
            part = run[start : start + WIDTH]
            tile = Tile(level=level, index=first + start // WIDTH, width=len(part))
            yield tile, b"".join(part)
            if tile.width == WIDTH:
                fresh.append(root(part))
        level, before = level + 1, first


def digests_of(content: bytes) -> list[bytes]:
    """Cut a tile's bytes into its digests."""
    return [content[at : at + DIGEST_BYTES] for at in range(0, len(content), DIGEST_BYTES)]


def checked_tile(tile: Tile, content: bytes) -> bytes:
    """
    Return a tile's bytes, cut from a wider tile of the same place where that is what came.

    Raises: Refusal "log.tile_damaged" for a wrong length.
    Source: C2SP tlog-tiles, Partial Tiles: a full tile stands in for its partial ones.
    """
    due = tile.width * DIGEST_BYTES
    if len(content) not in (due, WIDTH * DIGEST_BYTES):
        raise Refusal("log.tile_damaged", f"{len(content)} bytes", path=tile.path)
    return content[:due]


def bundled(entries: Sequence[bytes]) -> bytes:
    """Return an entry bundle: each entry after its length, 16 bits, big end first."""
    if any(len(entry) > _MAX_ENTRY_BYTES for entry in entries):
        raise ValueError("an entry is longer than 65535 bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundled(content: bytes) -> tuple[bytes, ...]:
    """
    Take an entry bundle apart.

    Raises: Refusal "log.bundle_damaged".
    """
    entries, at = [], 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 2], "big")
        entry = content[at + 2 : at + 2 + length]
        if len(content) < at + 2 or len(entry) < length:
            raise Refusal("log.bundle_damaged", f"cut off at byte {at}")
        entries.append(entry)
        at += 2 + length
    return tuple(entries)


def _numbered(index: int, width: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return path if width == WIDTH else f"{path}.p/{width}"
