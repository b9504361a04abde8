"""Open an archive by where it is: a folder, or an address in an S3-compatible store."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.core.terms.outcomes import Refusal
from hocba.ports.archive import Archive


def _folder(place: str) -> Archive:
    if not Path(place).is_dir():
        raise Refusal("archive.no_folder", place, place=place)
    return BlockSegments(Path(place))


OPENERS: Final[Mapping[str, Callable[[str], Archive]]] = MappingProxyType({})
"""By what stands before `://`; anything else is a folder's path."""


def opened_archive(place: str) -> Archive:
    """Open the archive at a place. Raises: Refusal "archive.no_folder"."""
    scheme, is_address, _ = place.partition("://")
    return OPENERS.get(scheme, _folder)(place) if is_address else _folder(place)
