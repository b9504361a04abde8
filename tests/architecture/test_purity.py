"""What may be used where, beyond what the import contracts can say."""

import ast
import sys

from tests.architecture.sources import (
    PACKAGE,
    found_in,
    imported,
    nodes,
    project_files,
    python_files,
)

OURS = python_files(str(PACKAGE))
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


def of_kind(kind, path):
    return [node for node in nodes(path) if isinstance(node, kind)]


def test_core_ports_and_flow_use_the_standard_library_alone():
    ours = {*sys.stdlib_module_names, "hocba"}

    assert found_in(PURE, lambda path: {n for n in imported(path) if top(n) not in ours}) == {}


def test_core_ports_and_flow_touch_nothing_of_the_world():
    def touched(path):
        # urllib.parse only takes text apart.
        return {n for n in imported(path) - {"urllib.parse"} if top(n) in WORLDLY}

    assert found_in(PURE, touched) == {}


def test_core_ports_and_flow_read_no_clock():
    def clocks(path):
        called = [node.func for node in of_kind(ast.Call, path)]
        # The clock that comes in from outside may be asked: `outside.clock.now()`.
        named = {f.attr for f in called if isinstance(f, ast.Attribute) and not is_given(f)}
        return named & CLOCKS

    assert found_in(PURE, clocks) == {}


def is_given(call):
    asked = call.value
    return "clock" in {getattr(asked, "attr", None), getattr(asked, "id", None)}


def test_chance_in_core_ports_and_flow_comes_from_a_seed():
    def unseeded(path):
        # `Random(seed)` gives the same numbers every time; the module's own functions do not.
        taken = {
            alias.name
            for node in of_kind(ast.ImportFrom, path)
            if node.module == "random"
            for alias in node.names
        }
        whole = {alias.name for node in of_kind(ast.Import, path) for alias in node.names}
        return (taken - {"Random"}) | (whole & {"random"})

    assert found_in(PURE, unseeded) == {}


def test_no_score_is_a_float():
    def floats(path):
        return {node.id for node in of_kind(ast.Name, path)} & {"float"}

    assert found_in(PURE, floats) == {}


def test_models_stand_in_the_database_room():
    rooms = (PACKAGE / "adapters" / "database", PACKAGE / "wiring")
    others = [path for path in OURS if not any(map(path.is_relative_to, rooms))]

    def models(path):
        return {name for name in imported(path) if name.startswith("django.db")}

    assert found_in(others, models) == {}


def test_only_wiring_reads_the_environment():
    others = [path for path in OURS if not path.is_relative_to(PACKAGE / "wiring")]

    def read(path):
        return {node.attr for node in of_kind(ast.Attribute, path)} & {"environ", "getenv"}

    assert found_in(others, read) == {}


def test_no_file_leans_on_anything_beside_the_project():
    # Written in two parts, so that this file does not find itself.
    beside = "../" + "shared"
    texts = {path: path.read_bytes() for path in project_files()}

    assert [str(path) for path, text in texts.items() if beside.encode() in text] == []
