"""The good vectors: what every verifier must accept."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Final

from lxml import etree

from hocba.core.assess.year import Supplement
from hocba.core.compose.content import AmendReason, Change, RecordContent, Replaced, YearBefore
from hocba.core.compose.wire import written as content_form
from hocba.core.sign.profile import DS, INCLUSIVE, XADES
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.levels import SubjectLevel
from hocba.lab.vectors.case import COMPOSED_AT, Case, good
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.contents import content, with_row, year
from hocba.lab.vectors.foreign import Hand, rooted, signed_tree, unsigned_tree, written
from hocba.lab.vectors.ours import signed_by, signers, with_algorithms

_EC: Final = {"teacher": "teacher_ec", "principal": "principal_ec", "seal": "seal_ec"}


def good_cases(cast: Cast) -> Iterator[Case]:
    """Give every good vector."""
    yield from _algorithms(cast)
    yield from _contents(cast)
    yield from _hands(cast)


def _algorithms(cast: Cast) -> Iterator[Case]:
    plain = signers(cast)
    pss, s384, s512 = (
        SignatureAlgorithm.RSA_PSS_SHA256,
        SignatureAlgorithm.RSA_SHA384,
        SignatureAlgorithm.RSA_SHA512,
    )
    yield good("rsa", signed_by(content("rsa"), plain), "RSA PKCS#1 v1.5, SHA-256")
    yield good("p-256", signed_by(content("p-256"), signers(cast, **_EC)), "ECDSA P-256")
    by = with_algorithms(plain, {0: pss, 1: pss, 2: pss})
    yield good("rsa-pss", signed_by(content("rsa-pss"), by), "RSA PSS, SHA-256")
    by = with_algorithms(plain, {0: s384, 1: s512})
    yield good("sha-384-512", signed_by(content("sha-384-512"), by), "SHA-384, SHA-512, SHA-256")
    by = signers(cast, teacher="teacher_public")
    file = signed_by(content("public-ca"), by)
    yield good("ca-cong-cong", file, "Teacher's certificate by a licensed public CA")
    by = signers(cast, principal="deputy")
    file = signed_by(content("deputy"), by)
    yield good("pho-hieu-truong", file, "A deputy signs under a recorded delegation")


def _contents(cast: Cast) -> Iterator[Case]:
    plain = signers(cast)
    file = signed_by(content("grade 1", year(1, optional=True)), plain)
    yield good("lop-1-mon-tu-chon", file, "Grade 1 with the optional subjects")
    file = signed_by(content("grade 5", year(5)), plain)
    yield good("lop-5-hoan-thanh-tieu-hoc", file, "Grade 5: primary school completed")
    yield good("khong-danh-gia", signed_by(_not_assessed(), plain), "Not assessed by law")
    yield good("danh-gia-bo-sung", signed_by(_supplemented(), plain), "Supplementary assessment")
    yield good("phien-ban-2", signed_by(_amended(), plain), "Version 2 replaces version 1")
    before = YearBefore(
        school_year=SchoolYear(2024), version=1, content_digest=sha256(b"last year").digest()
    )
    file = signed_by(content("chained", year_before=before), plain)
    yield good("noi-nam-truoc", file, "Names the record of the year before")


def _not_assessed() -> RecordContent:
    whole = year(2)
    bare = replace(
        whole,
        subjects=(),
        traits=(),
        comments={"pham_chat": "Em vui vẻ, hòa đồng."},
        not_assessed_by_law=True,
        supplement=Supplement(promoted=True, basis="Kế hoạch giáo dục cá nhân 03/KH-THHB"),
    )
    return content("not assessed", bare)


def _supplemented() -> RecordContent:
    low = with_row(year(3), "toan", level=SubjectLevel.NOT_DONE, score=3)
    again = next(row for row in low.subjects if row.subject == "toan")
    later = replace(again, level=SubjectLevel.DONE, score=6, comment="Em đã tiến bộ.")
    return content("supplement", replace(low, supplement=Supplement(subjects=(later,))))


def _amended() -> RecordContent:
    first = content("amended")
    replaced = Replaced(
        version=1,
        content_digest=sha256(content_form(first).xml).digest(),
        reason=AmendReason.WRONG_MARK,
        basis="Biên bản 12/BB-THHB ngày 03/06/2026",
        approved_by="HT01",
    )
    change = Change(
        field="KetQua/DSMonHoc/toan/Diem",
        old="8",
        new="9",
        by="GV01",
        at=COMPOSED_AT,
        reason="Chấm lại bài kiểm tra",
    )
    second = content("amended", version=2, replaces=replaced)
    return replace(second, changes=(change,))


def _hands(cast: Cast) -> Iterator[Case]:
    plain = signers(cast)
    yield good("tien-to-khac", _indented(cast), "Other prefixes, indented by tabs")
    hand = Hand(transforms=(INCLUSIVE,), info_form=INCLUSIVE)
    file = written(content("inclusive"), plain, hand)
    yield good("c14n-inclusive", file, "Inclusive canonical XML throughout")
    hand = Hand(prefix_list="ds xades")
    file = written(content("prefix list"), plain, hand)
    yield good("c14n-prefix-list", file, "Exclusive canonical XML with a PrefixList")
    property_xml = f'<x:SignatureTimeStamp xmlns:x="{XADES}"/>'
    file = written(content("unsigned property"), plain, Hand(unsigned=(property_xml,)))
    yield good("them-thuoc-tinh-khong-ky", file, "An unsigned property nobody asked for")
    tree = unsigned_tree(content("other ids"))
    tree[0].set("Id", "_4f1c2a")
    tree[1].set("Id", "_root.1")
    file = signed_tree(tree, plain, Hand(ids="id-0d9f"))
    yield good("id-khac", file, "Identifiers of another writer")
    chain = Hand(certificates=lambda s: [s.holder.certificate, *s.holder.chain])
    file = written(content("chain"), plain, chain)
    yield good("kem-chuoi-chung-thu", file, "KeyInfo brings the CA's certificate")
    file = signed_by(content("comment"), plain).replace(
        b"</HocSinh>", b"<!-- xin ch\xc3\xa0o --></HocSinh>"
    )
    yield good("co-chu-thich-xml", file, "An XML comment, which canonical form drops")
    file = b"\xef\xbb\xbf" + signed_by(content("bom"), plain).replace(b"\n", b"\r\n")
    yield good("bom-va-crlf", file, "Byte order mark and line ends of Windows outside content")


def _indented(cast: Cast) -> bytes:
    tree = unsigned_tree(content("prefixes"))
    # The content under a prefix: the same names, other bytes, so the leaves differ as well.
    other = _prefixed(tree)
    etree.indent(other, space="\t")
    return signed_tree(rooted(other), signers(cast), Hand(prefixes={"chuky": DS, "x": XADES}))


def _prefixed(tree: etree._Element) -> etree._Element:
    copy = etree.Element(
        tree.tag,
        {str(k): str(v) for k, v in tree.attrib.items()},
        nsmap={"hb": "urn:hocba:hoc-ba:1"},
    )
    copy.text = tree.text
    copy.extend([_prefixed(child) for child in tree])
    return copy
