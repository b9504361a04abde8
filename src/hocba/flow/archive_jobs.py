"""
The jobs: each a pure function of one segment's documents that returns a tally.

A segment is read on its own; nothing is remembered from one to the next. What cannot be read is
a remark, and what stood before it counts.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from types import MappingProxyType
from typing import Final

from hocba.core.report.archive_tally import MOST_REMARKS, Remark, Tally
from hocba.core.report.evidence import TreeHash
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.verify.judge import Setting
from hocba.core.verify.parsed import ParsedRecord
from hocba.core.verify.verdict import Outcome
from hocba.flow.verify_alone import Trust
from hocba.flow.verify_document import Examined, examine
from hocba.ports.archive import Archive, Location
from hocba.ports.certificates import CertificatePaths
from hocba.ports.documents import Documents

_ROOT: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?<(?:[\w.\-]+:)?(\w+)")
_STATEMENTS: Final = {kind.root.encode(): kind for kind in StatementKind}
_BATCH: Final = 200


class Findings:
    """One segment's tally while it is being made. is_cut_off: damage ended the reading."""

    def __init__(self, segment: str) -> None:
        self.segment = segment
        self.is_cut_off = False
        self.counts: Counter[str] = Counter()
        self._remarks: list[Remark] = []
        self._digest = sha256()

    def remark(self, offset: int, what: str, text: str = "") -> None:
        """Have a person look at a place."""
        self.counts["remarks"] += 1
        self._remarks.append(Remark(segment=self.segment, offset=offset, what=what, text=text))
        self.saw(f"{offset} {what} {text}")

    def saw(self, line: str) -> None:
        """Put into the digest what was found; a line a document."""
        self._digest.update(f"{line}\n".encode())

    def tally(self, digest: str = "") -> Tally:
        """Return the segment's tally. digest: instead of the one over all that was seen."""
        return Tally(
            counts=MappingProxyType(dict(+self.counts)),
            remarks=tuple(sorted(self._remarks)[:MOST_REMARKS]),
            digests=((self.segment, digest or self._digest.hexdigest()),),
        )


def documents_in(archive: Archive, found: Findings) -> Iterator[tuple[Location, bytes]]:
    """
    Read a segment; what is damaged becomes a remark and ends it.

    Raises: Fault "archive.not_read" when another try may help: no finding about the archive.
    """
    offset = -1
    try:
        for location, document in archive.documents(found.segment):
            offset = location.offset
            found.counts["documents"] += 1
            yield location, document
    except Fault as fault:
        if fault.retry:
            raise
        found.is_cut_off = True
        found.remark(int(fault.details.get("offset", offset)), fault.code, str(fault))


def statement_kind(document: bytes) -> StatementKind | None:
    """Tell a statement by its root; anything else is judged as a record, whatever it is."""
    root = _ROOT.match(document)
    return _STATEMENTS.get(root[1]) if root else None


def is_token(document: bytes) -> bool:
    """Tell a time stamp, which is DER: every other document of an archive is XML."""
    return document[:1] == b"\x30"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Who judges records: with the registers of each world that the trust knows."""

    documents: Documents
    paths: CertificatePaths
    settings: Mapping[Environment, Setting]

    def examined(self, file: bytes) -> Examined:
        """Verify one record with the registers of its own world."""
        first = min(self.settings)
        found = self._examined(file, first)
        world = found.record.content.general.environment if found.record else first
        # Only the content says which registers are due; few archives hold two worlds.
        return found if world == first else self._examined(file, world)

    def _examined(self, file: bytes, world: Environment) -> Examined:
        setting = self.settings.get(world) or self.settings[min(self.settings)]
        return examine(file, documents=self.documents, paths=self.paths, setting=setting)


def judge_of(trust: Trust, *, documents: Documents, now: datetime) -> Judge:
    """Return who judges with a trust, as of an instant."""
    worlds = trust.environments or frozenset(Environment)
    return Judge(
        documents=documents,
        paths=trust.paths,
        settings={
            world: Setting(
                environments=worlds,
                book=trust.shelf.book(ministry=trust.ministry, environment=world).book,
                now=now,
            )
            for world in worlds
        },
    )


def verified_segment(archive: Archive, segment: str, *, judge: Judge) -> Tally:
    """
    Verify every record of a segment, as `hocba verify` does each.

    Nothing but the bytes and the trust counts as proof of when a record existed: an index's
    times are a database's word.
    """
    found = Findings(segment)
    for location, document in documents_in(archive, found):
        digest = sha256(document).hexdigest()
        kind = statement_kind(document)
        root = "DauThoiGian" if is_token(document) else kind.root if kind else ""
        if root:
            found.counts[f"kind:{root}"] += 1
            found.saw(f"{location.offset} {digest} {root}")
            continue
        verdict = judge.examined(document).verdict
        codes = sorted(finding.code for _, finding in verdict.findings)
        found.counts.update({"kind:HocBa": 1, f"outcome:{verdict.outcome.value}": 1})
        found.counts.update(f"finding:{code}" for code in codes)
        found.saw(f"{location.offset} {digest} {verdict.outcome.value} {' '.join(codes)}")
        if verdict.outcome is not Outcome.PASSED:
            found.remark(location.offset, verdict.outcome.value, " ".join(codes))
    return found.tally()


def registers_in_segment(archive: Archive, segment: str) -> Tally:
    """Find registers: a count `register:segment/offset/length/SHA-256` for each."""
    found = Findings(segment)
    for at, document in documents_in(archive, found):
        if statement_kind(document) is StatementKind.REGISTER:
            name = f"{at.segment}/{at.offset}/{at.length}/{sha256(document).hexdigest()}"
            found.counts[f"register:{name}"] += 1
            found.saw(name)
    return found.tally()


def rooted_segment(archive: Archive, segment: str, *, first: int | None = None) -> Tally:
    """Return the SHA-512 root over a segment's documents, or the first of them, as its digest."""
    found, tree = Findings(segment), TreeHash()
    for _, document in islice(documents_in(archive, found), first):
        tree.add(document)
    found.counts[f"size:{segment}"] = tree.size
    return found.tally(tree.root)


def evidence_of_segment(
    archive: Archive, segment: str, *, documents: Documents, paths: CertificatePaths
) -> Tally:
    """
    Return a segment's root, and what the evidence of its records rests on and until when.

    `until:2029-08` counts records whose first certificate ends in that month; `signature:...`
    counts signatures by algorithm and key, `issuer:...` by who issued the certificate.
    """
    found, tree = Findings(segment), TreeHash()
    for location, document in documents_in(archive, found):
        tree.add(document)
        if is_token(document) or statement_kind(document) is not None:
            continue
        try:
            found.counts.update(_rests_on(documents.record(document), paths))
        except Refusal as refusal:
            found.remark(location.offset, Outcome.FAILED.value, refusal.code)
    found.counts[f"size:{segment}"] = tree.size
    return found.tally(tree.root)


def _rests_on(record: ParsedRecord, paths: CertificatePaths) -> Iterator[str]:
    ends: list[datetime] = []
    for signature in record.signatures:
        facts = paths.facts(signature.certificate)
        ends.append(facts.not_after)
        algorithm = signature.algorithm.rpartition("#")[2]
        yield f"signature:{algorithm} {facts.key_kind.value}-{facts.key_bits}"
        yield f"issuer:{facts.issuer_name}"
    if ends:
        yield f"until:{min(ends):%Y-%m}"


def reencoded_segment(archive: Archive, segment: str, *, target: Archive) -> Tally:
    """
    Write a segment's documents into an empty archive, read them back, and compare.

    A writer may put documents of the same signers side by side, so what is compared is each
    document's SHA-256, with how often it is there, and not the order.
    The digest is over the documents alone, so it is the same for any two encodings of them.
    """
    found = Findings(segment)
    left: Counter[str] = Counter()
    documents = documents_in(archive, found)
    while batch := [document for _, document in islice(documents, _BATCH)]:
        target.append(batch)
        for document in batch:
            digest = sha256(document).hexdigest()
            found.saw(digest)
            left[digest] += 1
    left.subtract(_written(target))
    for digest in sorted(digest for digest, count in left.items() if count):
        found.remark(-1, "archive.reencoded_otherwise", digest)
    return found.tally()


def _written(target: Archive) -> Iterator[str]:
    for segment in target.segments():
        for _, document in target.documents(segment):
            yield sha256(document).hexdigest()
