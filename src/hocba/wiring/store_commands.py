"""The command `hocba store`: an office's segments, checked, repaired, brought back in a drill."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.replica import bring_back, replaced
from hocba.core.terms.outcomes import Fault
from hocba.faces.cli import store as face
from hocba.flow.check_store import StoreReport, checked_store
from hocba.ports.outside import Outside
from hocba.ports.repository import KeptEntry
from hocba.wiring.office_commands import office_at
from hocba.wiring.settings import settings


def store(arguments: Sequence[str]) -> int:
    """Check, repair or drill, and return the exit code."""
    question = face.asked(arguments)
    with office_at(question.level) as outside:
        repaired: tuple[str, ...] = ()
        if question.what == "drill" and question.source and question.target:
            bring_back(question.source, question.target)
            report = checked_store(outside, BlockSegments(question.target))
        else:
            report = checked_store(outside)
        if question.what == "repair" and question.source and not report.is_sound:
            folder = settings().blobs / outside.office.code
            repaired = repair(outside, report, folder=folder, replica=question.source)
            report = checked_store(outside)
        return face.tell(report, repaired=repaired, as_json=question.as_json)


def repair(
    outside: Outside, report: StoreReport, *, folder: Path, replica: Path
) -> tuple[str, ...]:
    """Replace every damaged segment that the replica has whole; return which were."""
    damaged = {one.entry.location.segment for one in report.unreadable}
    named: dict[str, list[KeptEntry]] = {segment: [] for segment in damaged}
    for entry in outside.repository.kept():
        if entry.location.segment in damaged:
            named[entry.location.segment].append(entry)
    return tuple(
        segment
        for segment, entries in sorted(named.items())
        if replaced(folder, replica, segment, is_right=partial(_all_read, entries))
    )


def _all_read(entries: Sequence[KeptEntry], folder: Path) -> bool:
    archive = BlockSegments(folder)
    try:
        for entry in sorted(entries, key=lambda one: one.location):
            archive.read(entry.location, digest=entry.digest)
    except Fault:
        return False
    return True
