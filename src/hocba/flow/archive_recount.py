"""
Count again from accepted bytes, a segment at a time, and hold it against the repository.

The index says only which documents were accepted. A first version counts at its spot. Records
with a later version, or withdrawn, are few: their keys are gathered, and their versions read at
the end. So what a driver holds grows with schools and classes, not with pupils.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from hocba.core.report.archive_tally import Tally
from hocba.core.report.figures import Choice, Cut, DeclaredRow, Figures, Spot, figures_by_spot
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import declaration_of
from hocba.core.submit.package import EntryKind
from hocba.core.submit.withdrawal import withdrawal_of
from hocba.core.terms.codes import RecordCode, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Place
from hocba.core.verify.parsed import ParsedRecord
from hocba.core.verify.verdict import Outcome
from hocba.flow.archive_jobs import Findings, documents_in, is_token, statement_kind
from hocba.flow.archive_work import Task
from hocba.flow.count_figures import declared_rows, spot_of
from hocba.ports.archive import Archive
from hocba.ports.documents import Documents
from hocba.ports.outside import Outside
from hocba.ports.repository import KeptEntry

_KINDS: Final = (EntryKind.RECORD, EntryKind.DECLARATION)
_BATCH: Final = 1_000

_Key = tuple[RecordCode, SchoolYear]


def accepted_tasks(tasks: Sequence[Task], outside: Outside, year: SchoolYear) -> tuple[Task, ...]:
    """Tell each task which of its documents the index names; segments with none are left out."""
    offsets: dict[str, array[int]] = {}
    for entry in _accepted(outside, year):
        at = entry.location
        offsets.setdefault(at.segment, array("Q")).append(at.offset)
    known = {task.segment: task for task in tasks}
    # A segment that is gone has no task; what the index names in it must be missed aloud.
    template = replace(tasks[-1], grows=True) if tasks else None
    return tuple(
        replace(
            known.get(segment) or replace(template, segment=segment),
            only=array("Q", sorted(found)).tobytes(),
        )
        for segment, found in sorted(offsets.items())
        if template is not None
    )


def _accepted(outside: Outside, year: SchoolYear) -> Iterator[KeptEntry]:
    for kind in _KINDS:
        yield from outside.repository.kept(kind=kind, school_year=year)
    yield from outside.repository.kept(kind=EntryKind.EVENT)


def recounted_segment(
    archive: Archive, segment: str, *, documents: Documents, year: SchoolYear, only: bytes
) -> Tally:
    """
    Count a segment's accepted documents of a school year.

    `first:SPOT` counts first versions; `later:KEY`, `withdrawn:KEY` and `declared:ROW` are data
    in the form of a count. An accepted document that is not there becomes a remark.
    """
    found = Findings(segment)
    accepted = array("Q")
    accepted.frombytes(only)
    left = set(accepted)
    for location, document in documents_in(archive, found):
        if location.offset in left:
            left.remove(location.offset)
            try:
                found.counts.update(_names(document, documents, year))
            except Refusal as refusal:
                # It was accepted once: either the reader or the bytes are no longer the same.
                found.remark(location.offset, Outcome.FAILED.value, refusal.code)
    # Behind damage everything is missing, and one remark has said so.
    if not found.is_cut_off:
        for offset in sorted(left):
            found.remark(offset, "archive.missing")
    for name, count in sorted(found.counts.items()):
        found.saw(f"{name} {count}")
    return found.tally()


def _names(file: bytes, documents: Documents, year: SchoolYear) -> Iterator[str]:
    """Return the names under which one document counts."""
    if is_token(file):
        return
    kind = statement_kind(file)
    if kind is None:
        general = (record := documents.record(file)).content.general
        if general.version == 1:
            yield f"first:{_spot_text(spot_of(record))}"
        else:
            yield f"later:{general.record_code}"
        return
    statement = documents.statement(file, kind)
    if kind is StatementKind.DECLARATION:
        for row in declared_rows(declaration_of(statement.content)):
            yield f"declared:{_row_text(row)}"
    elif kind is StatementKind.WITHDRAWAL:
        word = withdrawal_of(statement.content)
        if word.key.school_year == year:
            yield f"withdrawn:{word.key.record_code}/{word.content_digest.hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """Both counts, of the same choice."""

    from_bytes: Figures
    from_index: Figures
    tally: Tally

    @property
    def agrees(self) -> bool:
        """Whether every accepted document was there, and both counts are equal."""
        return not self.tally.remarks and self.from_bytes == self.from_index


def recounted(tally: Tally, outside: Outside, *, cut: Cut, choice: Choice) -> Recount:
    """
    Make figures of a tally, and count the same in the index.

    Raises: Fault "archive.*" when a version of an amended record cannot be read.
    """
    withdrawn = {tuple(name.split("/")) for name in tally.starting("withdrawn:")}
    odd = {code for code, _ in withdrawn} | set(tally.starting("later:"))
    spots = Counter({_spot_of(text): n for text, n in tally.starting("first:").items()})
    keys = [(RecordCode(code), choice.school_year) for code in sorted(odd)]
    for versions in _versions(keys, outside):
        first, last = versions[0], versions[-1]
        # Counted at the first one's spot until now; the last one's counts, unless withdrawn.
        if first.content.general.version == 1:
            spots[spot_of(first)] -= 1
        code = str(last.content.general.record_code)
        if (code, last.content_digest.hex()) not in withdrawn:
            spots[spot_of(last)] += 1
    rows = [_row_of(text) for text in tally.starting("declared:")]
    accepted = [(spot, count) for spot, count in spots.items() if count]
    return Recount(
        from_bytes=figures_by_spot(rows, accepted, cut=cut, choice=choice),
        from_index=outside.repository.figures(cut, choice),
        tally=tally,
    )


def _versions(keys: Sequence[_Key], outside: Outside) -> Iterator[list[ParsedRecord]]:
    """Read every accepted version of records of a year, oldest first, from their bytes."""
    waiting = iter(keys)
    while batch := list(islice(waiting, _BATCH)):
        siblings = outside.repository.siblings(batch)
        digests = [one.file_digest for kept in siblings.values() for one in kept]
        entries = outside.repository.known(digests)
        for kept in siblings.values():
            found = [_read(entries[one.file_digest], outside) for one in kept]
            if found:
                yield sorted(found, key=lambda record: record.content.general.version)


def _read(entry: KeptEntry, outside: Outside) -> ParsedRecord:
    return outside.documents.record(outside.archive.read(entry.location, digest=entry.digest))


def _spot_text(spot: Spot) -> str:
    told = [
        *(spot.school, spot.school_name, spot.ward.code, spot.ward.name),
        *(spot.province.code, spot.province.name),
        *(spot.school_year.first, spot.grade, spot.class_name),
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _spot_of(text: str) -> Spot:
    school, name, ward, ward_name, province, province_name, year, grade, klass = json.loads(text)
    return Spot(
        school=SchoolCode(school),
        school_name=name,
        ward=Place(code=ward, name=ward_name),
        province=Place(code=province, name=province_name),
        school_year=SchoolYear(year),
        grade=grade,
        class_name=klass,
    )


_COUNTS: Final = ("number", "pupils", "records", "signed", "sealed")


def _row_text(row: DeclaredRow) -> str:
    told: Mapping[str, Any] = {
        "spot": _spot_text(row.spot),
        "exceptions": dict(row.exceptions),
        **{name: getattr(row, name) for name in _COUNTS},
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _row_of(text: str) -> DeclaredRow:
    told = json.loads(text)
    return DeclaredRow(
        spot=_spot_of(told["spot"]),
        exceptions=told["exceptions"],
        **{name: told[name] for name in _COUNTS},
    )
