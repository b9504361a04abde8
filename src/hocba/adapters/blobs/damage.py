"""What archives say of bytes that are not what they were."""

from pathlib import Path

from hocba.core.terms.outcomes import Fault


def damaged(segment: str, offset: int, reason: str) -> Fault:
    """Return the fault for what stands at a place of a segment."""
    return Fault("archive.damaged", reason, retry=False, segment=segment, offset=str(offset))


def not_read(segment: str, problem: OSError) -> Fault:
    """Return the fault for a segment that cannot be read now."""
    return Fault("archive.not_read", str(problem), retry=True, segment=segment)


def gone(segment: str) -> Fault:
    """Return the fault for a segment that went while something was being stored in it."""
    return Fault("archive.gone", "dropped meanwhile", retry=True, segment=segment)


def segment_path(folder: Path, segment: str) -> Path:
    """Return where a segment stands. Raises: Fault "archive.damaged" for what is no name of one."""
    path = folder / segment
    if path.parent != folder:
        raise damaged(segment, 0, "no segment's name")
    return path
