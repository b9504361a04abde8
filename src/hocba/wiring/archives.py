"""Open an archive by where it is: a folder, or an address in an S3-compatible store."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.log_folder import LogFolder
from hocba.adapters.blobs.new_segment import NewSegment, new_object, new_segment
from hocba.adapters.blobs.object_log import ObjectLog
from hocba.adapters.blobs.object_segments import ObjectSegments
from hocba.adapters.blobs.object_store import is_address, opened
from hocba.adapters.blobs.papers import PaperFolder, PaperStore
from hocba.core.terms.outcomes import Refusal
from hocba.ports.archive import Archive
from hocba.ports.corrections import Papers
from hocba.ports.log_store import LogStore
from hocba.wiring.settings import Settings


def _folder(place: str) -> Archive:
    if not Path(place).is_dir():
        raise Refusal("archive.no_folder", place, place=place)
    return BlockSegments(Path(place))


def _store(place: str) -> Archive:
    return ObjectSegments(opened(place))


OPENERS: Final[Mapping[str, Callable[[str], Archive]]] = MappingProxyType({"s3": _store})
"""By what stands before `://`; anything else is a folder's path."""


def opened_archive(place: str) -> Archive:
    """Open the archive at a place. Raises: Refusal "archive.no_folder"."""
    scheme, is_address, _ = place.partition("://")
    return OPENERS.get(scheme, _folder)(place) if is_address else _folder(place)


def begun_archive(place: str) -> Archive:
    """Open the archive at a place where none may have been begun yet."""
    return opened_archive(place) if is_address(place) else BlockSegments(Path(place))


def new_segment_at(place: str, name: str) -> AbstractContextManager[NewSegment]:
    """Give an empty archive whose one segment can be put at a place, under a segment's name."""
    return new_object(opened(place), name) if is_address(place) else new_segment(Path(place), name)


def place_of(settings: Settings, office: str) -> str:
    """Return where an office's bytes are: a folder's path or an address. office: its code."""
    return below(settings.blobs or str(settings.own_blobs), office)


def below(place: str, name: str) -> str:
    """Return a place inside another; an address keeps what stands behind its `?`."""
    path, mark, query = place.partition("?") if is_address(place) else (place, "", "")
    return f"{path.rstrip('/')}/{name}{mark}{query}"


def office_archive(settings: Settings, office: str) -> Archive:
    """Open an office's own archive, which may not have been begun yet."""
    return begun_archive(place_of(settings, office))


def office_log(settings: Settings, office: str) -> LogStore:
    """Open the log that an office publishes, beside its segments."""
    place = below(place_of(settings, office), "log")
    if not is_address(place):
        return LogFolder(Path(place))
    return ObjectLog(opened(place), locks=settings.own_blobs / office / "log")


def office_papers(settings: Settings) -> Papers:
    """Open the papers that requests rest on: one shelf for all offices of an installation."""
    place = place_of(settings, "giay-to")
    return PaperStore(opened(place)) if is_address(place) else PaperFolder(Path(place))
