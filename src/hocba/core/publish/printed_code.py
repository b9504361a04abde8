"""
The signed code on paper: what a page says of itself, provable without a line.

`HOCBA2:` and Base45 of the compressed COSE_Sign1 of a small set of claims, built like the
European health certificate: a village school checks a paper with a phone and a list of keys.
Whoever reads it learns what stands on the paper in plain words anyway, and no mark.
Source: RFC 9052, section 4.2 (COSE_Sign1); RFC 8392 (claims `iss`, `iat`); RFC 9285 (Base45).
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from hocba.core.publish.base45 import base45, from_base45
from hocba.core.publish.cbor import Cbor, cbor, from_cbor
from hocba.core.terms.codes import RecordKey, parsed_record_code, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal

CODE_KIND: Final = "HOCBA2:"
"""Names the text's shape. `HOCBA1:` is the code without a signature."""

_ES256: Final = -7
_ALGORITHM, _KEY_ID = 1, 4
_SIGN1_TAG: Final = b"\xd2"
_SIGNATURE_BYTES: Final = 64
_LARGEST_BYTES: Final = 4096
_ISSUER, _ISSUED_AT = 1, 6
(
    _CODE,
    _YEAR,
    _VERSION,
    _NAME,
    _BORN_ON,
    _CLASS,
    _RESULT,
    _DIGEST,
    _ENVIRONMENT,
    _SCHOOL,
    _LOG,
) = range(100, 111)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPlace:
    """Where a log keeps the record. log: the keeper's code. index: from 0, for ever."""

    log: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedClaims:
    """
    What a code says.

    issuer: code of the office that answers for it. result: the year's result by its published
    code, no mark. content_digest: SHA-256, 32 bytes: the same as in the signed file.
    log: None when it was printed before a repository had taken the record.
    """

    issuer: str
    issued_at: datetime
    key: RecordKey
    environment: Environment
    school: str
    pupil: str
    born_on: date
    class_name: str
    result: str
    content_digest: bytes
    log: LogPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsignedCode:
    """A code that lacks its signature. to_sign: bytes for ECDSA with SHA-256 over P-256."""

    protected: bytes
    payload: bytes

    @property
    def to_sign(self) -> bytes:
        """The Sig_structure. Source: RFC 9052, section 4.4."""
        return cbor(("Signature1", self.protected, b"", self.payload))

    def text(self, signature: bytes) -> str:
        """Return the text for the QR code. signature: r and s side by side, 64 bytes."""
        held = cbor((self.protected, {}, self.payload, signature))
        return CODE_KIND + base45(zlib.compress(_SIGN1_TAG + held, 9))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCode:
    """A code as read, its signature not looked at. key_id: names a key of the list of keys."""

    claims: PrintedClaims
    key_id: bytes
    signed: bytes
    signature: bytes


def unsigned_code(claims: PrintedClaims, key_id: bytes) -> UnsignedCode:
    """Prepare a code for its signature. key_id: 8 bytes."""
    return UnsignedCode(
        protected=cbor({_ALGORITHM: _ES256, _KEY_ID: key_id}), payload=cbor(_held(claims))
    )


def _held(claims: PrintedClaims) -> Mapping[int, Cbor]:
    held: dict[int, Cbor] = {
        _ISSUER: claims.issuer,
        _ISSUED_AT: int(claims.issued_at.timestamp()),
        _CODE: claims.key.record_code,
        _YEAR: str(claims.key.school_year),
        _VERSION: claims.key.version,
        _NAME: claims.pupil,
        _BORN_ON: claims.born_on.isoformat(),
        _CLASS: claims.class_name,
        _RESULT: claims.result,
        _DIGEST: claims.content_digest,
        _ENVIRONMENT: claims.environment.value,
        _SCHOOL: claims.school,
    }
    if claims.log is not None:
        held[_LOG] = (claims.log.log, claims.log.index)
    return held


def read_code(text: str) -> ReadCode:
    """
    Read a code's text; whether its signature holds is another question.

    Raises: Refusal "printed.other_system" for the code of another system, "printed.unsigned" for
    our code without a signature, "printed.unreadable" for a damaged one.
    """
    written = text.strip()
    if written.startswith("HOCBA1:"):
        raise Refusal("printed.unsigned")
    if not written.startswith(CODE_KIND):
        raise Refusal("printed.other_system", value=written[:12])
    try:
        return _read(_unpacked(from_base45(written.removeprefix(CODE_KIND))))
    except (ValueError, KeyError, TypeError, OverflowError, zlib.error, Refusal) as broken:
        raise Refusal("printed.unreadable", str(broken)) from broken


def _unpacked(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    data = stream.decompress(packed, _LARGEST_BYTES)
    if not stream.eof or stream.unused_data or data[:1] != _SIGN1_TAG:
        raise ValueError("no COSE_Sign1")
    return data[1:]


def _read(data: bytes) -> ReadCode:
    match from_cbor(data):
        case (bytes() as protected, dict() as loose, bytes() as payload, bytes() as signature):
            pass
        case _:
            raise ValueError("no COSE_Sign1")
    header, held = from_cbor(protected), from_cbor(payload)
    if loose or len(signature) != _SIGNATURE_BYTES:
        raise ValueError("another signature")
    if not (isinstance(header, Mapping) and isinstance(held, Mapping)):
        raise ValueError("no claims")
    if set(header) != {_ALGORITHM, _KEY_ID} or header[_ALGORITHM] != _ES256:
        raise ValueError("another algorithm")
    unsigned = UnsignedCode(protected=protected, payload=payload)
    return ReadCode(
        claims=_claims(held),
        key_id=_bytes(header, _KEY_ID),
        signed=unsigned.to_sign,
        signature=signature,
    )


def _claims(held: Mapping[int, Cbor]) -> PrintedClaims:
    claims = PrintedClaims(
        issuer=_text(held, _ISSUER),
        issued_at=datetime.fromtimestamp(_number(held, _ISSUED_AT), UTC),
        key=RecordKey(
            record_code=parsed_record_code(_text(held, _CODE)),
            school_year=school_year(_text(held, _YEAR)),
            version=_number(held, _VERSION),
        ),
        environment=Environment(_text(held, _ENVIRONMENT)),
        school=_text(held, _SCHOOL),
        pupil=_text(held, _NAME),
        born_on=date.fromisoformat(_text(held, _BORN_ON)),
        class_name=_text(held, _CLASS),
        result=_text(held, _RESULT),
        content_digest=_bytes(held, _DIGEST),
        log=_log(held),
    )
    # What we would not have written ourselves is not ours, whoever signed it.
    if _held(claims) != held:
        raise ValueError("other claims")
    return claims


def _log(held: Mapping[int, Cbor]) -> LogPlace | None:
    match held.get(_LOG):
        case None:
            return None
        case (str() as log, int() as index):
            return LogPlace(log=log, index=index)
    raise ValueError("no place in a log")


def _text(held: Mapping[int, Cbor], name: int) -> str:
    value = held[name]
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _bytes(held: Mapping[int, Cbor], name: int) -> bytes:
    value = held[name]
    if not isinstance(value, bytes):
        raise TypeError("no bytes")
    return value


def _number(held: Mapping[int, Cbor], name: int) -> int:
    value = held[name]
    if not isinstance(value, int):
        raise TypeError("no number")
    return value
