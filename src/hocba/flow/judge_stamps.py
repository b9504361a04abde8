"""Judge a time stamp that came later: by the seal that it is on, which must be here."""

from hashlib import sha256
from typing import Final

from hocba.core.submit.package import ManifestEntry, stamped_key
from hocba.core.submit.stamps import SealStamp
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.verify.parsed import ParsedRecord
from hocba.core.verify.time_stamps import stamped_by_seal
from hocba.flow.entry_bench import Bench, Judged, StampedSeal, scope_findings

_NEVER: Final = frozenset(
    {"stamp.unreadable", "stamp.other_bytes", "stamp.value_wrong", "stamp.not_an_authority"}
)
"""What no other day and no other trust makes right."""


def judged_stamp(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    """
    Judge a stamp. What is not believed today is not kept and may be sent again: `CHO`.

    Raises: Refusal "package.misplaced" where its place names no record.
    """
    key = stamped_key(entry.path)
    if key is None:
        raise Refusal("package.misplaced", path="dau-thoi-gian/HB…-v1.tst")
    seal = bench.seals.get(key) or _kept(bench, key)
    if seal is None:
        missing = Finding(
            code="stamp.record_not_here", weight=Weight.INDETERMINATE, where=entry.path
        )
        return _judged(entry, file, "", b"", (missing,), None)
    outside = bench.outside
    found = outside.paths.time_stamp(file, seal.stamped, now=outside.clock.now())
    findings = (
        *(_weighed(each, entry) for each in found.findings),
        *scope_findings(bench, seal.school, None),
    )
    body = SealStamp(key=key, digest=entry.digest)
    return _judged(entry, file, seal.school, sha256(seal.stamped).digest(), findings, body)


def seal_of(record: ParsedRecord) -> StampedSeal | None:
    """Return the seal of a record as stamps are held against it."""
    stamped = stamped_by_seal(record)
    if stamped is None:
        return None
    return StampedSeal(school=record.content.school.code, stamped=stamped)


def _kept(bench: Bench, key: RecordKey) -> StampedSeal | None:
    outside = bench.outside
    kept = outside.repository.record(key)
    if kept is None:
        return None
    years = [key.school_year]
    entry = outside.repository.known([kept.file_digest], years=years).get(kept.file_digest)
    if entry is None:
        return None
    file = outside.archive.read(entry.location, digest=entry.digest)
    return seal_of(outside.documents.record(file))


def _weighed(found: Finding, entry: ManifestEntry) -> Finding:
    weight = Weight.FAILED if found.code in _NEVER else Weight.INDETERMINATE
    return Finding(code=found.code, weight=weight, where=entry.path, details=found.details)


def _judged(
    entry: ManifestEntry,
    file: bytes,
    unit: str,
    content_digest: bytes,
    findings: tuple[Finding, ...],
    body: SealStamp | None,
) -> Judged:
    return Judged(
        entry=entry,
        unit=unit,
        content_digest=content_digest,
        file_digest=sha256(file).digest(),
        findings=findings,
        body=body,
    )
