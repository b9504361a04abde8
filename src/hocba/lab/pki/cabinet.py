"""Private keys of the laboratory, made when first asked for and kept in a folder."""

import re
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from hocba.adapters.keys.holder import PrivateKey
from hocba.core.terms.text import match_key


def _made(kind: str) -> PrivateKey:
    if kind.startswith("rsa-"):
        return rsa.generate_private_key(65537, int(kind.removeprefix("rsa-")))
    curve = ec.SECP256K1() if kind == "secp256k1" else ec.SECP256R1()
    return ec.generate_private_key(curve)


class KeyCabinet:
    """
    Keys by label. They are random, also in a laboratory: a key that anyone could compute from a
    published file would make every practice signature worthless. The folder makes them last.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._open: dict[Path, PrivateKey] = {}
        directory.mkdir(parents=True, exist_ok=True)

    def key(self, label: str, kind: str) -> PrivateKey:
        """
        Return the key of a label, making it if there is none.

        kind: "rsa-2048", "p-256", and for bad certificates "rsa-1024", "secp256k1".
        """
        readable = re.sub("[^a-z0-9]+", "-", match_key(label))[:40]
        file = self._directory / f"{kind}-{readable}-{sha256(label.encode()).hexdigest()[:12]}.pem"
        if file not in self._open:
            self._open[file] = _read(file) if file.exists() else _kept(file, _made(kind))
        return self._open[file]


def _read(file: Path) -> PrivateKey:
    # The primality checks of a key that we wrote ourselves cost 40 ms and tell nothing.
    key = load_pem_private_key(file.read_bytes(), None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise TypeError(f"not a key of the laboratory: {file}")
    return key


def _kept(file: Path, key: PrivateKey) -> PrivateKey:
    part = file.with_suffix(".part")
    part.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    # Whole or not at all: a run that is killed here leaves a part that nobody reads.
    part.replace(file)
    return key
