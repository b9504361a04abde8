"""From a proved personal number to a log-in that stands already; never to a new one."""

from hocba.core.compose.account_acts import AccountAct, AccountEntry
from hocba.core.terms.codes import personal_id
from hocba.core.terms.outcomes import Refusal
from hocba.flow.staff_roles import log_in_of
from hocba.ports.outside import Outside
from hocba.ports.sign_in import Door


def log_in_by_number(outside: Outside, door: Door, number: str) -> str:
    """
    Return the one open log-in of the person with this number, and note that it came in.

    Whoever has not taken an invitation has no log-in, and a number gives none.
    Raises: Refusal "account.identity_unknown", "account.identity_of_several".
    """
    try:
        known = outside.book.staff_numbered(personal_id(number))
    except Refusal as refusal:
        raise Refusal("account.identity_unknown") from refusal
    names = door.credentials.among_open([log_in_of(member) for member in known])
    if not names:
        raise Refusal("account.identity_unknown")
    if len(names) > 1:
        raise Refusal("account.identity_of_several")
    (username,) = names
    now = outside.clock.now()
    door.log.append(
        AccountEntry(
            act=AccountAct.SIGN_IN, username=username, by=username, at=now, detail="openid"
        )
    )
    return username
