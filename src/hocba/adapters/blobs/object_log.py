"""
A log as objects of a store, as tlog-tiles lays them out; readable by any static server.

    store = ObjectLog(opened("s3://kho/hocba/BO/log"), locks=Path("var/locks/BO"))

Tiles are created once and never replaced. The head is replaced only by whoever has seen the one
before, so that it cannot go back, from whatever machine it is published.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from obstore.exceptions import AlreadyExistsError, PreconditionError
from obstore.store import ObjectStore

from hocba.adapters.blobs.durable import locked
from hocba.adapters.blobs.object_store import TROUBLE, create, reason, replace, require_conditional
from hocba.core.publish.tiles import CHECKPOINT_PATH
from hocba.core.terms.outcomes import Fault

_AT_ONCE: Final = 16


class ObjectLog:
    """
    Implements `LogStore`. locks: a folder on this machine.

    The lock spares processes of one machine the way that others find out about each other: by the
    store's refusal.
    """

    def __init__(self, store: ObjectStore, *, locks: Path) -> None:
        self._store = store
        self._locks = locks
        self._was_probed = False
        # The head as it was first seen since one came in alone: its tag, None where there is none.
        self._seen: tuple[str | None] | None = None

    def read(self, path: str) -> bytes | None:
        """Return one file; see the port."""
        try:
            found = self._store.get(path)
            content, tag = bytes(found.bytes()), found.meta["e_tag"]
        except FileNotFoundError:
            content, tag = None, None
        except TROUBLE as problem:
            raise Fault("log.not_read", reason(problem), retry=True, path=path) from problem
        # A later look must not lead to replacing what the publisher's decision did not know of.
        if path == CHECKPOINT_PATH and self._seen is None:
            self._seen = (tag,)
        return content

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one publisher of this machine in; see the port."""
        with locked(self._locks):
            self._seen = None
            try:
                yield
            finally:
                self._seen = None

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files, tiles first and side by side, the head last; see the port."""
        tiles = [(path, one) for path, one in files.items() if path != CHECKPOINT_PATH]
        try:
            self._probe()
            with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
                for _ in pool.map(self._write_tile, *zip(*tiles, strict=True)):
                    pass
            if CHECKPOINT_PATH in files:
                self._write_head(files[CHECKPOINT_PATH])
        except TROUBLE as problem:
            raise Fault("log.not_written", reason(problem), retry=True) from problem

    def _probe(self) -> None:
        if not self._was_probed:
            require_conditional(self._store)
            self._was_probed = True

    def _write_tile(self, path: str, content: bytes) -> None:
        if not create(self._store, path, content):
            raise Fault("log.differs", f"{path} holds other bytes", retry=False)

    def _write_head(self, content: bytes) -> None:
        if self._seen is None:
            self.read(CHECKPOINT_PATH)
        tag = self._seen[0] if self._seen else None
        try:
            self._seen = (self._put_head(content, tag),)
        except (AlreadyExistsError, PreconditionError) as other:
            if self.read(CHECKPOINT_PATH) == content:
                # The same head, from elsewhere or from a first try whose answer was lost.
                return
            raise Fault("log.not_written", "another has published", retry=True) from other

    def _put_head(self, content: bytes, tag: str | None) -> str | None:
        if tag is not None:
            return replace(self._store, CHECKPOINT_PATH, content, e_tag=tag)
        return self._store.put(CHECKPOINT_PATH, content, mode="create")["e_tag"]
