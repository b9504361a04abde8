"""A whole school signed and sealed in rounds, by the worker that runs beside the pages."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from ground.school_office import SchoolOffice
from hocba.core.compose.life import Act
from hocba.core.compose.permit import Actor
from hocba.core.compose.signing_rounds import SigningRound, Stage
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.roles import Role
from hocba.flow.signing_rounds import Chosen, choose, consent
from hocba.lab.demo import calendar
from hocba.lab.people.world import SyntheticClass
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside
from hocba.wiring.offices import clock_of, write_hosted
from hocba.wiring.settings import Settings

_LOOK_EVERY_S: Final = 0.25
_AT_MOST_S: Final = 300
STEPS: Final = ((Act.APPROVE, Role.PRINCIPAL), (Act.SEAL, Role.CLERK))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTold:
    """
    One round from its consent to its end. seen: how often its page would have shown another count.

    choosing_s: from the click that chooses to the page with the sample.
    """

    act: Act
    records: int
    classes: int
    choosing_s: float
    seconds: float
    seen: int


def rounds(office: SchoolOffice, chosen: Settings, rooms: Sequence[SyntheticClass]) -> (
    Iterator[RoundTold]
):  # fmt: skip
    """Let teachers sign classes, then principal and clerk all of these, by one worker process."""
    for room in rooms:
        office.sign(Role.HOMEROOM_TEACHER, room.name, office.lock(room.name))
    demo = replace(chosen, demo=True)
    # Written anew, the story goes on from here, in the worker as in this process.
    write_hosted(demo, office.told)
    outside = replace(office.stage.outside, clock=clock_of(demo, office.told))
    names = tuple(room.name for room in rooms)
    with _worker():
        for act, role in STEPS:
            yield _round(outside, office.stage.actor(role), act, names)


@contextmanager
def _worker() -> Iterator[None]:
    run = "import sys; from hocba.wiring.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", run, "worker", "--office", "TRUONG", "--processes", "1"]
    environment = {**os.environ, "HOCBA_DEMO": "1"}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        # Its first line tells that it has started, as under `serve` it has long since.
        worker.stderr.readline()
        try:
            yield
        finally:
            worker.terminate()


def _round(outside: Outside, actor: Actor, act: Act, names: tuple[str, ...]) -> RoundTold:
    started = time.perf_counter()
    found = choose(
        outside,
        act,
        actor=actor,
        school=actor.school or SchoolCode(""),
        school_year=calendar.YEAR,
        chosen=Chosen(classes=names),
    )
    choosing_s = time.perf_counter() - started
    given = Consent(
        consent_id=f"bench-{act.value}",
        by=actor.person,
        at=outside.clock.now(),
        purpose=f"{act.value}: {found.left}",
        count=found.left,
    )
    started = time.perf_counter()
    consent(outside, actor=actor, found=found, given=given)
    ended, seen = _watched(outside, found)
    seconds = time.perf_counter() - started
    if ended.refused or ended.done != ended.total:
        raise SystemExit(f"{act}: {ended.done} of {ended.total}, {ended.refused} refused")
    return RoundTold(
        act=act,
        records=ended.total,
        classes=len(names),
        choosing_s=choosing_s,
        seconds=seconds,
        seen=seen,
    )


def _watched(outside: Outside, found: SigningRound) -> tuple[SigningRound, int]:
    counts: set[int] = set()
    until = time.perf_counter() + _AT_MOST_S
    while time.perf_counter() < until:
        now = outside.signings.rounds.get(found.school, found.round_id)
        assert now is not None
        counts.add(now.done)
        if now.stage is not Stage.RUNNING:
            if now.stage is not Stage.ENDED:
                raise SystemExit(f"stopped: {now.steps[-1]}")
            return now, len(counts)
        time.sleep(_LOOK_EVERY_S)
    raise SystemExit("not through within five minutes")
