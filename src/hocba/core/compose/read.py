"""
What a reader of documents asks of an element, whichever tree it stands in.

Elements come from trees that a schema has validated, so children are taken by their places,
and a value that does not parse here means a schema that is too lenient.
Source: spec/format.md §4.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Protocol

from hocba.core.terms.missing import Missing

_YEARS: Final = range(1900, 3000)


class Node(Protocol):
    """What lxml's and the standard library's elements have in common."""

    @property
    def tag(self) -> str:
        """Name in Clark notation."""
        ...

    @property
    def text(self) -> str | None:
        """Character data before the first child."""
        ...

    def get(self, key: str, /) -> str | None:
        """Return an attribute's value or None."""
        ...

    def __iter__(self) -> Iterator["Node"]:
        """Children in order."""
        ...


def is_plausible(at: datetime) -> bool:
    """
    Tell whether an instant has an offset and can be reckoned with.

    At the ends of the calendar a change of offset overflows; no record is that old.
    """
    return at.tzinfo is not None and at.year in _YEARS


def local_name(node: Node) -> str:
    """Return an element's name without its namespace."""
    return node.tag.rpartition("}")[2]


def text_of(node: Node) -> str:
    """Return an element's own character data, empty where it has none."""
    return node.text or ""


def attribute_of(node: Node, name: str) -> str:
    """
    Return an attribute that the schema demands.

    Raises: KeyError naming it.
    """
    value = node.get(name)
    if value is None:
        raise KeyError(f"{local_name(node)}/@{name}")
    return value


Told = tuple[str | None, str]
"""What an element says: why it has no value (`Thieu`), and its words."""


def told_by(node: Node) -> Told:
    """Return what an element says."""
    return node.get("Thieu"), text_of(node)


def missing_of(node: Node) -> Missing | None:
    """
    Return why an element has no value, or None where it has one.

    Raises: ValueError where it has both.
    """
    reason = node.get("Thieu")
    return None if reason is None else why_missing((reason, text_of(node)), local_name(node))


def why_missing(told: Told, name: str) -> Missing | None:
    """Return the same of what an element of this name was found to say."""
    reason, words = told
    if reason is None:
        return None
    if words:
        # One reader would show the value, another the reason why there is none.
        raise ValueError(f"{name}: Thieu, {words[:20]}")
    return Missing(reason)
