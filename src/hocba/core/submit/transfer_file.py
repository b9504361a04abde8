"""
The signed paper of a change of school: the release with what goes along, and the answers.

A transfer file is a ZIP in the shape of a package: this statement at `META-INF/goi-nop.xml`,
the pupil's records under `hoc-ba/`, partial records under `mot-phan/`, and the registers that
prove them under `phan-cong/`.
Source: spec/format.md §17.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hocba.core.assess.year import YearAssessment
from hocba.core.compose.canonical import element, text
from hocba.core.compose.partial_content import PartialContent
from hocba.core.compose.read import Node, attribute_of, is_plausible, local_name, text_of
from hocba.core.compose.read_content import pupil_of
from hocba.core.compose.read_year import group_of, subject_of
from hocba.core.compose.transfers import TransferStep
from hocba.core.compose.wire import instant, pupil_leaves
from hocba.core.submit.package import PARTIAL_FOLDER
from hocba.core.terms.codes import (
    RecordCode,
    SchoolCode,
    SchoolYear,
    parsed_record_code,
    school_year,
)
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Pupil


def partial_path(content: PartialContent) -> str:
    """
    Return a partial record's place in a transfer file.

    Two schools may have issued one in the same year, so the path names the school, too.
    """
    general = content.general
    # Without the check character, as of a record: Windows allows no `*` in a name.
    code = general.record_code[:-1]
    name = f"{code}-{general.school_year}-{content.school.code}-v{general.version}"
    return f"{PARTIAL_FOLDER}/{name}.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSchool:
    """A school as a paper names it."""

    code: SchoolCode
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """
    What the leaving school states of a pupil.

    so_far: what teachers had given by the day of leaving, in a file made before partial records
    went along; no file is written with it any more. rule_pack: by which it names its rows.
    """

    school_year: SchoolYear
    grade: int
    class_name: str
    left_on: date
    record_code: RecordCode | None
    pupil: Pupil
    so_far: YearAssessment | None = None
    rule_pack: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedFile:
    """A file that goes along. size: bytes; digest: SHA-256, 32 bytes."""

    path: str
    size: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferStatement:
    """The content of a `ChuyenTruong`. dossier: with a release, and only there."""

    transfer_id: str
    step: TransferStep
    sender: NamedSchool
    receiver: NamedSchool
    environment: Environment
    made_at: datetime
    reason: str
    basis: str
    dossier: Dossier | None = None
    files: tuple[CarriedFile, ...] = ()


def written_transfer(statement: TransferStatement) -> tuple[str, ...]:
    """Write it as the children of a statement's `NoiDung`."""
    head = element(
        "TTChung",
        element("MaChuyen", statement.transfer_id),
        element("Viec", statement.step.value),
        element("TruongDi", text(statement.sender.name), Ma=statement.sender.code),
        element("TruongDen", text(statement.receiver.name), Ma=statement.receiver.code),
        element("MoiTruong", statement.environment.value),
        element("LapLuc", instant(statement.made_at)),
        element("LyDo", text(statement.basis), Ma=statement.reason),
    )
    dossier = [_written_dossier(statement.dossier)] if statement.dossier else []
    return (head, *dossier, element("DSTep", *map(_written_file, statement.files)))


def _written_dossier(dossier: Dossier) -> str:
    code = [element("MaHocBa", dossier.record_code)] if dossier.record_code else []
    return element(
        "HoSo",
        element("NamHoc", str(dossier.school_year)),
        element("Khoi", str(dossier.grade)),
        element("Lop", text(dossier.class_name)),
        element("NgayChuyen", dossier.left_on.isoformat()),
        *code,
        element("HocSinh", *pupil_leaves(dossier.pupil)),
    )


def _written_file(file: CarriedFile) -> str:
    return element("Tep", DuongDan=file.path, KichThuoc=str(file.size), SHA256=file.digest.hex())


def transfer_of(node: Node) -> TransferStatement:
    """
    Read it from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value", "code.*", "record.label_differs".
    """
    try:
        head, *dossier, files = node
        (transfer_id, step, sender, receiver, environment, made_at, reason) = head
        at = datetime.fromisoformat(text_of(made_at))
        if not is_plausible(at):
            raise ValueError(text_of(made_at))
        return TransferStatement(
            transfer_id=text_of(transfer_id),
            step=TransferStep(text_of(step)),
            sender=_school(sender),
            receiver=_school(receiver),
            environment=Environment(text_of(environment)),
            made_at=at,
            reason=attribute_of(reason, "Ma"),
            basis=text_of(reason),
            dossier=_dossier(dossier[0]) if dossier else None,
            files=tuple(map(_file, files)),
        )
    except (ValueError, KeyError, ArithmeticError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def _school(node: Node) -> NamedSchool:
    return NamedSchool(code=SchoolCode(attribute_of(node, "Ma")), name=text_of(node))


def _dossier(node: Node) -> Dossier:
    parts: Mapping[str, Node] = {local_name(part): part for part in node}
    grade = int(text_of(parts["Khoi"]))
    results = parts.get("KetQuaDenNay")
    rule_pack = "" if results is None else attribute_of(results, "GoiQuyTac")
    code = parts.get("MaHocBa")
    return Dossier(
        school_year=school_year(text_of(parts["NamHoc"])),
        grade=grade,
        class_name=text_of(parts["Lop"]),
        left_on=date.fromisoformat(text_of(parts["NgayChuyen"])),
        record_code=None if code is None else parsed_record_code(text_of(code)),
        pupil=pupil_of(*parts["HocSinh"]),
        so_far=None if results is None else _results(results, grade, rule_pack),
        rule_pack=rule_pack,
    )


def _results(node: Node, grade: int, rule_pack: str) -> YearAssessment:
    parts = [(local_name(part), part) for part in node]
    groups = [group_of(part) for name, part in parts if name == "NhomDanhGia"]
    return YearAssessment(
        grade=grade,
        subjects=tuple(
            subject_of(part, pack_id=rule_pack) for name, part in parts if name == "MonHoc"
        ),
        traits=tuple(trait for group in groups for trait in group.traits),
        comments={group.key: group.comment for group in groups if group.comment},
    )


def _file(node: Node) -> CarriedFile:
    return CarriedFile(
        path=attribute_of(node, "DuongDan"),
        size=int(attribute_of(node, "KichThuoc")),
        digest=bytes.fromhex(attribute_of(node, "SHA256")),
    )


def file_findings(
    listed: Sequence[CarriedFile], found: Mapping[str, tuple[int, bytes]]
) -> Iterator[Finding]:
    """
    Compare what was signed with what the ZIP holds, every disagreement at once.

    found: size and SHA-256 by path, of every file but the statement.
    """
    named = {file.path: (file.size, file.digest) for file in listed}
    for path in sorted({*named, *found}):
        if path not in named:
            yield Finding(code="transfer.file_unlisted", where=path)
        elif found.get(path) != named[path]:
            yield Finding(code="transfer.file_differs", where=path)
