"""Signature values checked with a public key: XML Signature's algorithms, and X.509's own."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, AsymmetricPadding, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from hocba.core.terms.certificates import DIGEST, KeyKind, SignatureAlgorithm

HASHES: Final[Mapping[str, HashAlgorithm]] = MappingProxyType(
    {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}
)
"""The library's digest by the name that the core knows it by."""

ValueCheck = Callable[[bytes, bytes], bool]
"""Takes a signature value and the signed bytes; says whether the value fits."""

LEAST_RSA_BITS: Final = 2048
CURVES: Final = frozenset({"secp256r1", "secp384r1", "secp521r1"})

_BY_URI: Final = MappingProxyType({algorithm.value: algorithm for algorithm in SignatureAlgorithm})


@cache
def rsa_padding(algorithm: SignatureAlgorithm) -> AsymmetricPadding:
    """
    Return the padding of an RSA algorithm.

    The PSS identifiers without parameters fix MGF1 with the same digest and a salt as long as it.
    Source: RFC 6931, section 2.3.10.
    """
    if algorithm.name.startswith("RSA_PSS"):
        digest = HASHES[DIGEST[algorithm]]
        return PSS(MGF1(digest), digest.digest_size)
    return PKCS1v15()


def kind_of(key: CertificatePublicKeyTypes) -> KeyKind:
    """Return the family of a public key; OTHER is outside the profile, an odd curve too."""
    if isinstance(key, RSAPublicKey):
        return KeyKind.RSA
    if isinstance(key, EllipticCurvePublicKey) and key.curve.name in CURVES:
        return KeyKind.EC
    return KeyKind.OTHER


def _never(_signature: bytes, _signed: bytes, /) -> bool:
    return False


def _rsa_check(key: RSAPublicKey, algorithm: SignatureAlgorithm) -> ValueCheck:
    if key.key_size < LEAST_RSA_BITS:
        return _never
    verify, padding, digest = key.verify, rsa_padding(algorithm), HASHES[DIGEST[algorithm]]

    def check(signature: bytes, signed: bytes, /) -> bool:
        try:
            verify(signature, signed, padding, digest)
        except InvalidSignature:
            return False
        return True

    return check


def _ec_check(key: EllipticCurvePublicKey, algorithm: SignatureAlgorithm) -> ValueCheck:
    if key.curve.name not in CURVES:
        return _never
    verify, digest, half = key.verify, ECDSA(HASHES[DIGEST[algorithm]]), (key.key_size + 7) // 8

    def check(signature: bytes, signed: bytes, /) -> bool:
        if len(signature) != 2 * half:
            return False
        r = int.from_bytes(signature[:half], "big")
        s = int.from_bytes(signature[half:], "big")
        try:
            verify(encode_dss_signature(r, s), signed, digest)
        except InvalidSignature:
            return False
        return True

    return check


def check_by(key: CertificatePublicKeyTypes, uri: str) -> ValueCheck:
    """
    Return how to check XML signature values of one algorithm with one key.

    The key's kind must be the algorithm's: an EC key never checks an RSA algorithm.
    Returns: (signature value, signed bytes) -> whether it was made by the key; never so for a
    key or an algorithm outside the profile.
    """
    algorithm = _BY_URI.get(uri)
    if algorithm is None:
        return _never
    is_ec = algorithm.name.startswith("ECDSA")
    if isinstance(key, RSAPublicKey) and not is_ec:
        return _rsa_check(key, algorithm)
    if isinstance(key, EllipticCurvePublicKey) and is_ec:
        return _ec_check(key, algorithm)
    return _never


def holds_x509(
    key: CertificatePublicKeyTypes, digest: HashAlgorithm | None, signature: bytes, signed: bytes
) -> bool:
    """Return whether an OCSP answer's signature (PKCS#1 v1.5 or ECDSA in DER) is by the key."""
    if digest is None or digest.name not in HASHES:
        return False
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, signed, PKCS1v15(), digest)
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(signature, signed, ECDSA(digest))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
