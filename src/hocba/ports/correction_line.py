"""A school's way to its province's desk of corrections, where that is another installation."""

from typing import Protocol


class CorrectionLine(Protocol):
    """The signed request goes up, the province's signed answer comes down."""

    def hand_in_correction(self, request: bytes) -> bytes:
        """
        Hand a signed request in and return the signed answer; again is always safe.

        Raises: Refusal "correction.*" as the province refuses it; Fault "uplink.*".
        """
        ...

    def ask_correction(self, digest: bytes) -> bytes:
        """
        Return the answer to a request that was handed in. digest: SHA-256 of its bytes, which
        nobody knows who does not hold it.

        Raises: Refusal "correction.unknown"; Fault "uplink.*".
        """
        ...
