"""How the laboratory issues by its description, and what no library issues any more."""

from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1

from hocba.adapters.keys.issuing import Use
from hocba.lab.pki.der import sequence, wrapped
from hocba.lab.pki.world import Profile

_RSA_SHA256: Final = bytes.fromhex("06092a864886f70d01010b0500")
_RSA_SHA1: Final = bytes.fromhex("06092a864886f70d0101050500")


def use_of(profile: Profile, policy: str) -> Use:
    """Return what a profile's certificate is for. policy: the number that marks whose it is."""
    return Use(
        key_usage=profile.key_usage,
        policy=policy,
        purposes=profile.purposes,
        critical_oid=profile.critical_oid,
    )


def with_sha1(certificate: x509.Certificate, key: RSAPrivateKey) -> x509.Certificate:
    """
    Sign a certificate's content again with SHA-1, which no library does any more.

    key: the issuer's. Both names of the algorithm, inside and outside, are replaced.
    """
    content = certificate.tbs_certificate_bytes.replace(_RSA_SHA256, _RSA_SHA1, 1)
    signature = key.sign(content, PKCS1v15(), SHA1())
    whole = content + sequence(_RSA_SHA1) + wrapped(0x03, b"\x00" + signature)
    return x509.load_der_x509_certificate(sequence(whole))
