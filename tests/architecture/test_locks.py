"""The locks pin every package by its hash, and say nothing of where it was fetched."""

import re
import tomllib
from pathlib import Path

import pytest

RUN = Path("requirements.lock")
TEST = Path("requirements-dev.lock")
RIVAL = Path("bench/weasyprint.lock")
LOCKS = pytest.mark.parametrize("lock", [RUN, TEST, RIVAL], ids=str)


def pinned(lock):
    """name -> version."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock.read_text("utf-8"), re.MULTILINE))


def asked_for(project):
    """The names in [project.dependencies], as registries write them."""
    names = (re.match(r"[A-Za-z0-9._-]+", line).group() for line in project["dependencies"])
    return {name.lower().replace("_", "-") for name in names}


@LOCKS
def test_name_no_registry(lock):
    assert not re.search(r"://|--find-links|--(extra-)?index", lock.read_text("utf-8"))


@LOCKS
def test_give_a_hash_for_every_package(lock):
    blocks = re.split(r"^(?=[a-z])", lock.read_text("utf-8"), flags=re.MULTILINE)

    assert [b.splitlines()[0] for b in blocks if "==" in b and "--hash=sha256:" not in b] == []


def test_hold_what_the_project_asks_for():
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]

    assert asked_for(project) - set(pinned(RUN)) == set()


def test_test_with_the_versions_that_users_run():
    run, test = pinned(RUN), pinned(TEST)

    assert {name: version for name, version in run.items() if test.get(name) != version} == {}
