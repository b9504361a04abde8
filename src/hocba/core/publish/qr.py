"""The text in a printed page's QR code: which record, and the digest of its content."""

from base64 import urlsafe_b64encode
from typing import Final

from hocba.core.terms.codes import RecordKey

QR_KIND: Final = "HOCBA1"
"""Names the text's shape; a text that holds more has another."""


def qr_text(key: RecordKey, content_digest: bytes) -> str:
    """
    Return `HOCBA1:<record code>:<school year>:<version>:<digest>`.

    content_digest: SHA-256 of the content, 32 bytes; written as base64url without padding.
    Never an address: whoever scans a paper must not be led to a page of the forger's choice.
    """
    digest = urlsafe_b64encode(content_digest).decode("ascii").rstrip("=")
    return ":".join((QR_KIND, key.record_code, str(key.school_year), str(key.version), digest))
