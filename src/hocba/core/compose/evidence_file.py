"""A paper that a request rests on: what is taken, how large, and by which name it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean

MOST_BYTES: Final = 5 * 1024 * 1024
_LONGEST_NAME: Final = 120

BEGINNINGS: Final[Mapping[bytes, tuple[str, str]]] = MappingProxyType(
    {
        b"%PDF-": ("application/pdf", ".pdf"),
        b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
        b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    }
)
"""By its first bytes, whatever its name says. What is kept is only ever handed out to be saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A paper that is kept. digest: SHA-256, 32 bytes; name: as people see it; size: bytes."""

    digest: bytes
    name: str
    media_type: str
    size: int


def evidence_file(name: str, content: bytes) -> EvidenceFile:
    """
    Say what a file that somebody hands in is.

    Raises: Refusal "correction.evidence_due", "correction.evidence_too_large",
    "correction.evidence_not_taken".
    """
    if not content:
        raise Refusal("correction.evidence_due")
    if len(content) > MOST_BYTES:
        raise Refusal("correction.evidence_too_large", most=str(MOST_BYTES // 1024**2))
    kind = next((told for start, told in BEGINNINGS.items() if content.startswith(start)), None)
    if kind is None:
        raise Refusal("correction.evidence_not_taken", name=clean(name)[:40])
    media_type, ending = kind
    return EvidenceFile(
        digest=sha256(content).digest(),
        name=_plain(name, ending),
        media_type=media_type,
        size=len(content),
    )


def _plain(name: str, ending: str) -> str:
    """Return a name without a path and without characters that a disk or a header minds."""
    last = clean(name).replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    kept = "".join(c for c in stem if c.isalnum() or c in " -_.,()")
    return (kept.strip(" .")[:_LONGEST_NAME] or "minh-chung") + ending
