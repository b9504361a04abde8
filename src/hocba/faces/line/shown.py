"""Read from a request which certificate its caller has shown on the line."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any, Final

from hocba.ports.shown import NOTHING_SHOWN, Shown

PEER: Final = "hocba.peer_certificate"
"""Where our own door puts it, DER. No header of a request can be called so."""
_OF_A_PROXY: Final = "HTTP_CLIENT_CERT"


def shown_on(environ: Mapping[str, Any], *, believes_proxy: bool) -> Shown:
    """
    Return what was shown to our own door, or to the proxy in front of us.

    believes_proxy: the proxy sets `Client-Cert` and takes away any that came from outside.
    Source: RFC 9440, section 2.2: one Byte Sequence, `:base64 of DER:`.
    """
    if PEER in environ:
        return Shown(certificate=environ[PEER])
    told = str(environ.get(_OF_A_PROXY, "")) if believes_proxy else ""
    if len(told) < 3 or not (told[0] == told[-1] == ":"):
        return NOTHING_SHOWN
    try:
        return Shown(certificate=b64decode(told[1:-1], validate=True))
    except ValueError:
        return NOTHING_SHOWN
