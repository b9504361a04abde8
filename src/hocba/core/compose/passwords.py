"""
What a password must be: long, and none that everybody tries first. Nothing else.

Source: NIST SP 800-63B-4 (2025), 3.1.1.2 Password Verifiers: at least 15 characters where the
password stands alone, at least 8 beside a second factor; at least 64 accepted; no rules of
composition, no periodic change; a blocklist compared with the whole password.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

from hocba.core.terms.outcomes import Refusal

ALONE: Final = 15
BESIDE_A_SECOND_FACTOR: Final = 8
LONGEST: Final = 1000


def as_kept(typed: str) -> str:
    """Return a password in the one form that is hashed. Source: the same clause, NFKC."""
    return unicodedata.normalize("NFKC", typed)


def required_good(typed: str, *, has_second_factor: bool, about: Iterable[str] = ()) -> str:
    """
    Return the password as it is hashed, or say why it will not do.

    has_second_factor: whether the person must give a second factor too. about: words that
    others know of the person: log-in, name, school.
    Raises: Refusal "account.password_short", "account.password_long", "account.password_known".
    """
    password = as_kept(typed)
    least = BESIDE_A_SECOND_FACTOR if has_second_factor else ALONE
    if len(password) < least:
        raise Refusal("account.password_short", least=str(least))
    if len(password) > LONGEST:
        raise Refusal("account.password_long", most=str(LONGEST))
    if _is_known(password, about):
        raise Refusal("account.password_known")
    return password


def _is_known(password: str, about: Iterable[str]) -> bool:
    plain = _plain(password)
    if plain in blocked() or len(set(plain)) < 4:
        return True
    own = {_plain(word) for word in about} - {""}
    return any(plain.strip("0123456789") == word or plain == word * 2 for word in own)


@cache
def blocked() -> frozenset[str]:
    """Return what everybody tries first, lower case, without marks and gaps."""
    file = resources.files("hocba.core.compose").joinpath("passwords_blocked.txt")
    lines = file.read_text("utf-8").splitlines()
    return frozenset(_plain(line) for line in lines if line and not line.startswith("#"))


def _plain(text: str) -> str:
    """Return text as a guesser tries it: no case, no marks, no gaps."""
    loose = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in loose if sign.isalnum())
