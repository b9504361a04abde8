"""Mails handed to a server by SMTP."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final
from urllib.parse import unquote, urlsplit

from hocba.core.terms.outcomes import Fault, Refusal
from hocba.ports.post import Letter

_TIMEOUT: Final = 20
"""Seconds. A worker holds one row of the queue meanwhile, nothing else waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mails go. is_tls: from the first byte; otherwise once the server offers it."""

    host: str
    port: int
    username: str
    password: str
    is_tls: bool


def smtp_server(url: str) -> SmtpServer:
    """
    Read `smtp://name:password@host:port`.

    Raises: Refusal "mail.no_server" for anything else.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Refusal("mail.no_server")
    is_tls = parts.scheme == "smtps"
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or (465 if is_tls else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=is_tls,
    )


class SmtpPost:
    """Implements `Post`: one connection a letter, for schools send a few a day."""

    def __init__(self, server: SmtpServer, *, sender: str) -> None:
        self._server = server
        self._sender = sender

    def send(self, letter: Letter) -> None:
        """Hand a letter over; see the port."""
        try:
            with self._connection() as connection:
                connection.send_message(_message(letter, self._sender))
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refused(next(iter(refused.recipients.values()))[0]) from refused
        except smtplib.SMTPResponseException as answered:
            raise _refused(answered.smtp_code) from answered
        except (smtplib.SMTPException, OSError) as broken:
            raise Fault("mail.not_taken", retry=True, reason=type(broken).__name__) from broken

    def _connection(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.is_tls:
            found: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=_TIMEOUT, context=context
            )
        else:
            found = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
            found.ehlo_or_helo_if_needed()
            if found.has_extn("starttls"):
                found.starttls(context=context)
        if server.username:
            found.login(server.username, server.password)
        return found


def _refused(code: int) -> Refusal | Fault:
    """5yz is for good, 4yz for now. Source: RFC 5321, section 4.2.1."""
    if code >= 500:
        return Refusal("mail.refused", reason=str(code))
    return Fault("mail.not_taken", retry=True, reason=str(code))


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = sender, letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{letter.name}@{sender.rpartition('@')[2]}>"
    # Source: RFC 3834, section 5: nobody's out-of-office answers it.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
