"""
Objects that are to go: a note each below `retired/`, its name the object's.

A crash leaves what it leaves in a folder (see retirement.py): no note or the old one, or a note on
nothing, which goes the next time.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final

from obstore.store import ObjectStore

from hocba.adapters.blobs.damage import gone

_NOTES: Final = "retired"


def require_standing(store: ObjectStore, segments: Collection[str]) -> None:
    """Raise where an object is gone; see the port. Raises: TROUBLE."""
    for segment in sorted(segments):
        try:
            store.head(segment)
        except FileNotFoundError as missing:
            raise gone(segment) from missing


def retire(store: ObjectStore, segment: str, *, at: datetime) -> None:
    """Note that an object is to go; see the port. Raises: TROUBLE."""
    store.put(f"{_NOTES}/{segment}", at.isoformat().encode(), use_multipart=False)


def retired(store: ObjectStore) -> Mapping[str, datetime]:
    """Read the notes; see the port. Raises: TROUBLE."""
    listed = store.list_with_delimiter(_NOTES)["objects"]
    paths = sorted(one["path"] for one in listed)
    return {path.rpartition("/")[2]: _time(store, path) for path in paths}


def drop(store: ObjectStore, segment: str, *, last: str | None) -> None:
    """Remove a retired object; see the port. last: the newest one's name. Raises: TROUBLE."""
    if segment == last or segment not in retired(store):
        raise ValueError(f"{segment} is not to go")
    # The object goes before its note: the other order could leave one that nobody wants.
    for path in (segment, f"{_NOTES}/{segment}"):
        with suppress(FileNotFoundError):
            store.delete(path)


def _time(store: ObjectStore, path: str) -> datetime:
    return datetime.fromisoformat(bytes(store.get(path).bytes()).decode("ascii"))
