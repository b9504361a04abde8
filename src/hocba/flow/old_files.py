"""Sort a ZIP of somebody's old system: which files are signed documents, and of what kind."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hocba.core.sign.register import register_of
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import declaration_of, declaration_path
from hocba.core.submit.package import (
    EntryKind,
    Event,
    record_path,
    register_path,
    withdrawal_path,
)
from hocba.core.submit.signers import signers_of, signers_path
from hocba.core.submit.withdrawal import withdrawal_of
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.flow.send_package import File, listed
from hocba.ports.containers import Container
from hocba.ports.outside import Outside

MOST_FILES: Final = 5_000
"""Of one ZIP: all of them are in memory until they are packed."""

_ROOT: Final = re.compile(rb"<(?:[A-Za-z_][\w.\-]*:)?([A-Za-z]+)[\s>/]")
_HEAD: Final = 4_000
_LEFT_BY_SYSTEMS: Final = re.compile(r"(.*/)?(\.[^/]*|Thumbs\.db|desktop\.ini)|__MACOSX/.*")
"""What Windows and macOS put beside the files that somebody meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldFiles:
    """
    What a ZIP came to. files: to be packed; names: of the ZIP's files, by path in the package.

    findings: `where` is the name in the ZIP.
    """

    files: tuple[File, ...]
    names: Mapping[str, str]
    findings: tuple[Finding, ...]


def old_files(outside: Outside, container: Container) -> OldFiles:
    """
    Sort every file of a ZIP; one that is nothing of ours is a finding and keeps no other back.

    Raises: Refusal "old.too_many".
    """
    names = [entry.path for entry in container.entries if not _is_passed_over(entry.path)]
    if len(names) > MOST_FILES:
        raise Refusal("old.too_many", count=str(len(names)), limit=str(MOST_FILES))
    found: dict[str, File] = {}
    by_path: dict[str, str] = {}
    findings: list[Finding] = []
    for name in names:
        try:
            for file in _documents(outside, container.read(name)):
                path = file[0].path
                if path in found and found[path] != file:
                    details = {"name": by_path[path]}
                    findings.append(Finding(code="old.same_twice", where=name, details=details))
                    continue
                found[path], by_path[path] = file, name
        except Refusal as refusal:
            findings.append(Finding(code=refusal.code, where=name, details=refusal.details))
            findings += [
                Finding(code=each.code, weight=each.weight, where=name, details=each.details)
                for each in refusal.findings
            ]
    return OldFiles(files=tuple(found.values()), names=by_path, findings=tuple(findings))


def _is_passed_over(name: str) -> bool:
    return name.endswith("/") or _LEFT_BY_SYSTEMS.fullmatch(name) is not None


def _documents(outside: Outside, file: bytes) -> Iterator[File]:
    """Raises: Refusal "old.no_document", and those of `Documents`."""
    for document in outside.documents.all_opened(file).values():
        # What stands before the root is comments and white space; a stranger's file fails below.
        roots = (found[1].decode("ascii") for found in _ROOT.finditer(document[:_HEAD]))
        read = next((_READ[root] for root in roots if root in _READ), None)
        if read is None:
            raise Refusal("old.no_document")
        yield read(outside, document)


def _record(outside: Outside, document: bytes) -> File:
    general = outside.documents.record(document).content.general
    key = RecordKey(
        record_code=general.record_code, school_year=general.school_year, version=general.version
    )
    event = Event.NEW if general.replaces is None else Event.AMENDED
    return listed(record_path(key), EntryKind.RECORD, document, event)


def _register(outside: Outside, document: bytes) -> File:
    node = outside.documents.statement(document, StatementKind.REGISTER).content
    return listed(register_path(register_of(node)), EntryKind.REGISTER, document)


def _declaration(outside: Outside, document: bytes) -> File:
    node = outside.documents.statement(document, StatementKind.DECLARATION).content
    return listed(declaration_path(declaration_of(node)), EntryKind.DECLARATION, document)


def _signers(outside: Outside, document: bytes) -> File:
    node = outside.documents.statement(document, StatementKind.SIGNERS).content
    return listed(signers_path(signers_of(node)), EntryKind.SIGNERS, document)


def _withdrawal(outside: Outside, document: bytes) -> File:
    node = outside.documents.statement(document, StatementKind.WITHDRAWAL).content
    path = withdrawal_path(withdrawal_of(node).key)
    return listed(path, EntryKind.EVENT, document, Event.WITHDRAWN)


_READ: Final[Mapping[str, Callable[[Outside, bytes], File]]] = {
    "HocBa": _record,
    StatementKind.REGISTER.root: _register,
    StatementKind.DECLARATION.root: _declaration,
    StatementKind.SIGNERS.root: _signers,
    StatementKind.WITHDRAWAL.root: _withdrawal,
}
