"""An office whose segments and log stand in a store of objects."""

from dataclasses import replace

from hocba.adapters.blobs.log_folder import WitnessFolder
from hocba.adapters.blobs.object_log import ObjectLog
from hocba.adapters.blobs.object_segments import ObjectSegments
from hocba.adapters.blobs.object_store import opened
from hocba.adapters.keys.note_keys import NoteKeyFolder, check_ed25519
from hocba.ports.log_store import LogShelf


def on_objects(outside, place, folder):
    """
    Return the office as after a restart, its bytes in the store.

    place: prefix -> address. folder: what of it stays on this machine.
    """
    code = outside.office.code
    return replace(
        outside,
        archive=ObjectSegments(opened(place(code))),
        log=LogShelf(
            store=ObjectLog(opened(place(f"{code}/log")), locks=folder / "locks"),
            memory=WitnessFolder(folder / "witness"),
            keys=NoteKeyFolder(folder / "keys", code),
            check=check_ed25519,
        ),
    )
