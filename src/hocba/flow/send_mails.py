"""Send the mails that wait: notices, which name a class and lead to a page, and invitations."""

from datetime import datetime

from hocba.core.compose.notices import MAIL_LIFE, MAIL_TRIES, message_code, next_try_after
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.ports.clock import Clock
from hocba.ports.notices import Attempt, InvitationMail, Mail, MailFate, MailQueue
from hocba.ports.post import Letter, Post


def send_due(queue: MailQueue, post: Post, *, clock: Clock, site: str, most: int = 1_000) -> int:
    """
    Try every mail that is due, at most so many; return how many were tried.

    site: the public address of the pages. A mail that the server cannot take now rests for a
    while that doubles; one that it never takes, or that is too old, is given up.
    """

    def attempt(mail: Mail) -> Attempt:
        return _tried(mail, post, now=clock.now(), site=site)

    tried = 0
    while tried < most and queue.send_next(clock.now(), attempt):
        tried += 1
    return tried


def letter_of(mail: Mail, *, site: str) -> Letter:
    """
    Write a mail, in Vietnamese and English.

    Of a notice it says no more than the class's name; of an invitation the person's own name
    and code, which nobody else has seen.
    """
    if isinstance(mail.content, InvitationMail):
        return _invitation(mail.content, mail, site=site)
    notice = mail.content
    details = {"class_name": notice.class_name, "count": str(notice.count)}
    code = message_code(notice.kind)
    link = f"{site.rstrip('/')}/truong/thong-bao/{notice.number}"
    vi, en = told(code, details, "vi"), told(code, details, "en")
    foot = (
        "Thư tự động, không trả lời. Tắt thư: trang Thông báo của Hocba.",
        "Sent by Hocba, do not reply. Turn mails off on the page of notices.",
    )
    return Letter(
        name=f"thong-bao-{notice.number}",
        to=mail.address,
        subject=f"Học bạ số · lớp {notice.class_name}",
        text="\n".join((vi, en, "", link, "", "-- ", *foot, "")),
    )


def _invitation(invitation: InvitationMail, mail: Mail, *, site: str) -> Letter:
    details = {
        "name": invitation.display_name,
        "username": invitation.username,
        "code": invitation.code,
        "until": invitation.ends_at.strftime("%d/%m/%Y %H:%M"),
        # Behind "#" it stays in the reader's browser: no server's log ever holds a code.
        "link": f"{site.rstrip('/')}/loi-moi#{invitation.code}",
    }
    vi, en = (told("account.invitation_mail", details, language) for language in ("vi", "en"))
    return Letter(
        name=f"loi-moi-{mail.number}",
        to=mail.address,
        subject="Học bạ số · mã mời mở tài khoản",
        text="\n".join((vi, "", en, "")),
    )


def _tried(mail: Mail, post: Post, *, now: datetime, site: str) -> Attempt:
    ends_at = mail.content.ends_at if isinstance(mail.content, InvitationMail) else None
    if now >= (ends_at or mail.at + MAIL_LIFE):
        return Attempt(fate=MailFate.TOO_LATE)
    try:
        post.send(letter_of(mail, site=site))
    except Refusal:
        return Attempt(fate=MailFate.REFUSED)
    except Fault:
        if mail.tries + 1 >= MAIL_TRIES:
            return Attempt(fate=MailFate.TOO_LATE)
        return Attempt(again_at=now + next_try_after(mail.tries))
    return Attempt(fate=MailFate.SENT)
