"""
Signatures as our own writer writes them, over what our own writer wrote, read into values.

All that a `SignedInfo` of ours holds is known before it is read: a fixed text, an algorithm,
and the digests of what it covers. So it is not taken apart but put together and compared. If
one byte differs, the plain reading finds out what the signer did instead.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from itertools import count
from types import MappingProxyType
from typing import Final, NamedTuple

from hocba.adapters.xml.own_hand import Form, NotOurHand, forms
from hocba.core.compose.read import is_plausible
from hocba.core.compose.wire import CONTENT_ID, instant
from hocba.core.seal.document import CLOSING
from hocba.core.seal.extract import ROOT_ID
from hocba.core.sign.profile import EXCLUSIVE, SHA256
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.roles import Role
from hocba.core.verify.parsed import ParsedReference, ParsedSignature

_ALGORITHMS: Final = MappingProxyType({one.value.encode(): one.value for one in SignatureAlgorithm})
_ROLES: Final = MappingProxyType({role.value.encode(): role.value for role in Role})
_TRANSFORMS: Final = (EXCLUSIVE,)
_DIGEST_LENGTH: Final = 44
_KEPT: Final = 20_000
"""How many certificates, digests of them and instants are kept read: a class shares its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """
    A form by its parts, which its holes stand between.

    before: up to the algorithm. inside: what follows the algorithm and each digest, the last
    one up to the value; length: of all that, digests included. after: what follows the value,
    the certificate, the time, the certificate's digest and the role. info: where `SignedInfo`
    begins in `before`, and how many bytes before the value it ends. value: the ends of
    `SignatureValue`. properties: `SignedProperties` around its three holes. covers: the
    positions that references lead to; own_value, own_properties: `Id` and position of its own.
    """

    slot_id: str
    before: bytes
    inside: tuple[bytes, ...]
    length: int
    after: tuple[bytes, ...]
    info: tuple[int, int]
    value: tuple[bytes, bytes]
    properties: tuple[bytes, bytes, bytes, bytes]
    covers: tuple[str, ...]
    own_value: tuple[str, str]
    own_properties: tuple[str, str]


class _Covered(NamedTuple):
    """What a position holds, as every reference to it says it; and its digest in base64."""

    reference: ParsedReference
    written: bytes


def own_signatures(
    file: bytes, start: int, *, content_digest: bytes, root_digest: bytes
) -> tuple[ParsedSignature, ...]:
    """
    Read all signatures of a policy, which must fill the file from `start` to its end.

    content_digest, root_digest: SHA-256 of the canonical forms.
    Raises: NotOurHand unless our writer wrote them all, over just these digests.
    """
    for shapes in _shapes():
        if file.startswith(shapes[0].before, start):
            covered = {
                "content": _covered(CONTENT_ID, "content", content_digest),
                "root": _covered(ROOT_ID, "root", root_digest),
            }
            return _read(file, start, shapes, covered)
    raise NotOurHand


@cache
def _shapes() -> tuple[tuple[_Shape, ...], ...]:
    """Return the shapes of each policy's signatures, in their order."""
    return tuple(tuple(map(_shape, count(), of_policy)) for of_policy in forms().values())


def _shape(place: int, form: Form) -> _Shape:
    parts = len(form.covers) + 1
    before, inside, after = (
        form.literals[0],
        form.literals[1 : parts + 1],
        form.literals[parts + 1 :],
    )
    (_, info_begins), (_, info_ends) = form.info
    (_, value_begins), (_, value_ends) = form.value
    (_, properties_begin), (_, properties_end) = form.properties
    _, after_certificate, after_time, after_bound, after_role = after
    return _Shape(
        slot_id=form.slot.slot_id,
        before=before,
        inside=inside,
        length=sum(map(len, inside)) + _DIGEST_LENGTH * len(form.covers),
        after=after,
        info=(info_begins, len(inside[-1]) - info_ends),
        value=(inside[-1][value_begins:], after[0][:value_ends]),
        properties=(
            after_certificate[properties_begin:],
            after_time,
            after_bound,
            after_role[:properties_end],
        ),
        covers=tuple([target for _, target in form.covers]),
        own_value=(form.slot.value_id, f"value:{place}"),
        own_properties=(form.slot.properties_id, f"properties:{place}"),
    )


def _read(
    file: bytes, at: int, shapes: Iterable[_Shape], covered: dict[str, _Covered]
) -> tuple[ParsedSignature, ...]:
    found = []
    for shape in shapes:
        holes, end = _holes(file, at, shape)
        found.append(_signature(file[at:end], holes, shape, covered))
        at = end
    # Nothing may follow: what stood behind the signatures would otherwise go unread.
    if file[at:] != CLOSING:
        raise NotOurHand
    return tuple(found)


def _holes(file: bytes, start: int, shape: _Shape) -> tuple[list[bytes], int]:
    # Each is taken up to the character that must follow it, which none may hold. The digests
    # are not taken: all that stands before the value is compared by `_signature`.
    at = start + len(shape.before)
    end = file.find(b'"', at)
    holes = [file[at:end]]
    at = end + shape.length
    for literal in shape.after:
        end = file.find(b"<", at)
        if end < 0 or not file.startswith(literal, end):
            raise NotOurHand
        holes.append(file[at:end])
        at = end + len(literal)
    return holes, at


def _signature(
    written: bytes, holes: list[bytes], shape: _Shape, covered: dict[str, _Covered]
) -> ParsedSignature:
    # covered: all that stands before, to which this signature adds its own elements.
    algorithm, value, certificate, time, bound, role = holes
    first, second, third, fourth = shape.properties
    properties = b"".join((first, time, second, bound, third, role, fourth))
    name, target = shape.own_properties
    covered[target] = _covered(name, target, sha256(properties).digest())
    here = [covered[target] for target in shape.covers]
    head = _head(shape, algorithm, here)
    if not written.startswith(head):
        raise NotOurHand
    opening, closing = shape.value
    name, target = shape.own_value
    covered[target] = _covered(name, target, sha256(opening + value + closing).digest())
    info_begins, info_ends = shape.info
    return ParsedSignature(
        signature_id=shape.slot_id,
        canonicalisation=EXCLUSIVE,
        algorithm=_known(algorithm, _ALGORITHMS),
        # The digest that was signed is the one that was computed: the bytes have been compared.
        references=tuple([one.reference for one in here]),
        signed_info=head[info_begins : len(head) - info_ends],
        value=_exact(value),
        certificate=_kept(certificate),
        intermediates=(),
        certificate_digests=((SHA256, _kept(bound)),),
        signing_time=_time(time),
        roles=(_known(role, _ROLES),),
    )


def _head(shape: _Shape, algorithm: bytes, covered: Iterable[_Covered]) -> bytes:
    pieces = [shape.before, algorithm, shape.inside[0]]
    for one, literal in zip(covered, shape.inside[1:], strict=True):
        pieces += (one.written, literal)
    return b"".join(pieces)


def _covered(name: str, target: str, digest: bytes) -> _Covered:
    reference = ParsedReference(
        uri=f"#{name}",
        target=target,
        transforms=_TRANSFORMS,
        digest_method=SHA256,
        digest=digest,
        actual=digest,
    )
    return _Covered(reference, b2a_base64(digest, newline=False))


def _exact(written: bytes) -> bytes:
    """Read base64 that our writer could have written: encoding it again gives the same bytes."""
    try:
        value = a2b_base64(written)
    except ValueError as problem:
        raise NotOurHand from problem
    if not value or b2a_base64(value, newline=False) != written:
        raise NotOurHand
    return value


@lru_cache(maxsize=_KEPT)
def _kept(written: bytes) -> bytes:
    # A class shares its three certificates; the same object also makes later look-ups quick.
    return _exact(written)


def _known(written: bytes, values: Mapping[bytes, str]) -> str:
    value = values.get(written)
    if value is None:
        raise NotOurHand
    return value


@lru_cache(maxsize=_KEPT)
def _time(written: bytes) -> datetime:
    read: Callable[[str], datetime] = datetime.fromisoformat
    try:
        at = read(written.decode("ascii"))
    except ValueError as problem:
        raise NotOurHand from problem
    if not is_plausible(at) or instant(at).encode() != written:
        raise NotOurHand
    return at
