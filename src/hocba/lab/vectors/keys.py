"""Signature values made directly with a laboratory key, also with algorithms nobody may use."""

import hmac
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hocba.adapters.keys.holder import Holder
from hocba.adapters.pki.signatures import HASHES, rsa_padding
from hocba.core.terms.certificates import DIGEST, SignatureAlgorithm

RSA_SHA1: Final = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
HMAC_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"


def value_of(holder: Holder, uri: str, signed: bytes) -> bytes:
    """Return the value of an XML signature over `signed`."""
    if uri == HMAC_SHA256:
        # The classic confusion: the public key, which everybody has, used as the secret.
        public = holder.key.public_key()
        secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return hmac.digest(secret, signed, "sha256")
    key = holder.key
    if isinstance(key, EllipticCurvePrivateKey):
        digest = HASHES[DIGEST[SignatureAlgorithm(uri)]]
        r, s = decode_dss_signature(key.sign(signed, ECDSA(digest)))
        half = (key.key_size + 7) // 8
        return r.to_bytes(half, "big") + s.to_bytes(half, "big")
    if uri == RSA_SHA1:
        return key.sign(signed, PKCS1v15(), SHA1())
    algorithm = SignatureAlgorithm(uri)
    return key.sign(signed, rsa_padding(algorithm), HASHES[DIGEST[algorithm]])


def algorithm_for(holder: Holder) -> SignatureAlgorithm:
    """Return the plain algorithm of a holder's kind of key."""
    is_ec = isinstance(holder.key, EllipticCurvePrivateKey)
    return SignatureAlgorithm.ECDSA_SHA256 if is_ec else SignatureAlgorithm.RSA_SHA256
