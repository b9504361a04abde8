"""The way up: package bytes out, receipt bytes back."""

from typing import Protocol


class Uplink(Protocol):
    """The way up: package bytes out, receipt bytes back."""
