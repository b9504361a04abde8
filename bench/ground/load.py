"""An open loop of requests: each is due at its own instant, whether or not others are done."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final

CLIENTS: Final = 32
"""Connections that are kept open; more requests than these wait, and their waiting counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request. must_hold: bytes without which an answer is an error."""

    path: str
    body: bytes | None = None
    headers: Mapping[str, str]
    must_hold: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Waiting times in ms from the instant a request was due, sorted; how many went wrong."""

    waited_ms: tuple[float, ...]
    errors: int
    seconds: float

    def percentile(self, share: float) -> float:
        """Return the waiting time that `share` of the requests did not exceed."""
        return self.waited_ms[min(len(self.waited_ms) - 1, int(share * len(self.waited_ms)))]

    @property
    def rate(self) -> float:
        """Answers a second that were reached."""
        return len(self.waited_ms) / self.seconds


def answers(port: int, ask: Callable[[int], Ask], *, rate: float, seconds: float) -> Answers:
    """Ask `rate` times a second for so long. ask: the request of a running number."""
    total = int(rate * seconds)
    numbers, lock = count(), threading.Lock()
    waited: list[float] = []
    errors: list[str] = []
    start = time.perf_counter() + 0.2

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                number = next(numbers)
            if number >= total:
                return
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            problem = _problem(connection, ask(number))
            waited.append((time.perf_counter() - due) * 1000)
            if problem:
                errors.append(problem)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        print(f"  first error: {errors[0]}")
    return Answers(
        waited_ms=tuple(sorted(waited)), errors=len(errors), seconds=time.perf_counter() - start
    )


def _problem(connection: http.client.HTTPConnection, ask: Ask) -> str:
    method = "GET" if ask.body is None else "POST"
    try:
        connection.request(method, ask.path, ask.body, dict(ask.headers))
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as broken:
        connection.close()
        return repr(broken)
    if answer.status != 200:
        return f"{answer.status} {ask.path}"
    return "" if ask.must_hold in body else f"not in the answer: {ask.must_hold!r}"
