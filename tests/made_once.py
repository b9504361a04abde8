"""
Worlds that are dear to make: each is made once a run, and every test that asks takes a copy.

Whichever worker asks first makes it while the others wait at a lock. Nobody works in the world
itself, so that its PostgreSQL stands still and a copy of its files is a whole installation.
"""

import fcntl
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from hocba.adapters.database.embedded import running
from hocba.adapters.database.embedded_account import account
from tests.installations import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """folder: one for all workers of a run."""

    folder: Path

    def made(self, name: str, make: Callable[[Path], None]) -> Path:
        """Return the folder of a world, which the first who asks has made by `make`."""
        world, whole = self.folder / name, self.folder / f"{name}.whole"
        self.folder.mkdir(exist_ok=True)
        with (self.folder / f"{name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.exists():
                # What an attempt that failed has left.
                shutil.rmtree(world, ignore_errors=True)
                world.mkdir()
                make(world)
                whole.touch()
        return world

    def migrated(self, to: Path) -> Path:
        """Give `to` a PostgreSQL whose database has today's tables, and no row of ours."""
        return copied(self.made("migrated", _migrate), to)

    def demo(self, to: Path) -> Path:
        """Give `to` the demo of four schools: below `home` the installation, its results in `out`.

        What the command said stands in `said`; it is whole only where the demo ended well.
        """
        return copied(self.made("demo", _play), to, at="home")


def copied(world: Path, to: Path, *, at: str = ".") -> Path:
    """
    Copy a world that stands still, wherever its PostgreSQL keeps its files.

    at: the installation's home in the world.
    """
    _copy(world, to)
    own, other = (account().home_for((each / at / "postgres").resolve()) for each in (world, to))
    if not own.is_relative_to(world.resolve()):
        _copy(own, other)
    return to


def _copy(folder: Path, to: Path) -> None:
    to.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", "--reflink=auto", f"{folder}/.", to], check=True)


def _migrate(home: Path) -> None:
    with running(home / "postgres") as server:
        _well(Installation(home=home).hocba("migrate", "--verbosity", "0"))
        for role, url in (("hocba_owner", server.owner_url), ("hocba_app", server.app_url)):
            with psycopg.connect(url, autocommit=True) as own:
                # A process that is killed loses nothing by it; only a power cut would.
                own.execute(f"ALTER ROLE {role} SET synchronous_commit TO off")


def _play(world: Path) -> None:
    said = _well(Installation(home=world / "home").hocba("demo", "--out", world / "out"))
    (world / "said").write_text(said, "utf-8")


def _well(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
