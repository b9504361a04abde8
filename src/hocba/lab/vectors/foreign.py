"""
Another vendor's writer: the same format in another hand, or bent in one place on purpose.

It shares no code with ours: lxml builds the tree and canonicalises, this module signs. What it
can vary, and what it can do wrong, stands in `Hand`.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import new
from typing import Final

from lxml import etree

from hocba.core.compose.content import RecordContent
from hocba.core.seal.document import document_bytes, frozen
from hocba.core.seal.extract import extract_root
from hocba.core.sign.profile import DIGESTS, DS, EXCLUSIVE, INCLUSIVE, SHA256, XADES
from hocba.lab.vectors.keys import value_of
from hocba.lab.vectors.ours import Signer

SHA1: Final = "http://www.w3.org/2000/09/xmldsig#sha1"
_N: Final = "{urn:hocba:hoc-ba:1}"
_INCLUSIVE_NAMESPACES: Final = f"{{{EXCLUSIVE}}}InclusiveNamespaces"
_PROPERTIES: Final = "http://uri.etsi.org/01903#SignedProperties"
_NAMES: Final = {**DIGESTS, SHA1: "sha1"}

Node = etree._Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """
    How the writer writes.

    transforms, digest: of references. info_form: canonicalisation of SignedInfo. algorithm:
    replaces the signer's own. uri: changes a reference's URI. covers: changes which elements a
    slot covers. certificates: what KeyInfo holds, of the signer's certificate and chain.
    nameless: the value has no Id. properties: changes the signed properties before they are
    digested. ids: prefix of all Ids.
    """

    transforms: tuple[str, ...] = (EXCLUSIVE,)
    digest: str = SHA256
    info_form: str = EXCLUSIVE
    algorithm: str = ""
    prefixes: dict[str, str] = field(default_factory=lambda: {"ds": DS, "xades": XADES})
    ids: str = "ck"
    uri: Callable[[str], str] = str
    covers: Callable[[int, list[Node]], list[Node]] = lambda _place, nodes: nodes
    certificates: Callable[[Signer], list[bytes]] = lambda s: [s.holder.certificate]
    bound: Callable[[Signer], bytes] = lambda s: s.holder.certificate
    properties: Callable[[Node], None] = lambda _node: None
    unsigned: tuple[str, ...] = ()
    prefix_list: str = ""
    nameless: bool = False
    only: frozenset[int] = frozenset({0, 1, 2})
    """The slots that are bent; the others are written plainly."""


PLAIN: Final = Hand()


def unsigned_tree(content: RecordContent) -> Node:
    """Return the record's tree with nothing signed yet."""
    return etree.fromstring(document_bytes(frozen(content)))


def signed_tree(root: Node, by: Sequence[Signer], hand: Hand = PLAIN) -> bytes:
    """Sign the slots in turn and return the file."""
    content, extract, block = root
    values: list[Node] = []
    for place, signer in enumerate(by):
        one = hand if place in hand.only else PLAIN
        covered = [content, *values, *([extract] if place == len(by) - 1 else [])]
        values.append(_signed(block, place, signer, one, one.covers(place, covered)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def written(content: RecordContent, by: Sequence[Signer], hand: Hand = PLAIN) -> bytes:
    """Return a record as this writer writes it."""
    return signed_tree(unsigned_tree(content), by, hand)


def rooted(root: Node) -> Node:
    """Put the extract root in that fits the content as it is now written."""
    content, extract, _ = root
    leaves = [form(leaf, EXCLUSIVE) for leaf in _leaves(content)]
    seed = b64decode(content[-1].text or "")
    extract.text = b64encode(extract_root(leaves, seed)).decode()
    extract.set("SoLa", str(len(leaves)))
    return root


def _leaves(node: Node) -> list[Node]:
    several = {f"{_N}HocSinh", f"{_N}KetQua", f"{_N}DSMonHoc"}
    found: list[Node] = []
    for child in node:
        if child.tag in several:
            found += _leaves(child)
        elif child.tag != f"{_N}MuoiTrichLuc":
            found.append(child)
    return found


def form(node: Node, algorithm: str, prefixes: Sequence[str] = ()) -> bytes:
    """Return a canonical form; of a document of its own, for lxml errs on a part of another."""
    alone = etree.fromstring(etree.tostring(node, with_tail=False))
    return etree.tostring(
        alone,
        method="c14n",
        exclusive=algorithm != INCLUSIVE,
        inclusive_ns_prefixes=list(prefixes),
    )


def _signed(block: Node, place: int, signer: Signer, hand: Hand, covered: list[Node]) -> Node:
    name = f"{hand.ids}-{place}"
    signature = etree.SubElement(block, f"{{{DS}}}Signature", nsmap=hand.prefixes, Id=name)
    info = _ds(signature, "SignedInfo")
    _ds(info, "CanonicalizationMethod", Algorithm=hand.info_form)
    algorithm = hand.algorithm or signer.algorithm.value
    _ds(info, "SignatureMethod", Algorithm=algorithm)
    value = _ds(signature, "SignatureValue", **({} if hand.nameless else {"Id": f"{name}-v"}))
    data = _ds(_ds(signature, "KeyInfo"), "X509Data")
    for certificate in hand.certificates(signer):
        _ds(data, "X509Certificate").text = b64encode(certificate).decode()
    properties = _properties(signature, name, signer, hand)
    for node in covered:
        _reference(info, node, hand)
    _reference(info, properties, hand, Type=_PROPERTIES)
    value.text = b64encode(value_of(signer.holder, algorithm, form(info, hand.info_form))).decode()
    return value


def _reference(info: Node, node: Node, hand: Hand, **attributes: str) -> None:
    uri = hand.uri(f"#{node.get('Id') or ''}")
    reference = _ds(info, "Reference", URI=uri, **attributes)
    transforms = _ds(reference, "Transforms")
    for name in hand.transforms:
        transform = _ds(transforms, "Transform", Algorithm=name)
        if hand.prefix_list:
            etree.SubElement(transform, _INCLUSIVE_NAMESPACES, PrefixList=hand.prefix_list)
    last = hand.transforms[-1] if hand.transforms else EXCLUSIVE
    _digest(reference, form(node, last, hand.prefix_list.split()), hand.digest)


def _digest(parent: Node, covered: bytes, method: str) -> None:
    _ds(parent, "DigestMethod", Algorithm=method)
    digest = new(_NAMES[method], covered, usedforsecurity=False).digest()
    _ds(parent, "DigestValue").text = b64encode(digest).decode()


def _properties(signature: Node, name: str, signer: Signer, hand: Hand) -> Node:
    qualifying = _xades(_ds(signature, "Object"), "QualifyingProperties", Target=f"#{name}")
    properties = _xades(qualifying, "SignedProperties", Id=f"{name}-p")
    of_signature = _xades(properties, "SignedSignatureProperties")
    _xades(of_signature, "SigningTime").text = signer.at.isoformat()
    cert = _xades(_xades(of_signature, "SigningCertificateV2"), "Cert")
    _digest(_xades(cert, "CertDigest"), hand.bound(signer), SHA256)
    roles = _xades(_xades(of_signature, "SignerRoleV2"), "ClaimedRoles")
    _xades(roles, "ClaimedRole").text = signer.role.value
    hand.properties(properties)
    if hand.unsigned:
        extra = _xades(qualifying, "UnsignedProperties")
        for fragment in hand.unsigned:
            extra.append(etree.fromstring(fragment))
    return properties


def _ds(parent: Node, name: str, **attributes: str) -> Node:
    return etree.SubElement(parent, f"{{{DS}}}{name}", attributes)


def _xades(parent: Node, name: str, **attributes: str) -> Node:
    return etree.SubElement(parent, f"{{{XADES}}}{name}", attributes)
