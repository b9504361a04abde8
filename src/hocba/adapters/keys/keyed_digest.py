"""
Digests keyed by a secret of the office, for numbers of which there are few enough to try all.

A personal number has twelve digits: whoever holds a plain digest of it finds it in minutes.
"""

import hmac
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Final

from hocba.adapters.blobs.durable import locked, write_durably
from hocba.core.terms.outcomes import Fault

_SIZE: Final = 32


class KeyedDigest:
    """
    HMAC-SHA256 by the key in `folder/name`, made when it is first needed.

    All machines of one office must hold the same file: who lost it finds nobody by number, and
    must have the index built anew. Source: RFC 2104.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._key = b""

    def __call__(self, text: bytes) -> bytes:
        """
        Return 32 bytes.

        Raises: Fault "keys.file_broken".
        """
        self._key = self._key or self._read()
        return hmac.digest(self._key, text, sha256)

    def _read(self) -> bytes:
        file = self._folder / self._name
        if not file.exists():
            self._make()
        key = file.read_bytes()
        if len(key) != _SIZE:
            raise Fault("keys.file_broken", "wrong size", retry=False, file=self._name)
        return key

    def _make(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(self._folder):
            # Somebody else may have made it while we waited: a key is made only once.
            if not (self._folder / self._name).exists():
                drawn = {self._name: secrets.token_bytes(_SIZE)}
                write_durably(self._folder, drawn, mode=0o600)
