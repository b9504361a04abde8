"""
Workers killed at random moments of a round, and started again until nothing waits.

    | killed while             | left behind                      | the next worker            |
    | ------------------------ | -------------------------------- | -------------------------- |
    | a batch is being signed  | signatures that nobody holds     | signs it                   |
    | records are written      | none of them written             | signs it                   |
    | written, not yet noted   | signed records, sheets still due | finds and notes them       |
    | all noted, not yet ended | a round without a due record     | ends it                    |
"""

import os
import random
import signal
import sys
import time
from dataclasses import replace

import pytest
from django.db import connection

from hocba.core.compose.life import Act, Status
from hocba.core.compose.signing_rounds import Stage
from hocba.faces.jobs.school_work import work_here
from hocba.flow import sign_rounds
from hocba.flow.compose_records import compose_class
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.sign_records import sign_class
from hocba.flow.signing_rounds import Chosen, choose, consent
from hocba.ports.accounts import Account
from tests.school_world import (
    CLASS,
    HERE,
    SCHOOL,
    YEAR,
    a_consent,
    a_running_school,
    principal,
    teacher,
)

KILLS = 6
PUPILS = 12
BATCH_S = 0.03


class SlowKeys:
    """Takes its time, so that a kill finds it at work; and the sheets are noted late."""

    def __init__(self, keys):
        self._keys = keys

    def certificate(self, ref):
        return self._keys.certificate(ref)

    def sign(self, batch, *, now):
        time.sleep(BATCH_S)
        return self._keys.sign(batch, now=now)


class LateNotes:
    """Waits between the signed records and their sheets."""

    def __init__(self, rounds):
        self._rounds = rounds

    def __getattr__(self, name):
        return getattr(self._rounds, name)

    def noted(self, found, sheets, *, now):
        time.sleep(BATCH_S)
        self._rounds.noted(found, sheets, now=now)


def a_worker(school):
    """Fork a process that signs until no round is free."""
    child = os.fork()
    if child:
        return child
    try:
        work_here(RegisterDesk(school), until_empty=True, is_stopped=lambda: False)
    except BaseException as problem:  # noqa: BLE001 - whatever it is, pytest must not go on here
        print(repr(problem), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def killed_until_empty(school, chance):
    """Kill one worker after another while a round runs; return how many died of it."""
    kills = 0
    while school.signings.rounds.running() and kills < KILLS:
        # No connection may be shared with a child: each process opens its own.
        connection.close()
        worker = a_worker(school)
        time.sleep(chance.uniform(0.01, 0.15))
        os.kill(worker, signal.SIGKILL)
        _, status = os.waitpid(worker, 0)
        kills += os.WIFSIGNALED(status)
    return kills


@pytest.mark.django_db(transaction=True)
def test_a_round_ends_as_if_no_worker_had_ever_been_killed(monkeypatch):
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    monkeypatch.setattr(sign_rounds, "_AT_ONCE", 2)
    school = a_running_school(pupils=PUPILS)
    slow = replace(school.signings, rounds=LateNotes(school.signings.rounds))
    school = replace(school, keys=SlowKeys(school.keys), signings=slow)
    head = principal()
    school.accounts.save([Account(username="ht", display_name="ht", actor=head)])
    compose_class(school, actor=teacher(), **HERE)
    sign_class(school, actor=teacher(), consent=a_consent(teacher()), **HERE)
    found = choose(
        school,
        Act.APPROVE,
        actor=head,
        school=SCHOOL,
        school_year=YEAR,
        chosen=Chosen(classes=(CLASS,)),
    )
    consent(school, actor=head, found=found, given=a_consent(head, signatures=PUPILS))

    kills = killed_until_empty(school, random.Random(seed))
    while school.signings.rounds.running():
        connection.close()
        os.waitpid(a_worker(school), 0)

    print(f"kills {kills}")
    assert kills
    ended = school.signings.rounds.get(SCHOOL, found.round_id)
    assert (ended.stage, ended.done, ended.refused) == (Stage.ENDED, PUPILS, 0)
    records = school.records.of_class(SCHOOL, YEAR, CLASS)
    assert {record.status for record in records} == {Status.APPROVED}
    assert {len(record.frozen.filled) for record in records} == {2}
    assert {[e.act for e in record.history].count(Act.APPROVE) for record in records} == {1}
