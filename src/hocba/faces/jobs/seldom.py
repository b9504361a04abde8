"""How processes that work for long look for garbage: seldom, and never at what they loaded."""

import gc
from typing import Final

_YOUNG: Final = 50_000
"""
So many new objects are waited for before the youngest are looked at; Python waits for 700.

A record makes some hundred and keeps some twenty until its package is settled. They point
at one another in one direction only, so nothing of it is garbage that has to be looked for.
"""


def collect_seldom() -> None:
    """Look for garbage seldom from now on, and not among what is there already."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
