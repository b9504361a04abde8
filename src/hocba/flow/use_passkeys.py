"""Make a passkey, sign in with one, remove one; each leaves its line in the log of accounts."""

from collections.abc import Mapping
from typing import Any

from hocba.core.compose.account_acts import AccountAct, AccountEntry
from hocba.core.compose.attempts import require_allowed
from hocba.core.compose.passwords import as_kept
from hocba.core.terms.outcomes import Refusal
from hocba.ports.sign_in import Door


def add_passkey(
    door: Door,
    *,
    username: str,
    password: str,
    name: str,
    answer: str,
    state: Mapping[str, Any],
    site: str,
) -> None:
    """
    Add a passkey of one's own.

    password: asked again, so that a device left open gives nobody a key of their own.
    Raises: Refusal "web.too_many_attempts", "account.password_wrong", "account.passkey_unproven".
    """
    now, key = door.clock.now(), f"3:{username}"
    require_allowed(door.attempts.tried(key, ""), now)
    if not door.credentials.check(username, as_kept(password)):
        door.attempts.failed(key, "", now)
        raise Refusal("account.password_wrong")
    door.attempts.succeeded(key, "", now)
    door.passkeys.add(username, name, answer, state=state, site=site)
    _note(door, AccountAct.ADD_PASSKEY, username)


def log_in_by_passkey(
    door: Door, *, answer: str, state: Mapping[str, Any], site: str, address: str
) -> str:
    """
    Return the log-in of who answered with a passkey; both steps are done with it.

    Raises: Refusal "web.too_many_attempts", "account.passkey_unproven", "account.passkey_copied".
    """
    now = door.clock.now()
    require_allowed(door.attempts.tried("", address), now)
    try:
        username = door.passkeys.opened_by(answer, state=state, site=site, at=now)
        if not door.credentials.is_open(username):
            raise Refusal("account.passkey_unproven")
    except Refusal:
        door.attempts.failed("", address, now)
        raise
    _note(door, AccountAct.SIGN_IN, username)
    return username


def drop_passkey(door: Door, *, username: str, number: int) -> None:
    """Remove a passkey of one's own. Raises: Refusal "account.passkey_unknown"."""
    if not door.passkeys.drop(username, number):
        raise Refusal("account.passkey_unknown")
    _note(door, AccountAct.DROP_PASSKEY, username)


def _note(door: Door, act: AccountAct, username: str) -> None:
    at, detail = door.clock.now(), "passkey"
    door.log.append(AccountEntry(act=act, username=username, by=username, at=at, detail=detail))
