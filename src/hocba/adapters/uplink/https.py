"""
The way up over HTTPS: one POST a package or request, the answer signed; one GET for what is known.

Both sides show a certificate. Whatever breaks, the sender knows only that it heard nothing and
sends the same bytes again: the other side keeps a package once and has one receipt for it.
"""

import json
import ssl
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from hocba.core.report.holdings import holdings_of
from hocba.core.terms.outcomes import Fault, Finding, Refusal, Weight

_PATIENCE_S: Final = 600
"""A package of 50,000 entries is judged while the line waits."""
_MOST_BYTES: Final = 200_000_000
_HELD: Final = "/dang-giu"
_CONNECTION: Final = "/de-nghi"
_CORRECTION: Final = "/dinh-chinh"
_SHORT_PATIENCE_S: Final = 30
"""Of a person who waits for a page: what is not answered by then is sent again later."""
_LATER: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.TOO_MANY_REQUESTS)
_GONE: Final = (OSError, HTTPException)


class HttpsUplink:
    """
    Implements `Uplink`, `Counterpart`, `ConnectionLine` and `CorrectionLine`: all go to the same
    office above.

    address: of the office above, `https://.../bo/lien-thong`. authorities: PEM file of those who
    issued its certificate, None for the machine's own. certificate: PEM file of this office's
    own certificate with its key, None where the office above asks for none.
    """

    def __init__(
        self, address: str, *, authorities: Path | None = None, certificate: Path | None = None
    ) -> None:
        self._parts = urlsplit(address)
        if self._parts.scheme != "https" or not self._parts.hostname:
            raise self._fault("uplink.not_reached", address)
        self._context = ssl.create_default_context(cafile=authorities)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2
        if certificate is not None:
            self._context.load_cert_chain(certificate)

    def send(self, package: bytes) -> bytes:
        """Hand a package over; see the port."""
        return self._asked("POST", self._parts.path, package, {"Content-Type": "application/zip"})

    def holdings(self, sender: str) -> Mapping[str, bytes]:
        """
        Return what the office above keeps from here; see the port.

        sender: told by the certificate of the line, and by nothing else.
        Raises: further Refusal "line.*".
        """
        return holdings_of(self._asked("GET", f"{self._parts.path}{_HELD}", None, {}))

    def hand_in(self, request: bytes) -> bytes:
        """Hand a request for connection in; see the port."""
        return self._soon("POST", _CONNECTION, request)

    def ask(self) -> bytes:
        """Ask where this office's requests stand; see the port."""
        return self._soon("GET", _CONNECTION)

    def hand_in_correction(self, request: bytes) -> bytes:
        """Hand a request about a record in; see the port."""
        return self._soon("POST", _CORRECTION, request)

    def ask_correction(self, digest: bytes) -> bytes:
        """Ask what was decided about a request; see the port."""
        return self._soon("GET", f"{_CORRECTION}?bam={digest.hex()}")

    def _soon(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {} if body is None else {"Content-Type": "application/xml"}
        path = f"{self._parts.path}{path}"
        return self._asked(method, path, body, headers, patience_s=_SHORT_PATIENCE_S)

    def _asked(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        patience_s: int = _PATIENCE_S,
    ) -> bytes:
        host, port = self._parts.hostname or "", self._parts.port
        line = HTTPSConnection(host, port, timeout=patience_s, context=self._context)
        try:
            line.request(method, path, body, dict(headers))
            answer = line.getresponse()
            told = answer.read(_MOST_BYTES)
        except ssl.SSLCertVerificationError as stranger:
            raise self._fault("uplink.not_reached", str(stranger)) from stranger
        except _GONE as broken:
            raise self._fault("uplink.no_answer", repr(broken)) from broken
        finally:
            line.close()
        # `read` with a limit says nothing of an answer that ended too soon.
        if str(len(told)) != answer.headers.get("Content-Length"):
            raise self._fault("uplink.no_answer", "the answer is cut")
        return self._answer(answer.status, told)

    def _answer(self, status: int, body: bytes) -> bytes:
        if status == HTTPStatus.OK:
            return body
        if status == HTTPStatus.UNPROCESSABLE_ENTITY:
            try:
                refusal = _refusal(body)
            except (ValueError, KeyError, TypeError, AttributeError) as odd:
                raise self._fault("uplink.no_answer", "nobody understands the answer") from odd
            raise refusal
        later = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER
        code = "uplink.no_answer" if later else "uplink.not_reached"
        raise self._fault(code, f"HTTP {status}")

    def _fault(self, code: str, reason: str) -> Fault:
        retry = code == "uplink.no_answer"
        return Fault(code, reason, retry=retry, folder=self._parts.geturl())


def _refusal(body: bytes) -> Refusal:
    """
    Return the refusal of the office above, with its findings, as its face wrote it.

    Raises: ValueError, KeyError, TypeError, AttributeError for anything else.
    """
    told: Mapping[str, Any] = json.loads(body)
    findings = tuple(
        Finding(
            code=str(each["code"]),
            weight=Weight(each["weight"]),
            where=str(each["where"]),
            details={str(name): str(value) for name, value in each["details"].items()},
        )
        for each in told["findings"]
    )
    details = {str(name): str(value) for name, value in told["details"].items()}
    return Refusal(str(told["code"]), findings=findings, **details)
