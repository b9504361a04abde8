"""Status lists, one file a school year, in a trust directory."""

import re
from pathlib import Path
from typing import Final

from hocba.adapters.blobs.durable import write_durably
from hocba.core.terms.codes import SchoolYear, school_year

_NAME: Final = re.compile(r"tinh-trang-(\d{4}-\d{4})\.jws")


def status_list_name(year: SchoolYear) -> str:
    """Return the name of a year's list."""
    return f"tinh-trang-{year}.jws"


class StatusListFolder:
    """Implements `StatusLists`. folder: the trust directory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def years(self) -> tuple[SchoolYear, ...]:
        """Return the years for which there is a list; see the port."""
        if not self._folder.is_dir():
            return ()
        named = (_NAME.fullmatch(file.name) for file in self._folder.iterdir())
        return tuple(sorted((school_year(one[1]) for one in named if one), key=str))

    def text(self, school_year: SchoolYear) -> str | None:
        """Return an edition; see the port."""
        try:
            return (self._folder / status_list_name(school_year)).read_text("ascii")
        except FileNotFoundError:
            return None

    def replace(self, school_year: SchoolYear, text: str) -> None:
        """Put another in its place; see the port."""
        write_durably(self._folder, {status_list_name(school_year): text.encode("ascii")})
