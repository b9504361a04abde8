"""The key that signs printed codes: one an office, kept beside its other keys."""

from typing import Protocol


class PrintedCodeKey(Protocol):
    """
    A P-256 key for printed codes and for nothing else.

    It proves no person and seals nothing: the record's own signatures do. It says that this
    office printed these words, as far as the ministry's list of keys lets it.
    """

    def public(self) -> bytes:
        """Return x and y, 64 bytes. Raises: Fault "keys.file_broken"."""
        ...

    def sign(self, message: bytes) -> bytes:
        """
        Return r and s side by side, 64 bytes; the same message always gives the same.

        Raises: Fault "keys.file_broken". Source: FIPS 186-5, section 6.4; RFC 6979.
        """
        ...


class CodeListShelf(Protocol):
    """Where an installation keeps the latest list of keys for printed codes, as it came."""

    def text(self) -> str | None:
        """Return the list, a JWS in compact form; None where there is none yet."""
        ...

    def replace(self, text: str) -> None:
        """Put another in its place, whole or not at all."""
        ...
