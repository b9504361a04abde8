"""An office's P-256 key for printed codes, in a file of its own."""

from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hocba.adapters.keys.made_once import made_once
from hocba.core.terms.outcomes import Fault

_HALF: Final = 32


class CodeKeyFile:
    """Implements `PrintedCodeKey`. office: its code, part of the file's name."""

    def __init__(self, folder: Path, office: str) -> None:
        self._folder = folder
        self._name = f"{office}.ma-in.p256.pem"

    def public(self) -> bytes:
        """Return the public key; see the port."""
        point = self._key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return point[1:]

    def sign(self, message: bytes) -> bytes:
        """Sign a message; see the port."""
        value = self._key().sign(message, ECDSA(SHA256(), deterministic_signing=True))
        r, s = decode_dss_signature(value)
        return r.to_bytes(_HALF) + s.to_bytes(_HALF)

    def _key(self) -> EllipticCurvePrivateKey:
        key = made_once(self._folder, self._name, lambda: generate_private_key(SECP256R1()))
        if not isinstance(key, EllipticCurvePrivateKey) or key.curve.name != SECP256R1.name:
            raise Fault("keys.file_broken", "not P-256", retry=False, file=self._name)
        return key


def check_code_signature(public: bytes, signature: bytes, signed: bytes) -> bool:
    """Say whether a printed code's signature holds. Source: FIPS 186-5, section 6.4.2."""
    if len(signature) != 2 * _HALF:
        return False
    r, s = int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:])
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), b"\x04" + public)
        key.verify(encode_dss_signature(r, s), signed, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
