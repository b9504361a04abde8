"""
Publish the log: tiles and a signed head, made from what the repository has committed.

The repository is the truth of order and size. What is published follows it, never leads it, and
never takes back a head that somebody may have seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hocba.core.publish.log import entry_bytes
from hocba.core.publish.log_proof import LogProof
from hocba.core.publish.notes import (
    Checkpoint,
    KeyUse,
    Note,
    NoteSignature,
    VerifierKey,
    cosigned_at,
    read_checkpoint,
)
from hocba.core.publish.proofs import inclusion_path, root_of
from hocba.core.publish.tiles import (
    CHECKPOINT_PATH,
    WIDTH,
    Tile,
    TileReader,
    grown,
    width_at,
)
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.flow.settle_package import log_origin
from hocba.flow.verify_log import tiles_from
from hocba.ports.log_store import LogShelf, LogStore
from hocba.ports.outside import Outside

_BATCH: Final = 256 * WIDTH
"""Leaves made into tiles at a time: 2 MB, and whole tiles of level 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """
    What a rebuilding found. size: leaves; tiles: compared.

    missing, differing: paths that were mended.
    """

    size: int
    tiles: int
    missing: tuple[str, ...]
    differing: tuple[str, ...]


def shelf_of(outside: Outside) -> LogShelf:
    """
    Return where an office publishes its log.

    Raises: Refusal "log.none_here" for an office that keeps no log, a school's.
    """
    if outside.log is None:
        raise Refusal("log.none_here", office=outside.office.code)
    return outside.log


def log_key(outside: Outside) -> VerifierKey:
    """Return the key by which others verify this office's log."""
    public = shelf_of(outside).keys.public(KeyUse.LOG)
    return VerifierKey(name=log_origin(outside), use=KeyUse.LOG, public=public)


def publish(outside: Outside) -> Checkpoint | None:
    """
    Bring what is published up to what is committed; None while the log is empty.

    Raises: Fault "log.not_written", "log.ahead", "log.differs".
    """
    shelf = shelf_of(outside)
    with shelf.store.alone():
        head, published = _heads(outside, shelf.store)
        if head is None or (published is not None and published.size == head.size):
            return published
        read = tiles_from(shelf.store)
        size = 0 if published is None else published.size
        for start, leaves in _leaves(outside, size, head.size):
            made = {tile.path: content for tile, content in grown(start, leaves, read)}
            shelf.store.write(made)
        return _published(outside, shelf, head, read)


def rebuild(outside: Outside) -> Rebuilt:
    """
    Make every tile again from the repository's leaves, compare, and mend what differs.

    Raises: Fault "log.not_written", "log.ahead", "log.differs".
    """
    shelf = shelf_of(outside)
    with shelf.store.alone():
        head, published = _heads(outside, shelf.store)
        if head is None:
            return Rebuilt(size=0, tiles=0, missing=(), differing=())
        missing: list[str] = []
        differing: list[str] = []
        count = 0
        for tile, content in _made_again(outside, head.size):
            count += 1
            found = shelf.store.read(tile.path)
            if found != content:
                (missing if found is None else differing).append(tile.path)
                shelf.store.write({tile.path: content})
        read = tiles_from(shelf.store)
        if published is None or published.size < head.size:
            _published(outside, shelf, head, read)
        _require_root(head, read)
    return Rebuilt(size=head.size, tiles=count, missing=tuple(missing), differing=tuple(differing))


def prove(outside: Outside, key: RecordKey) -> LogProof:
    """
    Prove that a kept record is in the published log.

    Raises: Refusal "log.no_such_record"; Fault as `publish`.
    """
    record = outside.repository.record(key)
    point = publish(outside)
    if record is None or point is None:
        raise Refusal("log.no_such_record", key=str(key))
    entry = outside.repository.known([record.file_digest])[record.file_digest]
    return LogProof(
        index=record.log_index,
        entry=entry_bytes(
            kind=entry.kind,
            name=str(key),
            event=entry.event.value if entry.event else "",
            content=record.content_digest,
            file=record.file_digest,
        ),
        path=inclusion_path(record.log_index, point.size, tiles_from(shelf_of(outside).store)),
        checkpoint=point,
    )


def take_cosignature(outside: Outside, written: str, witness: VerifierKey) -> Checkpoint:
    """
    Add a witness's signature to the published head, if it signed this very head.

    Raises: Refusal "log.not_cosigned", "log.other_head", "log.not_signed".
    """
    shelf = shelf_of(outside)
    brought = read_checkpoint(written).note
    if cosigned_at(brought, key=witness, check=shelf.check) is None:
        raise Refusal("log.not_cosigned", name=witness.name)
    with shelf.store.alone():
        _, published = _heads(outside, shelf.store)
        if published is None or published.note.text != brought.text:
            raise Refusal("log.other_head", "the log has grown since")
        named = (witness.name, witness.key_id)
        others = [one for one in published.note.signatures if (one.name, one.key_id) != named]
        lines = [one for one in brought.signatures if (one.name, one.key_id) == named]
        note = replace(published.note, signatures=(*others, *lines))
        shelf.store.write({CHECKPOINT_PATH: note.written.encode()})
    return replace(published, note=note)


def _heads(outside: Outside, store: LogStore) -> tuple[Checkpoint | None, Checkpoint | None]:
    """Return the committed head and the published one, which must be a part of it."""
    committed, shown = outside.repository.checkpoint(), store.read(CHECKPOINT_PATH)
    head = read_checkpoint(committed) if committed else None
    published = read_checkpoint(shown.decode()) if shown else None
    if published is not None:
        if head is None or published.size > head.size:
            # The database was put back to an older state. What was shown cannot be taken back.
            raise Fault("log.ahead", retry=False, size=str(published.size))
        if published.size == head.size and published.root != head.root:
            raise Fault("log.differs", "other roots of one size", retry=False)
    return head, published


def _leaves(outside: Outside, start: int, end: int) -> Iterator[tuple[int, tuple[bytes, ...]]]:
    while start < end:
        stop = min(end, (start // _BATCH + 1) * _BATCH)
        leaves = outside.repository.leaves(start, stop)
        if len(leaves) != stop - start:
            raise Fault("log.differs", f"leaves are missing after {start}", retry=False)
        yield start, leaves
        start = stop


def _made_again(outside: Outside, size: int) -> Iterator[tuple[Tile, bytes]]:
    """Make all tiles of the tree from its leaves alone, each once, as wide as it ends up."""
    edge: dict[Tile, bytes] = {}
    for start, leaves in _leaves(outside, 0, size):
        made = dict(grown(start, leaves, edge.__getitem__))
        latest = {tile.level: tile for tile in (*edge, *made)}
        edge = {tile: (edge | made)[tile] for tile in latest.values() if tile.width < WIDTH}
        for tile, content in made.items():
            if tile.width == width_at(size, tile.level, tile.index):
                yield tile, content


def _published(outside: Outside, shelf: LogShelf, head: Checkpoint, read: TileReader) -> Checkpoint:
    _require_root(head, read)
    _, published = _heads(outside, shelf.store)
    if published is not None:
        # What others have seen must be a part of what they are to see next.
        _require_root(published, read)
    key = log_key(outside)
    text = head.note.text
    line = NoteSignature(
        name=key.name, key_id=key.key_id, value=shelf.keys.sign(key.use, text.encode())
    )
    note = Note(text=text, signatures=(line, *head.note.signatures))
    # A crash before this line leaves tiles that no head names: harmless, the next publishing
    # writes the same bytes again. The other order could show a head that nothing proves.
    shelf.store.write({CHECKPOINT_PATH: note.written.encode()})
    return replace(head, note=note)


def _require_root(point: Checkpoint, read: TileReader) -> None:
    try:
        found = root_of(point.size, read)
    except Refusal as refusal:
        raise Fault("log.differs", f"{refusal.code} {refusal.details}", retry=False) from refusal
    if found != point.root:
        raise Fault("log.differs", "the tiles lead to another root", retry=False)
