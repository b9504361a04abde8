"""What the sign-in page shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """A demo log-in as a card. key: what the form sends."""

    key: str
    name: str
    capacity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOffice:
    """Demo log-ins of one office."""

    name: str
    people: tuple[DemoPerson, ...]

    @property
    def first(self) -> tuple[DemoPerson, ...]:
        """Return those who are shown at once."""
        return self.people[:6]

    @property
    def rest(self) -> tuple[DemoPerson, ...]:
        """Return those behind "more"."""
        return self.people[6:]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """
    The way in: demo cards where the settings say so, otherwise name and password.

    identity: name of the provider of identities, empty where there is none.
    """

    headline: str
    lead: str
    offices: tuple[DemoOffice, ...] = ()
    asks_password: bool = True
    problem: str = ""
    typed: str = ""
    next: str = ""
    identity: str = ""
