"""The command `hocba mailer`: the queue of mails of this installation's schools."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from hocba.adapters.post.smtp import SmtpPost, smtp_server
from hocba.core.sign.register import Level
from hocba.faces.jobs.mailer import Mailing, asked, mailed
from hocba.flow.send_mails import send_due
from hocba.wiring.django_ready import loaded_with_django
from hocba.wiring.office_commands import office_at
from hocba.wiring.settings import settings


def mailer(arguments: Sequence[str]) -> int:
    """
    Send mails, and return the exit code.

    Raises: Refusal "mail.no_server" when none is set; Fault "settings.*", "postgres.*".
    """
    until_empty, chosen = asked(arguments), settings()
    post = SmtpPost(smtp_server(chosen.mail_url), sender=chosen.mail_from)
    with office_at(Level.SCHOOL) as outside:
        database: Any = loaded_with_django("hocba.adapters.database.notices")
        queue = database.DatabaseMailQueue()
        send = partial(send_due, queue, post, clock=outside.clock, site=chosen.public_url)
        return mailed(Mailing(send_due=send, waiting=queue.waiting), until_empty=until_empty)
