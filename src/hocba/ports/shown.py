"""Which certificate a caller has shown on the line itself, as opposed to in what it sends."""

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """
    What TLS says of a caller. certificate: DER; None where none was shown, or nobody saw it.

    The handshake has proven that the caller holds its key; nothing more is known of it.
    """

    certificate: bytes | None = None

    @property
    def digest(self) -> bytes | None:
        """SHA-256 of the certificate; None where none was shown."""
        return None if self.certificate is None else sha256(self.certificate).digest()


NOTHING_SHOWN = Shown()
