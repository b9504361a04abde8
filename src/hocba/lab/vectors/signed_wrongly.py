"""Bad vectors, steps 5 to 7, 9 and 11: signed outside the profile by those who may sign."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from lxml import etree

from hocba.core.sign.profile import EXCLUSIVE, XADES
from hocba.lab.vectors.case import COMPOSED_AT, JUDGED_AT, Case, bad
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.contents import content
from hocba.lab.vectors.foreign import SHA1, Hand, written
from hocba.lab.vectors.keys import HMAC_SHA256, RSA_SHA1
from hocba.lab.vectors.ours import at_times, signed_by, signers

_XPATH: Final = "http://www.w3.org/TR/1999/REC-xpath-19991116"
_XSLT: Final = "http://www.w3.org/TR/1999/REC-xslt-19991116"
_ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_WITH_COMMENTS: Final = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"
_X: Final = f"{{{XADES}}}"
_ROOT: Final = "{urn:hocba:hoc-ba:1}GocTrichLuc"
_FIRST: Final = frozenset({0})
_TRANSFORM: Final = "sign.transform_not_allowed"
_UNCOVERED: Final = ("sign.does_not_cover", "sign.unexpected_target")


def signed_wrongly_cases(cast: Cast) -> Iterator[Case]:
    """Give the vectors; the teacher's signature is the wrong one unless the name says otherwise."""
    for name, hand, note, codes in (*_algorithms(), *_references(), *_properties()):
        file = written(content(name), signers(cast), replace(hand, only=hand.only & _chosen(name)))
        yield bad(name, file, note, *codes)
    yield from _coverage(cast)
    yield from _times(cast)


def _chosen(name: str) -> frozenset[int]:
    return frozenset({2}) if name.startswith("con-dau") else _FIRST


_Line = tuple[str, Hand, str, tuple[str, ...]]


def _algorithms() -> Iterator[_Line]:
    wrong = ("sign.algorithm_not_allowed", "sign.value_wrong")
    yield "chu-ky-sha-1", Hand(algorithm=RSA_SHA1), "RSA with SHA-1", wrong
    note = "HMAC with the public key as its secret"
    yield "nham-hmac", Hand(algorithm=HMAC_SHA256), note, wrong
    yield "bam-sha-1", Hand(digest=SHA1), "Digests by SHA-1", ("sign.digest_method_not_allowed",)
    note = "SignedInfo canonicalised with comments"
    codes = ("sign.canonicalisation_not_allowed", "sign.value_wrong")
    yield "chuan-hoa-co-chu-thich", Hand(info_form=_WITH_COMMENTS), note, codes


def _references() -> Iterator[_Line]:
    for name, first in (("xpath", _XPATH), ("xslt", _XSLT), ("enveloped", _ENVELOPED)):
        hand = Hand(transforms=(first, EXCLUSIVE))
        yield f"bien-doi-{name}", hand, f"A transform {name} before C14N", (_TRANSFORM,)
    hand = Hand(prefix_list="ds #default")
    yield "prefix-list-default", hand, "A PrefixList with #default", (_TRANSFORM,)
    yield "khong-bien-doi", Hand(transforms=()), "No transform at all", ("record.schema",)
    note = 'URI="": the whole document'
    yield "uri-rong", Hand(uri=lambda _: ""), note, (*_UNCOVERED, "sign.target_twice")
    note = 'URI="#": no element'
    yield "uri-thang", Hand(uri=lambda _: "#"), note, (*_UNCOVERED, "sign.target_twice")
    hand = Hand(uri=lambda uri: f"https://vi-du.example/hoc-ba.xml{uri}")
    note = "URI outside the document"
    yield "uri-ben-ngoai", hand, note, (*_UNCOVERED, "sign.target_twice")
    hand = Hand(uri=lambda uri: f"#xpointer(id('{uri[1:]}'))")
    yield "uri-xpointer", hand, "URI as XPointer", (*_UNCOVERED, "sign.target_twice")
    hand = Hand(covers=lambda _, nodes: [nodes[0], nodes[0]])
    yield "phu-hai-lan", hand, "The content covered twice", ("sign.target_twice",)


def _properties() -> Iterator[_Line]:
    note = "An empty X509Data in KeyInfo"
    yield "khong-chung-thu", Hand(certificates=lambda _: []), note, ("record.schema",)
    codes = ("sign.no_certificate", "sign.value_wrong", "authority.signer_unknown")
    hand = Hand(certificates=lambda _: [b"not a certificate"])
    yield "chung-thu-hong", hand, "An unreadable certificate in KeyInfo", codes
    hand = Hand(bound=lambda _: b"another certificate")
    note = "SigningCertificateV2 of another certificate"
    yield "rang-buoc-chung-thu-khac", hand, note, ("sign.certificate_not_bound",)
    hand = Hand(properties=_bare_digest)
    note = "SigningCertificateV2 does not say which digest"
    yield "bam-chung-thu-khong-thuat-toan", hand, note, ("sign.element_missing",)
    hand = Hand(properties=_not_base64)
    note = "SigningCertificateV2 is not base64"
    yield "bam-chung-thu-khong-base64", hand, note, ("sign.not_base64",)
    note = "No SigningCertificateV2"
    hand = Hand(properties=lambda node: _without(node, "SigningCertificateV2"))
    yield "khong-rang-buoc-chung-thu", hand, note, ("sign.certificate_not_bound",)
    timeless = ("sign.no_signing_time", "authority.signer_unknown")
    hand = Hand(properties=lambda node: _without(node, "SigningTime"))
    yield "khong-thoi-diem-ky", hand, "No signing time", timeless
    hand = Hand(properties=_naive)
    yield "thoi-diem-khong-mui-gio", hand, "A signing time without an offset", timeless
    hand = Hand(properties=_year_one)
    yield "thoi-diem-nam-mot", hand, "A signing time at the end of the calendar", timeless
    hand = Hand(properties=lambda node: _without(node, "SignerRoleV2"))
    yield "khong-vai-tro", hand, "No claimed role", ("sign.role_not_due",)
    hand = Hand(properties=_two_roles)
    yield "hai-vai-tro", hand, "Two claimed roles", ("sign.role_not_due",)


def _coverage(cast: Cast) -> Iterator[Case]:
    def case(name: str, note: str, hand: Hand, *codes: str) -> Case:
        return bad(name, written(content(name), signers(cast), hand), note, *codes)

    hand = Hand(covers=lambda p, nodes: nodes[:1] if p == 1 else nodes)
    note = "The principal does not cover the teacher's signature"
    yield case("hieu-truong-khong-phu-gvcn", note, hand, "sign.does_not_cover")
    hand = Hand(covers=lambda p, nodes: [nodes[0], nodes[1], nodes[3]] if p == 2 else nodes)
    note = "The seal does not cover the principal's signature"
    yield case("con-dau-khong-phu-hieu-truong", note, hand, "sign.does_not_cover")
    hand = Hand(covers=lambda p, nodes: nodes[1:] if p == 1 else nodes)
    note = "The principal does not cover the content"
    yield case("hieu-truong-khong-phu-noi-dung", note, hand, "sign.does_not_cover")
    hand = Hand(
        covers=lambda p, nodes: [*nodes, *nodes[0].itersiblings(_ROOT)] if p == 0 else nodes
    )
    note = "The teacher covers the extract root, which is the seal's"
    yield case("gvcn-phu-goc-trich-luc", note, hand, "sign.unexpected_target")
    hand = Hand(nameless=True, only=_FIRST)
    note = "The teacher's value has no Id, and the later signatures point at “#”"
    yield case("gia-tri-khong-id", note, hand, *_UNCOVERED)


def _times(cast: Cast) -> Iterator[Case]:
    by = signers(cast)
    late = {2: JUDGED_AT + timedelta(hours=2)}
    file = signed_by(content("future"), at_times(by, late))
    yield bad("ky-o-tuong-lai", file, "Sealed in the future", "sign.time_in_future")
    early = {1: COMPOSED_AT + timedelta(minutes=1), 0: COMPOSED_AT + timedelta(hours=3)}
    file = signed_by(content("order"), at_times(by, {**early, 2: COMPOSED_AT + timedelta(hours=4)}))
    note = "The principal signed before the teacher"
    yield bad("thoi-diem-nguoc", file, note, "sign.time_out_of_order")
    before = {0: COMPOSED_AT - timedelta(days=1)}
    file = signed_by(content("before"), at_times(by, before))
    note = "Signed before it was composed"
    yield bad("ky-truoc-khi-lap", file, note, "sign.time_out_of_order")


def _without(properties: etree._Element, name: str) -> None:
    for node in list(properties.iter(f"{_X}{name}")):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)


def _naive(properties: etree._Element) -> None:
    for node in properties.iter(f"{_X}SigningTime"):
        node.text = "2026-06-04T08:10:00"


def _year_one(properties: etree._Element) -> None:
    for node in properties.iter(f"{_X}SigningTime"):
        node.text = "0001-01-01T00:00:00+14:00"


def _bare_digest(properties: etree._Element) -> None:
    for node in list(properties.iter(f"{_X}CertDigest")):
        node.remove(node[0])


def _not_base64(properties: etree._Element) -> None:
    for node in properties.iter(f"{_X}CertDigest"):
        node[1].text = "không phải base64"


def _two_roles(properties: etree._Element) -> None:
    for node in list(properties.iter(f"{_X}ClaimedRoles")):
        etree.SubElement(node, f"{_X}ClaimedRole").text = "HIEU_TRUONG"
