"""What a reader found in a signed document: values by position, nothing judged yet."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from hocba.core.compose.content import AnyContent
from hocba.core.compose.partial_content import PartialContent
from hocba.core.compose.read import Node


class ParsedReference(NamedTuple):
    """
    One `ds:Reference`.

    target: the position its URI led to (`content`, `root`, `value:0`, `properties:1`), or ""
    when the URI names none of them. digest: as signed; actual: as computed over the target
    by the reference's own transforms, None where they are not of the profile.
    """

    uri: str
    target: str
    transforms: tuple[str, ...]
    digest_method: str
    digest: bytes
    actual: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedStamp:
    """
    One `SignatureTimeStamp`. token: DER of `EncapsulatedTimeStamp`.

    stamped: the canonical form of `ds:SignatureValue` that it is to be over; empty where its
    canonicalisation is not of the profile.
    """

    token: bytes
    stamped: bytes


class ParsedSignature(NamedTuple):
    """
    One `ds:Signature`, by position.

    signed_info: canonical bytes that the value signs. certificate: DER of the first
    `X509Certificate`, empty where there is none. certificate_digests: (method, digest) of
    `SigningCertificateV2`. roles: claimed. signing_time: None where it is absent or naive.
    time_stamps: of its unsigned properties, which nothing protects but themselves.
    """

    signature_id: str
    canonicalisation: str
    algorithm: str
    references: tuple[ParsedReference, ...]
    signed_info: bytes
    value: bytes
    certificate: bytes
    intermediates: tuple[bytes, ...]
    certificate_digests: tuple[tuple[str, bytes], ...]
    signing_time: datetime | None
    roles: tuple[str, ...]
    time_stamps: tuple[ParsedStamp, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRecord:
    """
    A record's document, well formed and valid by the schema of its version.

    content_digest: SHA-256 of the exclusive canonical form of `NoiDung`. leaves: exclusive
    canonical form of each leaf. root: the value in `GocTrichLuc`; leaf_count: its `SoLa`.
    file_digest: SHA-256 of the bytes as received. foreign: where the reader saw that the leaves
    hold no reference to a character, what is left of them without plain ASCII; else None.
    """

    content: AnyContent
    content_digest: bytes
    leaves: tuple[bytes, ...]
    root: bytes
    leaf_count: int
    signatures: tuple[ParsedSignature, ...]
    file_digest: bytes
    foreign: bytes | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPartial:
    """A partial record's document; all as in a record's."""

    content: PartialContent
    content_digest: bytes
    leaves: tuple[bytes, ...]
    root: bytes
    leaf_count: int
    signatures: tuple[ParsedSignature, ...]
    file_digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedStatement:
    """A statement's document: its root's name, its parsed `NoiDung`, its one signature."""

    root_name: str
    content: Node
    content_digest: bytes
    signature: ParsedSignature
    file_digest: bytes
