"""What the processes of a command hold in memory. Source: proc(5)."""

from pathlib import Path


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have, oldest first."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, _read(children).split()):
            found += [child, *descendants(child)]
    return sorted(found)


def resident_mb(pid: int) -> int:
    """Return a process's resident memory in MB, 0 for one that has ended."""
    lines = _read(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        # It has ended meanwhile.
        return ""
