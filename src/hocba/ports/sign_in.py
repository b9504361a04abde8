"""What the way in reaches: passwords, second factors, invitations, limits, the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hocba.core.compose.account_acts import AccountEntry
from hocba.core.compose.attempts import Tried
from hocba.core.compose.invitations import Invitation
from hocba.core.compose.sittings import Sitting
from hocba.core.terms.roles import Role
from hocba.ports.clock import Clock
from hocba.ports.passkeys import Passkeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """Something that a person has besides the password. kind: `totp`."""

    kind: str
    name: str
    added_at: datetime


class Credentials(Protocol):
    """Log-ins and their passwords; nobody ever learns one."""

    def open(self, username: str, *, display_name: str, email: str, password: str) -> None:
        """Open an account, or set the password of one that stands."""
        ...

    def is_open(self, username: str) -> bool:
        """Tell whether somebody can sign in with this name."""
        ...

    def among_open(self, usernames: Sequence[str]) -> frozenset[str]:
        """Return those of the names with which somebody can sign in."""
        ...

    def display_name(self, username: str) -> str:
        """Return as screens greet the person."""
        ...

    def check(self, username: str, password: str) -> bool:
        """Tell whether a password is right, in the same time for a name that does not exist."""
        ...

    def is_common(self, password: str) -> bool:
        """Tell whether a password stands in the list of those that have leaked most often."""
        ...

    def close(self, username: str) -> None:
        """Let the password open nothing any more."""
        ...


class SecondFactors(Protocol):
    """One-time codes of an app, and recovery codes."""

    def of(self, username: str) -> tuple[Factor, ...]:
        """Return the apps of a person; recovery codes and passkeys do not count."""
        ...

    def new_secret(self) -> str:
        """Return a fresh secret for an authenticator app, base32."""
        ...

    def address_of(self, username: str, secret: str) -> str:
        """Return the `otpauth:` address that an app reads from a picture."""
        ...

    def add_app(self, username: str, secret: str, code: str) -> bool:
        """Add an app once it has shown a right code; tell whether it has."""
        ...

    def check(self, username: str, code: str) -> bool:
        """Take a one-time code or a recovery code; each opens once."""
        ...

    def new_codes(self, username: str) -> tuple[str, ...]:
        """Make new recovery codes in place of the old, and return them once."""
        ...

    def remove(self, username: str) -> None:
        """Remove all that a person has, recovery codes too."""
        ...


class Invitations(Protocol):
    """Invitations by the digest of their code."""

    def add(self, invitation: Invitation) -> None:
        """Keep an invitation and withdraw any open one of the same log-in."""
        ...

    def by_digest(self, digest: str) -> Invitation | None:
        """Return the invitation of a code."""
        ...

    def latest(self, school: str) -> tuple[Invitation, ...]:
        """Return the last invitation of each log-in of a school."""
        ...

    def use(self, digest: str, at: datetime) -> bool:
        """Use an invitation up; False where somebody else was quicker or it is over."""
        ...

    def withdraw(self, username: str, at: datetime) -> int:
        """Withdraw the open invitations of a log-in and return how many there were."""
        ...


class AttemptCounts(Protocol):
    """Failed attempts, counted for all processes together."""

    def tried(self, name: str, address: str) -> Tried:
        """Return what is known before an attempt."""
        ...

    def failed(self, name: str, address: str, at: datetime) -> None:
        """Count a failed attempt."""
        ...

    def succeeded(self, name: str, address: str, at: datetime) -> None:
        """Forget the failures of the name here, and remember the address as known to it."""
        ...


class AccountLog(Protocol):
    """What happened to accounts; entries are never changed."""

    def append(self, entry: AccountEntry) -> None:
        """Note an act; durable with the transaction that it stands in."""
        ...

    def of_school(self, school: str, *, limit: int = 50) -> tuple[AccountEntry, ...]:
        """Return the latest entries of a school, the newest first."""
        ...


class Sittings(Protocol):
    """Who is signed in where; an end counts for all processes at once."""

    def begin(self, username: str, *, address: str, browser: str, at: datetime) -> str:
        """Note that somebody signed in, and return the number of the stay."""
        ...

    def seen(self, username: str, number: str, at: datetime) -> bool:
        """Note that a person is there still; False where the stay is over or is no such."""
        ...

    def of(self, username: str, at: datetime) -> tuple[Sitting, ...]:
        """Return the stays of a person that stand, the latest seen first."""
        ...

    def end(self, username: str, number: str, at: datetime) -> bool:
        """End one stay of a person; False where there is none that has not ended."""
        ...

    def end_all(self, username: str, at: datetime, *, but: str = "") -> int:
        """End the stays of a person, all or all but one, and return how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    One question to a provider of identities, kept in the session that asked it.

    back: where the provider sends the browser. state ties the answer to the session, nonce the
    token to the question, verifier the code to who asked.
    """

    state: str
    nonce: str
    verifier: str
    back: str


class IdentityProvider(Protocol):
    """Who proves to us which citizen somebody is. name: as its button says."""

    name: str

    def address(self, asked: Asked) -> str:
        """Return where the browser goes. Raises: Fault "account.provider_unreachable"."""
        ...

    def number(self, asked: Asked, code: str) -> str:
        """
        Return the personal number of who came back with a code.

        Raises: Refusal "account.identity_unproven", Fault "account.provider_unreachable".
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """
    The way in, in one value that wiring builds.

    clock: the wall's own, by which stays end: a story's clock may stand still.
    second_factor: the roles that must give a second factor. identity: None where the
    installation trusts no provider. sends_mail: whether it knows a mail server.
    """

    credentials: Credentials
    factors: SecondFactors
    invitations: Invitations
    attempts: AttemptCounts
    log: AccountLog
    sittings: Sittings
    passkeys: Passkeys
    clock: Clock
    second_factor: frozenset[Role] = frozenset()
    identity: IdentityProvider | None = None
    sends_mail: bool = False
