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
    stamp_digest,
    written_digest,
)
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.time_stamps import StampResult
from hocba.flow.time_stamps import believed_stamp
from hocba.ports.certificates import CertificatePaths
from hocba.ports.evidence import EvidenceShelf
from hocba.ports.time_stamps import TimeStamps


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """
    What a renewal or its check came to. differing: (segment, code).

    stamps: on the manifests that have one, by number. silent: why this manifest got none.
    """

    manifest: Manifest | None
    differing: tuple[tuple[str, str], ...]
    tally: Tally
    stamps: tuple[tuple[int, StampResult], ...] = ()
    silent: Fault | None = None


def known_manifests(shelf: EvidenceShelf) -> tuple[Manifest, ...]:
    """
    Read all manifests, oldest first, every signature and the chain checked.

    Raises: Refusal "evidence.*", "log.no_note".
    """
    written, key = shelf.written(), evidence_key(shelf)
    manifests = tuple(read_manifest(text, key=key, check=shelf.check) for text in written)
    require_chain(manifests, written, shelf.store.tokens())
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


def stamps_on(
    shelf: EvidenceShelf, paths: CertificatePaths, *, now: datetime
) -> tuple[tuple[int, StampResult], ...]:
    """
    Return every stamp on a manifest, checked, oldest first.

    A stamp is judged as of the instant at which a later one, which proves, has covered it: its
    authority may have ended since. The last one is judged as of now.
    Source: RFC 4998, section 5.3; ETSI EN 319 102-1, clause 5.6.2.4.
    """
    known, written, tokens = known_manifests(shelf), shelf.written(), shelf.store.tokens()
    found, covered_at = [], now
    named = (*(bool(manifest.stamp) for manifest in known[1:]), False)
    for place in reversed(range(len(known))):
        if not tokens[place]:
            continue
        as_of = covered_at if named[place] else now
        stamp = paths.time_stamp(tokens[place], written[place].encode(), now=as_of)
        found.append((known[place].number, stamp))
        covered_at = stamp.proven_at or covered_at
    return tuple(reversed(found))


def renewed(
    tally: Tally,
    shelf: EvidenceShelf,
    *,
    now: datetime,
    stamping: tuple[TimeStamps, CertificatePaths] | None = None,
) -> Renewed:
    """
    Sign a manifest over what was found, behind the one before, and have it stamped.

    stamping: whom to ask for a time stamp, and who believes it. A silent authority holds nothing
    up: the next renewal covers this manifest, too.
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
        stamp=stamp_digest(token) if (token := (shelf.store.tokens() or (b"",))[-1]) else "",
    )
    value = shelf.keys.sign(KeyUse.LOG, manifest.text.encode())
    # A crash before this line leaves nothing; after it, a whole manifest. A number is kept once:
    # of two renewals at the same time the second is refused.
    text = signed_manifest(manifest, key=evidence_key(shelf), value=value)
    shelf.keep(manifest.number, text)
    if stamping is None:
        return Renewed(manifest=manifest, differing=(), tally=tally)
    authority, paths = stamping
    silent = None
    try:
        token = believed_stamp(authority, paths, text.encode(), now=now)
        # A crash before this line loses a token: the next renewal asks for another one.
        shelf.store.keep_token(manifest.number, token)
    except Fault as fault:
        silent = fault
    stamps = stamps_on(shelf, paths, now=now)
    return Renewed(manifest=manifest, differing=(), tally=tally, stamps=stamps, silent=silent)


def compared(
    tally: Tally, manifest: Manifest, stamps: tuple[tuple[int, StampResult], ...] = ()
) -> Renewed:
    """Hold what is there now against a manifest."""
    wrong = differing(manifest.segments, roots_of(tally))
    return Renewed(manifest=manifest, differing=wrong, tally=tally, stamps=stamps)


def latest(manifests: Sequence[Manifest]) -> Manifest:
    """Return the last manifest. Raises: Refusal "evidence.none"."""
    if not manifests:
        raise Refusal("evidence.none", "nothing was signed yet")
    return manifests[-1]
