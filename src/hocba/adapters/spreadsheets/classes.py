"""Names of classes as schools write them: `1A`, `Lớp 1a`, `1/2`, `GVCN lớp 3C`."""

import re
from typing import Final

from hocba.core.terms.text import clean, match_key

_WORDS: Final = re.compile(r"^(?:(?:gvcn|chủ nhiệm|lớp)\s*:?\s*)+", re.IGNORECASE)
_ORDINARY: Final = re.compile(r"(\d{1,2})\s?([a-zđ]\w{0,3})", re.IGNORECASE)


def class_name_in(text: str) -> str:
    """Return the class in a text without the words around it; an ordinary name in capitals."""
    name = _WORDS.sub("", clean(text)).strip()
    found = _ORDINARY.fullmatch(name)
    return name if found is None else f"{found[1]}{found[2].upper()}"


def same_class(first: str, second: str) -> bool:
    """Return whether two class names are one: case and spaces aside."""
    return re.sub(r"\s", "", match_key(first)) == re.sub(r"\s", "", match_key(second))
