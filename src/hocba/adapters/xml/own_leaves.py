"""
Cut a content as our own writer writes it at its leaves, and see that each is as it must be.

How leaves follow one another, and what each may look like, is compiled from the published
schema at the first use. Argued in docs/decisions/0007-checked-quick-way.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from re import Pattern
from re import compile as pattern
from types import MappingProxyType
from typing import Final

from lxml import etree

from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.schema_forms import Schema, occurrences
from hocba.core.compose.wire import CONTENT_ID, NAMESPACE

_SCHEMA: Final = "hoc-ba-1.0.xsd"
_ROOT: Final = "NoiDung"
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_ATTRIBUTE: Final = pattern(' ([A-Za-z]+)="([^"]*)"')
_OPENED: Final = pattern("<([A-Za-z]+)([^<>]*)>([^<]*)")
_OPENINGS: Final = MappingProxyType(
    {_ROOT: f'<{_ROOT} xmlns="{NAMESPACE}" Id="{CONTENT_ID}">'}
    | {name: f"<{name}>" for name in ("HocSinh", "KetQua", "DSMonHoc")}
)
"""The elements that hold leaves, and how our writer opens them."""


class Element:
    """An element that was read; see `core.compose.read.Node`."""

    __slots__ = ("_attributes", "children", "tag", "text")

    def __init__(self, tag: str, attributes: Mapping[str, str], text: str) -> None:
        self.tag = tag
        self.text = text
        self._attributes = attributes
        self.children: list[Element] = []

    def get(self, key: str, /) -> str | None:
        """Return an attribute's value or None."""
        return self._attributes.get(key)

    def __iter__(self) -> "Iterator[Element]":
        return iter(self.children)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """
    Leaves of one name, which follow each other in one place.

    before: the marks of containers that stand before them. least, most: how many there are;
    single: just one.
    """

    name: str
    before: str
    opening: str
    closing: str
    least: int
    most: int
    single: bool


def cut(text: str) -> dict[str, list[str]]:
    """
    Cut a `NoiDung` at its leaves, by their names, each as it stands in the text.

    The salt's seed, which is no leaf of the extract tree, is among them.
    Raises: NotOurHand unless the leaves and the marks of their containers are all there is.
    """
    steps, ending = _plan()
    # Only closing marks are looked for, and an opening mark may be another's beginning: what was
    # cut wrongly does not fit the expression of its name.
    at = 0
    found: dict[str, list[str]] = {}
    for step in steps:
        if step.before:
            if not text.startswith(step.before, at):
                raise NotOurHand
            at += len(step.before)
        if step.single:
            end = _end_of(text, at, step)
            found[step.name] = [text[at:end]]
            at = end
        else:
            found[step.name] = leaves = _run(text, at, step)
            at += sum(map(len, leaves))
    if text[at:] != ending:
        raise NotOurHand
    return found


def _end_of(text: str, at: int, step: _Step) -> int:
    end = text.find(step.closing, at)
    if end < 0:
        raise NotOurHand
    return end + len(step.closing)


def _run(text: str, at: int, step: _Step) -> list[str]:
    leaves: list[str] = []
    opening, closing, most = step.opening, step.closing, step.most
    while len(leaves) < most and text.startswith(opening, at):
        end = text.find(closing, at)
        if end < 0:
            raise NotOurHand
        end += len(closing)
        leaves.append(text[at:end])
        at = end
    if len(leaves) < step.least:
        raise NotOurHand
    return leaves


def element_of(name: str, leaf: str) -> Element:
    """
    Read a leaf of this name, after seeing that it is as our schema and our writer want it.

    Raises: NotOurHand.
    """
    kind = _kinds()[name]
    if kind.expression.fullmatch(leaf) is None:
        raise NotOurHand
    # Nothing but marks holds "<" or ">" now, so the text falls into marks and what follows them.
    return _flat(leaf) if kind.is_flat else _nested(leaf)


def _flat(leaf: str) -> Element:
    (tag, attributes, _), *children = _OPENED.findall(leaf)
    element = Element(tag, _attributes(attributes), "")
    element.children = [
        Element(tag, _attributes(attributes) if attributes else _NONE, text)
        for tag, attributes, text in children
    ]
    return element


def _nested(leaf: str) -> Element:
    marks = leaf.replace(">", "<").split("<")
    children: list[Element] = []
    around: list[list[Element]] = []
    for mark, text in zip(marks[1::2], marks[2::2], strict=True):
        if mark[0] == "/":
            children = around.pop()
            continue
        tag, _, attributes = mark.partition(" ")
        element = Element(tag, _attributes(f" {attributes}") if attributes else _NONE, text)
        children.append(element)
        around.append(children)
        children = element.children
    return children[0]


def words_of(name: str, leaf: str) -> str:
    """
    Read what a leaf of this name holds, which has neither attributes nor children.

    Raises: NotOurHand.
    """
    if _kinds()[name].expression.fullmatch(leaf) is None:
        raise NotOurHand
    return leaf[len(f"<{name}>") : -len(f"</{name}>")]


def is_comment(words: str) -> bool:
    """Tell whether words can stand in a `NhanXet` as they are."""
    return _words_in("NhanXet").fullmatch(words) is not None


def is_code(words: str) -> bool:
    """Tell whether words can stand in a `MaHocBa` as they are."""
    return _words_in("MaHocBa").fullmatch(words) is not None


@cache
def _words_in(name: str) -> Pattern[str]:
    schema = Schema(_SCHEMA)
    # One name, one meaning, wherever it stands: else a leaf could not be taken apart.
    (only,) = {schema.words(one) for one in schema.all_declared(name)}
    return pattern(only)


def leaf_form(name: str, leaf: str) -> bytes:
    """Return a leaf's own canonical form, which declares the namespace on itself."""
    return f'<{name} xmlns="{NAMESPACE}"{leaf[len(name) + 1 :]}'.encode()


@lru_cache(maxsize=1024)
def _attributes(written: str) -> Mapping[str, str]:
    return dict(_ATTRIBUTE.findall(written))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a leaf of a name may look like. is_flat: it has children, and they have none."""

    expression: Pattern[str]
    is_flat: bool


@cache
def _kinds() -> Mapping[str, _Kind]:
    schema = Schema(_SCHEMA)
    leaves = [
        leaf
        for leaf in _leaves_and_marks(schema, schema.declared(_ROOT))
        if not isinstance(leaf, str)
    ]
    # The one part of a leaf that is read by itself.
    parts = [schema.declared("NamTruoc")]
    return {str(one.get("name")): _kind(schema, one) for one in (*leaves, *parts)}


def _kind(schema: Schema, declared: etree._Element) -> _Kind:
    children = schema.children(declared)
    is_flat = bool(children) and not any(map(schema.children, children))
    return _Kind(pattern(schema.element(declared)), is_flat)


@cache
def _plan() -> tuple[tuple[_Step, ...], str]:
    """Return the leaves of a content in their order, and the marks that end it."""
    schema = Schema(_SCHEMA)
    steps: list[_Step] = []
    marks = ""
    for one in _leaves_and_marks(schema, schema.declared(_ROOT)):
        if isinstance(one, str):
            marks += one
            continue
        steps.append(_step(one, marks))
        marks = ""
    return tuple(steps), marks


def _step(leaf: etree._Element, marks: str) -> _Step:
    name = str(leaf.get("name"))
    least, most = occurrences(leaf)
    return _Step(
        name=name,
        before=marks,
        opening=f"<{name}",
        closing=f"</{name}>",
        least=least,
        most=most,
        single=(least, most) == (1, 1),
    )


def _leaves_and_marks(schema: Schema, declared: etree._Element) -> Iterator[etree._Element | str]:
    # A leaf is its declaration; a container is its marks and what it holds between them.
    name = str(declared.get("name"))
    if name not in _OPENINGS:
        yield declared
        return
    yield _OPENINGS[name]
    for child in schema.children(declared):
        yield from _leaves_and_marks(schema, child)
    yield f"</{name}>"
