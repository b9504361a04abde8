"""Print by worker processes, one a core: each takes a whole job of a school from the queue."""

import os
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from typing import Final

from hocba.core.terms.outcomes import Fault
from hocba.faces.jobs.working import (
    Opened,
    Round,
    Stopped,
    Team,
    Watched,
    hear_the_parent,
    signals,
)
from hocba.flow.print_jobs import clear_old, desk_of, print_next
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.prints import PrintJob

_TELL_EVERY_S: Final = 1.0
_CLEAR_EVERY_S: Final = 3600.0
_LOOK_EVERY_S: Final = 0.5


def print_all(opened: Opened, *, processes: int, until_empty: bool, watched: Watched) -> Round:
    """
    Run workers until they are told to stop, or until no job waits; as `take_all`.

    What was printed more than a week ago is removed once an hour.
    """
    team = Team(opened, processes, until_empty=until_empty, working=_worked)
    with opened() as outside, signals(team.stop):
        queue, ended, clear_at = desk_of(outside).queue, 0, 0.0
        before = queue.waiting()
        team.start()
        try:
            while True:
                is_over = team.is_over()
                if time.monotonic() >= clear_at:
                    clear_old(outside)
                    clear_at = time.monotonic() + _CLEAR_EVERY_S
                waiting = queue.waiting()
                # A job that came while another ended is not seen: for people to look at.
                ended, before = ended + max(0, before - waiting), waiting
                told = Round(waiting=waiting, answered=ended, restarted=team.restarted)
                watched(told)
                if is_over:
                    return told
                team.wait(_TELL_EVERY_S)
        finally:
            team.end()


def print_here(
    desk: RegisterDesk,
    *,
    until_empty: bool,
    is_stopped: Callable[[], bool],
    rest: Callable[[float], None] = time.sleep,
) -> tuple[PrintJob, ...]:
    """Print in this process until told to stop, or until no job is free; return the jobs done."""

    def tell() -> None:
        if is_stopped():
            raise Stopped

    done = []
    while not is_stopped():
        try:
            job = print_next(desk, tell)
        except Stopped:
            break
        if job is not None:
            done.append(job)
        elif until_empty:
            break
        else:
            rest(_LOOK_EVERY_S)
    return tuple(done)


def _worked(opened: Opened, stop: Event, parent: int, *, until_empty: bool) -> None:
    """Be one worker. A Fault ends it with its word on the screen; the parent starts another."""
    hear_the_parent(stop)
    with opened() as outside:
        try:
            print_here(
                RegisterDesk(outside),
                until_empty=until_empty,
                is_stopped=lambda: stop.is_set() or os.getppid() != parent,
            )
        except Fault as fault:
            raise SystemExit(f"{fault.code} {dict(fault.details)} {fault}") from fault
