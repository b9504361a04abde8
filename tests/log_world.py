"""Logs in memory, for tests of tiles, proofs and witnesses."""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hocba.core.publish.log import LogState, appended, checkpoint_text
from hocba.core.publish.notes import KeyUse, Note, NoteSignature, VerifierKey
from hocba.core.publish.tiles import CHECKPOINT_PATH, grown
from hocba.core.terms.tree import leaf_digest
from hocba.flow.verify_log import tiles_from

ORIGIN = "hocba/THU_NGHIEM/BO"


class Files(dict):
    """A published log as a mapping of paths: `LogSource`."""

    def read(self, path):
        return self.get(path)


def leaves_of(size, *, story=""):
    """Digests of leaves that differ by number, and by story where one is told."""
    return [leaf_digest(f"{story}{number}".encode()) for number in range(size)]


def a_tree(size, *, batch=10_000, story=""):
    """All tiles that a log of `size` leaves leaves behind, appended in batches."""
    files, leaves = Files(), leaves_of(size, story=story)
    for start in range(0, size, batch):
        read = tiles_from(files)
        made = grown(start, leaves[start : start + batch], read)
        files |= {tile.path: content for tile, content in list(made)}
    return files


def root_at(size, *, story=""):
    state = LogState()
    for leaf in leaves_of(size, story=story):
        state = appended(state, leaf)
    return state


def a_key(name=ORIGIN, use=KeyUse.LOG):
    """A private key made from its name, and the key that verifies it."""
    private = Ed25519PrivateKey.from_private_bytes(sha256(f"{name}{use}".encode()).digest())
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return private, VerifierKey(name=name, use=use, public=public)


def a_note(text, *, name=ORIGIN):
    private, key = a_key(name)
    value = private.sign(text.encode())
    line = NoteSignature(name=key.name, key_id=key.key_id, value=value)
    return Note(text=text, signatures=(line,))


def a_log(size, *, story=""):
    """A published log: tiles and signed head."""
    text = checkpoint_text(ORIGIN, root_at(size, story=story))
    head = {CHECKPOINT_PATH: a_note(text).written.encode()}
    return Files(a_tree(size, story=story) | head)
