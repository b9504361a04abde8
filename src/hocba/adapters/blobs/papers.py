"""Papers kept by digest: one file each in a folder, or one object each in a store."""

from hashlib import sha256
from pathlib import Path

from obstore.store import ObjectStore

from hocba.adapters.blobs.durable import write_durably
from hocba.adapters.blobs.object_store import TROUBLE, create, reason
from hocba.core.terms.outcomes import Fault


class PaperFolder:
    """Implements `Papers` in a folder; nobody else on the machine may read it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, content: bytes) -> None:
        """Keep a paper; see the port."""
        try:
            write_durably(self._folder, {_name(sha256(content).digest()): content}, mode=0o600)
        except OSError as problem:
            raise _not_kept(str(problem)) from problem

    def read(self, digest: bytes) -> bytes:
        """Return a paper; see the port."""
        try:
            content = (self._folder / _name(digest)).read_bytes()
        except OSError as problem:
            raise _lost(digest) from problem
        return _checked(content, digest)


class PaperStore:
    """Implements `Papers` in a store of objects."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def store(self, content: bytes) -> None:
        """Keep a paper; see the port."""
        try:
            stands = create(self._store, _name(sha256(content).digest()), content)
        except TROUBLE as problem:
            raise _not_kept(reason(problem)) from problem
        if not stands:
            raise _not_kept("the name holds other bytes")

    def read(self, digest: bytes) -> bytes:
        """Return a paper; see the port."""
        try:
            content = bytes(self._store.get(_name(digest)).bytes())
        except TROUBLE as problem:
            raise _lost(digest) from problem
        return _checked(content, digest)


def _name(digest: bytes) -> str:
    written = digest.hex()
    return f"{written[:2]}/{written}"


def _checked(content: bytes, digest: bytes) -> bytes:
    if sha256(content).digest() != digest:
        raise _lost(digest)
    return content


def _not_kept(why: str) -> Fault:
    return Fault("correction.paper_not_kept", why, retry=True)


def _lost(digest: bytes) -> Fault:
    return Fault("correction.paper_lost", digest.hex(), retry=False, digest=digest.hex()[:12])
