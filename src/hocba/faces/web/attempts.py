"""How often a log-in may be tried: a few times a name, some more an address, then a pause."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

from hocba.core.terms.outcomes import Refusal

PER_NAME: Final = 5
PER_ADDRESS: Final = 50
"""A school's staff share one public address."""
PAUSE_S: Final = 15 * 60


class Counters(Protocol):
    """What counts across requests; Django's cache is one."""

    def add(self, key: str, value: int, timeout: int) -> bool:
        """Start a counter unless it runs already."""
        ...

    def incr(self, key: str) -> int:
        """Count one more."""
        ...

    def get(self, key: str, default: int) -> int:
        """Return a counter."""
        ...

    def delete(self, key: str) -> bool:
        """Forget a counter."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """The failed attempts of one name from one address in the last quarter of an hour."""

    counters: Counters
    name: str
    address: str

    def require_allowed(self) -> None:
        """
        Let an attempt through, or say that a pause is due.

        The pause is the same for a name that does not exist: it tells nothing about names.
        Raises: Refusal "web.too_many_attempts".
        """
        limits = zip(self._keys(), (PER_NAME, PER_ADDRESS), strict=True)
        if any(self.counters.get(key, 0) >= limit for key, limit in limits):
            raise Refusal("web.too_many_attempts", minutes=str(PAUSE_S // 60))

    def failed(self) -> None:
        """Count a failed attempt."""
        for key in self._keys():
            if not self.counters.add(key, 1, PAUSE_S):
                self.counters.incr(key)

    def succeeded(self) -> None:
        """Forget the name's failed attempts; the address keeps its own."""
        self.counters.delete(self._keys()[0])

    def _keys(self) -> tuple[str, str]:
        return _key("name", self.name.casefold()), _key("address", self.address)


def _key(kind: str, text: str) -> str:
    # A digest: a password typed into the name's field by mistake must not be kept in clear.
    return f"sign-in:{kind}:{sha256(text.encode()).hexdigest()}"
