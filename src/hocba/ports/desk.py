"""What the desk of an office above the school writes and asks."""

from dataclasses import dataclass

from hocba.ports.attempts import Attempts
from hocba.ports.connections import ConnectionLine, Connections
from hocba.ports.counterpart import Counterpart
from hocba.ports.oversight import Notes, Traits
from hocba.ports.refusals import Refusals
from hocba.ports.reminders import Reminders


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskShelf:
    """
    One office's desk.

    connections: requests for connection that it made, or was sent. above, line: None where no
    line leads to the office above.
    """

    reminders: Reminders
    attempts: Attempts
    traits: Traits
    notes: Notes
    connections: Connections
    refusals: Refusals
    above: Counterpart | None = None
    line: ConnectionLine | None = None
