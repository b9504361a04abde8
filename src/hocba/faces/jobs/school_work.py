"""
What a school's workers do beside its pages: sign rounds, print classes; one process, one job.

People wait for a signature and not for paper: a round that comes while a class is being printed
is signed before the next page.
"""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from typing import Final

from hocba.core.compose.signing_rounds import SigningRound
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
from hocba.flow.print_jobs import clear_old, print_next
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.sign_rounds import sign_next
from hocba.flow.time_stamps import heal
from hocba.ports.outside import Outside
from hocba.ports.prints import PrintJob

_TELL_EVERY_S: Final = 1.0
_CLEAR_EVERY_S: Final = 3600.0
_HEAL_EVERY_S: Final = 60.0
_LOOK_EVERY_S: Final = 0.5

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What one process has brought to an end, a stopped round included."""

    signed: tuple[SigningRound, ...]
    printed: tuple[PrintJob, ...]


def work_all(opened: Opened, *, processes: int, until_empty: bool, watched: Watched) -> Round:
    """
    Run workers until they are told to stop, or until no round and no job waits; as `take_all`.

    What was printed more than a week ago is removed once an hour; time stamps that are due are
    asked for once a minute.
    """
    team = Team(opened, processes, until_empty=until_empty, working=_worked)
    with opened() as outside, signals(team.stop):
        ended, clear_at, heal_at, before = 0, 0.0, 0.0, _waiting(outside)
        team.start()
        try:
            while True:
                is_over = team.is_over()
                if time.monotonic() >= clear_at:
                    clear_old(outside)
                    clear_at = time.monotonic() + _CLEAR_EVERY_S
                if outside.stamping is not None and time.monotonic() >= heal_at:
                    heal(outside, outside.stamping)
                    heal_at = time.monotonic() + _HEAL_EVERY_S
                waiting = _waiting(outside)
                # A job that came while another ended is not seen: for people to look at.
                ended, before = ended + max(0, before - waiting), waiting
                told = Round(waiting=waiting, answered=ended, restarted=team.restarted)
                watched(told)
                if is_over:
                    return told
                team.wait(_TELL_EVERY_S)
        finally:
            team.end()


def _waiting(outside: Outside) -> int:
    printing = 0 if outside.prints is None else outside.prints.queue.waiting()
    return outside.signings.rounds.running() + printing


def work_here(
    desk: RegisterDesk,
    *,
    until_empty: bool,
    is_stopped: Callable[[], bool],
    rest: Callable[[float], None] = time.sleep,
) -> Worked:
    """Sign and print in this process until told to stop, or until nothing is free."""
    worker = _Worker(desk, is_stopped)
    while not is_stopped():
        try:
            has_worked = worker.work()
        except Stopped:
            break
        if has_worked:
            continue
        if until_empty:
            break
        rest(_LOOK_EVERY_S)
    return Worked(signed=tuple(worker.signed), printed=tuple(worker.printed))


class _Worker:
    """One process at a school's work, and what it has brought to an end."""

    def __init__(self, desk: RegisterDesk, is_stopped: Callable[[], bool]) -> None:
        self._desk, self._is_stopped = desk, is_stopped
        self.signed: list[SigningRound] = []
        self.printed: list[PrintJob] = []

    def work(self) -> bool:
        """Do one thing that waits; tell whether there was one."""
        if self._sign():
            return True
        if self._desk.outside.prints is None:
            return False
        job = print_next(self._desk, self._sign_first)
        if job is not None:
            self.printed.append(job)
        return job is not None

    def _tell(self) -> None:
        if self._is_stopped():
            raise Stopped

    def _sign(self) -> bool:
        found = sign_next(self._desk, self._tell)
        if found is not None:
            self.signed.append(found)
        return found is not None

    def _sign_first(self) -> None:
        self._tell()
        try:
            while self._sign():
                pass
        except Fault as fault:
            # The round is put off already; the paper in hand has not failed.
            _LOG.error("%s: %s", fault.code, fault)


def _worked(opened: Opened, stop: Event, parent: int, *, until_empty: bool) -> None:
    """Be one worker. A Fault ends it with its word on the screen; the parent starts another."""
    hear_the_parent(stop)
    with opened() as outside:
        try:
            work_here(
                RegisterDesk(outside),
                until_empty=until_empty,
                is_stopped=lambda: stop.is_set() or os.getppid() != parent,
            )
        except Fault as fault:
            raise SystemExit(f"{fault.code} {dict(fault.details)} {fault}") from fault
