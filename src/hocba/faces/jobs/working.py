"""
Take packages in by worker processes, one a core: each takes whole packages from the queue.

The parent works on no package: it starts workers, starts those anew that die, and publishes the
log at most once a second for all of them. A worker that sees its parent gone ends.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from typing import Final, Protocol

from hocba.core.terms.outcomes import Fault
from hocba.faces.jobs.seldom import collect_seldom
from hocba.flow.count_traits import BATCH, count_traits
from hocba.flow.hand_in_package import shelf_of
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.take_packages import publish_kept, sweep, take_next
from hocba.ports.intake import HandedIn
from hocba.ports.outside import Outside

Opened = Callable[[], AbstractContextManager[Outside]]
"""Opens the office in the process that calls it; must pickle, for workers are spawned."""

PUBLISH_EVERY_S: Final = 1.0
_LOOK_EVERY_S: Final = 0.2
_REST_AFTER_DEATH_S: Final = 1.0


class Stopped(BaseException):
    """The worker was told to end: the package in hand waits on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What the parent tells about once a second. answered: receipts that left since the start."""

    waiting: int
    answered: int
    restarted: int


Watched = Callable[[Round], None]


def take_all(
    opened: Opened,
    *,
    processes: int,
    until_empty: bool,
    watched: Watched,
    every_s: float = PUBLISH_EVERY_S,
) -> Round:
    """
    Run workers until they are told to stop, or until the queue is empty.

    opened: opens the office, here and in every worker. watched: is told after each publishing.
    While nothing waits, what oversight counts is counted on here.
    SIGTERM and SIGINT end it in order: workers finish their batch, packages in hand wait on.
    Raises: Fault "log.*" when what is kept cannot be published.
    """
    team = Team(opened, processes, until_empty=until_empty, working=_worked)
    with opened() as outside, signals(team.stop):
        sweep(outside)
        team.start()
        answered = 0
        try:
            while True:
                # Asked before publishing: what the last worker kept is published after it.
                is_over = team.is_over()
                answered += publish_kept(outside)
                told = Round(
                    waiting=shelf_of(outside).queue.waiting(),
                    answered=answered,
                    restarted=team.restarted,
                )
                watched(told)
                if is_over:
                    return told
                if not told.waiting and not until_empty:
                    # Oversight counts on while nobody waits, a part at a time.
                    count_traits(outside, limit=BATCH)
                team.wait(every_s)
        finally:
            team.end()


def take_here(
    desk: RegisterDesk,
    *,
    until_empty: bool,
    is_stopped: Callable[[], bool],
    rest: Callable[[float], None] = time.sleep,
    took: Callable[[HandedIn], None] | None = None,
) -> int:
    """Take packages in this process until told to stop, or until none is free; return how many."""

    def tell(done: int) -> None:
        del done
        if is_stopped():
            raise Stopped

    count = 0
    while not is_stopped():
        try:
            package = take_next(desk, tell)
        except Stopped:
            break
        if package is not None:
            count += 1
            if took is not None:
                took(package)
        elif until_empty:
            break
        else:
            rest(_LOOK_EVERY_S)
    return count


class Team:
    """The worker processes of one parent. working: what each of them runs."""

    def __init__(
        self, opened: Opened, processes: int, *, until_empty: bool, working: "Working"
    ) -> None:
        self._spawn = multiprocessing.get_context("spawn")
        self._stop: Event = self._spawn.Event()
        self._work = partial(working, opened, self._stop, os.getpid(), until_empty=until_empty)
        self._processes = processes
        self._workers: list[SpawnProcess] = []
        self._until_empty = until_empty
        self.restarted = 0

    def start(self) -> None:
        self._workers = [self._new() for _ in range(self._processes)]

    def stop(self) -> None:
        self._stop.set()

    def is_over(self) -> bool:
        """Tell whether all have ended in order; those that died are started anew."""
        died = [worker for worker in self._workers if worker.exitcode not in (None, 0)]
        if died and not self._stop.is_set():
            # A worker that dies at once would otherwise eat a core with dying.
            self._stop.wait(_REST_AFTER_DEATH_S)
            self.restarted += len(died)
            living = [worker for worker in self._workers if worker not in died]
            self._workers = living + [self._new() for _ in died]
            return False
        return all(worker.exitcode is not None for worker in self._workers)

    def wait(self, seconds: float) -> None:
        """Wait; shorter when all workers have ended."""
        until = time.monotonic() + seconds
        for worker in self._workers:
            worker.join(max(0.0, until - time.monotonic()))

    def end(self) -> None:
        self.stop()
        for worker in self._workers:
            worker.join()

    def _new(self) -> SpawnProcess:
        worker = self._spawn.Process(target=self._work, name="hocba-worker")
        worker.start()
        return worker


class Working(Protocol):
    """What one worker process runs; it must pickle."""

    def __call__(self, opened: Opened, stop: Event, parent: int, *, until_empty: bool) -> None:
        """Work until told to stop, until the parent is gone, or until nothing waits."""
        ...


def hear_the_parent(stop: Event) -> None:
    """Let SIGTERM ask a worker to end; Ctrl+C goes to the whole group, so the parent tells."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())


def _worked(opened: Opened, stop: Event, parent: int, *, until_empty: bool) -> None:
    """Be one worker. A Fault ends it with its word on the screen; the parent starts another."""
    hear_the_parent(stop)
    with opened() as outside:
        desk = RegisterDesk(outside)
        collect_seldom()
        try:
            take_here(
                desk,
                until_empty=until_empty,
                is_stopped=lambda: stop.is_set() or os.getppid() != parent,
            )
        except Fault as fault:
            raise SystemExit(f"{fault.code} {dict(fault.details)} {fault}") from fault


class signals:  # noqa: N801 - reads as the verb that it is
    """While the block runs, SIGTERM and SIGINT call a function instead of ending the process."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, lambda *_: self._stop())

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type]
