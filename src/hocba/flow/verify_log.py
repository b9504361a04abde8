"""Read a published log, one's own or another's: its tiles, its head, whether it is whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hocba.core.publish.log_proof import LogProof
from hocba.core.publish.notes import (
    Checkpoint,
    SignatureCheck,
    VerifierKey,
    cosigned_at,
    signed_checkpoint,
)
from hocba.core.publish.proofs import root_of, tree_findings
from hocba.core.publish.tiles import CHECKPOINT_PATH, WIDTH, Tile, TileReader, checked_tile
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.ports.log_store import LogSource


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReport:
    """
    What a published log was found to be.

    cosigned: name of each witness asked for and when it cosigned, seconds since 1970.
    """

    checkpoint: Checkpoint
    cosigned: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]


def tiles_from(source: LogSource) -> TileReader:
    """
    Return a reader of a log's tiles; a proof asks for the same few again and again.

    The reader raises: Refusal "log.tile_missing", "log.tile_damaged"; Fault "log.not_read".
    """

    @lru_cache(maxsize=64)
    def read(tile: Tile) -> bytes:
        content = source.read(tile.path)
        if content is None and tile.width < WIDTH:
            # The log has grown since: a full tile stands in for its partial ones.
            content = source.read(tile.full.path)
        if content is None:
            raise Refusal("log.tile_missing", path=tile.path)
        return checked_tile(tile, content)

    return read


def read_head(source: LogSource) -> str:
    """
    Return a log's signed head, unchecked.

    Raises: Refusal "log.not_published", "log.no_note".
    """
    content = source.read(CHECKPOINT_PATH)
    if content is None:
        raise Refusal("log.not_published")
    try:
        return content.decode()
    except UnicodeDecodeError as problem:
        raise Refusal("log.no_note", str(problem)) from problem


def verify_log(
    source: LogSource,
    key: VerifierKey,
    *,
    witnesses: Sequence[VerifierKey] = (),
    check: SignatureCheck,
) -> LogReport:
    """
    Verify a whole published log from its files alone: head, witnesses, every digest of the tree.

    Raises: Refusal "log.not_published", "log.no_note", "log.no_checkpoint", "log.other_log",
    "log.not_signed" where there is no head to hold the tiles against.
    """
    point = signed_checkpoint(read_head(source), key=key, check=check)
    cosigned, findings = _witnessed(point, witnesses, check)
    read = tiles_from(source)
    try:
        findings += tree_findings(point.size, read)
        if root_of(point.size, read) != point.root:
            findings.append(Finding(code="log.root_differs", where=CHECKPOINT_PATH))
    except Refusal as refusal:
        findings.append(Finding(code=refusal.code, details=refusal.details))
    return LogReport(checkpoint=point, cosigned=cosigned, findings=tuple(findings))


def verify_proof(
    proof: LogProof,
    key: VerifierKey,
    *,
    witnesses: Sequence[VerifierKey] = (),
    check: SignatureCheck,
) -> LogReport:
    """
    Verify a proof from its own bytes: head, witnesses, the way from the entry to the root.

    Raises: Refusal "log.other_log", "log.not_signed".
    """
    point = signed_checkpoint(proof.checkpoint.note.written, key=key, check=check)
    cosigned, findings = _witnessed(point, witnesses, check)
    if not proof.holds:
        findings.append(Finding(code="log.proof_fails", details={"index": str(proof.index)}))
    return LogReport(checkpoint=point, cosigned=cosigned, findings=tuple(findings))


def _witnessed(
    point: Checkpoint, witnesses: Sequence[VerifierKey], check: SignatureCheck
) -> tuple[tuple[tuple[str, int], ...], list[Finding]]:
    times = [(one.name, cosigned_at(point.note, key=one, check=check)) for one in witnesses]
    missing = [name for name, at in times if at is None]
    findings = [Finding(code="log.not_cosigned", details={"name": name}) for name in missing]
    return tuple((name, at) for name, at in times if at is not None), findings
