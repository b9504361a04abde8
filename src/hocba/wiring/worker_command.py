"""The command `hocba worker`: worker processes that each open their office by themselves."""

from collections.abc import Sequence
from functools import partial

from hocba.faces.jobs.worker import asked, worked
from hocba.wiring.office_commands import office_at


def worker(arguments: Sequence[str]) -> int:
    """Take packages in, and return the exit code."""
    question = asked(arguments)
    # The parent holds PostgreSQL; a worker finds its address in the environment.
    return worked(question, partial(office_at, question.level))
