"""
What all tests share: one PostgreSQL a session, started by the first test that asks for it.

Tests that ask for no database start none. A test that does (pytest-django's `db` fixture or
mark) runs as the owner of the tables; `as_app` makes it the application, for which row-level
security holds.
"""

import os
import sys

import hypothesis
import pytest

from hocba.adapters.database.embedded import running
from hocba.wiring.django_settings import database
from tests.made_once import Worlds

# A slow machine is no fault of the code.
hypothesis.settings.register_profile("hocba", deadline=None)
hypothesis.settings.load_profile("hocba")


def pytest_sessionfinish():
    """End the cluster that tests share: a worker of xdist leaves without its exit handlers."""
    if world := sys.modules.get("tests.dask_world"):
        world.end_cluster()


@pytest.fixture(scope="session")
def worlds(tmp_path_factory):
    """The worlds that are made once a run."""
    base = tmp_path_factory.getbasetemp()
    # A worker's own folder stands in the folder of the whole run.
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return Worlds(folder=run / "worlds")


@pytest.fixture(scope="session")
def postgres_server(worlds):
    """
    This run's PostgreSQL, started by the first who asks. Its database `hocba` has today's tables
    and stays as it is: others are copies of it.

    All workers of one run share one server; the last to leave stops it.
    """
    with running(worlds.made("shared", worlds.migrated) / "postgres") as server:
        yield server


@pytest.fixture(scope="session")
def postgres_owner_url(request):
    """
    The owner's URL of the server of this run's tests.

    HOCBA_TEST_DATABASE_URL names another server, for tests on other versions.
    """
    given = os.environ.get("HOCBA_TEST_DATABASE_URL")
    return given or request.getfixturevalue("postgres_server").owner_url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres_owner_url, django_db_modify_db_settings_parallel_suffix):
    """Lead Django to that server before pytest-django makes this worker's test database."""
    del django_db_modify_db_settings_parallel_suffix
    # Imported late by need, not by taste: Django connects only to what it was told at first use.
    from django.db import connections  # noqa: PLC0415

    default = connections["default"].settings_dict
    # Without a pool: a pool would hold connections that keep the test database from being dropped.
    told = database(postgres_owner_url, pool_size=None)
    suffix = os.environ.get("PYTEST_XDIST_WORKER", "main")
    test = {**default["TEST"], "NAME": f"test_hocba_{suffix}"}
    if "HOCBA_TEST_DATABASE_URL" not in os.environ:
        test["TEMPLATE"] = told["NAME"]
    default.update({**told, "TEST": test})


@pytest.fixture
def as_app(db):
    """Make the test's connection the application: it owns nothing and passes every policy."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SET ROLE hocba_app")
        yield connection
        cursor.execute("RESET ROLE")


@pytest.fixture(scope="module")
def practice_schema(django_db_setup, django_db_blocker):
    """Lay the tables of practice beside the real ones, as `hocba migrate` does."""
    del django_db_setup
    from tests.practice_world import laid_in_test_database  # noqa: PLC0415

    with django_db_blocker.unblock():
        laid_in_test_database()
