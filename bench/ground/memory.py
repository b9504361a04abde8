"""What the processes of a command hold in memory and have used of a core. Source: proc(5)."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_TICK_S: Final = 1 / os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have, oldest first."""
    found: list[int] = []
    for thread in _threads(pid):
        for child in map(int, _read(thread / "children").split()):
            found += [child, *descendants(child)]
    return sorted(found)


def resident_mb(pid: int) -> int:
    """Return a process's resident memory in MB, 0 for one that has ended."""
    lines = _read(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def cpu_s(pids: Iterable[int]) -> float:
    """Return the CPU seconds of processes that still live."""
    told = (_read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split() for pid in pids)
    return sum((int(each[11]) + int(each[12])) * _TICK_S for each in told if each)


def postgres_pids(home: Path) -> list[int]:
    """Return the processes of the PostgreSQL that an installation holds."""
    locks = (home / "postgres").glob("*/postmaster.pid")
    servers = [int(_read(lock).split("\n", 1)[0]) for lock in locks]
    return [pid for server in servers for pid in (server, *descendants(server))]


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        # It has ended meanwhile.
        return []


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        # It has ended meanwhile.
        return ""
