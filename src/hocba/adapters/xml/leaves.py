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
from hocba.core.compose.wire_partial import PARTIAL_NAMESPACE
from hocba.core.compose.wire_secondary import SECONDARY_NAMESPACE

_NAMESPACES: Final = (NAMESPACE, SECONDARY_NAMESPACE, PARTIAL_NAMESPACE)
_OF_MANY_LEAVES: Final = frozenset(
    f"{{{one}}}{name}" for one in _NAMESPACES for name in ("HocSinh", "KetQua", "DSMonHoc")
)
_NO_LEAF: Final = frozenset(f"{{{one}}}MuoiTrichLuc" for one in _NAMESPACES)
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
    namespace, _, name = tag[1:].partition("}")
    qualified, attribute = (f"{prefix}:{name}", f"xmlns:{prefix}") if prefix else (name, "xmlns")
    opening = f"<{qualified}"
    declared = f'{opening} {attribute}="{namespace}"'
    return opening.encode(), declared.encode(), f"</{qualified}>".encode()


def _leaves(node: etree._Element) -> list[etree._Element]:
    leaves: list[etree._Element] = []
    for child in node:
        if child.tag in _OF_MANY_LEAVES:
            leaves.extend(_leaves(child))
        elif child.tag not in _NO_LEAF:
            leaves.append(child)
    return leaves
