"""Notices and the queue of their mails, in PostgreSQL."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from django.db.models import QuerySet

from hocba.adapters.database.models.notices import MailModel, MailRefusalModel, NoticeModel
from hocba.adapters.database.sealing import opened, sealed
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.notices import NoticeKind
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.notices import Attempt, InvitationMail, Mail, Notice


class DatabaseNotices:
    """Implements `Notices`; every method stands within its school."""

    def together(self, school: SchoolCode) -> AbstractContextManager[None]:
        """Open one transaction; see the port. The acts within it join it as savepoints."""
        return within(school)

    def put(self, notices: Sequence[Notice], addresses: Mapping[str, str]) -> None:
        """Keep notices with their mails; see the port."""
        if not notices:
            return
        school = notices[0].school
        with within(school):
            rows = NoticeModel.objects.bulk_create([_row(notice) for notice in notices])
            refusing = MailRefusalModel.objects.filter(school=school)
            silent = frozenset(refusing.values_list("person", flat=True))
            MailModel.objects.bulk_create(
                MailModel(notice=row, school=school, address=address, due_at=row.at)
                for row in rows
                if (address := addresses.get(row.person)) and row.person not in silent
            )

    def put_invitation(
        self, school: SchoolCode, invitation: InvitationMail, *, address: str, at: datetime
    ) -> None:
        """Keep a mail with an invitation; see the port."""
        with within(school):
            _invitations(school, invitation.username).delete()
            MailModel.objects.create(
                school=school,
                address=address,
                due_at=at,
                at=at,
                invited=invitation.username,
                sealed=sealed(_written(invitation)),
            )

    def drop_invitation(self, school: SchoolCode, username: str) -> None:
        """Drop an invitation that waits; see the port."""
        with within(school):
            _invitations(school, username).delete()

    def of_person(self, school: SchoolCode, person: str, *, limit: int = 100) -> tuple[Notice, ...]:
        """Return a person's notices; see the port."""
        with within(school):
            return tuple(_notice(row) for row in _of(school, person).order_by("-id")[:limit])

    def unread(self, school: SchoolCode, person: str) -> int:
        """Count what a person has not read; see the port."""
        with within(school):
            return _of(school, person).filter(read_at=None).count()

    def read(
        self, school: SchoolCode, person: str, at: datetime, *, number: int | None = None
    ) -> tuple[Notice, ...]:
        """Note notices as read; see the port."""
        with within(school):
            rows = _of(school, person)
            rows = rows if number is None else rows.filter(pk=number)
            meant = tuple(_notice(row) for row in rows.order_by("-id")[:500])
            rows.filter(read_at=None).update(read_at=at)
            return meant

    def wants_mail(self, school: SchoolCode, person: str) -> bool:
        """Tell whether a person is sent mails; see the port."""
        with within(school):
            return not MailRefusalModel.objects.filter(school=school, person=person).exists()

    def set_mail(self, school: SchoolCode, person: str, *, wanted: bool) -> None:
        """Note whether a person wants mails; see the port."""
        with within(school):
            if wanted:
                MailRefusalModel.objects.filter(school=school, person=person).delete()
                return
            refusal = MailRefusalModel(school=school, person=person)
            MailRefusalModel.objects.bulk_create([refusal], ignore_conflicts=True)
            waiting = MailModel.objects.filter(school=school, notice__person=person, fate="")
            waiting.delete()


class DatabaseMailQueue:
    """Implements `MailQueue` for all schools of this installation."""

    def send_next(self, now: datetime, attempt: Callable[[Mail], Attempt]) -> bool:
        """Try one mail; see the port."""
        # The row stays locked while the server is spoken to, and what became of the mail is
        # written before the lock goes. A worker killed in between leaves the row as it was: the
        # mail goes out a second time rather than never, under the same Message-ID.
        with within(EVERY_SCHOOL):
            due = MailModel.objects.filter(fate="", due_at__lte=now).order_by("due_at", "pk")
            locked = due.select_for_update(skip_locked=True, of=("self",))
            row = locked.select_related("notice").first()
            if row is None:
                return False
            came = attempt(_mail(row))
            row.tries += 1
            row.fate = came.fate.value if came.fate else ""
            row.due_at = came.again_at or row.due_at
            row.sealed = "" if row.fate else row.sealed
            row.save(update_fields=["tries", "fate", "due_at", "sealed"])
            return True

    def waiting(self) -> int:
        """Count the mails that wait; see the port."""
        with within(EVERY_SCHOOL):
            return MailModel.objects.filter(fate="").count()


def _invitations(school: SchoolCode, username: str) -> QuerySet[MailModel]:
    return MailModel.objects.filter(school=school, invited=username, fate="")


def _written(invitation: InvitationMail) -> str:
    ends_at = invitation.ends_at.isoformat()
    return json.dumps([invitation.display_name, invitation.code, ends_at])


def _mail(row: MailModel) -> Mail:
    if row.notice is None:
        content: Notice | InvitationMail = _invitation(row)
        at = (row.at or row.due_at).astimezone(VIETNAM)
    else:
        content = _notice(row.notice)
        at = row.notice.at.astimezone(VIETNAM)
    return Mail(content=content, address=row.address, tries=row.tries, at=at, number=row.pk)


def _invitation(row: MailModel) -> InvitationMail:
    name, code, ends_at = json.loads(opened(row.sealed))
    return InvitationMail(
        username=row.invited,
        display_name=name,
        code=code,
        ends_at=datetime.fromisoformat(ends_at).astimezone(VIETNAM),
    )


def _of(school: SchoolCode, person: str) -> QuerySet[NoticeModel]:
    return NoticeModel.objects.filter(school=school, person=person)


def _row(notice: Notice) -> NoticeModel:
    return NoticeModel(
        school=notice.school,
        person=notice.person,
        kind=notice.kind.value,
        school_year=notice.school_year.first,
        class_name=notice.class_name,
        count=notice.count,
        at=notice.at,
    )


def _notice(row: NoticeModel) -> Notice:
    return Notice(
        school=SchoolCode(row.school),
        person=row.person,
        kind=NoticeKind(row.kind),
        school_year=SchoolYear(row.school_year),
        class_name=row.class_name,
        count=row.count,
        at=row.at.astimezone(VIETNAM),
        number=row.pk,
        read_at=row.read_at.astimezone(VIETNAM) if row.read_at else None,
    )
