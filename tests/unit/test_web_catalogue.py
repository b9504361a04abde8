"""Every text of the pages has an English one, and the compiled catalogue is the written one."""

import ast
import gettext
import re
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

FACES = Path("src/hocba/faces")
FOLDER = FACES / "web" / "locale" / "en" / "LC_MESSAGES"

CALLED = {"gettext", "ngettext", "gettext_lazy"}
PLACE = re.compile(r"%\(\w+\)s")


def literal_arguments(call):
    return [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]


def texts_of_code(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLED:
            yield from literal_arguments(node)[:1]


def texts_of_template(source):
    # Django turns a template into something like code, in which the texts are calls.
    for call in re.findall(r"(?:gettext|ngettext|_)\((u?'.*?(?<!\\)'|u?\".*?(?<!\\)\")", source):
        yield ast.literal_eval(call)


@cache
def texts():
    found = {}
    for path in sorted(FACES.rglob("*.py")):
        found |= dict.fromkeys(texts_of_code(path.read_text("utf-8")), str(path))
    for path in sorted(FACES.rglob("*.html")):
        source = templatize(path.read_text("utf-8"), origin=str(path))
        found |= dict.fromkeys(texts_of_template(source), str(path))
    return found


def quoted(lines):
    return "".join(ast.literal_eval(line) for line in lines.strip().split("\n"))


@cache
def written():
    """text -> its English forms, from the .po file."""
    found = {}
    for block in (FOLDER / "django.po").read_text("utf-8").split("\n\n"):
        lines = "\n".join(line for line in block.split("\n") if not line.startswith("#"))
        parts = re.split(r"^(msgid_plural|msgid|msgstr\[\d\]|msgstr) ", lines, flags=re.M)[1:]
        fields = list(zip(parts[::2], map(quoted, parts[1::2]), strict=True))
        english = [text for field, text in fields if field.startswith("msgstr")]
        found[dict(fields)["msgid"]] = english
    found.pop("")
    return found


@cache
def compiled():
    with (FOLDER / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_finds_the_texts_of_code_and_templates():
    # So that the tests below are not about nothing.
    assert "Đăng nhập" in texts()
    assert "Đến nội dung chính" in texts()
    assert "Ghi %(n)s dòng" in texts()


def test_has_an_english_text_for_every_text():
    assert sorted(set(texts()) - set(written())) == []


def test_has_no_text_that_no_page_shows():
    assert sorted(set(written()) - set(texts())) == []


def test_says_it_in_english_with_the_same_places():
    def is_odd(text, english):
        return not english.strip() or set(PLACE.findall(english)) != set(PLACE.findall(text))

    odd = {
        text: english
        for text, forms in written().items()
        for english in forms
        if is_odd(text, english)
    }

    assert odd == {}


def test_is_compiled_from_what_is_written():
    for text, (one, *more) in written().items():
        if more:
            assert [compiled().ngettext(text, text, n) for n in (1, 2)] == [one, *more]
        else:
            assert compiled().gettext(text) == one
