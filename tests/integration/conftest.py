"""An S3 server for the offices that keep their bytes in one."""

import pytest

from tests.object_stores import KEYS, running_server


@pytest.fixture(scope="session")
def s3_server():
    """One for all tests; each takes a prefix of its own."""
    yield from running_server()


@pytest.fixture
def s3_keys(monkeypatch):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
