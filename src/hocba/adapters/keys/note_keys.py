"""
An office's Ed25519 keys for notes: one file a use, made when it is first asked for.

They prove no person and no authority. The office's certified key signs every checkpoint too;
these are there for tools of other logs, which know Ed25519 alone.
"""

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hocba.adapters.keys.made_once import made_once
from hocba.core.publish.notes import KeyUse
from hocba.core.terms.outcomes import Fault


class NoteKeyFolder:
    """Implements `NoteKeys` for one office. folder: mode 0700, files 0600."""

    def __init__(self, folder: Path, office: str) -> None:
        self._folder = folder
        self._office = office

    def public(self, use: KeyUse) -> bytes:
        """Return the public key; see the port."""
        return self._key(use).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, use: KeyUse, message: bytes) -> bytes:
        """Sign a message; see the port."""
        return self._key(use).sign(message)

    def _key(self, use: KeyUse) -> Ed25519PrivateKey:
        name = f"{self._office}.{use.name.lower()}.ed25519.pem"
        key = made_once(self._folder, name, Ed25519PrivateKey.generate)
        if not isinstance(key, Ed25519PrivateKey):
            raise Fault("keys.file_broken", "not Ed25519", retry=False, file=name)
        return key


def check_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature holds. Source: RFC 8032, section 5.1.7."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
