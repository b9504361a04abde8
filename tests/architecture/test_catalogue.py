"""Every "no" that the source can say is told in two languages, and nothing is told in vain."""

import ast
import re
import string
import tomllib
from functools import cache

from tests.architecture.sources import PACKAGE, found_in, nodes, project_files, python_files

FOLDER = PACKAGE / "core" / "terms" / "catalogue"
FIELDS = {"vi", "en", "mend_vi", "mend_en", "who", "source"}
WHO = {
    *("pupil_parent", "teacher", "principal", "clerk", "school_admin", "vendor"),
    *("province", "ministry", "ca", "operator", "officer"),
}
CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
OUTCOMES = {"Refusal", "Fault", "Finding"}


@cache
def catalogue():
    """code -> (file it stands in, its fields)."""
    found = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for code, texts in tomllib.loads(file.read_text("utf-8")).items():
            assert code not in found, f"{code} stands in {file.name} and in {found[code][0]}"
            found[code] = (file.name, texts)
    return found


def code_of(call):
    """The literal code of Refusal("..."), Fault("..."), Finding(code="..."); None if computed."""
    named = [word.value for word in call.keywords if word.arg == "code"]
    value = (named or call.args or [None])[0]
    return value.value if isinstance(value, ast.Constant) else None


def codes_raised(path):
    calls = [node for node in nodes(path) if isinstance(node, ast.Call)]
    outcomes = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id in OUTCOMES]
    return {code for call in outcomes if (code := code_of(call))}


@cache
def words_of_the_source():
    """Every literal that looks like a code: in Python, and in the data and pages beside it."""
    words = set()
    for path in python_files(str(PACKAGE)):
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words |= set(CODE.findall(node.value))
    beside = {".toml", ".html", ".txt", ".json"}
    for path in project_files():
        in_package = path.is_relative_to(PACKAGE) and not path.is_relative_to(FOLDER)
        if in_package and path.suffix in beside:
            words |= set(CODE.findall(path.read_text("utf-8")))
    return words


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_holds_every_code_that_the_source_raises():
    known = set(catalogue())

    assert found_in(python_files(str(PACKAGE)), lambda path: codes_raised(path) - known) == {}


def test_holds_no_code_that_nothing_raises():
    assert set(catalogue()) - words_of_the_source() == set()


def test_tells_each_code_in_full():
    # A code is area.what_is_wrong.
    odd = {
        f"{file}: {code}"
        for code, (file, texts) in catalogue().items()
        if not CODE.fullmatch(code)
        or set(texts) != FIELDS
        or not all(isinstance(text, str) and text.strip() for text in texts.values())
        or texts["who"] not in WHO
    }

    assert odd == set()


def test_gives_both_languages_the_same_details():
    odd = {
        f"{file}: {code}"
        for code, (file, texts) in catalogue().items()
        for vietnamese, english in (("vi", "en"), ("mend_vi", "mend_en"))
        if placeholders(texts[vietnamese]) != placeholders(texts[english])
    }

    assert odd == set()
