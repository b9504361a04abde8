"""The first account of an office, by the operator's command; the others are invited by people."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import compile as pattern
from types import MappingProxyType
from typing import Final

from hocba.core.compose.permit import Actor
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.flow.invite_staff import Invited, sent
from hocba.ports.accounts import Account
from hocba.ports.outside import Outside
from hocba.ports.sign_in import Door

BY_COMMAND: Final[Mapping[Level, frozenset[Role]]] = MappingProxyType(
    {
        Level.SCHOOL: frozenset({Role.SCHOOL_ADMIN}),
        Level.PROVINCE: frozenset({Role.PROVINCE_OFFICER, Role.INSPECTOR}),
        Level.MINISTRY: frozenset({Role.MINISTRY_OFFICER, Role.INSPECTOR}),
    }
)
"""Whom nobody else can invite. Nobody who signs is among them: Hocba's policy."""

OPERATOR: Final = "may-chu"
"""Stands in the log for whoever has the server's own command line."""

_LOG_IN: Final = pattern(r"[a-z0-9][a-z0-9._-]{2,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WishedAccount:
    """Who is to get in, as what. school: of an administrator of a school, else None."""

    log_in: str
    display_name: str
    role: Role
    school: SchoolCode | None = None


def open_by_command(
    outside: Outside, door: Door, wished: WishedAccount, *, again: bool = False
) -> str:
    """
    Invite somebody whom no page can invite.

    again: although the log-in, or another administrator of the school, can sign in already; the
    log-in's old way in ends then.
    Returns: the code, which is kept nowhere and can be shown this once.
    Raises: Refusal "account.not_by_command", "account.log_in_unfit", "account.school_due",
    "account.stands_already", "school.unknown".
    """
    _require_sound(outside, wished)
    if not again:
        _require_nobody(outside, door, wished)
    name = clean(wished.display_name)
    actor = Actor(person=wished.log_in.upper(), role=wished.role, school=wished.school)
    role = Account(username=wished.log_in, display_name=name, actor=actor)
    return sent(
        outside,
        door,
        Invited(
            username=wished.log_in,
            person=actor.person,
            display_name=name,
            school=wished.school or "",
        ),
        roles=(role,),
        by=OPERATOR,
    )


def _require_sound(outside: Outside, wished: WishedAccount) -> None:
    level = outside.office.level
    if wished.role not in BY_COMMAND[level]:
        raise Refusal("account.not_by_command", role=wished.role.value, office=level.value)
    if _LOG_IN.fullmatch(wished.log_in) is None or not clean(wished.display_name):
        raise Refusal("account.log_in_unfit", value=wished.log_in[:40])
    if (wished.school is not None) is not (level is Level.SCHOOL):
        raise Refusal("account.school_due", office=level.value)
    if wished.school is not None:
        # Raises where there is no such school here.
        outside.book.school(wished.school)


def _require_nobody(outside: Outside, door: Door, wished: WishedAccount) -> None:
    others = outside.accounts.of_school(wished.school) if wished.school is not None else ()
    names = [each.username for each in others if each.actor.role is wished.role]
    standing = sorted(door.credentials.among_open([wished.log_in, *names]))
    if standing:
        raise Refusal("account.stands_already", username=standing[0])
