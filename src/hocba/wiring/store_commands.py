"""The command `hocba store`: an office's segments, checked, repaired, drilled, compacted."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.replica import bring_back, replaced
from hocba.core.terms.outcomes import Fault
from hocba.faces.cli import store as face
from hocba.faces.cli.compaction import tell_compacted, tell_plan
from hocba.faces.cli.progress_line import progress_line
from hocba.flow.check_store import StoreReport, checked_store
from hocba.flow.compact_store import compact, planned_compaction
from hocba.flow.index_pupils import index_pupils
from hocba.ports.archive import Archive, Location
from hocba.ports.outside import Outside
from hocba.wiring.archives import office_folder
from hocba.wiring.office_commands import office_at
from hocba.wiring.settings import settings

_AT_ONCE: Final = 16
"""Damaged segments whose index rows are in memory together: some 50,000 each."""


def store(arguments: Sequence[str]) -> int:
    """Check, repair, drill or compact, and return the exit code."""
    question = face.asked(arguments)
    with office_at(question.level) as outside:
        if question.what == "compact":
            return _compact(outside, question)
        if question.what == "pupils":
            return _indexed(outside)
        repaired: tuple[str, ...] = ()
        if question.what == "drill" and question.source and question.target:
            bring_back(question.source, question.target)
            report = _checked(outside, BlockSegments(question.target))
        else:
            report = _checked(outside)
        if question.what == "repair" and question.source and not report.is_sound:
            folder = office_folder(settings(), outside.office.code)
            repaired = repair(outside, report, folder=folder, replica=question.source)
            report = _checked(outside)
        return face.tell(report, repaired=repaired, as_json=question.as_json)


def _checked(outside: Outside, archive: Archive | None = None) -> StoreReport:
    with progress_line("Tài liệu / documents") as tell:
        return checked_store(outside, archive, tell=tell)


def _indexed(outside: Outside) -> int:
    with progress_line("Học bạ đã đọc / records read") as tell:
        read = index_pupils(outside, tell=tell)
    print(f"{read} học bạ trong chỉ mục tra cứu / records in the index of pupils")
    return 0


def _compact(outside: Outside, question: face.Asked) -> int:
    with progress_line("Tệp đã xem / files looked at") as tell:
        plan = planned_compaction(outside, grace=question.grace, tell=tell)
    if question.dry_run:
        return tell_plan(plan, as_json=question.as_json)
    with progress_line("Tài liệu đã chuyển / documents moved") as tell:
        done = compact(outside, plan, tell=tell)
    return tell_compacted(done, as_json=question.as_json)


def repair(
    outside: Outside, report: StoreReport, *, folder: Path, replica: Path
) -> tuple[str, ...]:
    """Replace every damaged segment that the replica has whole; return which were."""
    groups = range(0, len(report.damaged), _AT_ONCE)
    return tuple(
        segment
        for start in groups
        for segment, named in _named(outside, report.damaged[start : start + _AT_ONCE]).items()
        if replaced(folder, replica, segment, is_right=partial(_all_read, named))
    )


Named = tuple[Location, bytes]
"""A place, and the digest of what stands there."""


def _named(outside: Outside, segments: Sequence[str]) -> dict[str, list[Named]]:
    named: dict[str, list[Named]] = {segment: [] for segment in segments}
    for entry in outside.repository.kept():
        if entry.location.segment in named:
            named[entry.location.segment].append((entry.location, entry.digest))
    return named


def _all_read(named: Sequence[Named], folder: Path) -> bool:
    archive = BlockSegments(folder)
    try:
        for location, digest in sorted(named):
            archive.read(location, digest=digest)
    except Fault:
        return False
    return True
