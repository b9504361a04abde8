"""
Workers killed at random moments of an ingest, and started again until nothing waits.

    | killed while                 | left behind                      | the next worker       |
    | ---------------------------- | -------------------------------- | --------------------- |
    | judging, archiving           | bytes that no index names        | takes the package     |
    | settling                     | as above                         | takes the package     |
    | kept, the queue not yet told | a kept package in the queue      | finds its receipt     |
    | told, its file not removed   | a file that no queue names       | sweeps it in time     |
    | publishing                   | see test_log_killed              | publishes again       |
"""

import io
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import islice

import pytest
from django.db import connection

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.spool import SpoolFolder
from hocba.adapters.database.intake import DatabaseIntake
from hocba.adapters.keys.note_keys import check_ed25519
from hocba.core.publish.log import LogState, extended
from hocba.core.report.figures import Choice, Cut
from hocba.core.sign.register import Level
from hocba.core.submit.package import EntryKind
from hocba.faces.jobs.working import take_here
from hocba.flow.check_store import checked_store
from hocba.flow.compact_store import compact_store
from hocba.flow.count_figures import figures_of, recount
from hocba.flow.hand_in_package import hand_in
from hocba.flow.publish_log import log_key
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.take_packages import publish_kept
from hocba.flow.verify_log import verify_log
from hocba.lab.nation.calendar import YEAR
from hocba.lab.nation.plan import numbered
from hocba.lab.people.plans import province_plans
from hocba.ports.intake import IntakeShelf, IntakeState
from tests.nation_offices import ministry_of, office
from tests.nation_world import SEED, make, tiny_schools
from tests.repository_world import a_shelf, read_receipt

PROVINCE = "79"
KILLS = 20
WORKERS = 2


def some_schools():
    """Sixteen schools of one province with some forty records each, and one elsewhere.

    They are twice the work of which twenty kills leave two workers the time, on a fast machine.
    """
    plans = [
        replace(plan, classes_per_grade=1, pupils_per_class=8)
        for plan in islice(province_plans(SEED, PROVINCE, schools=17), 16)
    ]
    return numbered([*plans, *(each.plan for each in tiny_schools()[:1])])


def with_a_queue(province, folder):
    queue = DatabaseIntake(PROVINCE)
    return replace(
        province,
        log=a_shelf(folder / "log", PROVINCE),
        intake=IntakeShelf(queue=queue, spool=SpoolFolder(folder / "spool")),
    )


def a_worker(province, folder):
    """Fork a process that takes packages in until none is free, and publishes after each."""
    child = os.fork()
    if child:
        return child
    try:
        # Every append is a segment of its own: one of a killed worker is named by nobody.
        own = replace(province, archive=BlockSegments(folder / PROVINCE, full_bytes=1))
        work(own)
    except BaseException as problem:  # noqa: BLE001 - whatever it is, pytest must not go on here
        print(repr(problem), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def work(province):
    take_here(
        RegisterDesk(province),
        until_empty=True,
        is_stopped=lambda: False,
        took=lambda _: publish_kept(province),
    )


def killed_until_empty(province, folder, chance):
    """Keep two workers going and kill one of them twenty times; return how many were killed."""
    kills, workers = 0, []
    while province.intake.queue.waiting():
        # No connection may be shared with a child: each process opens its own.
        connection.close()
        workers += [a_worker(province, folder) for _ in range(WORKERS - len(workers))]
        if kills == KILLS:
            break
        # A package takes a worker less than a tenth of a second: few get through between kills.
        time.sleep(chance.uniform(0.002, 0.03))
        doomed = workers.pop(chance.randrange(len(workers)))
        os.kill(doomed, signal.SIGKILL)
        _, status = os.waitpid(doomed, 0)
        # Some end by themselves before they are killed.
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        kills += os.WIFSIGNALED(status)
    for worker in workers:
        os.waitpid(worker, 0)
    return kills


@pytest.mark.django_db(transaction=True)
def test_an_ingest_ends_as_if_no_worker_had_ever_been_killed(tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    schools = some_schools()
    nation = make(tmp_path / "nation", schools=schools)
    province = with_a_queue(
        office(ministry_of(nation, tmp_path), Level.PROVINCE, PROVINCE, tmp_path), tmp_path
    )
    desk = RegisterDesk(province)
    for path in nation.folder.packages(PROVINCE):
        hand_in(desk, io.BytesIO(path.read_bytes()))

    kills = killed_until_empty(province, tmp_path, random.Random(seed))
    publish_kept(province)

    print(f"kills {kills}")
    assert kills == KILLS
    require_sound(province)
    # Twice: the first time says what is to go, the second lets it go.
    done = [compact_store(province, grace=timedelta(0)) for _ in range(2)]
    print(f"dead segments {len(done[1].dropped)}")
    report = require_stored(province, province.repository.log().size)
    assert (report.dead, report.retired) == ((), ())


def require_stored(province, entries):
    """Every entry of the index comes back from the segments."""
    report = checked_store(province)
    assert (report.documents, report.lost) == (entries, 0)
    return report


def require_sound(province):
    packages = province.intake.queue.listed(limit=1000)
    assert {package.state for package in packages} == {IntakeState.ANSWERED}
    entries = list(province.repository.kept())
    require_stored(province, len(entries))
    log = verify_log(province.log.store, log_key(province), check=check_ed25519)
    assert log.findings == ()
    leaves = [entry.leaf for entry in entries]
    assert [entry.log_index for entry in entries] == list(range(len(set(leaves))))
    told = (log.checkpoint.size, log.checkpoint.root)
    assert told == (len(leaves), extended(LogState(), leaves).root)
    records = Counter(entry.path for entry in entries if entry.kind is EntryKind.RECORD)
    assert len(records) == len(
        {r.path for p in packages for r in answers_to(province, p) if r.path.startswith("hoc-ba/")}
    )
    assert set(records.values()) == {1}
    by_digest = {entry.digest: entry.log_index for entry in entries}
    for package in packages:
        for answer in answers_to(province, package):
            assert answer.answer.is_taken
            assert by_digest[answer.digest] == answer.log_index
    choice = Choice(school_year=YEAR)
    counted = figures_of(province, cut=Cut.SCHOOL, choice=choice)
    assert counted == recount(province, cut=Cut.SCHOOL, choice=choice)


def answers_to(province, package):
    kept = province.repository.package(package.message_id)
    return read_receipt(province, kept.receipt).answers
