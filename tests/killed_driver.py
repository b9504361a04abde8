"""A driver of archive work that is killed at its fourth segment; a process of its own."""

import os
import pickle
import signal
import sys
from pathlib import Path

from hocba.adapters.engines.here import Here
from hocba.adapters.engines.journal_file import JournalFile
from hocba.flow.archive_work import tasks_of, worked
from hocba.wiring.archive_tasks import done
from hocba.wiring.archives import opened_archive

_met = []


def doomed(task):
    _met.append(task.segment)
    if len(_met) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return done(task)


if __name__ == "__main__":
    order = pickle.loads(sys.stdin.buffer.read())
    with JournalFile(Path(sys.argv[1])) as journal:
        tasks = tasks_of(order, opened_archive(order.archive))
        worked(tasks, done=doomed, engine=Here(), journal=journal, said=lambda _: None)
