"""
A proof that a record is in the log, in one text file that anybody can check without a network.

Source: C2SP tlog-proof. Its extra data is our entry: the bytes that the leaf is the digest of.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Final

from hocba.core.publish.notes import Checkpoint, read_checkpoint
from hocba.core.publish.tiles import DIGEST_BYTES
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.tree import leaf_digest, root_from_proof

_HEAD: Final = "c2sp.org/tlog-proof@v1"
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogProof:
    """
    That `entry` is leaf `index` of the log whose head is `checkpoint`.

    path: the audit path, nearest sibling first.
    """

    index: int
    entry: bytes
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    @property
    def holds(self) -> bool:
        """Say whether the path leads from the entry to the root; signatures are another matter."""
        found = root_from_proof(
            digest=leaf_digest(self.entry),
            index=self.index,
            size=self.checkpoint.size,
            path=self.path,
        )
        return found == self.checkpoint.root

    @property
    def written(self) -> str:
        """Return the file's text."""
        steps = (b64encode(step).decode() for step in self.path)
        extra = f"extra {b64encode(self.entry).decode()}"
        lines = (_HEAD, extra, f"index {self.index}", *steps, "", self.checkpoint.note.written)
        return "\n".join(lines)


def read_proof(written: str) -> LogProof:
    """
    Read a proof; nothing in it is checked.

    Raises: Refusal "log.no_proof", "log.no_note", "log.no_checkpoint".
    """
    head, _, note = written.partition("\n\n")
    lines = head.split("\n")
    index = _INDEX.fullmatch(lines[2]) if len(lines) > 2 else None
    if index is None or lines[0] != _HEAD or not lines[1].startswith("extra "):
        raise Refusal("log.no_proof", "not a proof with an entry and an index")
    path = tuple(_decoded(line) for line in lines[3:])
    if any(len(step) != DIGEST_BYTES for step in path):
        raise Refusal("log.no_proof", "a step is no digest")
    return LogProof(
        index=int(index[1]),
        entry=_decoded(lines[1].removeprefix("extra ")),
        path=path,
        checkpoint=read_checkpoint(note),
    )


def _decoded(encoded: str) -> bytes:
    try:
        return b64decode(encoded, validate=True)
    except (NotBase64, ValueError) as problem:
        raise Refusal("log.no_proof", str(problem)) from problem
