"""The running postmaster of a cluster: is it there, does it answer, end it."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

_PROC: Final = Path("/proc")
_PREFIX: Final = "hocba-pg-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmaster:
    """What `postmaster.pid` says. Source: PostgreSQL, src/include/utils/pidfile.h."""

    pid: int
    port: int
    sockets: Path

    def url(self, *, role: str, password: str, database: str) -> str:
        """Through the unix socket: no other user of the machine can listen in its place."""
        host = str(self.sockets).replace("/", "%2F")
        return f"postgresql://{role}:{password}@{host}:{self.port}/{database}"


def postmaster(folder: Path) -> Postmaster | None:
    """Read the postmaster's file in `folder`; None when there is none or it is half written."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        return Postmaster(pid=int(lines[0]), port=int(lines[3]), sockets=Path(lines[4]))
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_alive(found: Postmaster, folder: Path) -> bool:
    """
    Say whether that process still is the postmaster of `folder`.

    A process number is used again after a while, and a dead child keeps its number until
    it is waited for; both are told by the working folder, which a dead one has no more.
    """
    if _PROC.is_dir():
        return _works_in(_PROC / str(found.pid), folder)
    try:
        os.kill(found.pid, 0)
    except ProcessLookupError:
        return False
    return True


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def end(found: Postmaster, folder: Path) -> None:
    """End the server in order: open transactions are rolled back, everything is flushed."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        _signal(found.pid, number)
        if wait_until(lambda: not is_alive(found, folder), timeout_s=30):
            break
    remove_sockets(found)


def end_orphans(folder: Path) -> None:
    """
    Wait for processes that outlived their postmaster, then end those that stay.

    They share memory with the dead one: starting a new server beside them would ruin data.
    """
    if wait_until(lambda: not _workers_of(folder), timeout_s=5):
        return
    for pid in _workers_of(folder):
        _signal(pid, signal.SIGKILL)
    wait_until(lambda: not _workers_of(folder), timeout_s=5)


def new_sockets() -> Path:
    """Make a private folder with a path so short that a socket's name fits (107 bytes)."""
    usual = tempfile.gettempdir()
    return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=usual if len(usual) < 60 else "/tmp"))


def remove_sockets(found: Postmaster) -> None:
    if found.sockets.name.startswith(_PREFIX):
        shutil.rmtree(found.sockets, ignore_errors=True)


def wait_until(true: Callable[[], bool], *, timeout_s: float) -> bool:
    """Ask every 20 ms until the answer is yes. Returns: False when the time ran out."""
    deadline = time.monotonic() + timeout_s
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _workers_of(folder: Path) -> tuple[int, ...]:
    """All processes whose working folder is the cluster: every one of PostgreSQL's is."""
    numbers = (entry for entry in _PROC.glob("[0-9]*") if _works_in(entry, folder))
    return tuple(int(entry.name) for entry in numbers)


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder.resolve()
    except OSError:
        return False


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
