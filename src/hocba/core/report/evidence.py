"""
Evidence manifests: what an office says an archive held on a day, chained to what it said before.

A manifest renews evidence in the way of hash-tree renewal: every document is digested anew, with
SHA-512, while the algorithms inside it still hold; one root a segment; the digest of the manifest
before, its signature included. It is a signed note with the office's Ed25519 key.

`made_at` is the office's own word. A time stamp (RFC 3161) over the manifest as written stands
beside it, and the next manifest names that stamp's digest: so each stamp proves all that came
before, while the certificate of the authority before still holds.
Source: RFC 4998, sections 5.2 and 5.3, for the idea; RFC 6962, section 2.1, for the tree; C2SP
signed-note.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha512
from typing import Final

from hocba.core.publish.notes import KeyUse, Note, SignatureCheck, VerifierKey, read_note
from hocba.core.terms.outcomes import Refusal

FORMAT: Final = "hocba-evidence/1"
STAMPED: Final = "hocba-evidence/2"
"""Of a manifest that names the stamp on the one before."""
FIRST: Final = "-"
"""What stands for the digest of the manifest before the first."""

_SEGMENT: Final = re.compile(r"segment ([0-9A-Za-z._\-]+) (0|[1-9][0-9]*) ([0-9a-f]{128})")
_HEAD: Final = re.compile(
    r"hocba-evidence/[12]\noffice ([^\n]+)\nnumber ([1-9][0-9]*)\nmade_at ([^\n]+)\n"
    r"previous (-|[0-9a-f]{128})\n(?:stamp ([0-9a-f]{128})\n)?"
)


class TreeHash:
    """A digest tree over documents as they come, SHA-512; only its right edge is held."""

    def __init__(self) -> None:
        self.size = 0
        self._nodes: list[bytes] = []

    def add(self, document: bytes) -> None:
        """Put one document behind the others."""
        self._nodes.append(sha512(b"\x00" + document).digest())
        size = self.size
        # As many subtrees merge as the old size ends in binary ones.
        while size % 2:
            right = self._nodes.pop()
            self._nodes[-1] = _node(self._nodes[-1], right)
            size //= 2
        self.size += 1

    @property
    def root(self) -> str:
        """The tree's head so far, 128 hex digits."""
        if not self._nodes:
            return sha512(b"").hexdigest()
        found = self._nodes[-1]
        for node in reversed(self._nodes[:-1]):
            found = _node(node, found)
        return found.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return sha512(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SegmentRoot:
    """One segment: its first so many documents and the root over them, 128 hex digits."""

    name: str
    documents: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """
    One renewal. number: from 1. made_at: the office's word, aware.

    previous: SHA-512 of the manifest before as written, in hex; FIRST for number 1. stamp: SHA-512
    of the time stamp on it; empty where it had none.
    """

    office: str
    number: int
    made_at: datetime
    previous: str
    segments: tuple[SegmentRoot, ...]
    stamp: str = ""

    @property
    def text(self) -> str:
        """What is signed."""
        head = (
            f"{STAMPED if self.stamp else FORMAT}\noffice {self.office}\nnumber {self.number}\n"
            f"made_at {self.made_at.isoformat()}\nprevious {self.previous}\n"
        ) + (f"stamp {self.stamp}\n" if self.stamp else "")
        return head + "".join(
            f"segment {one.name} {one.documents} {one.root}\n" for one in self.segments
        )


def written_digest(written: str) -> str:
    """Return the name by which the next manifest knows this one."""
    return sha512(written.encode()).hexdigest()


def stamp_digest(token: bytes) -> str:
    """Return the name by which the next manifest knows a stamp."""
    return sha512(token).hexdigest()


def signed_manifest(manifest: Manifest, *, key: VerifierKey, value: bytes) -> str:
    """Return a manifest as it is kept. value: Ed25519 over its text."""
    line = b64encode(key.key_id + value).decode()
    return f"{manifest.text}\n— {key.name} {line}\n"


def read_manifest(written: str, *, key: VerifierKey, check: SignatureCheck) -> Manifest:
    """
    Read a manifest and require the office's signature.

    Raises: Refusal "log.no_note", "evidence.no_manifest", "evidence.not_signed".
    """
    note = read_note(written)
    if not _is_signed(note, key, check):
        raise Refusal("evidence.not_signed", "the office's signature is missing or wrong")
    head = _HEAD.match(note.text)
    lines = note.text[head.end() :].splitlines() if head else ()
    found = [_SEGMENT.fullmatch(line) for line in lines]
    if head is None or None in found:
        raise Refusal("evidence.no_manifest", "no manifest of this format")
    manifest = Manifest(
        office=head[1],
        number=int(head[2]),
        made_at=_instant(head[3]),
        previous=head[4],
        stamp=head[5] or "",
        segments=tuple(
            SegmentRoot(name=one[1], documents=int(one[2]), root=one[3]) for one in found if one
        ),
    )
    # Written again it must be the same: nothing stands there twice or in another spelling.
    if manifest.text != note.text:
        raise Refusal("evidence.no_manifest", "another spelling")
    return manifest


def require_chain(
    manifests: Sequence[Manifest], written: Sequence[str], tokens: Sequence[bytes]
) -> None:
    """
    Require that each manifest follows the one before, and names its stamp.

    written: the same ones as kept. tokens: the stamp on each; empty where there is none.
    Raises: Refusal "evidence.chain_broken", "evidence.stamp_differs".
    """
    for manifest, token in zip(manifests[1:], tokens, strict=False):
        # A stamp that came after the next manifest was made is named by none, and proves alone.
        if manifest.stamp and manifest.stamp != stamp_digest(token):
            number = str(manifest.number - 1)
            raise Refusal("evidence.stamp_differs", "another stamp stood there", number=number)
    before, office = FIRST, manifests[0].office if manifests else ""
    for place, (manifest, text) in enumerate(zip(manifests, written, strict=True), 1):
        expected = (place, before, office)
        if (manifest.number, manifest.previous, manifest.office) != expected:
            raise Refusal("evidence.chain_broken", "another one stood before", number=str(place))
        before = written_digest(text)


def differing(
    said: Iterable[SegmentRoot], found: Iterable[SegmentRoot]
) -> tuple[tuple[str, str], ...]:
    """Return (segment, code) for each segment that is gone or no longer as it was said to be."""
    now = {one.name: one for one in found}
    return tuple(
        (one.name, "evidence.segment_gone" if one.name not in now else "evidence.root_differs")
        for one in said
        if now.get(one.name) != one
    )


def _is_signed(note: Note, key: VerifierKey, check: SignatureCheck) -> bool:
    values = [
        one.value
        for one in note.signatures
        if key.use is KeyUse.LOG and (one.name, one.key_id) == (key.name, key.key_id)
    ]
    return bool(values) and all(check(key.public, note.text.encode(), value) for value in values)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise Refusal("evidence.no_manifest", "no instant") from wrong
    if at.tzinfo is None:
        raise Refusal("evidence.no_manifest", "no time zone")
    return at
