"""
An office's Ed25519 keys for notes: one file a use, made when it is first asked for.

They prove no person and no authority. The office's certified key signs every checkpoint too;
these are there for tools of other logs, which know Ed25519 alone.
"""

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from hocba.adapters.blobs.durable import locked, write_durably
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
        file = self._folder / name
        if not file.exists():
            self._make(name)
        try:
            key = load_pem_private_key(file.read_bytes(), None)
        except (ValueError, OSError) as broken:
            raise Fault("keys.file_broken", str(broken), retry=False, file=name) from broken
        if not isinstance(key, Ed25519PrivateKey):
            raise Fault("keys.file_broken", "not Ed25519", retry=False, file=name)
        return key

    def _make(self, name: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(self._folder):
            # Somebody else may have made it while we waited: a log's key is made only once.
            if not (self._folder / name).exists():
                pem = Ed25519PrivateKey.generate().private_bytes(
                    Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
                )
                write_durably(self._folder, {name: pem}, mode=0o600)


def check_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature holds. Source: RFC 8032, section 5.1.7."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
