"""
Weigh the entries of a package, batch by batch, and make the bytes of the good ones durable.

Entries are unpacked one after the other and forgotten when their batch is stored: memory holds
what settling needs to know of each, a few hundred bytes, however large the package.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from typing import Final

from hocba.core.publish.log import entry_leaf
from hocba.core.sign.register import Register
from hocba.core.submit.package import EntryKind, ManifestEntry, stamped_key
from hocba.core.submit.receipt import answer_for
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.register_chain import Candidate
from hocba.flow.entry_bench import Bench, Judged, JudgedRecord
from hocba.flow.judge_entry import judged, judged_records
from hocba.flow.open_package import LooseContainer
from hocba.flow.read_entries import EntryReader
from hocba.flow.register_desk import RegisterDesk, readable_registers
from hocba.ports.archive import Location
from hocba.ports.repository import KeptEntry

_BATCH: Final = 200
_REST: Final = (
    *(EntryKind.REFUSALS, EntryKind.DECLARATION, EntryKind.SIGNERS),
    *(EntryKind.RECORD, EntryKind.TIME_STAMP, EntryKind.EVENT),
)
"""Registers are judged before all of these: the others rest on them."""

Told = Callable[[int], None]
"""Is told after every batch how many entries are done; may raise to stop between batches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """
    An entry judged by itself. known: kept already, with these very bytes.

    at: where its bytes are; leaf: what the log would hold of it, 32 bytes.
    """

    judged: Judged
    known: KeptEntry | None = None
    at: Location | None = None
    leaf: bytes = b""


def weighed(desk: RegisterDesk, package: LooseContainer, told: Told) -> tuple[Weighed, ...]:
    """
    Judge every entry by itself and make the bytes of the good ones durable.

    Raises: Refusal "package.refused" with all disagreements between manifest and entries. What
    was stored by then, no index names: harmless. Registers are kept when all entries agree.
    """
    return tuple(_Scales(desk, package, told).weighed())


class _Scales:
    """The state of one package's weighing."""

    def __init__(self, desk: RegisterDesk, package: LooseContainer, told: Told) -> None:
        self._desk, self._package, self._told = desk, package, told
        self._reader = EntryReader(package)
        self._registers: dict[str, bytes] = {}
        self._bench: Bench
        self._known: Mapping[bytes, KeptEntry] = {}

    def weighed(self) -> list[Weighed]:
        self._reader.require_agreement()
        outside, head = self._desk.outside, self._package.manifest.head
        in_order = self._in_order()
        stamped = frozenset(filter(None, (stamped_key(entry.path) for entry in in_order)))
        self._bench = replace(self._desk.bench(head.sender, self._sent()), stamped=stamped)
        self._known = outside.repository.known([entry.digest for entry in in_order])
        found: list[Weighed] = []
        for start in range(0, len(in_order), _BATCH):
            found += self._batch(in_order[start : start + _BATCH])
            if not self._reader.agrees:
                break
            self._told(len(found))
        self._reader.require_agreement()
        return [self._registered(one) for one in found]

    def _in_order(self) -> list[ManifestEntry]:
        rank = {kind: place for place, kind in enumerate((EntryKind.REGISTER, *_REST))}
        return sorted(self._package.manifest.entries, key=lambda e: (rank[e.kind], e.path))

    def _sent(self) -> tuple[Candidate, ...]:
        for entry in self._package.manifest.entries:
            if entry.kind is EntryKind.REGISTER:
                file = self._reader.file(entry)
                if file is not None:
                    self._registers[entry.path] = file
        return readable_registers(self._desk.outside, self._registers.values())

    def _batch(self, entries: Sequence[ManifestEntry]) -> list[Weighed]:
        # Step by step for the whole batch, not entry by entry: what is done again at once finds
        # in the processor's caches what it left there. That saves a fifth of all.
        unpacked = list(self._files(entries))
        found = self._judged(unpacked)
        if not self._reader.agrees:
            return found
        new = [_is_new(one) for one in found]
        files = [file for (_, file), is_new in zip(unpacked, new, strict=True) if is_new]
        places = iter(self._desk.outside.archive.append(files))
        return [
            _stored(one, next(places)) if is_new else one
            for one, is_new in zip(found, new, strict=True)
        ]

    def _files(self, entries: Sequence[ManifestEntry]) -> Iterator[tuple[ManifestEntry, bytes]]:
        for entry in entries:
            file = self._registers.get(entry.path) or self._reader.file(entry)
            if file is None or not self._reader.agrees:
                return
            yield entry, file

    def _judged(self, files: Sequence[tuple[ManifestEntry, bytes]]) -> list[Weighed]:
        found: list[Weighed] = []
        # Registers, declarations, records, withdrawals: a kind at a time, in their order.
        for kind, run in groupby(files, key=_kind):
            same = list(run)
            unknown = [each for each in same if each[0].digest not in self._known]
            fresh = iter(self._of_kind(kind, unknown))
            for entry, file in same:
                known = self._known.get(entry.digest)
                if known is None:
                    one = Weighed(judged=next(fresh))
                    self._reader.saw(entry, len(file), one.judged.file_digest)
                else:
                    one = _known_already(self._bench, entry, known)
                    self._reader.saw(entry, len(file), sha256(file).digest())
                found.append(one)
        return found

    def _of_kind(
        self, kind: EntryKind, entries: Sequence[tuple[ManifestEntry, bytes]]
    ) -> Sequence[Judged]:
        if kind is not EntryKind.RECORD:
            return [judged(self._bench, entry, file) for entry, file in entries]
        read = self._desk.outside.documents.records([file for _, file in entries])
        schools = {one.content.school.code for one in read if not isinstance(one, Refusal)}
        if not schools <= self._bench.asked:
            # Of these the package brings no register: now it is known which kept ones to read.
            self._bench = self._desk.knowing(self._bench, *sorted(schools - self._bench.asked))
        return judged_records(self._bench, entries, read)

    def _registered(self, one: Weighed) -> Weighed:
        """Put a register that stands into the store: it proves itself, whatever comes after."""
        body = one.judged.body
        if not isinstance(body, Register) or not _is_new(one):
            return one
        try:
            self._desk.outside.registers.save(self._registers[one.judged.entry.path], body)
        except Refusal as refusal:
            place = one.judged.entry.path
            finding = Finding(code=refusal.code, where=place, details=refusal.details)
            findings = (*one.judged.findings, finding)
            return replace(one, judged=replace(one.judged, findings=findings))
        return one


def _kind(each: tuple[ManifestEntry, bytes]) -> EntryKind:
    return each[0].kind


def _is_new(one: Weighed) -> bool:
    return one.known is None and answer_for(one.judged.findings).is_taken


def _stored(one: Weighed, at: Location) -> Weighed:
    entry, body = one.judged.entry, one.judged.body
    name = str(body.key) if isinstance(body, JudgedRecord) else entry.path.rpartition("/")[2]
    leaf = entry_leaf(
        kind=entry.kind,
        name=name,
        event=entry.event.value if entry.event else "",
        content=one.judged.content_digest,
        file=entry.digest,
    )
    return Weighed(judged=one.judged, at=at, leaf=leaf)


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
            entry=entry,
            unit=kept.unit,
            content_digest=b"",
            file_digest=entry.digest,
            findings=findings,
            body=None,
        ),
        known=kept,
    )
