"""Renew evidence: sign what an archive holds now, chained to all that was signed before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hocba.core.publish.notes import KeyUse, VerifierKey
from hocba.core.report.archive_tally import Tally
from hocba.core.report.evidence import (
    FIRST,
    Manifest,
    SegmentRoot,
    differing,
    read_manifest,
    require_chain,
    signed_manifest,
    written_digest,
)
from hocba.core.terms.outcomes import Refusal
from hocba.ports.evidence import EvidenceShelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """What a renewal or its check came to. differing: (segment, code)."""

    manifest: Manifest | None
    differing: tuple[tuple[str, str], ...]
    tally: Tally


def known_manifests(shelf: EvidenceShelf) -> tuple[Manifest, ...]:
    """
    Read all manifests, oldest first, every signature and the chain checked.

    Raises: Refusal "evidence.*", "log.no_note".
    """
    written, key = shelf.written(), evidence_key(shelf)
    manifests = tuple(read_manifest(text, key=key, check=shelf.check) for text in written)
    require_chain(manifests, written)
    return manifests


def evidence_key(shelf: EvidenceShelf) -> VerifierKey:
    """Return the key that signs an office's manifests: the one of its log."""
    public = shelf.keys.public(KeyUse.LOG)
    return VerifierKey(name=shelf.name, use=KeyUse.LOG, public=public)


def roots_of(tally: Tally) -> tuple[SegmentRoot, ...]:
    """Take the roots out of a tally of the jobs "evidence" or "roots"."""
    sizes = tally.starting("size:")
    return tuple(
        SegmentRoot(name=name, documents=sizes.get(name, 0), root=root)
        for name, root in tally.digests
    )


def renewed(tally: Tally, shelf: EvidenceShelf, *, now: datetime) -> Renewed:
    """
    Sign a manifest over what was found, behind the one before.

    Raises: Refusal "evidence.not_whole" when something could not be read: what is signed now
    would be held for all that there was; "evidence.*" when the manifests before do not stand.
    """
    if tally.remarks:
        raise Refusal("evidence.not_whole", "damage first", count=str(len(tally.remarks)))
    known, written = known_manifests(shelf), shelf.written()
    manifest = Manifest(
        office=shelf.name,
        number=len(known) + 1,
        made_at=now,
        previous=written_digest(written[-1]) if written else FIRST,
        segments=roots_of(tally),
    )
    value = shelf.keys.sign(KeyUse.LOG, manifest.text.encode())
    # A crash before this line leaves nothing; after it, a whole manifest. A number is kept once:
    # of two renewals at the same time the second is refused.
    shelf.keep(manifest.number, signed_manifest(manifest, key=evidence_key(shelf), value=value))
    return Renewed(manifest=manifest, differing=(), tally=tally)


def compared(tally: Tally, manifest: Manifest) -> Renewed:
    """Hold what is there now against a manifest."""
    wrong = differing(manifest.segments, roots_of(tally))
    return Renewed(manifest=manifest, differing=wrong, tally=tally)


def latest(manifests: Sequence[Manifest]) -> Manifest:
    """Return the last manifest. Raises: Refusal "evidence.none"."""
    if not manifests:
        raise Refusal("evidence.none", "nothing was signed yet")
    return manifests[-1]
