"""A log that a static file server hands out, read over HTTP."""

from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from hocba.core.terms.outcomes import Fault

_TIMEOUT_S: Final = 30
_MAX_BYTES: Final = 1024 * 1024
"""A tile has 8 kB, a checkpoint less; whatever is longer is no file of a log."""


class LogServer:
    """Implements `LogSource`. prefix: `https://...`, the folder that holds `checkpoint`."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix.rstrip("/")
        if not self._prefix.startswith(("https://", "http://")):
            raise ValueError("a log's prefix is an address of http or https")

    def read(self, path: str) -> bytes | None:
        """Return one file; see the port."""
        request = Request(f"{self._prefix}/{quote(path)}")
        try:
            with urlopen(request, timeout=_TIMEOUT_S) as answer:
                content: bytes = answer.read(_MAX_BYTES)
                return content
        except HTTPError as problem:
            if problem.code == 404:
                return None
            raise self._not_read(path, problem) from problem
        except (URLError, HTTPException, OSError) as problem:
            raise self._not_read(path, problem) from problem

    def _not_read(self, path: str, problem: Exception) -> Fault:
        return Fault("log.not_read", f"{self._prefix}: {problem}", retry=True, path=path)
