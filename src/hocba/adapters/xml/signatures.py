"""Read `ds:Signature` elements by position into values. Source: spec/format.md §5."""

from binascii import a2b_base64
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256, sha384, sha512
from types import MappingProxyType
from typing import Final

from lxml import etree

from hocba.adapters.xml.parsing import canonical
from hocba.core.compose.read import is_plausible
from hocba.core.sign.profile import CANONICAL, DIGESTS, DS, EXCLUSIVE, INCLUSIVE, XADES
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.parsed import ParsedReference, ParsedSignature, ParsedStamp

_D: Final = f"{{{DS}}}"
_X: Final = f"{{{XADES}}}"
_MOST_STAMPS: Final = 4
_MOST_CERTIFICATES: Final = 500
"""Certificates that are kept decoded, some 4 kB each."""
# By their names `new` takes twice as long as what it digests.
_HASHES: Final = MappingProxyType({"sha256": sha256, "sha384": sha384, "sha512": sha512})
_EC: Final = "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces"


def signatures_of(
    block: etree._Element,
    *,
    fixed: Mapping[str, etree._Element],
    content_form: bytes,
) -> tuple[ParsedSignature, ...]:
    """
    Read all signatures of a `DSCKS`.

    fixed: elements outside the signatures that may be covered, by position (`content`,
    `root`). Signature values and signed properties of the block itself are added.
    content_form: the exclusive canonical form of what stands at `content`.
    """
    positions = dict(fixed)
    signed = [(signature, _properties(signature)) for signature in block]
    for index, (signature, properties) in enumerate(signed):
        positions[f"value:{index}"] = signature[1]
        positions[f"properties:{index}"] = properties
    # An element without an Id can be covered by nothing: "#" alone names no element.
    by_id = {name: (place, node) for place, node in positions.items() if (name := node.get("Id"))}
    digests = _Digests(fixed["content"], content_form)
    return tuple([_signature(node, properties, by_id, digests) for node, properties in signed])


def seal_of_extract(signature: etree._Element, *, root: etree._Element) -> ParsedSignature:
    """
    Read a seal that stands without the content: only what is here can be digested.

    root: the element that stands at `root`. References to anything else lead to no position.
    """
    properties = _properties(signature)
    known = (("root", root), ("properties:0", properties))
    by_id = {name: (place, node) for place, node in known if (name := node.get("Id"))}
    return _signature(signature, properties, by_id, _Digests(root, canonical(root)))


class _Digests:
    """Canonicalise and digest each covered element once, however many signatures cover it."""

    def __init__(self, content: etree._Element, form: bytes) -> None:
        self._content = content
        self._content_form = form
        self._known: dict[tuple[int, str, str, tuple[str, ...]], bytes] = {}

    def of(
        self, node: etree._Element, transform: str, method: str, prefixes: tuple[str, ...]
    ) -> bytes:
        key = (id(node), transform, method, prefixes)
        if key not in self._known:
            alike = node is self._content and transform == EXCLUSIVE and not prefixes
            form = self._content_form if alike else _form(node, transform, prefixes)
            self._known[key] = _HASHES[DIGESTS[method]](form).digest()
        return self._known[key]


def _form(node: etree._Element, transform: str, prefixes: tuple[str, ...]) -> bytes:
    if transform == EXCLUSIVE:
        return canonical(node, prefixes=prefixes)
    return canonical(node, exclusive=False)


def _signature(
    node: etree._Element,
    properties: etree._Element,
    by_id: Mapping[str, tuple[str, etree._Element]],
    digests: _Digests,
) -> ParsedSignature:
    # The schema has fixed the places of these elements; comments were dropped at the parse.
    info, value, *_ = node
    method, algorithm, *references = info
    canonicalisation = _algorithm(method)
    held = _all(node, f"{_D}KeyInfo", f"{_D}X509Data", f"{_D}X509Certificate")
    certificates = [_bytes(each, _certificate) for each in held]
    told = _all(properties, f"{_X}SignedSignatureProperties")
    signed_info = b""
    if canonicalisation in CANONICAL:
        signed_info = _form(info, canonicalisation, _prefixes(method))
    return ParsedSignature(
        signature_id=node.get("Id", ""),
        canonicalisation=canonicalisation,
        algorithm=algorithm.get("Algorithm", ""),
        references=tuple([_reference(each, by_id, digests) for each in references]),
        signed_info=signed_info,
        value=_bytes(value),
        certificate=certificates[0] if certificates else b"",
        intermediates=tuple(certificates[1:]),
        certificate_digests=_certificate_digests(told),
        signing_time=_signing_time(told),
        roles=_roles(told),
        time_stamps=_time_stamps(node, value),
    )


def _reference(
    node: etree._Element, by_id: Mapping[str, tuple[str, etree._Element]], digests: _Digests
) -> ParsedReference:
    uri = node.get("URI") or ""
    place, target = by_id.get(uri[1:], ("", None)) if uri.startswith("#") else ("", None)
    *listed, digest_method, digest = node
    transforms = list(listed[0]) if listed else []
    names = tuple([_algorithm(transform) for transform in transforms])
    method = digest_method.get("Algorithm", "")
    actual = None
    if target is not None and len(names) == 1 and names[0] in CANONICAL and method in DIGESTS:
        actual = digests.of(target, names[0], method, _prefixes(transforms[0]))
    return ParsedReference(uri, place, names, method, _bytes(digest), actual)


def _all(node: etree._Element, *tags: str) -> list[etree._Element]:
    return _below([node], *tags)


def _below(found: list[etree._Element], *tags: str) -> list[etree._Element]:
    # What `findall` finds, without its parsing and walking in Python.
    for tag in tags:
        found = [child for parent in found for child in parent if child.tag == tag]
    return found


def _one(node: etree._Element, *tags: str) -> etree._Element:
    found: etree._Element | None = node
    for tag in tags:
        found = None if found is None else next(found.iterchildren(tag), None)
    if found is None:
        # Perhaps not below the first of the elements on the way, but below another.
        return _first(node, tags)
    return found


def _first(node: etree._Element, tags: tuple[str, ...]) -> etree._Element:
    found = _all(node, *tags)
    if not found:
        # Signed properties are open for others' additions, so the schema cannot demand this.
        raise Refusal("sign.element_missing", value=tags[-1].rpartition("}")[2])
    return found[0]


def _properties(signature: etree._Element) -> etree._Element:
    return _one(signature, f"{_D}Object", f"{_X}QualifyingProperties", f"{_X}SignedProperties")


def _time_stamps(signature: etree._Element, value: etree._Element) -> tuple[ParsedStamp, ...]:
    """Read the stamps on a signature's value. Source: ETSI EN 319 132-1, clause 5.3."""
    path = (f"{_D}Object", f"{_X}QualifyingProperties", f"{_X}UnsignedProperties")
    unsigned = _all(signature, *path)
    if not unsigned:
        return ()
    stamps = _all(signature, *path, f"{_X}UnsignedSignatureProperties", f"{_X}SignatureTimeStamp")
    return tuple(_stamp(stamp, value) for stamp in stamps[:_MOST_STAMPS] if _tokens(stamp))


def _tokens(stamp: etree._Element) -> list[etree._Element]:
    return list(stamp.iterchildren(f"{_X}EncapsulatedTimeStamp"))


def _stamp(stamp: etree._Element, value: etree._Element) -> ParsedStamp:
    token = _tokens(stamp)[0]
    method = next(stamp.iterchildren(f"{_D}CanonicalizationMethod"), None)
    # Without a method it is Canonical XML 1.0. Source: EN 319 132-1, clause 5.1.4.4.
    form = INCLUSIVE if method is None else _algorithm(method)
    stamped = b""
    if form in CANONICAL:
        stamped = _form(value, form, () if method is None else _prefixes(method))
    try:
        return ParsedStamp(token=_bytes(token), stamped=stamped)
    except Refusal:
        # Nothing protects it, so nothing hangs on it: it will be told as unreadable.
        return ParsedStamp(token=b"", stamped=stamped)


def _decoded(written: str) -> bytes:
    return a2b_base64("".join(written.split()), strict_mode=True)


# A class's certificates are the same in all its records.
_certificate = lru_cache(maxsize=_MOST_CERTIFICATES)(_decoded)


def _bytes(node: etree._Element, decoded: Callable[[str], bytes] = _decoded) -> bytes:
    try:
        return decoded(node.text or "")
    except ValueError as problem:
        raise Refusal("sign.not_base64", value=str(node.tag).rpartition("}")[2]) from problem


def _algorithm(method: etree._Element) -> str:
    # libxml2 would leave `#default` out by way of lxml: another form than the signer's.
    name = method.get("Algorithm", "")
    if not len(method):
        return name
    return f"{name} #default" if "#default" in _prefixes(method) else name


def _prefixes(method: etree._Element) -> tuple[str, ...]:
    if not len(method):
        return ()
    listed = method.find(_EC)
    return () if listed is None else tuple((listed.get("PrefixList") or "").split())


def _certificate_digests(told: list[etree._Element]) -> tuple[tuple[str, bytes], ...]:
    found = _below(told, f"{_X}SigningCertificateV2", f"{_X}Cert", f"{_X}CertDigest")
    return tuple(
        (
            _one(digest, f"{_D}DigestMethod").get("Algorithm", ""),
            _bytes(_one(digest, f"{_D}DigestValue")),
        )
        for digest in found[:1]
    )


def _signing_time(told: list[etree._Element]) -> datetime | None:
    found = _below(told, f"{_X}SigningTime")
    parse: Callable[[str], datetime] = datetime.fromisoformat
    try:
        at = parse((found[0].text or "").strip()) if len(found) == 1 else None
    except ValueError:
        return None
    return at if at is not None and is_plausible(at) else None


def _roles(told: list[etree._Element]) -> tuple[str, ...]:
    path = (f"{_X}SignerRoleV2", f"{_X}ClaimedRoles", f"{_X}ClaimedRole")
    return tuple((role.text or "").strip() for role in _below(told, *path))
