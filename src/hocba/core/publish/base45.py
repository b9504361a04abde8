"""Base45: bytes in the characters that a QR code holds most cheaply. Source: RFC 9285."""

from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {letter: value for value, letter in enumerate(_ALPHABET)}


def base45(data: bytes) -> str:
    """Write bytes, three characters for two bytes. Source: RFC 9285, section 4."""
    pairs = (data[at : at + 2] for at in range(0, len(data), 2))
    return "".join(_written(pair) for pair in pairs)


def _written(pair: bytes) -> str:
    rest, letters = int.from_bytes(pair), ""
    for _ in range(len(pair) + 1):
        rest, value = divmod(rest, 45)
        letters += _ALPHABET[value]
    return letters


def from_base45(text: str) -> bytes:
    """
    Read what `base45` wrote.

    Raises: ValueError for a foreign character, a lone one at the end, a number too large.
    """
    groups = (text[at : at + 3] for at in range(0, len(text), 3))
    return b"".join(_read(group) for group in groups)


def _read(group: str) -> bytes:
    if len(group) == 1 or any(letter not in _VALUES for letter in group):
        raise ValueError("no Base45")
    number = 0
    for letter in reversed(group):
        number = 45 * number + _VALUES[letter]
    try:
        return number.to_bytes(len(group) - 1)
    except OverflowError as large:
        raise ValueError("no Base45") from large
