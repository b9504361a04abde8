"""
Segments that are to go: a note each in the folder's `retired/`, its name the segment's.

    | a crash                              | leaves                  | next time               |
    |--------------------------------------|-------------------------|-------------------------|
    | while a note is written              | no note, or the old one | it is retired again     |
    | after the segment, before its note   | a note on nothing       | the note is removed too |
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from hocba.adapters.blobs.damage import gone, segment_path
from hocba.adapters.blobs.durable import locked, sync_folder, write_durably
from hocba.core.terms.outcomes import Fault

_NOTES: Final = "retired"


def require_standing(folder: Path, segments: Collection[str]) -> None:
    """Raise where a segment is gone; see the port."""
    for segment in sorted(segments):
        if not segment_path(folder, segment).is_file():
            raise gone(segment)


def retire(folder: Path, segment: str, *, at: datetime) -> None:
    """Note that a segment is to go; see the port."""
    path = segment_path(folder, segment)
    try:
        with locked(folder):
            write_durably(folder / _NOTES, {path.name: at.isoformat().encode()})
    except OSError as problem:
        raise Fault("archive.not_written", str(problem), retry=True) from problem


def retired(folder: Path) -> Mapping[str, datetime]:
    """Read the notes; see the port. A part of a note that a crash left begins with a dot."""
    notes = sorted((folder / _NOTES).glob("[!.]*"))
    return {note.name: datetime.fromisoformat(note.read_text("ascii")) for note in notes}


def drop(folder: Path, segment: str, *, last: str | None) -> None:
    """Remove a retired segment; see the port. last: the name of the one that still grows."""
    path = segment_path(folder, segment)
    if segment == last or segment not in retired(folder):
        raise ValueError(f"{segment} is not to go")
    try:
        with locked(folder):
            path.unlink(missing_ok=True)
            # The name is gone for good before its note goes: a segment that came back after a
            # power cut would otherwise look like one that is needed.
            sync_folder(folder)
            (folder / _NOTES / segment).unlink()
            sync_folder(folder / _NOTES)
    except OSError as problem:
        raise Fault("archive.not_written", str(problem), retry=True) from problem
