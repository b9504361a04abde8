"""Accounts by invitation: invite, withdraw, accept, reset. Nobody learns anybody's password."""

from collections.abc import Sequence
from dataclasses import dataclass

from hocba.core.compose.account_acts import AccountAct, AccountEntry
from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.invitations import (
    CODE_BYTES,
    LASTS,
    Invitation,
    Way,
    digest_of,
    required_open,
    written_code,
)
from hocba.core.compose.passwords import required_good
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.flow.staff_roles import log_in_of, roles_of
from hocba.ports.accounts import Account
from hocba.ports.notices import InvitationMail
from hocba.ports.outside import Outside
from hocba.ports.sign_in import Door


def invite(
    outside: Outside,
    door: Door,
    *,
    actor: Actor,
    by: str,
    school: SchoolCode,
    school_year: SchoolYear,
    staff_code: str,
    way: Way = Way.PAPER,
) -> str:
    """
    Invite a member of staff, or invite them anew: the old way in ends with this.

    The log-in gets the roles that the staff list states; signing still asks the register.
    way: by e-mail, to the address of the staff list, the code reaches the person alone.
    Returns: the code, which is kept nowhere and can be shown this once; empty when it is mailed.
    Raises: Refusal "permit.*", "account.person_unknown", "account.no_address",
        "practice.stays_here".
    """
    outside.require_real()
    _require(actor, school)
    staff = {member.staff_code: member for member in outside.book.staff(school)}
    if (member := staff.get(staff_code)) is None:
        raise Refusal("account.person_unknown", person=staff_code)
    if way is Way.EMAIL and not member.email:
        raise Refusal("account.no_address", name=member.full_name)
    return sent(
        outside,
        door,
        Invited(
            username=log_in_of(member),
            person=member.staff_code,
            display_name=member.full_name,
            school=school,
            email=member.email if way is Way.EMAIL else "",
        ),
        roles=tuple(roles_of(member, school, school_year)),
        by=by,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """
    Who is invited. person: staff code; school: empty for offices above.

    email: where the code goes; empty where it is handed over on paper.
    """

    username: str
    person: str
    display_name: str
    school: str
    email: str = ""


def sent(
    outside: Outside, door: Door, invited: Invited, *, roles: Sequence[Account], by: str
) -> str:
    """
    Make an invitation for whoever has been found entitled to one; the old way in ends.

    Returns: the code, which is kept nowhere and can be shown this once; empty when it is mailed.
    """
    username, now = invited.username, outside.clock.now()
    act = AccountAct.RESET if door.credentials.is_open(username) else AccountAct.INVITE
    code = written_code(outside.chance.draw(CODE_BYTES))
    # Logged first: a crash between two steps leaves an entry too many, never an act untold.
    door.log.append(AccountEntry(act=act, username=username, by=by, at=now, school=invited.school))
    # The old password, factors and stays end before the new code is worth anything.
    door.credentials.close(username)
    door.sittings.end_all(username, door.clock.now())
    door.factors.remove(username)
    outside.accounts.save(roles)
    way = Way.EMAIL if invited.email else Way.PAPER
    invitation = Invitation(
        digest=digest_of(code),
        username=username,
        person=invited.person,
        display_name=invited.display_name,
        school=invited.school,
        way=way,
        sent_at=now,
        ends_at=now + LASTS[way],
        email=invited.email,
    )
    door.invitations.add(invitation)
    if way is Way.PAPER:
        return code
    # A crash before this leaves an invitation that nobody got: inviting anew mends it.
    outside.notices.put_invitation(
        SchoolCode(invited.school), _mail_of(invitation, code), address=invited.email, at=now
    )
    return ""


def _mail_of(invitation: Invitation, code: str) -> InvitationMail:
    return InvitationMail(
        username=invitation.username,
        display_name=invitation.display_name,
        code=code,
        ends_at=invitation.ends_at,
    )


def withdraw(
    outside: Outside, door: Door, *, actor: Actor, by: str, school: SchoolCode, username: str
) -> None:
    """Withdraw an open invitation. Raises: Refusal "permit.*", "account.invitation_unknown"."""
    _require(actor, school)
    known = {each.username for each in door.invitations.latest(school)}
    now = outside.clock.now()
    if username not in known or not door.invitations.withdraw(username, now):
        raise Refusal("account.invitation_unknown")
    outside.notices.drop_invitation(school, username)
    act = AccountAct.WITHDRAW
    door.log.append(AccountEntry(act=act, username=username, by=by, at=now, school=school))


def invited(outside: Outside, door: Door, code: str) -> Invitation:
    """Return the open invitation of a code. Raises: Refusal "account.invitation_*"."""
    return required_open(door.invitations.by_digest(digest_of(code)), outside.clock.now())


def accept(outside: Outside, door: Door, *, code: str, password: str) -> Invitation:
    """
    Open an account with a password of the person's own choice; the code is then used up.

    Raises: Refusal "account.invitation_*", "account.password_*".
    """
    found = invited(outside, door, code)
    good = required_good(
        password,
        has_second_factor=needs_second_factor(outside, door, found.username),
        about=(found.username, found.display_name, "hocba"),
    )
    if door.credentials.is_common(good):
        raise Refusal("account.password_known")
    now = outside.clock.now()
    # Used up first: of two who hold one code only one opens the account. A crash after this
    # leaves a used code and a closed account; a new invitation mends it.
    if not door.invitations.use(found.digest, now):
        raise Refusal("account.invitation_used")
    name = found.username
    door.credentials.open(name, display_name=found.display_name, email="", password=good)
    act = AccountAct.ACCEPT
    door.log.append(AccountEntry(act=act, username=name, by=name, at=now, school=found.school))
    return found


def needs_second_factor(outside: Outside, door: Door, username: str) -> bool:
    """Tell whether one of a log-in's roles must give a second factor."""
    return any(a.role in door.second_factor for a in outside.accounts.actors_of(username))


def _require(actor: Actor, school: SchoolCode) -> None:
    refusal = why_not_now(Duty.MANAGE_ACCOUNTS, actor=actor, school=school)
    if refusal is not None:
        raise refusal
