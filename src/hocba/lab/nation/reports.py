"""
What the provinces report to the ministry: several schools a package, sealed by the province.

The first package of a province, number 0, holds its register of principals and seals: every
other one rests on it. The shape is that of flow/send_package.pack_province.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Final

from hocba.core.sign.register import Register
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import Declaration
from hocba.core.submit.message import MINISTRY_CODE, Head, MessageType, message_id
from hocba.core.submit.package import (
    MANIFEST_PATH,
    EntryKind,
    Manifest,
    ManifestEntry,
    register_path,
    written_manifest,
)
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.flow.send_package import listed
from hocba.lab.nation.cast import office_holder
from hocba.lab.nation.package import school_files
from hocba.lab.nation.plan import PlannedSchool, expected_records
from hocba.lab.nation.school import IssuedSchool
from hocba.lab.nation.signing import Signer, signed_statement
from hocba.lab.nation.zipping import PackedFile, packed_file, write_package
from hocba.lab.pki.laboratory import Laboratory

REGISTER_REPORT: Final = 0
"""The number of a province's first package."""
_RECORDS: Final = 3_000
_AFTER_THE_LAST_SCHOOL: Final = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReport:
    """Which schools a province puts into one package. number: 1 first."""

    province: str
    number: int
    schools: tuple[PlannedSchool, ...]

    @property
    def records(self) -> float:
        """About how many records it will hold."""
        return sum(expected_records(each.plan) for each in self.schools)


def planned_reports(schools: Sequence[PlannedSchool]) -> tuple[PlannedReport, ...]:
    """Put schools together until a package holds about 3,000 records, a province at a time."""
    in_order = sorted(schools, key=lambda each: (each.plan.province, each.code))
    return tuple(
        PlannedReport(province=province, number=number, schools=together)
        for province, of_province in groupby(in_order, key=lambda each: each.plan.province)
        for number, together in enumerate(_together(of_province), start=1)
    )


def _together(schools: Iterator[PlannedSchool]) -> Iterator[tuple[PlannedSchool, ...]]:
    found: list[PlannedSchool] = []
    for school in schools:
        found.append(school)
        if sum(expected_records(each.plan) for each in found) >= _RECORDS:
            yield tuple(found)
            found = []
    if found:
        yield tuple(found)


class Report:
    """A province's package while it grows, school by school; what is in it is packed already."""

    def __init__(self, laboratory: Laboratory, *, province: str, number: int, seed: int) -> None:
        self._laboratory = laboratory
        self._province = province
        self._number = number
        self._seed = seed
        self._entries: list[ManifestEntry] = []
        self._packed: list[PackedFile] = []
        self._latest: datetime | None = None

    def add_school(self, issued: IssuedSchool, declaration: Declaration) -> int:
        """Put a school's register, declaration and records in; return their packed size."""
        before = len(self._packed)
        for entry, file in school_files(issued, declaration):
            self._add(entry, file)
        self._let_pass(declaration.declared_at)
        return sum(len(each.packed) for each in self._packed[before:])

    def add_register(self, register: Register, file: bytes) -> None:
        """Put the province's own register in."""
        self._add(*listed(register_path(register), EntryKind.REGISTER, file))
        self._let_pass(register.issued_at)

    def write(self, out: Path) -> None:
        """Seal the package and write it, whole or not at all."""
        assert self._latest is not None, "nothing is in it"
        at = self._latest + _AFTER_THE_LAST_SCHOOL
        holder = office_holder(self._laboratory, self._province)
        manifest = Manifest(head=self._head(at), entries=tuple(self._entries))
        by = Signer(holder=holder, role=Role.PROVINCE, at=at)
        signed = signed_statement(StatementKind.PACKAGE, *written_manifest(manifest), by=by)
        write_package(out, (packed_file(MANIFEST_PATH, signed), *self._packed))

    def _add(self, entry: ManifestEntry, file: bytes) -> None:
        self._entries.append(entry)
        self._packed.append(packed_file(entry.path, file))

    def _let_pass(self, at: datetime) -> None:
        self._latest = max(self._latest or at, at)

    def _head(self, at: datetime) -> Head:
        name = f"hocba:nation:1:{self._seed}:{self._province}:{self._number}:goi"
        return Head(
            message_type=MessageType.PACKAGE,
            message_id=message_id(self._province, sha256(name.encode()).digest()),
            sender=self._province,
            receiver=MINISTRY_CODE,
            environment=Environment.TEST,
            at=at,
            count=len(self._entries),
        )
