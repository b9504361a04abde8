"""
See that a leaf of a content is as our schema and our own writer want it, and read it.

What each may look like, and what stands around it, is compiled from the published schema at the
first use. Argued in docs/decisions/0007-checked-quick-way.md.
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
_NAME: Final = pattern(b"<[A-Za-z]+")
_DECLARED: Final = f' xmlns="{NAMESPACE}"'.encode()


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


def is_seed(words: str) -> bool:
    """Tell whether words can stand in a `MuoiTrichLuc` as they are."""
    return _words_in("MuoiTrichLuc").fullmatch(words) is not None


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


def leaf_form(leaf: bytes) -> bytes:
    """Return a leaf's own canonical form, which declares the namespace on itself."""
    name = _NAME.match(leaf)
    if name is None:
        raise NotOurHand
    ends = name.end()
    return leaf[:ends] + _DECLARED + leaf[ends:]


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


def held_words(name: str) -> Pattern[str]:
    """Return the expression of a leaf of this name, what it says captured in groups."""
    schema = Schema(_SCHEMA)
    return pattern(schema.element(schema.declared(name), held=True))


@cache
def longest_comment() -> int:
    """Return how many characters a `NhanXet` may have."""
    schema = Schema(_SCHEMA)
    (most,) = {schema.longest(one) for one in schema.all_declared("NhanXet")}
    return most


def content_plan() -> tuple[tuple[str, int, int], ...]:
    """
    Return what the schema says of a content: marks of containers and leaves in their order.

    Each is a mark as it stands, or a leaf's name; and how often it stands there, least and most.
    """
    schema = Schema(_SCHEMA)
    found = _leaves_and_marks(schema, schema.declared(_ROOT))
    return tuple(
        (one, 1, 1) if isinstance(one, str) else (str(one.get("name")), *occurrences(one))
        for one in found
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
