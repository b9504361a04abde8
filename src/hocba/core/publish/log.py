"""
The log of what was accepted: an append-only digest tree whose head is signed.

It holds digests only, no names and no marks. Between two appends only the right edge of the
tree is needed. Source: RFC 6962, section 2.1; C2SP tlog-checkpoint, signed-note.
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from hocba.core.submit.package import EntryKind
from hocba.core.terms.tree import leaf_digest, node_digest

_SIGNATURE_TYPE: Final = b"\xff"
_ALGORITHM: Final = b"hocba-xmldsig-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogState:
    """
    A tree's right edge: size in leaves, and the roots of its full subtrees, largest first.

    Their sizes are the powers of two that `size` is made of.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The tree's head; 32 bytes. Source: RFC 6962, section 2.1."""
        if not self.nodes:
            return sha256(b"").digest()
        found = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            found = node_digest(node, found)
        return found


def appended(state: LogState, leaf: bytes) -> LogState:
    """Return the state with one leaf more. leaf: its digest, as `leaf_digest` gives it."""
    return extended(state, (leaf,))


def extended(state: LogState, leaves: Iterable[bytes]) -> LogState:
    """Return the state with many leaves more, in their order; as `appended` one by one."""
    nodes, size = list(state.nodes), state.size
    for leaf in leaves:
        nodes.append(leaf)
        rest = size
        # As many subtrees merge as the old size ends in binary ones.
        while rest % 2:
            right = nodes.pop()
            nodes[-1] = node_digest(nodes[-1], right)
            rest //= 2
        size += 1
    return LogState(size=size, nodes=tuple(nodes))


def entry_bytes(*, kind: EntryKind, name: str, event: str, content: bytes, file: bytes) -> bytes:
    """
    Return what the leaf of an accepted entry is the digest of.

    name: a record's key, or the entry's file name. content, file: SHA-256, 32 bytes each.
    Lines of text and two digests, so that others can make it again.
    """
    line = f"hocba/1\n{kind.value}\n{name}\n{event}\n".encode()
    return line + content + file


def entry_leaf(*, kind: EntryKind, name: str, event: str, content: bytes, file: bytes) -> bytes:
    """Return the leaf digest of an accepted entry; see `entry_bytes`."""
    entry = entry_bytes(kind=kind, name=name, event=event, content=content, file=file)
    return leaf_digest(entry)


def checkpoint_text(origin: str, state: LogState) -> str:
    """Return what a log's keeper signs. Source: C2SP tlog-checkpoint."""
    return f"{origin}\n{state.size}\n{b64encode(state.root).decode()}\n"


def key_hash(origin: str, certificate: bytes) -> bytes:
    """
    Return the 4 bytes by which a note's signature names its key.

    The key is the office's certificate, under a signature type of our own.
    Source: C2SP signed-note, "Signature types" (0xff with a longer identifier).
    """
    named = origin.encode() + b"\n" + _SIGNATURE_TYPE + _ALGORITHM + certificate
    return sha256(named).digest()[:4]


def signed_note(text: str, *, origin: str, certificate: bytes, value: bytes) -> str:
    """Return a checkpoint with its signature line. value: over SHA-256 of the text."""
    signature = b64encode(key_hash(origin, certificate) + value).decode()
    return f"{text}\n— {origin} {signature}\n"
