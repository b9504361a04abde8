"""
The proof bundle: all that an expert needs to check one record by public tools, with how.

Names of its files, the parts of each signature as plain files, and the words of the guide.
Nothing in it is to be believed: what it holds proves itself, down to anchors that the reader
has from elsewhere.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Final

from hocba.core.compose.wire import NAMESPACE
from hocba.core.compose.wire_secondary import SECONDARY_NAMESPACE
from hocba.core.terms.certificates import DIGEST, KEY_KIND, KeyKind, SignatureAlgorithm
from hocba.core.verify.parsed import ParsedSignature, ParsedStamp

RECORD: Final = "hoc-ba.xml"
GUIDE: Final = "HUONG-DAN.txt"
SUMS: Final = "SHA256SUMS"
PAGE: Final = "kiem-tra.html"
REPORT: Final = "bao-cao.json"
TRUST: Final = "tin-cay"
STAMPS: Final = "dau-thoi-gian"
ANCHORS: Final = "chung-thu/goc.pem"
ISSUERS: Final = "chung-thu/trung-gian.pem"
_LINE: Final = 64


def pem(kind: str, der: bytes) -> str:
    """Write DER as PEM. kind: `CERTIFICATE`, `X509 CRL`. Source: RFC 7468."""
    text = b64encode(der).decode("ascii")
    lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    return "\n".join((f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""))


def signature_files(place: int, signature: ParsedSignature) -> dict[str, bytes]:
    """
    Return what a signature signs, its value and its certificate, as tools take them.

    place: from 1, in the order of the document; what a document calls it names no file of ours.
    """
    name = f"chu-ky/{place}"
    is_curve = _algorithm(signature) in _CURVED
    return {
        f"{name}.da-ky.xml": signature.signed_info,
        f"{name}.gia-tri": der_pair(signature.value) if is_curve else signature.value,
        f"{name}.pem": pem("CERTIFICATE", signature.certificate).encode(),
    }


def stamp_files(place: int, stamps: Iterable[ParsedStamp]) -> dict[str, bytes]:
    """Return the time stamps on a signature's value, and what each is over, as tools take them."""
    told: dict[str, bytes] = {}
    for number, stamp in enumerate(stamps, 1):
        told[f"{STAMPS}/{place}-{number}.tst"] = stamp.token
        told[f"{STAMPS}/{place}-{number}.du-lieu"] = stamp.stamped
    return told


def stamp_commands(held: Mapping[str, bytes]) -> Iterable[str]:
    """Return the commands that check the time stamps among a bundle's files."""
    for name in sorted(name for name in held if name.startswith(f"{STAMPS}/")):
        bare, _, kind = name.rpartition(".")
        if kind == "tst":
            yield (
                f"openssl ts -verify -in {name} -token_in -data {bare}.du-lieu -CAfile {ANCHORS}"
                f" -untrusted {ISSUERS}"
            )
            yield f"openssl ts -reply -in {name} -token_in -text"


def der_pair(value: bytes) -> bytes:
    """Return r and s, side by side in XML, as the DER that openssl takes. Source: RFC 3279."""
    half = len(value) // 2
    inner = _der_integer(value[:half]) + _der_integer(value[half:])
    return b"\x30" + _der_length(len(inner)) + inner


def sums(held: Mapping[str, bytes]) -> bytes:
    """Return the digests of files as `sha256sum --check` reads them."""
    lines = (f"{sha256(held[name]).hexdigest()}  {name}\n" for name in sorted(held))
    return "".join(lines).encode()


def commands(signatures: Iterable[ParsedSignature], stamps: Mapping[str, bytes]) -> str:
    """
    Return the commands that check the record without any program of ours.

    stamps: the files of `stamp_files`.
    """
    told = [f"sha256sum --check {SUMS}", ""]
    held = tuple(signatures)
    ids = _ids(held)
    for place, signature in enumerate(held, 1):
        name = f"chu-ky/{place}"
        is_pss = "MGF1" in signature.algorithm
        padding = " -sigopt rsa_padding_mode:pss" if is_pss else ""
        # Older ones do not know RSASSA-PSS: the line is there for who has a newer one.
        newer = "# xmlsec1 1.3+: " if is_pss else ""
        at = "" if signature.signing_time is None else int(signature.signing_time.timestamp())
        told += [
            f"openssl x509 -in {name}.pem -pubkey -noout -out {name}.khoa",
            f"openssl dgst -{_digest(signature)}{padding} -verify {name}.khoa"
            f" -signature {name}.gia-tri {name}.da-ky.xml",
            f"openssl verify -attime {at} -CAfile {ANCHORS} -untrusted {ISSUERS} {name}.pem",
            f"{newer}xmlsec1 --verify --insecure {ids} --node-xpath '/*/*[3]/*[{place}]' {RECORD}",
            f"openssl x509 -in {name}.pem -noout -subject -issuer -serial -dates -fingerprint"
            " -sha256",
            "",
        ]
    told += stamp_commands(stamps)
    told.append(f"hocba verify {RECORD} --trust {TRUST}")
    return "\n".join(told) + "\n"


def guide(*, title: str, made_at: str, told: str) -> str:
    """Return the guide. title: which record. told: the commands."""
    text = files("hocba.core.publish").joinpath("proof_bundle_guide.txt").read_text("utf-8")
    return text.format(title=title, made_at=made_at, commands=told, page=PAGE)


_CURVED: Final = frozenset(one for one in SignatureAlgorithm if KEY_KIND[one] is KeyKind.EC)
_OF_ALL: Final = (
    "http://www.w3.org/2000/09/xmldsig#:SignatureValue",
    "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
)
_PRIMARY: Final = tuple(f"{NAMESPACE}:{name}" for name in ("NoiDung", "GocTrichLuc"))
_SECONDARY: Final = tuple(
    f"{SECONDARY_NAMESPACE}:{name}"
    for name in ("NoiDung", "GocTrichLuc", "TTChung", "CoBan", "MonHoc")
)


def _ids(signatures: Iterable[ParsedSignature]) -> str:
    """Return the arguments that tell xmlsec1 which attributes are identifiers."""
    is_secondary = any(r.target == "general" for one in signatures for r in one.references)
    names = (*(_SECONDARY if is_secondary else _PRIMARY), *_OF_ALL)
    return " ".join(f"--id-attr:Id {name}" for name in names)


def _algorithm(signature: ParsedSignature) -> SignatureAlgorithm | None:
    known = {one.value: one for one in SignatureAlgorithm}
    return known.get(signature.algorithm)


def _digest(signature: ParsedSignature) -> str:
    algorithm = _algorithm(signature)
    return DIGEST[algorithm] if algorithm else "sha256"


def _der_integer(number: bytes) -> bytes:
    bare = number.lstrip(b"\x00") or b"\x00"
    padded = b"\x00" + bare if bare[0] & 0x80 else bare
    return b"\x02" + _der_length(len(padded)) + padded


def _der_length(length: int) -> bytes:
    if length < 0x80:  # the short form of X.690, 8.1.3.4
        return bytes([length])
    return bytes([0x81, length])
