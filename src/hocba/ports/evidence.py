"""Where an office keeps its evidence manifests, and the key that signs them."""

from dataclasses import dataclass
from typing import Protocol

from hocba.core.publish.notes import SignatureCheck
from hocba.ports.log_store import NoteKeys


class ManifestStore(Protocol):
    """Signed manifests by number; none is ever changed."""

    def written(self) -> tuple[str, ...]:
        """Return all manifests as written, oldest first."""
        ...

    def keep(self, number: int, written: str) -> None:
        """
        Keep one more, durable when this returns.

        Raises: Refusal "evidence.number_taken"; Fault "evidence.not_written".
        """
        ...

    def tokens(self) -> tuple[bytes, ...]:
        """Return the time stamp on each manifest, oldest first; empty where there is none."""
        ...

    def keep_token(self, number: int, token: bytes) -> None:
        """
        Keep the time stamp on a manifest, durable when this returns; one a manifest.

        Raises: Refusal "evidence.number_taken"; Fault "evidence.not_written".
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceShelf:
    """name: under which the office signs, as its log's origin."""

    name: str
    store: ManifestStore
    keys: NoteKeys
    check: SignatureCheck

    def written(self) -> tuple[str, ...]:
        """Return all manifests as written, oldest first."""
        return self.store.written()

    def keep(self, number: int, written: str) -> None:
        """Keep one more; see `ManifestStore`."""
        self.store.keep(number, written)
