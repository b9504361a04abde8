"""
The line's own door: HTTPS on which every caller must show a certificate that leads to a known CA.

Pages have another door: no browser may be asked for a certificate because of offices and software.
Whoever has none gets no further than the handshake; what the certificate is worth, the acts decide.
"""

import logging
import ssl
from collections.abc import Iterable
from http import HTTPStatus
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from hocba.faces.line.shown import PEER

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SERVED: Final = ("/so/lien-thong", "/bo/lien-thong", "/api/v1/")
"""What offices and software ask for; people's pages are not behind this door."""
_HANDSHAKE_S: Final = 10
_SILENCE_S: Final = 60
"""A caller that says nothing for so long has gone."""

_log: Final = logging.getLogger("hocba.line")


class LineServer(ThreadingMixIn, WSGIServer):
    """
    One thread a connection, one request a connection; at most `at_once` requests are worked on.

    Closing waits for requests in hand. A kill needs no care: what was not answered is sent again.
    """

    request_queue_size = 64

    def __init__(
        self,
        address: tuple[str, int],
        *,
        context: ssl.SSLContext,
        application: "WSGIApplication",
        at_once: int,
    ) -> None:
        self._context = context
        self._room = BoundedSemaphore(at_once)
        super().__init__(address, _Request)
        self.set_app(only_the_line(application))

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands in the connection's own thread: nobody else waits for a slow stranger."""
        request.settimeout(_HANDSHAKE_S)
        with self._context.wrap_socket(request, server_side=True) as line:
            line.settimeout(_SILENCE_S)
            with self._room:
                super().finish_request(line, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note who did not get through; a broken line is no event for a traceback."""
        _log.warning("%s: the line broke", client_address[0], exc_info=True)


class _Request(WSGIRequestHandler):
    def get_environ(self) -> "WSGIEnvironment":
        environ = super().get_environ()
        # The handshake demanded one, so there is one.
        environ[PEER] = self.connection.getpeercert(binary_form=True)
        environ["HTTPS"] = "on"
        return environ

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base's name)
        _log.info(format, *args)


def only_the_line(application: "WSGIApplication") -> "WSGIApplication":
    """Return an application that answers for the line's addresses and knows no other."""

    def answered(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(SERVED):
            return application(environ, start)
        start(f"{HTTPStatus.NOT_FOUND.value} Not Found", [("Content-Length", "0")])
        return ()

    return answered


def context_of(certificate: str, *, authorities: Iterable[bytes]) -> ssl.SSLContext:
    """
    Return the TLS of the door.

    certificate: PEM file of the office's own certificate with its key. authorities: DER of the
    CAs, roots and those below, whose certificates may be shown.
    Raises: OSError when the file cannot be read or is no such file.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=b"".join(authorities))
    return context
