"""
Signatures as our own writer writes them, over what our own writer wrote, read into values.

All that a `SignedInfo` of ours holds is known before it is read: a fixed text, an algorithm,
and the digests of what it covers. So it is not taken apart but put together and compared. If
one byte differs, the plain reading finds out what the signer did instead.
"""

from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple

from hocba.adapters.xml.own_hand import Form, NotOurHand, binary_of, forms
from hocba.adapters.xml.own_layout import CONTENT, ROOT, Filled, Layout, Layouts, Rows, filled
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
_KEPT: Final = 2_000
"""How many proofs are kept read, some 5 kB each: a class shares its own."""
_SIGNATURE_ENDS: Final = b"</ds:Signature>"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shape:
    """
    A form by its parts, which its holes stand between.

    before: up to the algorithm. inside: what follows the algorithm and each digest, the last
    one up to the value; length: of all that, digests included. is_covered: whether a later one
    covers the value. after: what follows the value, the certificate, the time, the certificate's
    digest and the role. info: where `SignedInfo` begins in `before`, and how many bytes before
    the value it ends. value: the ends of `SignatureValue`. properties: `SignedProperties` around
    its three holes. covers: the positions that references lead to; own_value, own_properties:
    `Id` and position of its own.
    """

    slot_id: str
    before: bytes
    inside: tuple[bytes, ...]
    length: int
    is_covered: bool
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
    keep, alike = _LAYOUTS.find(file, start)
    if alike is not None:
        found = filled(file, start, alike.layout, content_digest, root_digest)
        if found is not None:
            return _read_alike(file, start, alike, found)
    for shapes in _shapes():
        if file.startswith(shapes[0].before, start):
            covered = {
                "content": _covered(CONTENT_ID, "content", content_digest),
                "root": _covered(ROOT_ID, "root", root_digest),
            }
            read = _read(file, start, shapes, covered)
            keep(_alike(read))
            return tuple([one.signature for one in read])
    raise NotOurHand


class _ReadSignature(NamedTuple):
    """A signature, and the pieces of the file that it was read from, with what differs left out."""

    signature: ParsedSignature
    shape: "_Shape"
    algorithm: bytes
    value_length: int
    proof: bytes


class _SignedAlike(NamedTuple):
    """
    What a signature of a class is but for what differs.

    references: places among the references of a record; info: begin and end among the bytes.
    """

    references: tuple[int, ...]
    info: tuple[int, int]
    like: ParsedSignature


class _Alike(NamedTuple):
    """
    What the signatures of a class have in common.

    differing: of the references with a digest of the record's own, `URI` and position; constant:
    those that are the same for all.
    """

    layout: Layout
    differing: tuple[tuple[str, str], ...]
    constant: tuple[ParsedReference, ...]
    signed: tuple[_SignedAlike, ...]


_LAYOUTS: Final = Layouts[_Alike]()
# What is read does not depend on what was read before: a layout only ever gives the very values
# that taking the bytes apart would give, and only where it gives the very bytes.


def layout_of(file: bytes, start: int) -> Layout | None:
    """Return the layout that is known for signatures such as these, which may not fit them."""
    _, alike = _LAYOUTS.find(file, start)
    return None if alike is None else alike.layout


def _read_alike(
    file: bytes, start: int, alike: _Alike, found: Filled
) -> tuple[ParsedSignature, ...]:
    references = [
        ParsedReference(uri, target, _TRANSFORMS, SHA256, digest, digest)
        for (uri, target), digest in zip(alike.differing, found.digests, strict=True)
    ]
    references += alike.constant
    return tuple(
        [
            ParsedSignature(
                like.signature_id,
                like.canonicalisation,
                like.algorithm,
                tuple([references[place] for place in places]),
                file[start + begin : start + end],
                binary_of(value),
                like.certificate,
                like.intermediates,
                like.certificate_digests,
                like.signing_time,
                like.roles,
            )
            for (places, (begin, end), like), value in zip(alike.signed, found.values, strict=True)
        ]
    )


def _alike(read: Sequence[_ReadSignature]) -> _Alike:
    """Leave out of signatures that were read what differs within a class."""
    rows = Rows()
    # Of each position that differs: its number, and how references name it.
    differing = {"content": (CONTENT, CONTENT_ID), "root": (ROOT, ROOT_ID)}
    constant: list[ParsedReference] = []
    placed: list[list[tuple[bool, int]]] = []
    info: list[tuple[int, int]] = []
    for one in read:
        shape, begins = one.shape, rows.length
        rows.add(shape.before, one.algorithm, shape.inside[0])
        places = []
        for reference, literal in zip(one.signature.references, shape.inside[1:], strict=True):
            known = differing.get(reference.target)
            if known is None:
                places.append((True, len(constant)))
                constant.append(reference)
                rows.add(_written(reference.digest))
            else:
                places.append((False, known[0]))
                rows.add_digest(known[0])
            rows.add(literal)
        placed.append(places)
        info.append((begins + shape.info[0], rows.length - shape.info[1]))
        rows.add_value(one.value_length)
        if shape.is_covered:
            name, target = shape.own_value
            differing[target] = (rows.cover_value(*shape.value), name)
        rows.add(one.proof)
    rows.add(CLOSING)
    signed = zip(placed, info, read, strict=True)
    return _Alike(
        rows.done(),
        tuple([(f"#{name}", target) for target, (_, name) in differing.items()]),
        tuple(constant),
        tuple(
            [
                _SignedAlike(
                    tuple([n + len(differing) if is_constant else n for is_constant, n in places]),
                    edges,
                    one.signature,
                )
                for places, edges, one in signed
            ]
        ),
    )


@cache
def _shapes() -> tuple[tuple[_Shape, ...], ...]:
    """Return the shapes of each policy's signatures, in their order."""
    return tuple(tuple(_shapes_of(of_policy)) for of_policy in forms().values())


def _shapes_of(of_policy: Sequence[Form]) -> Iterator[_Shape]:
    covered = {target for form in of_policy for _, target in form.covers}
    for place, form in enumerate(of_policy):
        yield _shape(place, form, is_covered=f"value:{place}" in covered)


def _shape(place: int, form: Form, *, is_covered: bool) -> _Shape:
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
        is_covered=is_covered,
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
    file: bytes, start: int, shapes: Iterable[_Shape], covered: dict[str, _Covered]
) -> Sequence[_ReadSignature]:
    # covered: all that stands before, to which each signature adds its own elements.
    found = []
    at = start
    for shape in shapes:
        algorithm = file[at + len(shape.before) : file.find(b'"', at + len(shape.before))]
        value_at = at + len(shape.before) + len(algorithm) + shape.length
        value_ends = file.find(b"<", value_at)
        end = file.find(_SIGNATURE_ENDS, value_ends) + len(_SIGNATURE_ENDS)
        proof = _proof(shape, file[value_ends:end])
        name, target = shape.own_properties
        covered[target] = proof.properties
        here = [covered[target] for target in shape.covers]
        head = _head(shape, algorithm, here)
        # The digests are not taken: all that stands before the value is put together and compared.
        if not file.startswith(head, at):
            raise NotOurHand
        value = file[value_at:value_ends]
        if shape.is_covered:
            opening, closing = shape.value
            name, target = shape.own_value
            digest = sha256(b"".join((opening, value, closing))).digest()
            covered[target] = _covered(name, target, digest)
        info_begins, info_ends = shape.info
        signature = ParsedSignature(
            signature_id=shape.slot_id,
            canonicalisation=EXCLUSIVE,
            algorithm=_known(algorithm, _ALGORITHMS),
            # The digest that was signed is the one that was computed: bytes were compared.
            references=tuple([one.reference for one in here]),
            signed_info=head[info_begins : len(head) - info_ends],
            value=binary_of(value),
            certificate=proof.certificate,
            intermediates=(),
            certificate_digests=proof.bound,
            signing_time=proof.time,
            roles=proof.roles,
        )
        read = _ReadSignature(signature, shape, algorithm, len(value), file[value_ends:end])
        found.append(read)
        at = end
    # Nothing may follow: what stood behind the signatures would otherwise go unread.
    if file[at:] != CLOSING:
        raise NotOurHand
    return found


class _Proof(NamedTuple):
    """What is read of a signature behind its value: who signed, when, in which role."""

    certificate: bytes
    bound: tuple[tuple[str, bytes], ...]
    time: datetime
    roles: tuple[str, ...]
    properties: _Covered


# A class is signed by three people, each at one instant: this part of it is the same for all.
@lru_cache(maxsize=_KEPT)
def _proof(shape: _Shape, written: bytes) -> _Proof:
    """Read what stands behind a signature's value, to its end."""
    certificate, time, bound, role = _holes(shape, written)
    first, second, third, fourth = shape.properties
    properties = b"".join((first, time, second, bound, third, role, fourth))
    name, target = shape.own_properties
    return _Proof(
        certificate=binary_of(certificate),
        bound=((SHA256, binary_of(bound)),),
        time=_time(time),
        roles=(_known(role, _ROLES),),
        properties=_covered(name, target, sha256(properties).digest()),
    )


def _holes(shape: _Shape, written: bytes) -> list[bytes]:
    # Each is taken up to the character that must follow it, which none may hold.
    first, *others = shape.after
    if not written.startswith(first):
        raise NotOurHand
    holes = []
    at = len(first)
    for literal in others:
        end = written.find(b"<", at)
        if end < 0 or not written.startswith(literal, end):
            raise NotOurHand
        holes.append(written[at:end])
        at = end + len(literal)
    return holes


def _head(shape: _Shape, algorithm: bytes, covered: Iterable[_Covered]) -> bytes:
    pieces = [shape.before, algorithm, shape.inside[0]]
    for one, literal in zip(covered, shape.inside[1:], strict=True):
        pieces += (one.written, literal)
    return b"".join(pieces)


def _covered(name: str, target: str, digest: bytes) -> _Covered:
    reference = ParsedReference(f"#{name}", target, _TRANSFORMS, SHA256, digest, digest)
    return _Covered(reference, _written(digest))


def _written(digest: bytes) -> bytes:
    return b2a_base64(digest, newline=False)


def _known(written: bytes, values: Mapping[bytes, str]) -> str:
    value = values.get(written)
    if value is None:
        raise NotOurHand
    return value


def _time(written: bytes) -> datetime:
    read: Callable[[str], datetime] = datetime.fromisoformat
    try:
        at = read(written.decode("ascii"))
    except ValueError as problem:
        raise NotOurHand from problem
    if not is_plausible(at) or instant(at).encode() != written:
        raise NotOurHand
    return at
