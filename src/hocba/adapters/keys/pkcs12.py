"""PKCS#12 files (`.p12`, `.pfx`): opened into soft keys, so for practice only, as those are."""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509 import load_der_x509_certificate

from hocba.adapters.keys.holder import Holder
from hocba.core.terms.outcomes import Refusal


def opened(content: bytes, password: str) -> Holder:
    """
    Open a PKCS#12 file that holds one key and its certificate.

    An RSA key takes about 50 ms: open once and keep the holder.
    Raises: Refusal "keys.pkcs12_not_opened" (wrong password or no such file: they cannot be told
    apart), "keys.pkcs12_without_key".
    """
    try:
        store = pkcs12.load_pkcs12(content, password.encode("utf-8"))
    except (ValueError, TypeError, UnsupportedAlgorithm) as broken:
        raise Refusal("keys.pkcs12_not_opened", str(broken)) from broken
    if store.cert is None or not isinstance(store.key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise Refusal("keys.pkcs12_without_key", "needs an RSA or EC key and its certificate")
    return Holder(
        certificate=store.cert.certificate.public_bytes(Encoding.DER),
        chain=tuple(c.certificate.public_bytes(Encoding.DER) for c in store.additional_certs),
        key=store.key,
    )


def packed(holder: Holder, password: str, *, label: str) -> bytes:
    """Pack a holder into a PKCS#12 file, for the demo and for training sets."""
    return pkcs12.serialize_key_and_certificates(
        label.encode("utf-8"),
        holder.key,
        load_der_x509_certificate(holder.certificate),
        [load_der_x509_certificate(der) for der in holder.chain],
        BestAvailableEncryption(password.encode("utf-8")),
    )
