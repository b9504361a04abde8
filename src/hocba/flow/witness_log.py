"""
Witness another office's log: cosign its head if it only grew since the last look.

A log that showed two histories would have to show one of them to its witnesses, who remember.
Source: C2SP tlog-cosignature, tlog-witness.
"""

from dataclasses import dataclass, replace

from hocba.core.publish.notes import (
    Checkpoint,
    KeyUse,
    VerifierKey,
    cosignature,
    cosigned_message,
    read_checkpoint,
    signed_checkpoint,
)
from hocba.core.publish.proofs import consistency_path, is_consistent, prefix_root, root_of
from hocba.core.publish.tiles import TileReader
from hocba.core.terms.outcomes import Refusal
from hocba.flow.publish_log import shelf_of
from hocba.flow.settle_package import log_origin
from hocba.flow.verify_log import read_head, tiles_from
from hocba.ports.log_store import LogSource, WitnessMemory
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """A head that was cosigned. before: leaves at the last look, None at the first."""

    checkpoint: Checkpoint
    before: int | None


def witness_key(outside: Outside) -> VerifierKey:
    """Return the key by which others verify this office's cosignatures."""
    public = shelf_of(outside).keys.public(KeyUse.WITNESS)
    name = f"{log_origin(outside)}/witness"
    return VerifierKey(name=name, use=KeyUse.WITNESS, public=public)


def witness(outside: Outside, source: LogSource, key: VerifierKey) -> Witnessed:
    """
    Look at a log, compare with the last look, remember and cosign its head.

    key: the log's, brought by another way than the log itself.
    Raises: Refusal "log.inconsistent", the alarm, when the log took something back; both heads
    are kept as evidence. Refusal "log.went_back" for a head older than the last one;
    "log.root_differs", "log.tile_missing", "log.tile_damaged" when nothing can be compared;
    "log.not_published", "log.no_note", "log.no_checkpoint", "log.other_log", "log.not_signed".
    """
    shelf = shelf_of(outside)
    with shelf.memory.alone():
        point = signed_checkpoint(read_head(source), key=key, check=shelf.check)
        told = shelf.memory.last(point.origin)
        before = read_checkpoint(told) if told else None
        _require_grown(before, point, tiles_from(source), shelf.memory)
        own, at = witness_key(outside), int(outside.clock.now().timestamp())
        value = shelf.keys.sign(own.use, cosigned_message(point.note.text, at))
        line = cosignature(own, at, value)
        note = replace(point.note, signatures=(*point.note.signatures, line))
        # Remember first, hand out second: after a crash here we cosign the same head again.
        # The other order could make us cosign two histories.
        shelf.memory.keep(point.origin, note.written)
    return Witnessed(
        checkpoint=replace(point, note=note), before=None if before is None else before.size
    )


def _require_grown(
    before: Checkpoint | None, point: Checkpoint, read: TileReader, memory: WitnessMemory
) -> None:
    if before is not None and point.size < before.size:
        raise Refusal("log.went_back", size=str(point.size), before=str(before.size))
    if before is not None and point.size == before.size and point.root != before.root:
        raise _alarm(before, point, memory)
    if root_of(point.size, read) != point.root:
        raise Refusal("log.root_differs", "the tiles lead to another root")
    if before is None:
        return
    path = consistency_path(before.size, point.size, read)
    found = prefix_root(before.size, point.size, read)
    if not is_consistent(
        old_size=before.size,
        old_root=found,
        new_size=point.size,
        new_root=point.root,
        path=path,
    ):
        # A damaged file accuses nobody: only what leads to the signed root is evidence.
        raise Refusal("log.root_differs", "the tiles lead to another root")
    if found != before.root:
        raise _alarm(before, point, memory)


def _alarm(before: Checkpoint, point: Checkpoint, memory: WitnessMemory) -> Refusal:
    # The new root, signed by the log, begins with another tree than the old one, signed by the
    # log too: two signatures that cannot both be honest.
    memory.accuse(point.origin, point.note.written)
    return Refusal(
        "log.inconsistent", origin=point.origin, before=str(before.size), size=str(point.size)
    )
