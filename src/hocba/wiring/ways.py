"""The ways from one office to the office above it: over HTTPS, next door, or nowhere."""

from dataclasses import dataclass
from pathlib import Path

from hocba.adapters.uplink.https import HttpsUplink
from hocba.adapters.uplink.local import LocalUplink
from hocba.adapters.uplink.local_book import LocalBook
from hocba.adapters.uplink.local_desk import LocalDesk
from hocba.core.terms.outcomes import Fault
from hocba.flow.receive_package import receive
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.take_connection import take_connection
from hocba.ports.connections import ConnectionLine
from hocba.ports.correction_line import CorrectionLine
from hocba.ports.counterpart import Counterpart
from hocba.ports.outside import Outside
from hocba.ports.uplink import Uplink
from hocba.wiring.settings import Settings


class NowhereUplink:
    """The uplink of an office that has none above it here: packages leave as files."""

    def send(self, package: bytes) -> bytes:
        """Refuse to send; see the port."""
        raise Fault("uplink.not_reached", "no office above is configured", retry=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """
    All ways to the office above; None where there is none.

    corrections: None as well where school and province keep one book.
    """

    uplink: Uplink
    book: Counterpart | None = None
    line: ConnectionLine | None = None
    corrections: CorrectionLine | None = None


def away(settings: Settings, *, is_topmost: bool) -> Ways:
    """Return the line to an office on another machine; only the topmost one here has it."""
    if not settings.uplink_url or not is_topmost:
        return Ways(uplink=NowhereUplink())
    line = HttpsUplink(
        settings.uplink_url,
        authorities=Path(settings.uplink_ca) if settings.uplink_ca else None,
        certificate=Path(settings.uplink_certificate) if settings.uplink_certificate else None,
    )
    return Ways(uplink=line, book=line, line=line, corrections=line)


def next_door(above: Outside) -> Ways:
    """Return the ways to an office in the same installation."""
    desk = RegisterDesk(above)
    return Ways(
        uplink=LocalUplink(lambda package: receive(above, package, desk)),
        book=LocalBook(above.repository),
        line=LocalDesk(lambda request: take_connection(above, request)),
    )
