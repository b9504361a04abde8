"""
Pages filled by their own types: every field says something, every list has two rows.

For pages whose look is not told as a story beside this: what stands in them does not matter,
only that every part of the page is there to be looked at.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from itertools import count
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tests.journey.samples.frames import AT

_PLAIN: Mapping[type, Any] = {
    int: 7,
    float: 0.5,
    bool: True,
    Decimal: Decimal("7.5"),
    datetime: AT,
    date: AT.date(),
    bytes: b"",
}
_SAID = {"options": "{}", "share": "59,47 %", "refusal": "", "picture": ""}
"""What a script reads, what never wraps, and what would hide the rest of a page."""


def made(page: type, **told: Any) -> Any:
    """Return a page with every field filled. told: what a test wants to be as it says."""
    return _Filler().filled(page, told)


class _Filler:
    def __init__(self) -> None:
        self._counted = count(1)

    def filled(self, page: type, told: Mapping[str, Any]) -> Any:
        kinds = get_type_hints(page)
        return page(
            **{
                each.name: told[each.name]
                if each.name in told
                else self._value(each.name, kinds[each.name])
                for each in fields(page)
                if each.init
            }
        )

    def _value(self, name: str, kind: Any) -> Any:
        origin, inner = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            return self._value(name, next(one for one in inner if one is not NoneType))
        if origin is tuple:
            repeated = inner[:1] * 2 if inner[-1] is Ellipsis else inner
            return tuple(self._value(name, one) for one in repeated)
        return {} if origin in (dict, Mapping) else self._single(name, kind)

    def _single(self, name: str, kind: Any) -> Any:
        if is_dataclass(kind):
            return self.filled(kind, {})
        if kind in _PLAIN:
            return _PLAIN[kind]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return next(iter(kind))
        if getattr(kind, "__supertype__", kind) is str:
            return self._text(name)
        raise TypeError(f"{name}: no sample of {kind}")

    def _text(self, name: str) -> str:
        number = next(self._counted)
        if name in _SAID:
            return _SAID[name]
        if name.endswith("url"):
            return f"/mau/{number}"
        if name in {"key", "code", "number", "name", "username"}:
            return f"mau-{number}"
        return f"Chữ mẫu {number}"
