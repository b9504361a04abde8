"""Notices to persons and the mails that carry them: written with the act that they tell of."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hocba.core.compose.notices import NoticeKind
from hocba.core.terms.codes import SchoolCode, SchoolYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """
    One line on somebody's bell. It names a class and a count, never a pupil or a mark.

    number: 0 before it is kept. read_at: None while it is unread.
    """

    school: SchoolCode
    person: str
    kind: NoticeKind
    school_year: SchoolYear
    class_name: str
    count: int
    at: datetime
    number: int = 0
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMail:
    """An invitation on its way to a person. code: kept readable nowhere, and gone once sent."""

    username: str
    display_name: str
    code: str
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """
    A mail that waits: with a notice, or with an invitation.

    number: its own, for ever. tries: how often it could not be sent. at: since when it waits.
    """

    content: Notice | InvitationMail
    address: str
    tries: int
    at: datetime
    number: int = 0


class MailFate(StrEnum):
    """What became of a mail."""

    SENT = "DA_GUI"
    REFUSED = "BI_TU_CHOI"
    TOO_LATE = "QUA_HAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What an attempt came to: a fate, or the moment of the next try."""

    fate: MailFate | None = None
    again_at: datetime | None = None


class Notices(Protocol):
    """A school's notices."""

    def together(self, school: SchoolCode) -> AbstractContextManager[None]:
        """Run the block in one transaction: the act and its notices stand, or neither does."""
        ...

    def put(self, notices: Sequence[Notice], addresses: Mapping[str, str]) -> None:
        """
        Keep notices, and a mail for each whose person has an address here and wants mails.

        addresses: e-mail by person.
        """
        ...

    def put_invitation(
        self, school: SchoolCode, invitation: InvitationMail, *, address: str, at: datetime
    ) -> None:
        """Keep a mail with an invitation, in place of one of the same log-in that waits."""
        ...

    def drop_invitation(self, school: SchoolCode, username: str) -> None:
        """Send no invitation of this log-in that still waits."""
        ...

    def of_person(self, school: SchoolCode, person: str, *, limit: int = 100) -> tuple[Notice, ...]:
        """Return a person's notices, newest first."""
        ...

    def unread(self, school: SchoolCode, person: str) -> int:
        """Return how many a person has not read."""
        ...

    def read(
        self, school: SchoolCode, person: str, at: datetime, *, number: int | None = None
    ) -> tuple[Notice, ...]:
        """Note as read one of the person's own notices, or all; return those meant."""
        ...

    def wants_mail(self, school: SchoolCode, person: str) -> bool:
        """Tell whether a person is sent mails; so unless they said no."""
        ...

    def set_mail(self, school: SchoolCode, person: str, *, wanted: bool) -> None:
        """Note whether a person wants mails. Who wants none is sent none that waits either."""
        ...


class MailQueue(Protocol):
    """The mails of all schools here that wait to be sent."""

    def send_next(self, now: datetime, attempt: Callable[[Mail], Attempt]) -> bool:
        """
        Try the mail that has been due longest, and keep what became of it; False if none is due.

        Two workers never hold the same mail. A worker that dies in mid-attempt has decided
        nothing: the mail is due again.
        """
        ...

    def waiting(self) -> int:
        """Return how many mails wait, due or not."""
        ...
