"""Whose certificate is a province's: the ministry's register says so, day by day."""

from datetime import date

from hocba.core.sign.register import Level
from hocba.core.terms.roles import Role
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.outside import Outside


def is_province(outside: Outside, certificate: str, province: str, on: date) -> bool:
    """Tell whether a certificate is a province's on a day. certificate: SHA-256, hex."""
    book = RegisterDesk(outside).upper()
    offices = [unit for level, unit in book.registers if level is Level.MINISTRY]
    named = [h for o in offices for h in book.holdings(Level.MINISTRY, o, certificate)]
    return any(h.role is Role.PROVINCE and h.unit == province and h.holds_on(on) for h in named)
