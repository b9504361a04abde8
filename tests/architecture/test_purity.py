"""What may be used where, beyond what the import contracts can say."""

import ast
import sys

import pytest

from tests.architecture.sources import PACKAGE, imported, project_files, python_files, tree

PURE = python_files(*(str(PACKAGE / room) for room in ("core", "ports", "flow")))

# The clock, the disk, the net, chance and other processes come in as arguments.
WORLDLY = {
    *("os", "pathlib", "io", "shutil", "tempfile", "glob", "sqlite3", "mmap", "fcntl"),
    *("socket", "ssl", "http", "urllib", "smtplib", "ftplib", "asyncio", "select"),
    *("secrets", "time", "locale", "subprocess", "threading", "multiprocessing"),
    "logging",
}
CLOCKS = {"now", "today", "utcnow"}


def top(name):
    return name.split(".")[0]


@pytest.mark.parametrize("path", PURE, ids=str)
def test_core_ports_and_flow_use_the_standard_library_alone(path):
    foreign = {n for n in imported(path) if top(n) not in {*sys.stdlib_module_names, "hocba"}}

    assert foreign == set()


@pytest.mark.parametrize("path", PURE, ids=str)
def test_core_ports_and_flow_touch_nothing_of_the_world(path):
    # urllib.parse only takes text apart.
    names = imported(path) - {"urllib.parse"}

    assert {name for name in names if top(name) in WORLDLY} == set()


@pytest.mark.parametrize("path", PURE, ids=str)
def test_core_ports_and_flow_read_no_clock(path):
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    # The clock that comes in from outside may be asked: `outside.clock.now()`.
    named = {func.attr for func in calls if isinstance(func, ast.Attribute) and not is_given(func)}

    assert named & CLOCKS == set()


def is_given(call):
    asked = call.value
    return "clock" in {getattr(asked, "attr", None), getattr(asked, "id", None)}


@pytest.mark.parametrize("path", PURE, ids=str)
def test_chance_in_core_ports_and_flow_comes_from_a_seed(path):
    # `Random(seed)` gives the same numbers every time; the module's own functions do not.
    from_random = {
        alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "random"
        for alias in node.names
    }

    assert from_random <= {"Random"}
    assert not any(
        alias.name == "random"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import)
        for alias in node.names
    )


@pytest.mark.parametrize("path", PURE, ids=str)
def test_no_score_is_a_float(path):
    named = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}

    assert "float" not in named


@pytest.mark.parametrize("path", python_files(str(PACKAGE)), ids=str)
def test_models_stand_in_the_database_room(path):
    database = PACKAGE / "adapters" / "database"
    if not path.is_relative_to(database) and not path.is_relative_to(PACKAGE / "wiring"):
        assert {name for name in imported(path) if name.startswith("django.db")} == set()


@pytest.mark.parametrize("path", python_files(str(PACKAGE)), ids=str)
def test_only_wiring_reads_the_environment(path):
    reading = {
        node.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }

    if not path.is_relative_to(PACKAGE / "wiring"):
        assert reading == set()


def test_no_file_leans_on_anything_beside_the_project():
    # Written in two parts, so that this file does not find itself.
    beside = "../" + "shared"
    texts = {path: path.read_bytes() for path in project_files()}

    assert [str(path) for path, text in texts.items() if beside.encode() in text] == []
