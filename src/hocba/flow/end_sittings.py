"""A person ends their own stays on devices; each end leaves its line in the log of accounts."""

from hocba.core.compose.account_acts import AccountAct, AccountEntry
from hocba.core.terms.outcomes import Refusal
from hocba.ports.sign_in import Door


def end_sitting(door: Door, *, username: str, number: str) -> None:
    """End one stay of one's own. Raises: Refusal "account.sitting_unknown"."""
    if not door.sittings.end(username, number, door.clock.now()):
        raise Refusal("account.sitting_unknown")
    _note(door, username, 1)


def end_others(door: Door, *, username: str, here: str) -> int:
    """End all stays of a person but the one here; return how many."""
    count = door.sittings.end_all(username, door.clock.now(), but=here)
    if count:
        _note(door, username, count)
    return count


def _note(door: Door, username: str, count: int) -> None:
    at = door.clock.now()
    act = AccountAct.END_SITTING
    door.log.append(AccountEntry(act=act, username=username, by=username, at=at, detail=f"{count}"))
