"""Vietnamese text: one form for the bytes, one key for matching, one order for lists."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_SPACES: Final = re.compile(r"\s+")
# XML 1.0 §2.2 forbids most C0 controls; C1 controls, surrogates and private use
# have no place in a name or a comment, and print as boxes.
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Final = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_MARKS: Final = frozenset("\u0306\u0302\u031b")


def clean(text: str) -> str:
    """
    Bring text into the record's one form: NFC, single spaces, no edges.

    "Trần" typed on a phone and on a school PC can differ in bytes; the seal must not.
    Source: TCVN 6909:2001; Unicode Standard Annex #15.
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def clean_lines(text: str) -> str:
    """Bring a longer comment into one form: as `clean`, but line breaks are kept as LF."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean(line) for line in lines).strip("\n")


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that may not stand in a record, as U+XXXX, once each."""
    found = dict.fromkeys(
        f"U+{ord(c):04X}" for c in text if c != "\n" and unicodedata.category(c) in _UNPRINTABLE
    )
    return tuple(found)


def match_key(text: str) -> str:
    """
    Return the key by which headers and names are matched: no marks, no case, one space.

    NFC and NFD, "đ" and "d", line breaks and double spaces all give one key.
    """
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return _SPACES.sub(" ", letters).strip()


@lru_cache(maxsize=1024)
def _letter_key(letter: str) -> tuple[int, int]:
    parts = unicodedata.normalize("NFD", letter.casefold())
    base = parts[0] + "".join(m for m in parts[1:] if m in _LETTER_MARKS)
    tone = next((_TONES[m] for m in parts[1:] if m in _TONES), 0)
    place = _ALPHABET.find(unicodedata.normalize("NFC", base))
    return (place if place >= 0 else 100 + ord(parts[0])), tone


def _word_key(word: str) -> str:
    keys = [_letter_key(letter) for letter in unicodedata.normalize("NFC", word)]
    letters = "".join(f"{place:04x}" for place, _ in keys)
    tones = "".join(str(tone) for _, tone in keys)
    return f"{letters}.{tones}"


_KINDS_OF_PLACE: Final = (
    "Tỉnh ", "Thành phố ", "Phường ", "Xã ", "Thị trấn ", "Đặc khu ", "Quận ", "Huyện ", "Thị xã ",
)  # fmt: skip


def name_sort_key(full_name: str) -> str:
    """
    Return a string that sorts names the Vietnamese way: given name, then family, then middle.

    Letters in the order a ă â b c d đ e ê …, tones in the order level, huyền, hỏi, ngã,
    sắc, nặng, and only after all letters are equal. Portable: plain code-point order.
    """
    words = clean(full_name).split(" ")
    order = [words[-1], words[0], *words[1:-1]] if len(words) > 1 else words
    return " ".join(_word_key(word) for word in order)


def place_sort_key(name: str) -> str:
    """
    Return a string that sorts places and schools: word by word, without what kind of place it is.

    Tỉnh An Giang comes before Thành phố Cần Thơ; the order of letters is that of people's names.
    """
    bare = clean(name)
    kind = next((kind for kind in _KINDS_OF_PLACE if bare.startswith(kind)), "")
    return " ".join(_word_key(word) for word in bare.removeprefix(kind).split(" "))


def given_name(full_name: str) -> str:
    """Return the given name: the last word of a Vietnamese full name."""
    return clean(full_name).rsplit(" ", 1)[-1]
