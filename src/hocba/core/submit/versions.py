"""
How versions of one record of one year follow one another at a receiver.

A sender's version only rises, and every version names the one it replaces. Packages may
arrive in any order: an older version that fits the chain is taken late, one that does not
is refused. Source: spec/format.md §11.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hocba.core.terms.outcomes import Finding, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """
    One version of a record of a year. content_digest, file_digest: SHA-256, 32 bytes each.

    replaces_version, replaces_digest: what it says it replaces; None and empty for a first one.
    """

    version: int
    school: str
    content_digest: bytes
    file_digest: bytes
    replaces_version: int | None = None
    replaces_digest: bytes = b""


def version_findings(new: VersionFacts, kept: Sequence[VersionFacts]) -> tuple[Finding, ...]:
    """Say what keeps a new version from joining those that are kept; warnings included."""
    details = {"version": str(new.version)}
    return tuple(
        Finding(code=code, weight=weight, where="TTChung", details=details)
        for code, weight in (*_alone(new), *_among(new, kept))
    )


def _alone(new: VersionFacts) -> Iterable[tuple[str, Weight]]:
    if new.version > 1 and new.replaces_version is None:
        yield "package.replaces_nothing", Weight.FAILED
    if new.replaces_version is not None and new.replaces_version >= new.version:
        yield "package.version_goes_back", Weight.FAILED


def _among(new: VersionFacts, kept: Sequence[VersionFacts]) -> Iterable[tuple[str, Weight]]:
    if any(each.school != new.school for each in kept):
        yield "package.record_of_other_school", Weight.FAILED
    if any(e.version == new.version and e.file_digest != new.file_digest for e in kept):
        yield "package.version_taken", Weight.FAILED
    replaced = [each for each in kept if each.version == new.replaces_version]
    if any(each.content_digest != new.replaces_digest for each in replaced):
        yield "package.replaces_other_content", Weight.FAILED
    newer = min((e for e in kept if e.version > new.version), key=_version, default=None)
    if newer is not None:
        yield _late(new, newer)


def _late(new: VersionFacts, newer: VersionFacts) -> tuple[str, Weight]:
    named = newer.replaces_version or 0
    fits = named > new.version
    if named == new.version:
        fits = newer.replaces_digest == new.content_digest
    if fits:
        return "package.older_version_late", Weight.WARNING
    return "package.version_goes_back", Weight.FAILED


def _version(each: VersionFacts) -> int:
    return each.version
