"""The book of the office above, where both run in one installation."""

from collections.abc import Mapping

from hocba.ports.repository import Repository


class LocalBook:
    """Implements `Counterpart` over the repository of the office above."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def holdings(self, sender: str) -> Mapping[str, bytes]:
        """Return what is kept from a sender; see the port."""
        return self._repository.kept_from(sender)
