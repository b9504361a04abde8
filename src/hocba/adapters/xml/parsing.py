"""
Parse bytes from anywhere into a tree, safely: steps 1 and 2 of spec/format.md §9.

No DTD, no entities, no network, no huge trees, UTF-8 only. Comments are dropped at parse, as
canonical XML drops them. Processing instructions are refused: dropping them as well would let
one be put into signed content unseen, where other validators would see the digest break.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Final, Protocol

from lxml import etree

from hocba.core.terms.outcomes import Finding, Refusal

MAX_BYTES: Final = 2_000_000
"""A record is 10 to 25 kB; a statement of a large school below 1 MB."""

_DECLARATION: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?<\?xml\s+version\s*=\s*["']1\.0["']"""
    rb"""(?:\s+encoding\s*=\s*["'](?i:utf-8)["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>"""
)
_SCHEMA_HINTS: Final = "{http://www.w3.org/2001/XMLSchema-instance}"

_ROOT_TO_SCHEMA: Final = {
    "{urn:hocba:hoc-ba:1}HocBa": "hoc-ba-1.0.xsd",
    "{urn:hocba:hoc-ba-trung-hoc:1}HocBa": "hoc-ba-trung-hoc-1.0.xsd",
    "{urn:hocba:hoc-ba-mot-phan:1}HocBaMotPhan": "hoc-ba-mot-phan-1.0.xsd",
    "{urn:hocba:so-phan-cong:1}SoPhanCong": "so-phan-cong-1.0.xsd",
    "{urn:hocba:so-phan-cong:2}SoPhanCong": "so-phan-cong-2.0.xsd",
    "{urn:hocba:goi-nop:1}GoiNop": "goi-nop-1.3.xsd",
    "{urn:hocba:bien-nhan:1}BienNhan": "bien-nhan-1.0.xsd",
    "{urn:hocba:khai-bao-si-so:1}KhaiBaoSiSo": "khai-bao-si-so-1.0.xsd",
    "{urn:hocba:ke-khai-chu-ky-so:1}KeKhaiChuKySo": "ke-khai-chu-ky-so-1.0.xsd",
    "{urn:hocba:ke-khai-chu-ky-so:2}KeKhaiChuKySo": "ke-khai-chu-ky-so-2.0.xsd",
    "{urn:hocba:ke-khai-tra-lai:1}KeKhaiTraLai": "ke-khai-tra-lai-1.0.xsd",
    "{urn:hocba:thu-hoi:1}ThuHoi": "thu-hoi-1.0.xsd",
    "{urn:hocba:lan-gui:1}LanGui": "lan-gui-1.0.xsd",
    "{urn:hocba:trich-luc:1}TrichLuc": "trich-luc-1.0.xsd",
    "{urn:hocba:de-nghi-ket-noi:1}DeNghiKetNoi": "de-nghi-ket-noi-1.0.xsd",
    "{urn:hocba:tra-loi-ket-noi:1}TraLoiKetNoi": "tra-loi-ket-noi-1.0.xsd",
    "{urn:hocba:de-nghi-dinh-chinh:1}DeNghiDinhChinh": "de-nghi-dinh-chinh-1.0.xsd",
    "{urn:hocba:tra-loi-dinh-chinh:1}TraLoiDinhChinh": "tra-loi-dinh-chinh-1.0.xsd",
    "{urn:hocba:chuyen-truong:1}ChuyenTruong": "chuyen-truong-1.1.xsd",
}


def parsed(file: bytes, *, limit: int = MAX_BYTES) -> etree._Element:
    """
    Parse a document into its root element.

    Raises: Refusal "record.empty", "record.too_large", "record.not_utf8",
    "record.declaration", "record.doctype", "record.processing_instruction",
    "record.not_well_formed".
    """
    if not file:
        raise Refusal("record.empty")
    if len(file) > limit:
        raise Refusal("record.too_large", size=str(len(file)), limit=str(limit))
    try:
        file.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Refusal("record.not_utf8", value=str(problem.start)) from problem
    _require_plain_markup(file)
    try:
        root = etree.fromstring(file, _parser())
    except etree.XMLSyntaxError as problem:
        line, column = problem.position
        raise Refusal(
            "record.not_well_formed", problem.msg, line=str(line), column=str(column)
        ) from problem
    if b"&" in file:
        _require_plain(root)
    return root


def validated(root: etree._Element) -> None:
    """
    Hold a parsed document against the schema of its kind and version.

    Raises: Refusal "record.unknown_format", "record.schema" with every violation,
    "record.duplicate_id", "record.schema_hint".
    """
    # Before the schema: a hint would make the validator load a schema of the document's choice.
    _known_schema(root)
    _require_sound_attributes(root)
    conforming(root)


def conforming(root: etree._Element) -> None:
    """
    Hold a document against its schema alone; `validated` asks more.

    Only for a document that is known to declare no prefix, and so holds no hint.
    Raises: Refusal "record.unknown_format", "record.schema" with every violation.
    """
    schema = _schema(_known_schema(root))
    if not schema.validate(root):
        log: Iterable[_Violation] = schema.error_log  # type: ignore[assignment]  # stubs lack it
        findings = tuple(_violation(entry) for entry in log)
        raise Refusal("record.schema", findings=findings)


def canonical(
    node: etree._Element, *, exclusive: bool = True, prefixes: Sequence[str] = ()
) -> bytes:
    """
    Return the canonical bytes of a subtree, without comments.

    prefixes: the PrefixList of exclusive canonical XML, usually empty.
    Raises: Refusal "record.not_canonical": a relative namespace name, which has no such form.
    """
    try:
        return _canonical(node, exclusive=exclusive, prefixes=prefixes)
    except etree.C14NError as problem:
        raise Refusal("record.not_canonical", str(problem)) from problem


def _canonical(node: etree._Element, *, exclusive: bool, prefixes: Sequence[str]) -> bytes:
    if exclusive and not prefixes:
        return etree.tostring(node, method="c14n", exclusive=True, with_comments=False)
    # lxml writes a false xmlns="" below a subtree that inherits its default namespace, so the
    # subtree is first made a document of its own, with every namespace that it inherits.
    alone = etree.fromstring(etree.tostring(node, with_tail=False), _parser())
    return etree.tostring(
        alone,
        method="c14n",
        exclusive=exclusive,
        with_comments=False,
        inclusive_ns_prefixes=list(prefixes),
    )


def _known_schema(root: etree._Element) -> str:
    name = _ROOT_TO_SCHEMA.get(str(root.tag))
    if name is None:
        raise Refusal("record.unknown_format", value=str(root.tag)[:80])
    return name


def _parser() -> etree.XMLParser:
    # A parser keeps state between documents; a new one costs two microseconds.
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        encoding="utf-8",
    )


def _require_plain_markup(file: bytes) -> None:
    # The declaration binds: a tool that believed "ISO-8859-1" would read another text.
    declaration = _DECLARATION.match(file)
    if declaration is None and b"<?xml" in file[:8]:
        raise Refusal("record.declaration", value=file[:60].decode("utf-8", "replace"))
    if b"<!DOCTYPE" in file:
        raise Refusal("record.doctype")
    # One character is looked for much faster than two, and few records ask a question.
    markup_from = declaration.end() if declaration else 0
    if file.find(b"?", markup_from) >= 0 and file.find(b"<?", markup_from) >= 0:
        raise Refusal("record.processing_instruction")


def _require_plain(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal("record.doctype")
    # Entity references would stand in the tree as nodes whose tag is a function.
    if next(root.iter(etree.Entity), None) is not None:
        raise Refusal("record.doctype")


@cache
def _schema(name: str) -> etree.XMLSchema:
    with as_file(files("hocba.adapters.xml.schemas") / name) as path:
        return etree.XMLSchema(etree.parse(str(path)))


class _Violation(Protocol):
    line: int
    message: str


def _violation(entry: _Violation) -> Finding:
    return Finding(
        code="record.schema",
        where=f"dòng {entry.line}",
        details={"line": str(entry.line), "message": entry.message[:300]},
    )


def _require_sound_attributes(root: etree._Element) -> None:
    # Attributes that other validators take for identifiers must not stand beside ours.
    names: set[str] = set()
    ids: list[str] = []
    for node in root.iter():
        held: Iterable[str] = node.keys()  # type: ignore[assignment]  # stubs: or bytes
        if held:
            names.update(held)
            if "Id" in held:
                ids.append(node.get("Id", ""))
    if any(map(_is_odd, names)) or len(set(ids)) != len(ids):
        _refuse_attributes(root)


@lru_cache(maxsize=256)
def _is_odd(name: str) -> bool:
    # Our formats put no attribute in a namespace.
    return "}" in name or (name != "Id" and name.lower() == "id")


def _refuse_attributes(root: etree._Element) -> None:
    # The same question asked one by one, so that the refusal names the first that is wrong.
    seen: set[str] = set()
    for node in root.iter():
        for name, value in node.attrib.items():
            local = str(name).rpartition("}")[2]
            if str(name).startswith(_SCHEMA_HINTS):
                raise Refusal("record.schema_hint", value=local[:40])
            if local.lower() != "id":
                continue
            if local != "Id" or "}" in str(name) or str(value) in seen:
                raise Refusal("record.duplicate_id", value=str(value)[:60])
            seen.add(str(value))
