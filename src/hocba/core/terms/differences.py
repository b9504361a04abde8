"""What a list that comes in would change in what is known already: for dry runs and for saving."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Generic[Key]):
    """Keys in the order in which they came in. absent: known, but not in the list; they stay."""

    added: tuple[Key, ...]
    changed: tuple[Key, ...]
    unchanged: tuple[Key, ...]
    absent: tuple[Key, ...]


def difference(known: Mapping[Key, Value], given: Mapping[Key, Value]) -> Difference[Key]:
    """Compare a list that comes in with what is known, row by row."""
    return Difference(
        added=tuple(key for key in given if key not in known),
        changed=tuple(key for key in given if key in known and known[key] != given[key]),
        unchanged=tuple(key for key in given if key in known and known[key] == given[key]),
        absent=tuple(key for key in known if key not in given),
    )
