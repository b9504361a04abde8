"""A key file that its owner makes when it is first asked for, and never a second time."""

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from hocba.adapters.blobs.durable import locked, write_durably
from hocba.core.terms.outcomes import Fault


def made_once(folder: Path, name: str, make: Callable[[], PrivateKeyTypes]) -> PrivateKeyTypes:
    """
    Return the key in a file, making the file if there is none. folder: 0700; the file: 0600.

    Raises: Fault "keys.file_broken".
    """
    if not (folder / name).exists():
        _write(folder, name, make)
    try:
        return load_pem_private_key((folder / name).read_bytes(), None)
    except (ValueError, OSError) as broken:
        raise Fault("keys.file_broken", str(broken), retry=False, file=name) from broken


def _write(folder: Path, name: str, make: Callable[[], PrivateKeyTypes]) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(folder):
        # Somebody else may have made it while we waited: a key is made only once.
        if not (folder / name).exists():
            pem = make().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            write_durably(folder, {name: pem}, mode=0o600)
