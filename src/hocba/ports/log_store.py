"""Where a log is published, who remembers other logs, and the keys that sign notes."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from hocba.core.publish.notes import KeyUse, SignatureCheck


class LogSource(Protocol):
    """A published log: a folder of files, or a static server that hands them out."""

    def read(self, path: str) -> bytes | None:
        """
        Return one file below the log's prefix, None where there is none.

        Raises: Fault "log.not_read".
        """
        ...


class LogStore(LogSource, Protocol):
    """One's own published log. All of it can be made again from the repository's leaves."""

    def alone(self) -> AbstractContextManager[None]:
        """Let one publisher in at a time; a lock that goes with its process."""
        ...

    def write(self, files: Mapping[str, bytes]) -> None:
        """
        Write files by path, each whole or not at all; durable when this returns.

        Raises: Fault "log.not_written".
        """
        ...


class WitnessMemory(Protocol):
    """What a witness has seen of other logs."""

    def alone(self) -> AbstractContextManager[None]:
        """Let one witness look and remember at a time."""
        ...

    def last(self, origin: str) -> str:
        """Return the last note that was cosigned; empty for a log never seen."""
        ...

    def keep(self, origin: str, note: str) -> None:
        """Remember a note, durable when this returns. Raises: Fault "log.not_written"."""
        ...

    def accuse(self, origin: str, note: str) -> None:
        """Keep, beside the last note, one that contradicts it; nothing removes it again."""
        ...


class NoteKeys(Protocol):
    """An office's Ed25519 keys; one for its own log, another as a witness of others."""

    def public(self, use: KeyUse) -> bytes:
        """Return the public key, 32 bytes. Raises: Fault "keys.file_broken"."""
        ...

    def sign(self, use: KeyUse, message: bytes) -> bytes:
        """Return the signature, 64 bytes. Source: RFC 8032."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LogShelf:
    """All that an office needs to publish its log and to witness another."""

    store: LogStore
    memory: WitnessMemory
    keys: NoteKeys
    check: SignatureCheck
