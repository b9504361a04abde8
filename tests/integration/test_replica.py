"""A second PostgreSQL follows the first: what is read there, and when it is not."""

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connections

from hocba.adapters.database.embedded_account import account
from hocba.adapters.database.embedded_binaries import binaries
from hocba.adapters.database.embedded_cluster import SUPERUSER, Cluster
from hocba.adapters.database.embedded_process import new_sockets, wait_until
from hocba.adapters.database.replica import ReplicaRepository
from hocba.adapters.database.repository import DatabaseRepository
from hocba.adapters.database.servers import REPLICA
from hocba.core.report.figures import Choice, Cut
from hocba.core.terms.codes import SchoolYear
from hocba.flow.count_figures import counted_at
from hocba.ports.repository import Standing
from hocba.wiring.django_settings import replica
from tests.integration.test_index_years import a_record
from tests.keepings import keep

OFFICE = "98"
CHOICE = Choice(school_year=SchoolYear(2025))
LENIENT = timedelta(hours=1)
"""Longer than these tests: no answer is too old."""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "HOCBA_TEST_DATABASE_URL" in os.environ,
        reason="a standby is copied from this run's own server; the one given cannot be copied",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standby:
    """The second server, and how its superuser reaches both."""

    cluster: Cluster
    sockets: Path
    password: str

    def start(self):
        """Let it follow the primary."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.sockets}"
        assert self.pg_ctl("start", "--options", options) == 0, self.cluster.last_words()

    def pg_ctl(self, act, *more):
        """Run pg_ctl on it; returns its exit code."""
        told = ("--pgdata", str(self.cluster.folder), "--log", str(self.cluster.log), "--wait")
        return self.cluster.run("pg_ctl", (act, *told, *more))

    def asked(self, query):
        """Ask it as its superuser."""
        told = {"host": str(self.sockets), "user": SUPERUSER, "password": self.password}
        name = connections["default"].settings_dict["NAME"]
        with psycopg.connect(**told, dbname=name, autocommit=True) as session:
            return session.execute(query).fetchone()[0]

    def has_caught_up(self):
        """Wait until it has replayed all that the primary has written."""
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_lsn()")
            (written,) = cursor.fetchone()
        query = f"SELECT pg_last_wal_replay_lsn() >= '{written}'"
        return wait_until(lambda: self.asked(query), timeout_s=60)


@pytest.fixture(scope="module")
def standby(django_db_setup, worlds):
    del django_db_setup
    primary = connections["default"].settings_dict
    who = account()
    of_primary = who.home_for((worlds.folder / "shared" / "postgres").resolve())
    password = json.loads((of_primary / "passwords.json").read_text())["superuser"]
    home, sockets = Path(tempfile.mkdtemp(prefix="hocba-standby-", dir="/tmp")), new_sockets()
    for folder in (home, sockets):
        who.own(folder)
    cluster = Cluster(home=home, binaries=who.reach(binaries()), account=who)
    url = f"host={primary['HOST']} port={primary['PORT']} user={SUPERUSER} password={password}"
    arguments = ("--pgdata", str(cluster.folder), "--write-recovery-conf", "--checkpoint=fast")
    made = cluster.run("pg_basebackup", (*arguments, "--dbname", url))
    assert made == 0, cluster.last_words()
    found = Standby(cluster=cluster, sockets=sockets, password=password)
    found.start()
    yield found
    found.pg_ctl("stop", "--mode", "immediate")
    for folder in (home, sockets):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def second_server(standby, transactional_db):
    """Django's way to the standby, as the settings make it."""
    del transactional_db
    with connections["default"].cursor() as cursor:
        # This run's server lets commits wait; a standby is sent what has reached the disk.
        cursor.execute("SET synchronous_commit TO on")
    primary = connections["default"].settings_dict
    told = replica("postgresql://", None) | {"HOST": str(standby.sockets), "PORT": "5432"}
    told |= {name: primary[name] for name in ("NAME", "USER", "PASSWORD")}
    connections.settings[REPLICA] = connections.configure_settings(
        {"default": primary, REPLICA: told}
    )[REPLICA]
    replicated = connections[REPLICA]

    def connected():
        # Django's own way, which its tests close for every server that came after they began.
        if replicated.connection is None:
            with replicated.wrap_database_errors:
                replicated.connect()

    replicated.ensure_connection = connected
    yield
    replicated.close()
    del connections[REPLICA]
    del connections.settings[REPLICA]


def taken_in(number, *, version=1):
    record = a_record(number, 2025, version=version)
    keep(DatabaseRepository(OFFICE), records=[record], package=f"{number}/{version}")
    return record.key


def accepted(repository):
    return repository.figures(Cut.PROVINCE, CHOICE).total.accepted


@pytest.fixture
def paused(standby):
    """One record on both servers; from then on the second stands still."""
    key = taken_in(1)
    assert standby.has_caught_up()
    standby.asked("SELECT pg_wal_replay_pause() IS NULL")
    yield key
    standby.asked("SELECT pg_wal_replay_resume() IS NULL")


class TestReplica:
    def test_answers_as_of_a_moment_that_is_told(self, paused):
        before = datetime.now(UTC)
        taken_in(2)
        repository = ReplicaRepository(OFFICE, oldest=LENIENT)

        at = counted_at(SimpleNamespace(repository=repository))

        assert (accepted(repository), accepted(DatabaseRepository(OFFICE))) == (1, 2)
        assert at < before

    def test_calls_a_version_current_as_of_a_moment_at_which_it_was(self, paused):
        repository = ReplicaRepository(OFFICE, oldest=LENIENT)
        at = repository.as_of()
        replaced = datetime.now(UTC)
        taken_in(1, version=2)

        assert repository.record(paused).standing is Standing.CURRENT
        assert at < replaced
        assert DatabaseRepository(OFFICE).record(paused).standing is Standing.SUPERSEDED

    def test_leaves_what_it_does_not_know_to_the_primary(self, paused):
        new, newer = taken_in(2), taken_in(1, version=2)
        repository = ReplicaRepository(OFFICE, oldest=LENIENT)

        assert repository.record(new).key == new
        assert repository.record(newer).key == newer

    def test_is_not_read_once_it_is_too_old(self, paused):
        taken_in(2)
        repository = ReplicaRepository(OFFICE, oldest=timedelta(0))

        assert repository.as_of() is None
        assert accepted(repository) == 2

    def test_catches_up(self, standby):
        taken_in(1)
        taken_in(2)
        assert standby.has_caught_up()

        assert accepted(ReplicaRepository(OFFICE, oldest=LENIENT)) == 2

    def test_shows_an_office_nobody_else_s_rows(self, standby):
        taken_in(1)
        assert standby.has_caught_up()

        assert accepted(ReplicaRepository("97", oldest=LENIENT)) == 0

    def test_takes_part_in_no_keeping(self, paused):
        repository = ReplicaRepository(OFFICE, oldest=LENIENT)

        keep(repository, records=[a_record(3, 2025)])

        assert repository.log().size == 2


class TestWithoutAReplica:
    def test_that_broke_down_the_primary_answers(self, standby):
        taken_in(1)
        assert standby.has_caught_up()
        repository = ReplicaRepository(OFFICE, oldest=LENIENT)
        assert repository.as_of() is not None
        assert standby.pg_ctl("stop", "--mode", "immediate") == 0

        # First over the connection that broke, then without one.
        assert accepted(repository) == 1
        assert repository.as_of() is None
        assert ReplicaRepository(OFFICE, oldest=LENIENT).as_of() is None
        assert accepted(ReplicaRepository(OFFICE, oldest=LENIENT)) == 1

        standby.start()

    def test_that_was_promoted_the_primary_answers(self, standby):
        assert standby.has_caught_up()
        assert standby.pg_ctl("promote") == 0
        taken_in(1)
        repository = ReplicaRepository(OFFICE, oldest=LENIENT)

        assert repository.as_of() is None
        assert accepted(repository) == 1
