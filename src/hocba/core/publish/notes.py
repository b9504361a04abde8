"""
Signed notes, checkpoints and the cosignatures of witnesses: the texts that logs are known by.

    key = verifier_key("hocba/THAT/BO+0a1b2c3d+AQ...")
    point = signed_checkpoint(text, key=key, check=check)

Nothing here knows Ed25519: the check comes in as an argument.
Source: C2SP signed-note, tlog-checkpoint, tlog-cosignature.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final

from hocba.core.publish.tiles import DIGEST_BYTES
from hocba.core.terms.outcomes import Refusal

SignatureCheck = Callable[[bytes, bytes, bytes], bool]
"""(public key, message, signature) -> whether Ed25519 holds. Source: RFC 8032."""

_DASH: Final = "— "
_ID_BYTES: Final = 4
_KEY_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_TIME_BYTES: Final = 8
_MAX_SIGNATURES: Final = 100
_NAME: Final = re.compile(r"[^\s+]+")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")


class KeyUse(IntEnum):
    """What a key signs; the byte stands before the key. Source: C2SP signed-note."""

    LOG = 0x01
    """Ed25519 over the note's text."""
    WITNESS = 0x04
    """Ed25519 over time and text: a cosignature/v1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """
    Who signs notes under which name. public: the Ed25519 key, 32 bytes.

    name: a log's origin, or a witness's name; without spaces and "+".
    """

    name: str
    use: KeyUse
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the 4 bytes that name the key in a signature line."""
        named = self.name.encode() + b"\n" + bytes([self.use]) + self.public
        return sha256(named).digest()[:_ID_BYTES]

    @property
    def text(self) -> str:
        """Return the one line that is handed to verifiers: name, key id, key."""
        encoded = b64encode(bytes([self.use]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line. value: what stands after the key id."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """Return the line as it stands in a note, its line feed included."""
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text and who signed it. text: with its last line feed."""

    text: str
    signatures: tuple[NoteSignature, ...]

    @property
    def written(self) -> str:
        """Return the note as it is published."""
        return f"{self.text}\n{''.join(one.line for one in self.signatures)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log's head says. root: 32 bytes. note: the whole, as it came."""

    origin: str
    size: int
    root: bytes
    note: Note


def verifier_key(text: str) -> VerifierKey:
    """
    Read a verifier key.

    Raises: Refusal "log.no_verifier_key" for anything but name, matching id and Ed25519 key.
    Source: C2SP signed-note, Verifier keys.
    """
    name, _, rest = text.partition("+")
    content = _decoded(rest.partition("+")[2])
    uses = {use.value for use in KeyUse}
    if content is None or len(content) != 1 + _KEY_BYTES or content[0] not in uses:
        raise Refusal("log.no_verifier_key", "no Ed25519 key", value=text)
    key = VerifierKey(name=name, use=KeyUse(content[0]), public=content[1:])
    # Written again it must be the same: so the id is the one of this name and this key.
    if not _NAME.fullmatch(name) or key.text != text:
        raise Refusal("log.no_verifier_key", "name and key id differ", value=text)
    return key


def read_note(written: str) -> Note:
    """
    Take a signed note apart; no signature is checked.

    Raises: Refusal "log.no_note".
    """
    head, blank, tail = written.rpartition("\n\n")
    lines = tail.split("\n")
    is_note = blank and head and lines.pop() == "" and 0 < len(lines) <= _MAX_SIGNATURES
    if not is_note or any(sign < " " and sign != "\n" for sign in written):
        raise Refusal("log.no_note", "no text and signature lines")
    return Note(text=f"{head}\n", signatures=tuple(_signature(line) for line in lines))


def read_checkpoint(written: str) -> Checkpoint:
    """
    Read a log's head; no signature is checked.

    Raises: Refusal "log.no_note", "log.no_checkpoint". Source: C2SP tlog-checkpoint.
    """
    note = read_note(written)
    lines = note.text.split("\n")
    # The last one is what stands after the last line feed: nothing.
    if len(lines) < 4 or "" in lines[:-1] or not _SIZE.fullmatch(lines[1]):
        raise Refusal("log.no_checkpoint", "no origin, size and root")
    root = _decoded(lines[2])
    if root is None or len(root) != DIGEST_BYTES:
        raise Refusal("log.no_checkpoint", "the root is no digest")
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root, note=note)


def signed_checkpoint(written: str, *, key: VerifierKey, check: SignatureCheck) -> Checkpoint:
    """
    Read a log's head and require the log's own signature.

    Raises: Refusal "log.no_note", "log.no_checkpoint", "log.other_log", "log.not_signed".
    """
    point = read_checkpoint(written)
    if key.use is not KeyUse.LOG or point.origin != key.name:
        raise Refusal("log.other_log", point.origin, origin=point.origin, expected=key.name)
    values = _values_by(key, point.note)
    if not values or not all(
        len(value) == _SIGNATURE_BYTES and check(key.public, point.note.text.encode(), value)
        for value in values
    ):
        raise Refusal("log.not_signed", "the log's signature is missing or wrong", name=key.name)
    return point


def cosigned_message(text: str, at: int) -> bytes:
    """Return what a witness signs. at: seconds since 1970. Source: C2SP tlog-cosignature."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def cosignature(key: VerifierKey, at: int, signature: bytes) -> NoteSignature:
    """Return a witness's signature line. signature: Ed25519 over `cosigned_message`."""
    value = at.to_bytes(_TIME_BYTES, "big") + signature
    return NoteSignature(name=key.name, key_id=key.key_id, value=value)


def cosigned_at(note: Note, *, key: VerifierKey, check: SignatureCheck) -> int | None:
    """
    Return when a witness last cosigned, in seconds since 1970; None where it did not.

    Raises: Refusal "log.not_signed" where its line is there and wrong.
    """
    times = []
    for value in _values_by(key, note):
        at = int.from_bytes(value[:_TIME_BYTES], "big")
        message = cosigned_message(note.text, at)
        is_sound = key.use is KeyUse.WITNESS and len(value) == _TIME_BYTES + _SIGNATURE_BYTES
        if not is_sound or not check(key.public, message, value[_TIME_BYTES:]):
            raise Refusal("log.not_signed", "the cosignature is wrong", name=key.name)
        times.append(at)
    return max(times, default=None)


def _values_by(key: VerifierKey, note: Note) -> list[bytes]:
    named = (key.name, key.key_id)
    return [one.value for one in note.signatures if (one.name, one.key_id) == named]


def _signature(line: str) -> NoteSignature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    content = _decoded(encoded)
    is_line = line.startswith(_DASH) and _NAME.fullmatch(name)
    if not is_line or content is None or len(content) <= _ID_BYTES:
        raise Refusal("log.no_note", "a signature line is broken")
    return NoteSignature(name=name, key_id=content[:_ID_BYTES], value=content[_ID_BYTES:])


def _decoded(encoded: str) -> bytes | None:
    """Return the bytes of strict base64, None for anything that has two spellings."""
    try:
        content = b64decode(encoded, validate=True)
    except (NotBase64, ValueError):
        return None
    return content if b64encode(content).decode() == encoded else None
