"""
Print workers killed at random moments of a job, and started again until nothing waits.

    | killed while             | left behind                    | the next worker          |
    | ------------------------ | ------------------------------ | ------------------------ |
    | a page is being set      | nothing                        | sets it                  |
    | its file is written      | a part that nobody reads       | writes it again          |
    | written, not yet noted   | a file, its sheet still due    | writes it again, alike   |
    | all noted, job not ended | a job without a due sheet      | ends it                  |
"""

import os
import random
import signal
import sys
import time
from dataclasses import replace

import pytest
from django.db import connection

from hocba.faces.jobs.school_work import work_here
from hocba.flow.print_jobs import ask_prints
from hocba.flow.register_desk import RegisterDesk
from tests.integration.test_print_jobs import with_a_desk
from tests.repository_world import issue_class, three_offices
from tests.school_world import CLASS, SCHOOL, YEAR, clerk

KILLS = 8
WORKERS = 2
PAGE_S = 0.1


class SlowPrinter:
    """Implements what of `Printer` a job needs; typst's threads do not outlive a fork."""

    def bind(self, book):
        time.sleep(PAGE_S)
        return book.years[0].file


def a_worker(school):
    """Fork a process that prints until no job is free."""
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
    """Keep two workers going and kill one of them at a time; return how many were killed."""
    kills, workers = 0, []
    while school.prints.queue.waiting():
        # No connection may be shared with a child: each process opens its own.
        connection.close()
        workers += [a_worker(school) for _ in range(WORKERS - len(workers))]
        if kills == KILLS:
            break
        # Most are killed within a page or two.
        time.sleep(chance.uniform(0.02, 0.15))
        doomed = workers.pop(chance.randrange(len(workers)))
        os.kill(doomed, signal.SIGKILL)
        _, status = os.waitpid(doomed, 0)
        kills += os.WIFSIGNALED(status)
    for worker in workers:
        os.waitpid(worker, 0)
    return kills


@pytest.mark.django_db(transaction=True)
def test_a_job_ends_as_if_no_worker_had_ever_been_killed(tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    school = with_a_desk(three_offices(tmp_path, pupils=12).school, tmp_path)
    school = replace(school, printer=SlowPrinter())
    keys = issue_class(school)
    job = ask_prints(school, actor=clerk(), school=SCHOOL, school_year=YEAR, class_name=CLASS)

    kills = killed_until_empty(school, random.Random(seed))
    while school.prints.queue.waiting():
        connection.close()
        os.waitpid(a_worker(school), 0)

    print(f"kills {kills}")
    assert kills
    queue, tray = school.prints.queue, school.prints.tray
    done = queue.get(SCHOOL, job.job_id)
    assert (done.total, done.done, done.refused) == (12, 12, 0)
    assert done.ended_at is not None
    files = [tray.read(job.job_id, sheet.name) for sheet in queue.sheets(done)]
    assert files == [school.records.document(sheet.key) for sheet in queue.sheets(done)]
    assert {sheet.key for sheet in queue.sheets(done)} == set(keys)
