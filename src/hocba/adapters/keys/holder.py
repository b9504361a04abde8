"""One signer as the soft adapters keep it: certificate, issuers and the private key itself."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """
    A certificate and its key. certificate, chain: DER, the chain goes upward without the root.

    The key is kept out of `repr`: a log line must never be able to hold it.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    key: PrivateKey = field(repr=False)

    def key_pem(self) -> bytes:
        """Return the private key as unencrypted PKCS#8, for foreign tools in tests."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
