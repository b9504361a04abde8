"""The words of headers and coded lists, read once from the package's own data files."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from hocba.core.terms.text import match_key

_PUNCTUATION: Final = re.compile(r"[^\w]+|_+")


@cache
def header_key(text: str) -> str:
    """
    Return the key of a header or coded word: as `match_key`, without punctuation, y as i.

    "Lịch sử và Địa lý", "LỊCH SỬ\\nVÀ ĐỊA LÍ" and "lich_su_va_dia_li" give one key.
    """
    return _PUNCTUATION.sub(" ", match_key(text)).strip().replace("y", "i")


def word_key(text: str) -> str:
    """Return the key of a name whose hyphens and spaces vary: "Khơ-me", "Khơ me", "Khơme"."""
    return header_key(text).replace(" ", "")


@cache
def _vocabulary(name: str) -> Mapping[str, Mapping[str, list[str]]]:
    text = (files("hocba.adapters.spreadsheets.vocabulary") / name).read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def header_synonyms(table: str) -> Mapping[str, tuple[str, ...]]:
    """Return meaning -> header keys, best first, of one table of `headers.toml`."""
    words = _vocabulary("headers.toml")[table]
    return MappingProxyType({m: tuple(header_key(w) for w in ws) for m, ws in words.items()})


def header_text(table: str, meaning: str) -> str:
    """Return the header that templates write for a meaning: the first of its words."""
    return _vocabulary("headers.toml")[table][meaning][0]


@cache
def coded_words(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return code -> words of one list: `gender`, `pupil_status`, ..., `ethnic_groups`."""
    if name == "ethnic_groups":
        text = (files("hocba.adapters.spreadsheets.vocabulary") / "ethnic_groups.toml").read_text(
            "utf-8"
        )
        return MappingProxyType({c: tuple(words) for c, words in tomllib.loads(text).items()})
    words = _vocabulary("lists.toml")[name]
    return MappingProxyType({code: tuple(texts) for code, texts in words.items()})


@cache
def codes_by_word(name: str) -> Mapping[str, str]:
    """Return word key -> code of one list, codes with and without leading zeros included."""
    found: dict[str, str] = {}
    for code, words in coded_words(name).items():
        found |= dict.fromkeys((word_key(word) for word in words), code)
        found[word_key(code)] = code
        found.setdefault(word_key(code.lstrip("0") or "0"), code)
    return MappingProxyType(found)
