"""Invitations and the log of accounts in PostgreSQL."""

from datetime import datetime

from hocba.adapters.database.models.sign_in import (
    AccountEntryModel,
    InvitationModel,
)
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.account_acts import AccountAct, AccountEntry
from hocba.core.compose.invitations import Invitation, Way
from hocba.core.terms.vietnam import VIETNAM


class DatabaseInvitations:
    """Implements `Invitations`. A code names no school yet, so this one looks across schools."""

    def add(self, invitation: Invitation) -> None:
        """Keep an invitation in place of an open one; see the port."""
        with within(EVERY_SCHOOL):
            self.withdraw(invitation.username, invitation.sent_at)
            InvitationModel.objects.create(
                digest=invitation.digest,
                username=invitation.username,
                person=invitation.person,
                display_name=invitation.display_name,
                school=invitation.school,
                way=invitation.way.value,
                email=invitation.email,
                sent_at=invitation.sent_at,
                ends_at=invitation.ends_at,
            )

    def by_digest(self, digest: str) -> Invitation | None:
        """Return the invitation of a code; see the port."""
        with within(EVERY_SCHOOL):
            row = InvitationModel.objects.filter(digest=digest).first()
        return None if row is None else _invitation(row)

    def latest(self, school: str) -> tuple[Invitation, ...]:
        """Return the last invitation of each log-in; see the port."""
        with within(school):
            rows = InvitationModel.objects.filter(school=school).order_by("username", "-id")
            return tuple(_invitation(row) for row in rows.distinct("username"))

    def use(self, digest: str, at: datetime) -> bool:
        """Use an invitation up; see the port. One statement: of two at once only one succeeds."""
        with within(EVERY_SCHOOL):
            still = InvitationModel.objects.filter(
                digest=digest, used_at=None, withdrawn_at=None, ends_at__gt=at
            )
            return still.update(used_at=at) == 1

    def withdraw(self, username: str, at: datetime) -> int:
        """Withdraw the open invitations of a log-in; see the port."""
        with within(EVERY_SCHOOL):
            still = InvitationModel.objects.filter(
                username=username, used_at=None, withdrawn_at=None
            )
            return still.update(withdrawn_at=at)


class DatabaseAccountLog:
    """Implements `AccountLog`; a trigger keeps what stands."""

    def append(self, entry: AccountEntry) -> None:
        """Note an act; see the port."""
        with within(EVERY_SCHOOL):
            AccountEntryModel.objects.create(
                act=entry.act.value,
                username=entry.username,
                by=entry.by,
                school=entry.school,
                at=entry.at,
                detail=entry.detail[:200],
            )

    def of_school(self, school: str, *, limit: int = 50) -> tuple[AccountEntry, ...]:
        """Return the latest entries of a school; see the port."""
        with within(school):
            rows = AccountEntryModel.objects.filter(school=school).order_by("-at", "-id")
            return tuple(_entry(row) for row in rows[:limit])


def _invitation(row: InvitationModel) -> Invitation:
    return Invitation(
        digest=row.digest,
        username=row.username,
        person=row.person,
        display_name=row.display_name,
        school=row.school,
        way=Way(row.way),
        email=row.email,
        sent_at=row.sent_at.astimezone(VIETNAM),
        ends_at=row.ends_at.astimezone(VIETNAM),
        used_at=row.used_at,
        withdrawn_at=row.withdrawn_at,
    )


def _entry(row: AccountEntryModel) -> AccountEntry:
    return AccountEntry(
        act=AccountAct(row.act),
        username=row.username,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
        school=row.school,
        detail=row.detail,
    )
