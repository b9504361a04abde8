"""Provinces' accounts and certificates, as requested and decided."""

from typing import Protocol


class Admissions(Protocol):
    """Provinces' accounts and certificates, as requested and decided."""
