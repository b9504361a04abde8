"""
What a crash at each point of taking a package in leaves, and that sending it again ends well.

    | point                          | left behind                     | after sending again |
    |--------------------------------|---------------------------------|---------------------|
    | before bytes are archived      | nothing                         | as if never crashed |
    | after bytes are archived       | bytes that no index names       | as if never crashed |
    | after registers are kept       | a register that proves itself   | as if never crashed |
    | while the receipt is signed    | as above                        | as if never crashed |
    | before the index is written    | as above                        | as if never crashed |
    | before the turn to settle ends | as above                        | as if never crashed |
    | after the turn has ended       | all of it, the receipt included | the same receipt    |
"""

import os
import signal
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import connection

from hocba.adapters.database.repository import DatabaseRepository
from hocba.core.report.figures import Choice, Cut
from hocba.flow.count_figures import figures_of, recount
from hocba.flow.receive_package import receive
from hocba.flow.send_package import send
from tests.repository_world import issue_class, packed, read_receipt, three_offices
from tests.school_world import PROVINCE, YEAR

CHOICE = Choice(school_year=YEAR)


class Crash(BaseException):
    """The machine stops here; no code of ours may catch it."""


class Crashing:
    """A port that works until the call it is told of, and stops before or after it."""

    def __init__(self, port, method, *, after, call=1):
        self._port, self._method, self._after, self._left = port, method, after, call

    def __getattr__(self, name):
        found = getattr(self._port, name)
        return self._crashing(found) if name == self._method else found

    def _crashing(self, method):
        def called(*args, **words):
            self._left -= 1
            if self._left == 0 and not self._after:
                raise Crash
            given = method(*args, **words)
            if self._left == 0:
                raise Crash
            return given

        return called


POINTS = [
    ("archive", "append", False, 1),
    ("archive", "append", True, 1),
    ("registers", "save", False, 1),
    ("registers", "save", True, 1),
    ("keys", "sign", False, 1),
    ("keys", "sign", True, 1),
    ("keys", "sign", True, 2),
    ("repository", "keep", False, 1),
    ("repository", "keep", True, 1),
]


def require_sound(province):
    """Index, log, bytes and figures agree."""
    for entry in province.repository.kept():
        province.archive.read(entry.location, digest=entry.digest)
    assert province.repository.log().size == len(province.repository.leaves())
    counted = figures_of(province, cut=Cut.SCHOOL, choice=CHOICE)
    assert counted == recount(province, cut=Cut.SCHOOL, choice=CHOICE)


@pytest.mark.django_db
@pytest.mark.parametrize(("port", "method", "after", "call"), POINTS)
def test_sending_again_ends_as_if_nothing_had_happened(port, method, after, call, as_app, tmp_path):
    offices = three_offices(tmp_path)
    issue_class(offices.school)
    file = offices.school.outbox.file(packed(offices.school).message_id)
    crashing = Crashing(getattr(offices.province, port), method, after=after, call=call)

    with pytest.raises(Crash):
        receive(replace(offices.province, **{port: crashing}), file)

    assert offices.province.repository.packages() == ()
    receipt = receive(offices.province, file)
    assert receive(offices.province, file) == receipt
    assert offices.province.repository.log().size == 5
    assert len(read_receipt(offices.school, receipt).answers) == 5
    require_sound(offices.province)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("port", "method", "after"),
    [("outbox", "put", True), ("records", "append_many", False), ("records", "append_many", True)],
)
def test_a_crash_while_packing_loses_no_record(port, method, after, as_app, tmp_path):
    offices = three_offices(tmp_path)
    keys = issue_class(offices.school)
    crashing = Crashing(getattr(offices.school, port), method, after=after)

    with pytest.raises(Crash):
        packed(replace(offices.school, **{port: crashing}))

    send(offices.school, packed(offices.school).message_id)
    assert all(offices.province.repository.record(key) for key in keys)
    require_sound(offices.province)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("port", "method", "after"),
    [
        ("uplink", "send", False),
        ("uplink", "send", True),
        ("records", "append_many", True),
        ("outbox", "answer", False),
        ("outbox", "answer", True),
    ],
)
def test_a_crash_while_sending_is_mended_by_sending(port, method, after, as_app, tmp_path):
    offices = three_offices(tmp_path)
    keys = issue_class(offices.school)
    package = packed(offices.school)
    crashing = Crashing(getattr(offices.school, port), method, after=after)

    with pytest.raises(Crash):
        send(replace(offices.school, **{port: crashing}), package.message_id)

    send(offices.school, package.message_id)
    assert offices.school.outbox.waiting() == ()
    assert all(offices.province.repository.record(key) for key in keys)
    statuses = {offices.school.records.get(key).status.value for key in keys}
    assert statuses == {"SO_DA_NHAN"}


class KilledWithinTheTransaction(DatabaseRepository):
    """The process dies when all rows are written and nothing is committed."""

    def _insert(self, keeping):
        super()._insert(keeping)
        os.kill(os.getpid(), signal.SIGKILL)


class KilledAfterTheTransaction(DatabaseRepository):
    """The process dies when all is committed and nobody has the receipt."""

    @contextmanager
    def turn(self):
        with super().turn():
            yield
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("repository", "kept"), [(KilledWithinTheTransaction, 0), (KilledAfterTheTransaction, 1)]
)
def test_a_process_killed_in_the_act_leaves_all_or_nothing(repository, kept, tmp_path):
    offices = three_offices(tmp_path)
    issue_class(offices.school)
    file = offices.school.outbox.file(packed(offices.school).message_id)

    # No connection may be shared with the child: each process opens its own.
    connection.close()
    child = os.fork()
    if child == 0:
        receive(replace(offices.province, repository=repository(PROVINCE)), file)
        os._exit(0)
    _, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    assert len(offices.province.repository.packages()) == kept
    receipt = receive(offices.province, file)
    assert receive(offices.province, file) == receipt
    assert offices.province.repository.log().size == 5
    require_sound(offices.province)
