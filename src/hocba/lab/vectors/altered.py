"""Bad vectors, steps 5, 6, 8 and 12: altered after signing."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from hocba.lab.vectors.case import Case, bad
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.contents import content
from hocba.lab.vectors.foreign import Hand, signed_tree, unsigned_tree
from hocba.lab.vectors.ours import signed_by, signers

_DIGEST: Final = "sign.digest_differs"
_ROOT: Final = "seal.root_differs"
_SIGNATURE: Final = re.compile(rb"<ds:Signature .*?</ds:Signature>")


def altered_cases(cast: Cast) -> Iterator[Case]:
    """Give the vectors."""
    file = signed_by(content("altered"), signers(cast))
    yield from _contents(file)
    yield from _signatures(file, signed_by(content("another"), signers(cast)))
    yield from _roots(cast)


def _contents(file: bytes) -> Iterator[Case]:
    changes = {
        "sua-diem": (b"<Diem>9</Diem>", b"<Diem>10</Diem>", "A mark altered"),
        "sua-nhan-xet": ("Em học tốt".encode(), "Em học giỏi".encode(), "A comment altered"),
        "sua-ten": ("Thị Thử".encode(), "Văn Thử".encode(), "The name altered"),
        "sua-so-dinh-danh": (b"011317003187", b"011317003188", "The personal ID altered"),
        "sua-so-ngay-nghi": (
            b"<NghiCoPhep>2<",
            b"<NghiCoPhep>0<",
            "The days of absence altered",
        ),
        "them-khoang-trang": (b"<HoTen>", b"<HoTen> ", "One space put into the name"),
    }
    for name, (old, new, note) in changes.items():
        yield bad(name, file.replace(old, new, 1), note, _DIGEST, _ROOT)
    salt = re.compile(rb"(<MuoiTrichLuc>.)(.)")
    taken = salt.sub(lambda m: m[1] + (b"A" if m[2] != b"A" else b"B"), file, count=1)
    yield bad("sua-muoi-trich-luc", taken, "The seed of the salts altered", _DIGEST, _ROOT)


def _signatures(file: bytes, another: bytes) -> Iterator[Case]:
    first, second, third = _SIGNATURE.findall(file)
    missing = "sign.missing_signature"
    taken = file.replace(first + second + third, b"", 1)
    yield bad("khong-chu-ky", taken, "No signature at all", missing)
    yield bad("thieu-con-dau", file.replace(third, b"", 1), "The seal is missing", missing)
    extra = third.replace(b'"ck-con-dau', b'"ck-them').replace(b"#ck-con-dau", b"#ck-them")
    note = "One signature too many"
    taken = file.replace(third, third + extra, 1)
    yield bad("thua-chu-ky", taken, note, "sign.too_many_signatures")
    note = "Teacher's and principal's signatures in the wrong order"
    taken = file.replace(first + second, second + first, 1)
    order = ("sign.does_not_cover", "sign.unexpected_target", "sign.role_not_due")
    yield bad("sai-thu-tu-ky", taken, note, *order, "sign.time_out_of_order")
    flipped = re.sub(
        rb'(gia-tri">.{40})(.)', lambda m: m[1] + (b"A" if m[2] != b"A" else b"B"), file, count=1
    )
    note = "One bit of the teacher's signature value flipped; the later ones cover it"
    yield bad("lat-bit-gia-tri", flipped, note, "sign.value_wrong", _DIGEST)
    last = re.sub(
        rb'(ck-con-dau-gia-tri">.{40})(.)',
        lambda m: m[1] + (b"A" if m[2] != b"A" else b"B"),
        file,
        count=1,
    )
    yield bad("lat-bit-con-dau", last, "One bit of the seal's value flipped", "sign.value_wrong")
    others = b"".join(_SIGNATURE.findall(another))
    taken = file.replace(first + second + third, others, 1)
    note = "Signatures of another record"
    yield bad("chu-ky-hoc-ba-khac", taken, note, _DIGEST)
    taken = file.replace(third, _SIGNATURE.findall(another)[2], 1)
    yield bad("con-dau-hoc-ba-khac", taken, "The seal of another record", _DIGEST)
    yield bad(*_value_of_other(file, first, second), "sign.value_wrong", _DIGEST)
    certificate = re.compile(rb"<ds:X509Certificate>.*?</ds:X509Certificate>")
    (theirs,) = certificate.findall(third)
    taken = file.replace(first, certificate.sub(lambda _: theirs, first), 1)
    yield bad(
        "trao-chung-thu",
        taken,
        "The certificate in KeyInfo swapped for another",
        *("sign.certificate_not_bound", "sign.value_wrong", "sign.wrong_holder_kind"),
        "authority.same_signer_twice",
    )
    yield from _times(file, second)


def _value_of_other(file: bytes, first: bytes, second: bytes) -> tuple[str, bytes, str]:
    value = re.compile(rb"(<ds:SignatureValue [^>]*>)([^<]*)")
    found = value.search(second)
    if found is None:
        raise ValueError("our writer changed")
    taken = value.sub(lambda m: m[1] + found[2], first, count=1)
    note = "The teacher's value replaced by the principal's"
    return "gia-tri-cua-nguoi-khac", file.replace(first, taken, 1), note


def _times(file: bytes, second: bytes) -> Iterator[Case]:
    taken = second.replace(
        b"<xades:SigningTime>2026-06-04T08:20", b"<xades:SigningTime>2026-06-05T08:20"
    )
    note = "The principal's signing time altered"
    # The seal, signed the day before that, now comes too early.
    codes = (_DIGEST, "sign.time_out_of_order")
    yield bad("sua-thoi-diem-ky", file.replace(second, taken, 1), note, *codes)


def _roots(cast: Cast) -> Iterator[Case]:
    by = signers(cast)
    tree = unsigned_tree(content("root"))
    tree[1].text = "A" * 43 + "="
    note = "A root that is not the content's, sealed so"
    yield bad("goc-trich-luc-sai", signed_tree(tree, by), note, _ROOT)
    tree = unsigned_tree(content("leaves"))
    tree[1].set("SoLa", str(int(tree[1].get("SoLa", "0")) + 1))
    note = "A wrong number of leaves, sealed so"
    yield bad("so-la-sai", signed_tree(tree, by), note, _ROOT)
    file = signed_tree(unsigned_tree(content("root later")), by)
    root = etree.fromstring(file)
    root[1].text = "A" * 43 + "="
    note = "The root altered after sealing"
    altered = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    yield bad("sua-goc-trich-luc", altered, note, _ROOT, _DIGEST)
    file = signed_tree(
        unsigned_tree(content("root uncovered")),
        by,
        Hand(covers=lambda place, nodes: nodes[:3] if place == 2 else nodes),
    )
    note = "The seal does not cover the extract root"
    yield bad("con-dau-khong-phu-goc", file, note, "sign.does_not_cover")
