"""Whose certificate is a province's: the ministry's register says so, day by day."""

from datetime import date

from hocba.core.sign.register import Level
from hocba.core.terms.roles import Role
from hocba.core.verify.authority import RegisterBook


def is_province(book: RegisterBook, certificate: str, province: str, on: date) -> bool:
    """
    Tell whether a certificate is a province's on a day.

    book: with the ministry's register. certificate: SHA-256, hex.
    """
    offices = [unit for level, unit in book.registers if level is Level.MINISTRY]
    named = [h for o in offices for h in book.holdings(Level.MINISTRY, o, certificate)]
    return any(h.role is Role.PROVINCE and h.unit == province and h.holds_on(on) for h in named)
