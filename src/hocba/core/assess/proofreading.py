"""Hints on comments: what a colleague would point at. They never block."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.text import clean, match_key

_SHORT: Final = 15
_SAME_FOR: Final = 4
_WORD: Final = re.compile(r"\w+")
# The two ways of placing a tone over oa, oe, uy at a word's end; both are read, one a text.
_OLD: Final = re.compile(r"(?:òa|óa|ỏa|õa|ọa|òe|óe|ỏe|õe|ọe|(?<!q)(?:ùy|úy|ủy|ũy|ụy))\b", re.I)
_NEW: Final = re.compile(r"(?:oà|oá|oả|oã|oạ|oè|oé|oẻ|oẽ|oẹ|(?<!q)(?:uỳ|uý|uỷ|uỹ|uỵ))\b", re.I)
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


def proofread(
    comments: Mapping[str, str], names: Mapping[str, str]
) -> Mapping[str, tuple[Finding, ...]]:
    """
    Return hints by pupil for one column of comments.

    comments, names: by sector code, of the whole class; the text as typed, not yet cleaned.
    """
    repeated = Counter(match_key(text) for text in comments.values() if text.strip())
    found = {}
    for code, text in comments.items():
        hints = tuple(_hints(text, code, names, repeated[match_key(text)]))
        if hints:
            found[code] = hints
    return found


def _hints(text: str, code: str, names: Mapping[str, str], times: int) -> Iterator[Finding]:
    if not text.strip():
        return
    yield from _form(text)
    if stranger := other_pupil(text, code, names):
        yield _hint("marks.other_pupil_named", name=stranger)
    if len(clean(text)) < _SHORT:
        yield _hint("marks.comment_short", length=str(len(clean(text))))
    if times >= _SAME_FOR:
        yield _hint("marks.comment_repeated", count=str(times))


def _form(text: str) -> Iterator[Finding]:
    if unicodedata.normalize("NFC", text) != text:
        yield _hint("marks.not_composed")
    composed = unicodedata.normalize("NFC", text)
    old, new = _OLD.search(composed), _NEW.search(composed)
    if old and new:
        yield _hint("marks.two_tone_styles", first=_word_at(composed, old.start()),
                    second=_word_at(composed, new.start()))  # fmt: skip
    if wrong := next((w for w in _WORD.findall(composed) if _tones_in(w) > 1), ""):
        yield _hint("marks.two_tones", word=wrong)


def _word_at(text: str, place: int) -> str:
    return next(m.group() for m in _WORD.finditer(text) if m.start() <= place < m.end())


def _tones_in(word: str) -> int:
    return sum(mark in _TONES for mark in unicodedata.normalize("NFD", word))


def other_pupil(text: str, code: str, names: Mapping[str, str]) -> str:
    """
    Return the name of another pupil of the class that stands in a comment, or nothing.

    A full name counts, and "em An", "bạn An"; a given name alone is too often a plain word
    ("an toàn", "bình tĩnh").
    """
    own = names.get(code, "")
    said = clean(text)
    for other, name in names.items():
        if other == code or name == own:
            continue
        given = name.rsplit(" ", 1)[-1]
        called = given != own.rsplit(" ", 1)[-1] and _is_called(given, said)
        if called or (len(name.split()) > 1 and re.search(rf"\b{re.escape(name)}\b", said)):
            return name
    return ""


def _is_called(given: str, said: str) -> bool:
    called = re.compile(rf"\b(?:[Ee]m|[Bb]ạn|[Cc]on|[Cc]háu) {re.escape(given)}\b")
    return called.search(said) is not None


def bank_findings(text: str, names: Sequence[str]) -> tuple[Finding, ...]:
    """Return what keeps a text from being kept for many pupils: a pupil's name in it."""
    numbered = {str(number): name for number, name in enumerate(names)}
    stranger = other_pupil(text, "", numbered)
    return (_hint("marks.name_in_bank", name=stranger),) if stranger else ()


def _hint(code: str, **details: str) -> Finding:
    return Finding(code=code, weight=Weight.WARNING, where="comment", details=details)
