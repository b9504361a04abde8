"""
The leaves of a content in canonical form. Source: spec/format.md §6.

A leaf's own canonical form is nearly what stands in the form of the whole content: only the
declaration of the namespace is put on the leaf. So one canonicalisation serves all of them
wherever it declares one namespace and no more.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

from hocba.adapters.xml.parsing import canonical
from hocba.core.compose.wire import NAMESPACE

_N: Final = f"{{{NAMESPACE}}}"
_OF_MANY_LEAVES: Final = frozenset({f"{_N}HocSinh", f"{_N}KetQua", f"{_N}DSMonHoc"})
_NO_LEAF: Final = f"{_N}MuoiTrichLuc"
_DECLARES: Final = b"xmlns"


def leaf_forms(content: etree._Element, form: bytes) -> tuple[bytes, ...]:
    """Return the exclusive canonical form of every leaf. form: that of the whole content."""
    if form.count(_DECLARES) > 1:
        # Two prefixes for one namespace, or the word in a comment: rare, so the slow way does.
        return tuple(canonical(leaf) for leaf in _leaves(content))
    return tuple(_cut(content, form))


def _cut(content: etree._Element, form: bytes) -> Iterator[bytes]:
    # Every element has the one prefix that is declared, for the schema allows one namespace only.
    at = 0
    for leaf in _leaves(content):
        opening, declared, closing = _marks(leaf.tag, content.prefix or "")
        # No leaf holds an element of its own name, and in canonical text "<" is markup.
        opened = form.index(opening, at) + len(opening)
        at = form.index(closing, opened) + len(closing)
        yield declared + form[opened:at]


@lru_cache(maxsize=1024)
def _marks(tag: str, prefix: str) -> tuple[bytes, bytes, bytes]:
    """Return how an element opens inside the content, how by itself, and how it closes."""
    name = tag[len(_N) :]
    qualified, attribute = (f"{prefix}:{name}", f"xmlns:{prefix}") if prefix else (name, "xmlns")
    opening = f"<{qualified}"
    declared = f'{opening} {attribute}="{NAMESPACE}"'
    return opening.encode(), declared.encode(), f"</{qualified}>".encode()


def _leaves(node: etree._Element) -> list[etree._Element]:
    leaves: list[etree._Element] = []
    for child in node:
        if child.tag in _OF_MANY_LEAVES:
            leaves.extend(_leaves(child))
        elif child.tag != _NO_LEAF:
            leaves.append(child)
    return leaves
