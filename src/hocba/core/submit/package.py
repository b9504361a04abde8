"""
A package on its way up: the manifest that its sender signs, and what must agree with it.

A package is a ZIP file: `META-INF/goi-nop.xml` (a statement `GoiNop`), then the entries that
it lists, each with its size and digest. Source: spec/format.md §11.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.compose.canonical import element
from hocba.core.compose.read import Node
from hocba.core.sign.register import Register
from hocba.core.submit.message import MESSAGE_VERSION, Head, head_of, written_head
from hocba.core.terms.codes import RecordKey, completed_record_code, school_year
from hocba.core.terms.outcomes import Finding, Refusal

MANIFEST_PATH: Final = "META-INF/goi-nop.xml"
MEDIA_TYPE: Final = "application/xml"
TOKEN_TYPE: Final = "application/vnd.etsi.timestamp-token"
"""Source: the IANA register of media types; a token of RFC 3161 as it is, in DER."""

MAX_ENTRIES: Final = 50_000
MAX_ENTRY_BYTES: Final = 20_000_000
MAX_TOTAL_BYTES: Final = 2_000_000_000
MAX_PACKAGE_BYTES: Final = 500_000_000
MAX_RATIO: Final = 200
"""An entry that unpacks to more than this many times its packed size is no XML of ours."""

_PATH: Final = re.compile(
    r"(?:[a-z\-]{1,20}/[0-9A-Za-z][0-9A-Za-z_\-]*(\.[0-9A-Za-z_\-]+)*\.xml"
    r"|dau-thoi-gian/[0-9A-Za-z][0-9A-Za-z\-]*\.tst)"
)
_MAX_PATH: Final = 160
_RECORD_PATH: Final = re.compile(r"hoc-ba/(HB[0-9A-HJKMNP-TV-Z]{12})-(\d{4}-\d{4})-v(\d{1,3})\.xml")


class EntryKind(StrEnum):
    """`Loai`: what an entry of a package is."""

    RECORD = "HOC_BA"
    REGISTER = "SO_PHAN_CONG"
    DECLARATION = "KHAI_BAO_SI_SO"
    EVENT = "SU_KIEN"
    SIGNERS = "KE_KHAI_CHU_KY_SO"
    """Since version 1.1 of the manifest."""
    REFUSALS = "KE_KHAI_TRA_LAI"
    """Since version 1.2 of the manifest; of a province alone."""
    TIME_STAMP = "DAU_THOI_GIAN"
    """Since version 1.3: a stamp that came after its record was issued, a token of RFC 3161."""


FOLDERS: Final[Mapping[EntryKind, str]] = MappingProxyType(
    {
        EntryKind.RECORD: "hoc-ba",
        EntryKind.REGISTER: "phan-cong",
        EntryKind.DECLARATION: "khai-bao",
        EntryKind.EVENT: "su-kien",
        EntryKind.SIGNERS: "ke-khai",
        EntryKind.REFUSALS: "tra-lai",
        EntryKind.TIME_STAMP: "dau-thoi-gian",
    }
)
"""The folder of a package in which entries of a kind stand."""

_SINCE: Final[Mapping[EntryKind, str]] = MappingProxyType(
    {EntryKind.SIGNERS: "1.1", EntryKind.REFUSALS: "1.2", EntryKind.TIME_STAMP: "1.3"}
)
"""The version of the manifest that brought a kind, where it is not the first."""

PARTIAL_FOLDER: Final = "mot-phan"
"""Of partial records in transfer files; no kind of a package stands there, so none goes upward."""


class Event(StrEnum):
    """`SuKien`: what happened to a record."""

    NEW = "MOI"
    AMENDED = "THAY_THE"
    WITHDRAWN = "THU_HOI"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """
    One file of a package. size: bytes. digest: SHA-256, 32 bytes.

    event: for records and events only.
    """

    path: str
    kind: EntryKind
    size: int
    digest: bytes
    event: Event | None = None
    media_type: str = MEDIA_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The content of `META-INF/goi-nop.xml`."""

    head: Head
    entries: tuple[ManifestEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZippedEntry:
    """
    An entry as a ZIP's directory names it, before a byte of it is unpacked.

    at: offset of its local header; packed, size: bytes. is_plain: neither encrypted nor a
    folder, and stored or deflated.
    """

    path: str
    at: int
    packed: int
    size: int
    is_plain: bool = True


def record_path(key: RecordKey) -> str:
    """
    Return a record's place in a package.

    Without the check character, which may be `*`: Windows allows no such file name.
    """
    return f"{FOLDERS[EntryKind.RECORD]}/{_stem(key)}.xml"


def record_key(path: str) -> RecordKey | None:
    """Return the record that stands at a path of a package, None for any other entry."""
    found = _RECORD_PATH.fullmatch(path)
    if found is None:
        return None
    return RecordKey(
        record_code=completed_record_code(found[1]),
        school_year=school_year(found[2]),
        version=int(found[3]),
    )


def media_type(kind: EntryKind) -> str:
    """Return the media type of entries of a kind."""
    return TOKEN_TYPE if kind is EntryKind.TIME_STAMP else MEDIA_TYPE


def stamp_path(key: RecordKey) -> str:
    """Return the place in a package of a stamp that came later, on the seal of a version."""
    return f"{FOLDERS[EntryKind.TIME_STAMP]}/{_stem(key)}.tst"


def stamped_key(path: str) -> RecordKey | None:
    """Return the version whose seal a stamp is on, by its place; None for any other entry."""
    folder, _, name = path.partition("/")
    if folder != FOLDERS[EntryKind.TIME_STAMP] or not name.endswith(".tst"):
        return None
    return record_key(f"{FOLDERS[EntryKind.RECORD]}/{name.removesuffix('.tst')}.xml")


def withdrawal_path(key: RecordKey) -> str:
    """Return the place of a withdrawal in a package."""
    return f"{FOLDERS[EntryKind.EVENT]}/thu-hoi-{_stem(key)}.xml"


def register_path(register: Register) -> str:
    """Return a register's place in a package."""
    name = f"{register.level.value}-{register.unit}-{register.number}"
    return f"{FOLDERS[EntryKind.REGISTER]}/{name}.xml"


def written_manifest(manifest: Manifest) -> tuple[str, ...]:
    """Write a manifest as the children of a statement's `NoiDung`."""
    entries = element("DSTep", *map(_entry, manifest.entries))
    # What a reader of an older version can read says so, and stays readable to it.
    version = max(
        (_SINCE.get(entry.kind, MESSAGE_VERSION) for entry in manifest.entries),
        default=MESSAGE_VERSION,
    )
    return written_head(manifest.head, version=version), entries


def manifest_of(node: Node) -> Manifest:
    """
    Read a manifest from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value".
    """
    try:
        head, entries = node
        return Manifest(head=head_of(head), entries=tuple(map(_read_entry, entries)))
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def container_findings(entries: Sequence[ZippedEntry]) -> tuple[Finding, ...]:
    """
    Say all that is dangerous in a ZIP's directory; nothing has been unpacked yet.

    Returns: FAILED findings; with any of them the ZIP is not to be opened further.
    """
    ours = (*_manifest(entries), *_paths(entries))
    return (*_whole(entries), *ours, *_names(entries), *_sizes(entries), *_overlaps(entries))


def foreign_findings(entries: Sequence[ZippedEntry]) -> tuple[Finding, ...]:
    """Say all that is dangerous in the directory of a ZIP that is no package: any names do."""
    files = [entry for entry in entries if not entry.path.endswith("/")]
    return (*_whole(entries), *_names(entries), *_sizes(files), *_overlaps(entries))


def agreement_findings(
    manifest: Manifest, found: Mapping[str, tuple[int, bytes]]
) -> tuple[Finding, ...]:
    """
    Compare a manifest with what the ZIP holds.

    found: size and SHA-256 by path, of every file but the manifest.
    Returns: every disagreement at once.
    """
    listed: dict[str, ManifestEntry] = {}
    findings: list[Finding] = []
    for entry in manifest.entries:
        if entry.path in listed:
            findings.append(Finding(code="package.listed_twice", where=entry.path))
        listed[entry.path] = entry
        findings += _entry_findings(entry, found)
    extra = sorted(set(found) - set(listed))
    findings += [Finding(code="package.not_in_manifest", where=path) for path in extra]
    if manifest.head.count != len(manifest.entries):
        counts = {"stated": str(manifest.head.count), "found": str(len(manifest.entries))}
        findings.append(Finding(code="package.count_differs", where="SLuong", details=counts))
    return tuple(findings)


def _stem(key: RecordKey) -> str:
    return f"{key.record_code[:14]}-{key.school_year}-v{key.version}"


def _entry(entry: ManifestEntry) -> str:
    event = {"SuKien": entry.event.value} if entry.event else {}
    return element(
        "Tep",
        DuongDan=entry.path,
        Loai=entry.kind.value,
        KieuTep=entry.media_type,
        KichThuoc=str(entry.size),
        SHA256=entry.digest.hex(),
        **event,
    )


def _read_entry(node: Node) -> ManifestEntry:
    event = node.get("SuKien")
    return ManifestEntry(
        path=node.get("DuongDan") or "",
        kind=EntryKind(node.get("Loai") or ""),
        size=int(node.get("KichThuoc") or ""),
        digest=bytes.fromhex(node.get("SHA256") or ""),
        event=Event(event) if event else None,
        media_type=node.get("KieuTep") or "",
    )


def _whole(entries: Sequence[ZippedEntry]) -> Iterable[Finding]:
    if len(entries) > MAX_ENTRIES + 1:
        counts = {"count": str(len(entries)), "limit": str(MAX_ENTRIES)}
        yield Finding(code="package.too_many_entries", details=counts)
    total = sum(entry.size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        details = {"size": str(total), "limit": str(MAX_TOTAL_BYTES)}
        yield Finding(code="package.too_large", details=details)
    if entries and min(entry.at for entry in entries) > 0:
        yield Finding(code="package.bytes_before")


def _names(entries: Sequence[ZippedEntry]) -> Iterable[Finding]:
    seen: set[str] = set()
    for entry in entries:
        # One name to Windows is two to Linux: names that differ in case alone are one.
        name = entry.path.lower()
        if name in seen:
            yield Finding(code="package.name_twice", where=entry.path[:_MAX_PATH])
        seen.add(name)


def _manifest(entries: Sequence[ZippedEntry]) -> Iterable[Finding]:
    if MANIFEST_PATH not in {entry.path for entry in entries}:
        yield Finding(code="package.no_manifest", where=MANIFEST_PATH)


def _paths(entries: Sequence[ZippedEntry]) -> Iterable[Finding]:
    for entry in entries:
        if entry.path != MANIFEST_PATH and not _is_fit(entry.path):
            yield Finding(code="package.path_not_allowed", where=repr(entry.path[:_MAX_PATH]))


def _is_fit(path: str) -> bool:
    folder = path.split("/", 1)[0]
    known = folder == PARTIAL_FOLDER or folder in FOLDERS.values()
    return known and len(path) <= _MAX_PATH and _PATH.fullmatch(path) is not None


def _sizes(entries: Sequence[ZippedEntry]) -> Iterable[Finding]:
    for entry in entries:
        where = entry.path[:_MAX_PATH]
        if not entry.is_plain:
            yield Finding(code="package.entry_not_plain", where=where)
        if entry.size > MAX_ENTRY_BYTES or entry.size > MAX_RATIO * max(entry.packed, 1):
            yield Finding(code="package.entry_too_large", where=where)


def _overlaps(entries: Sequence[ZippedEntry]) -> Iterable[Finding]:
    # Files that share their packed bytes unpack to far more than the ZIP seems to hold.
    end = 0
    for entry in sorted(entries, key=lambda e: e.at):
        if entry.at < end:
            yield Finding(code="package.entries_overlap", where=entry.path[:_MAX_PATH])
        end = max(end, entry.at + _LOCAL_HEADER + len(entry.path.encode()) + entry.packed)


_LOCAL_HEADER: Final = 30


def _entry_findings(
    entry: ManifestEntry, found: Mapping[str, tuple[int, bytes]]
) -> Iterable[Finding]:
    if entry.path not in found:
        yield Finding(code="package.entry_missing", where=entry.path)
        return
    if found[entry.path] != (entry.size, entry.digest):
        yield Finding(code="package.digest_differs", where=entry.path)
    is_token = entry.path.endswith(".tst")
    fits = (is_token, entry.media_type) == (
        entry.kind is EntryKind.TIME_STAMP,
        media_type(entry.kind),
    )
    if not fits or entry.path.split("/", 1)[0] != FOLDERS[entry.kind]:
        yield Finding(code="package.wrong_folder", where=entry.path)
