"""The ministry's desk of requests, where it runs in the same installation: one book for both."""

from collections.abc import Callable


class LocalDesk:
    """
    Implements `ConnectionLine`.

    take: what the ministry does with a request; wiring hands it in.
    """

    def __init__(self, take: Callable[[bytes], bytes]) -> None:
        self._take = take

    def hand_in(self, request: bytes) -> bytes:
        """Hand a request in; see the port."""
        return self._take(request)

    def ask(self) -> bytes | None:
        """Say nothing: the province reads the ministry's own lines; see the port."""
        return None
