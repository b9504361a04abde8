"""
Bad vectors of signature wrapping: what was signed is still there, but elsewhere.

The eight classic variants, adapted to a document that leaves few places to hide in.
Source: Somorovsky et al., "On Breaking SAML: Be Whoever You Want to Be", USENIX Security 2012.
"""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from hocba.core.sign.profile import DS, XADES
from hocba.lab.vectors.case import Case, bad
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.contents import content
from hocba.lab.vectors.ours import signed_by, signers

Node = etree._Element
_D = f"{{{DS}}}"
_X = f"{{{XADES}}}"
_N = "{urn:hocba:hoc-ba:1}"


def wrapped_cases(cast: Cast) -> Iterator[Case]:
    """Give the vectors."""
    file = signed_by(content("wrapped"), signers(cast))
    yield from _refused_by_shape(file)
    yield from _in_unsigned_properties(file)
    yield from _properties(file)


def _refused_by_shape(file: bytes) -> Iterator[Case]:
    root, false, true = _parted(file)
    root.append(true)
    yield bad("xsw-1-sau-goc", _written(root), "The original after the root", "record.schema")
    root, false, true = _parted(file)
    root.insert(0, true)
    note = "The original before the forged content"
    yield bad("xsw-2-truoc-noi-dung", _written(root), note, "record.schema")
    root, false, true = _parted(file)
    false.append(true)
    note = "The original inside the forged content"
    yield bad("xsw-3-trong-noi-dung", _written(root), note, "record.schema")
    root, false, true = _parted(file)
    root[0], nested = true, false
    true.append(nested)
    note = "The forged content inside the original"
    yield bad("xsw-4-long-nguoc", _written(root), note, "record.schema")
    root, false, true = _parted(file)
    etree.SubElement(root[2][0], f"{_D}Object").append(true)
    note = "The original in a ds:Object of its own"
    yield bad("xsw-5-ds-object", _written(root), note, "record.schema")
    outer = etree.Element("BaoNgoai")
    outer.append(etree.fromstring(file))
    note = "The whole record inside another document"
    yield bad("xsw-6-boc-ngoai", _written(outer), note, "record.unknown_format")


def _in_unsigned_properties(file: bytes) -> Iterator[Case]:
    # The one place that takes anything: unsigned properties, which others may add to.
    root, false, true = _parted(file)
    _hidden(root, true)
    codes = ("sign.does_not_cover", "sign.unexpected_target", "seal.root_differs")
    note = "The original hidden in unsigned properties, forged content under another Id"
    yield bad("xsw-7-thuoc-tinh-khong-ky", _written(root), note, *codes)
    root, false, true = _parted(file)
    false.set("Id", "noi-dung")
    _hidden(root, true)
    note = "The original hidden in unsigned properties, forged content under the same Id"
    yield bad("xsw-8-trung-id", _written(root), note, "record.duplicate_id")
    root, false, true = _parted(file)
    false.set("Id", "noi-dung")
    del true.attrib["Id"]
    _hidden(root, true)
    note = "The original hidden without its Id"
    altered = ("sign.digest_differs", "seal.root_differs")
    yield bad("xsw-9-mat-id", _written(root), note, *altered)


def _properties(file: bytes) -> Iterator[Case]:
    root = etree.fromstring(file)
    qualifying = root[2][0].find(f"{_D}Object/{_X}QualifyingProperties")
    if qualifying is None:
        raise ValueError("our writer changed")
    true = qualifying[0]
    false = deepcopy(true)
    false.set("Id", "thuoc-tinh-gia")
    for time in false.iter(f"{_X}SigningTime"):
        time.text = "2026-06-04T08:05:00+07:00"
    qualifying[0] = false
    etree.SubElement(qualifying, f"{_X}UnsignedProperties").append(true)
    codes = ("sign.does_not_cover", "sign.unexpected_target")
    note = "The signed properties hidden in the unsigned ones, forged ones in their place"
    yield bad("xsw-10-thuoc-tinh-ky", _written(root), note, *codes)


def _parted(file: bytes) -> tuple[Node, Node, Node]:
    """Return the document with forged content in it, that content, and the original apart."""
    root = etree.fromstring(file)
    true = root[0]
    false = deepcopy(true)
    for name in false.iter(f"{_N}HoTen"):
        name.text = "Kẻ Mạo Danh"
    false.set("Id", "noi-dung-gia")
    root[0] = false
    return root, false, true


def _hidden(root: Node, node: Node) -> None:
    qualifying = root[2][0].find(f"{_D}Object/{_X}QualifyingProperties")
    if qualifying is None:
        raise ValueError("our writer changed")
    etree.SubElement(qualifying, f"{_X}UnsignedProperties").append(node)


def _written(root: Node) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
