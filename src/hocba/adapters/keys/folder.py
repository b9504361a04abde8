"""
A folder of soft keys, one file a key: how a demo or a practice school keeps them between runs.

Files are PEM: the private key, the certificate, its issuers, in this order, mode 0600.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates

from hocba.adapters.keys.holder import Holder
from hocba.core.terms.outcomes import Fault
from hocba.ports.keys import KeyRef

_SUFFIX = ".key.pem"


def keep(folder: Path, ref: KeyRef, holder: Holder) -> None:
    """Write one key, whole or not at all; a key of that name is replaced."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    certificates = (holder.certificate, *holder.chain)
    pem = b"".join(
        load_der_x509_certificate(der).public_bytes(Encoding.PEM) for der in certificates
    )
    part = folder / f"{quote(ref, safe='')}.part"
    part.touch(mode=0o600)
    part.write_bytes(holder.key_pem() + pem)
    part.replace(folder / f"{quote(ref, safe='')}{_SUFFIX}")


def kept(folder: Path) -> Mapping[KeyRef, Holder]:
    """
    Read every key of the folder, by name; none where there is no folder.

    Raises: Fault "keys.file_broken" naming the file.
    """
    files = sorted(folder.glob(f"*{_SUFFIX}"))
    return {KeyRef(unquote(file.name.removesuffix(_SUFFIX))): _read(file) for file in files}


def _read(file: Path) -> Holder:
    content = file.read_bytes()
    try:
        # Written by `keep` in a folder of mode 0700: checking primes again would cost 40 ms a key.
        key = load_pem_private_key(content, None, unsafe_skip_rsa_key_validation=True)
        own, *chain = load_pem_x509_certificates(content)
    except ValueError as broken:
        raise Fault("keys.file_broken", str(broken), retry=False, file=file.name) from broken
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise Fault("keys.file_broken", "neither RSA nor EC", retry=False, file=file.name)
    return Holder(
        certificate=own.public_bytes(Encoding.DER),
        chain=tuple(issuer.public_bytes(Encoding.DER) for issuer in chain),
        key=key,
    )
