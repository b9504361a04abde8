"""The way up: package bytes out, receipt bytes back."""

from typing import Protocol


class Uplink(Protocol):
    """
    One office's way to the office above it.

    Sending the same bytes again is always safe: the same receipt comes back.
    """

    def send(self, package: bytes) -> bytes:
        """
        Hand a package over and return the receipt.

        Raises: Refusal "package.*", "admission.*" when the other side refuses the package as
        a whole; Fault "uplink.no_answer" (to be sent again), "uplink.not_reached".
        """
        ...
