"""A real SMTP server on this machine, for the tests of what is mailed."""

import socket
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller


class Mailbox:
    """What the server took, and what it says to the next letter."""

    def __init__(self):
        self.taken, self.says = [], "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.says.startswith("250"):
            self.taken.append(envelope)
        return self.says

    @property
    def letters(self):
        """What was taken, as messages."""
        return [message_from_bytes(each.content, policy=default) for each in self.taken]


@contextmanager
def a_mail_server():
    """Serve; yields the mailbox and the address of the server."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
