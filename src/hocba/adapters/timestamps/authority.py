"""Ask a time-stamping authority over HTTP. Source: RFC 3161, 3.4; RFC 5816."""

from typing import Final
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from rfc3161_client import TimestampRequestBuilder, decode_timestamp_response
from rfc3161_client.base import HashAlgorithm

from hocba.adapters.pki.time_stamps import is_over, read_token
from hocba.core.terms.outcomes import Fault, Refusal

_PATIENCE_S: Final = 5
_MOST_BYTES: Final = 100_000
_GRANTED: Final = (0, 1)


class HttpTimeStamps:
    """
    Implements `TimeStamps`. address: of the authority.

    Plain HTTP is common and does no harm: only a digest leaves, and what comes is signed.
    """

    def __init__(self, address: str) -> None:
        if urlsplit(address).scheme not in {"http", "https"}:
            raise Refusal("stamp.address_wrong", address=address)
        self._address = address

    def stamp(self, content: bytes) -> bytes:
        """Return a token over some bytes; see the port."""
        request = TimestampRequestBuilder(
            data=content, hash_algorithm=HashAlgorithm.SHA256, nonce=True, cert_req=True
        ).build()
        answer = self._asked(request.as_bytes())
        try:
            response = decode_timestamp_response(answer)
            if response.status not in _GRANTED:
                said = ", ".join(response.status_string)[:80] or str(response.status)
                raise Fault("stamp.refused", retry=True, reason=said)
            token = response.time_stamp_token()
            read = read_token(token)
        except (ValueError, Refusal) as problem:
            raise Fault("stamp.refused", retry=True, reason="no token") from problem
        # Whose it is and whether it may be believed is asked by whoever verifies; an answer to
        # another question is of no use to anybody.
        if read.response.tst_info.nonce != request.nonce or not is_over(read, content):
            raise Fault("stamp.refused", retry=True, reason="nonce, imprint")
        return token

    def _asked(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query"}
        try:
            with urlopen(Request(self._address, body, headers), timeout=_PATIENCE_S) as answer:
                return bytes(answer.read(_MOST_BYTES))
        except (URLError, OSError, ValueError) as problem:
            address = urlsplit(self._address).netloc
            raise Fault("stamp.unreachable", retry=True, address=address) from problem
