"""Hand a nation's packages in as fast as an office takes them, and watch."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from ground.memory import resident_mb
from hocba.core.terms.outcomes import Refusal
from hocba.flow.hand_in_package import hand_in, shelf_of
from hocba.flow.register_desk import RegisterDesk
from hocba.lab.nation.folder import Nation
from hocba.ports.intake import IntakeState

_AHEAD: Final = 6
"""Packages that wait at most: the disk holds these twice, not the whole nation."""
_PAUSE_S: Final = 0.25
_STALLED_S: Final = 300.0
_LOOK_S: Final = 1.0
_TELL_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One look: seconds since the first package, entries of the log, memory of the workers."""

    seconds: float
    entries: int
    worker_mb: tuple[int, ...]


_BEGINNING: Final = Mark(seconds=0.0, entries=0, worker_mb=())


@dataclass(slots=True, kw_only=True)
class Watch:
    """Looks at the log and the workers' memory now and then, and tells how far it is."""

    office: Any
    pids: Callable[[], Sequence[int]]
    due: int
    began: float = field(default_factory=time.perf_counter)
    marks: list[Mark] = field(default_factory=list)
    _told: Mark = _BEGINNING
    _moved: Mark = _BEGINNING

    def look(self, *, now: bool = False) -> None:
        """Look, if it is time to or `now` is said."""
        seconds = time.perf_counter() - self.began
        if not now and seconds - self._last.seconds < _LOOK_S:
            return
        mark = Mark(
            seconds=seconds,
            entries=self.office.repository.log().size,
            worker_mb=tuple(map(resident_mb, self.pids())),
        )
        self.marks.append(mark)
        if now or seconds - self._told.seconds >= _TELL_S:
            self._tell(mark)

    def require_movement(self, queue: Any) -> None:
        """Stop the bench when the log has not grown for minutes, and show what waits."""
        if self._last.entries != self._moved.entries:
            self._moved = self._last
        if self._last.seconds - self._moved.seconds > _STALLED_S:
            raise SystemExit(f"nothing moves: {queue.listed(limit=5)}")

    @property
    def _last(self) -> Mark:
        return self.marks[-1] if self.marks else _BEGINNING

    def _tell(self, mark: Mark) -> None:
        before, self._told = self._told, mark
        rate = (mark.entries - before.entries) / max(mark.seconds - before.seconds, 0.001)
        whole = mark.entries / max(mark.seconds, 0.001)
        left = (self.due - mark.entries) / whole if whole else 0.0
        memory = "+".join(map(str, mark.worker_mb)) or "-"
        print(
            f"{mark.seconds:7.0f} s {mark.entries:10,} of {self.due:,} entries, now {rate:6,.0f}/s,"
            f" so far {whole:6,.0f}/s, {left:5.0f} s left, workers {memory} MB",
            flush=True,
        )


def feed(
    desk: RegisterDesk, packages: Sequence[Path], watch: Watch, alive: Callable[[], None]
) -> None:
    """
    Hand all packages in and come back when the last receipt has left.

    alive: raises if the workers are gone. Raises: SystemExit when a package was refused, or when
    nothing moves any more.
    """
    queue = shelf_of(desk.outside).queue

    def wait() -> None:
        alive()
        watch.look()
        watch.require_movement(queue)
        time.sleep(_PAUSE_S)

    for path in packages:
        while queue.waiting() >= _AHEAD:
            wait()
        _handed_in(desk, path)
        watch.look()
    while queue.unanswered():
        wait()
    _require_none_refused(queue, len(packages))


def _require_none_refused(queue: Any, count: int) -> None:
    for each in queue.listed(limit=count):
        if each.state is IntakeState.REFUSED:
            raise SystemExit(f"REFUSED: {each.message_id} {each.refusal} {each.findings[:3]}")


def _handed_in(desk: RegisterDesk, path: Path) -> None:
    while True:
        try:
            with path.open("rb") as file:
                hand_in(desk, file)
        except Refusal as refusal:
            if refusal.code != "intake.full":
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def register_reports(nation: Nation) -> tuple[Path, ...]:
    """Return each province's first package: its register, on which all others rest."""
    return tuple(path for path in nation.folder.reports() if int(path.stem) == 0)


def record_reports(nation: Nation) -> tuple[Path, ...]:
    """Return the packages with records, the provinces in turns, as they would come in."""
    provinces: dict[str, list[Path]] = {}
    for path in nation.folder.reports():
        if int(path.stem):
            provinces.setdefault(path.parent.name, []).append(path)
    return tuple(_in_turns(provinces.values()))


def _in_turns(provinces: Sequence[Sequence[Path]] | Any) -> Iterator[Path]:
    for turn in zip_longest(*provinces):
        yield from (path for path in turn if path is not None)
