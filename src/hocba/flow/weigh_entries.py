"""Weigh the entries of a package, batch by batch, and make the bytes of the good ones durable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hocba.core.sign.register import Register
from hocba.core.submit.package import EntryKind, ManifestEntry
from hocba.core.submit.receipt import answer_for
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.flow.judge_entry import Bench, Judged, judged
from hocba.flow.open_package import LooseContainer
from hocba.ports.archive import Location
from hocba.ports.repository import KeptEntry

_BATCH: Final = 200
_FIRST: Final = (EntryKind.REGISTER, EntryKind.DECLARATION, EntryKind.RECORD, EntryKind.EVENT)
"""Registers are judged first: the others rest on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An entry judged by itself. known: kept already, with these very bytes. at: of its bytes."""

    judged: Judged
    known: KeptEntry | None = None
    at: Location | None = None


def files_of(package: LooseContainer, kind: EntryKind) -> Iterable[bytes]:
    entries = (entry for entry in package.manifest.entries if entry.kind is kind)
    return (package.container.read(entry.path) for entry in entries)


def weighed(bench: Bench, package: LooseContainer) -> tuple[Weighed, ...]:
    """Judge every entry by itself and make the bytes of the good ones durable."""
    entries = package.manifest.entries
    known = bench.outside.repository.known([entry.digest for entry in entries])
    in_order = sorted(entries, key=lambda e: (_FIRST.index(e.kind), e.path))
    found: list[Weighed] = []
    for start in range(0, len(in_order), _BATCH):
        found += _weighed_batch(bench, package, in_order[start : start + _BATCH], known)
    return tuple(found)


def _weighed_batch(
    bench: Bench,
    package: LooseContainer,
    entries: Sequence[ManifestEntry],
    known: Mapping[bytes, KeptEntry],
) -> list[Weighed]:
    found: list[Weighed] = []
    files: list[bytes] = []
    for entry in entries:
        if entry.digest in known:
            found.append(_known_already(bench, entry, known[entry.digest]))
            continue
        file = package.container.read(entry.path)
        one = _registered(bench, judged(bench, entry, file), file)
        found.append(Weighed(judged=one))
        if answer_for(one.findings).is_taken:
            files.append(file)
    places = iter(bench.outside.archive.append(files))
    return [
        replace(one, at=next(places))
        if one.known is None and answer_for(one.judged.findings).is_taken
        else one
        for one in found
    ]


def _known_already(bench: Bench, entry: ManifestEntry, kept: KeptEntry) -> Weighed:
    """The same bytes were judged before; only whether this sender may send them is asked again."""
    findings: tuple[Finding, ...] = ()
    own = bench.sender in (kept.unit, bench.provinces.get(kept.unit))
    if not own:
        details = {"school": kept.unit, "sender": bench.sender}
        findings = (Finding(code="package.other_school", where=entry.path, details=details),)
    elif entry.path != kept.path:
        details = {"path": kept.path}
        findings = (Finding(code="package.misplaced", where=entry.path, details=details),)
    return Weighed(
        judged=Judged(
            entry=entry, unit=kept.unit, content_digest=b"", findings=findings, body=None
        ),
        known=kept,
    )


def _registered(bench: Bench, one: Judged, file: bytes) -> Judged:
    """Put a register that stands into the store: it proves itself, whatever comes after."""
    if not isinstance(one.body, Register) or not answer_for(one.findings).is_taken:
        return one
    try:
        bench.outside.registers.save(file, one.body)
    except Refusal as refusal:
        finding = Finding(code=refusal.code, where=one.entry.path, details=refusal.details)
        return replace(one, findings=(*one.findings, finding))
    return one
