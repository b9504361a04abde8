"""
Make the index of pupils anew from what is kept: after the key was lost, or for an old database.

Nothing is removed: rows that are there stay, and rows under another key find nobody.
"""

from itertools import islice
from typing import Final

from hocba.core.compose.looking_up import SeenPupil
from hocba.core.submit.package import EntryKind
from hocba.flow.judge_entry import seen_pupil
from hocba.ports.outside import Outside
from hocba.ports.progress import Progress
from hocba.ports.repository import KeptEntry

_BATCH: Final = 1000


def index_pupils(outside: Outside, *, tell: Progress = lambda done, total: None) -> int:
    """
    Add every pupil of every kept record that the index does not hold yet.

    Returns how many records were read. May be stopped and started again.
    Raises: Fault "archive.*" for bytes that cannot be read back.
    """
    done, total = 0, outside.repository.log().size
    entries = outside.repository.kept(kind=EntryKind.RECORD)
    while batch := list(islice(entries, _BATCH)):
        outside.pupils.add([_seen(outside, entry) for entry in batch])
        done += len(batch)
        tell(done, total)
    return done


def _seen(outside: Outside, entry: KeptEntry) -> SeenPupil:
    file = outside.archive.read(entry.location, digest=entry.digest)
    return seen_pupil(outside.documents.record(file).content)
