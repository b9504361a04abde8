"""The bench at which a package's entries are judged, and what is asked of every kind of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hocba.core.compose.content import Replaced
from hocba.core.compose.looking_up import SeenPupil
from hocba.core.report.figures import Spot
from hocba.core.sign.register import Level, Register
from hocba.core.submit.declaration import Declaration
from hocba.core.submit.package import Event, ManifestEntry
from hocba.core.submit.refusals import RefusalsStatement
from hocba.core.submit.signers import SignersStatement
from hocba.core.submit.stamps import SealStamp
from hocba.core.submit.withdrawal import Withdrawal
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import Place
from hocba.core.terms.provinces import reads_as
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.register_chain import Candidate, ReadBook
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedSeal:
    """Whose record a stamp is about. stamped: the bytes that a token on its seal is over."""

    school: str
    stamped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """
    Under what circumstances entries are judged.

    book: registers of the package included; refused: why some of these do not stand.
    provinces: the province whose register names a school. upper: registers of ministry and
    provinces alone; schools: those of schools, kept and sent; asked: schools whose kept register
    was looked for. spots: one value for records of one class. stamped: versions of which the
    package brings a stamp; seals: of those of them that it brings, too.
    """

    outside: Outside
    sender: str
    book: RegisterBook
    refused: tuple[tuple[Register, tuple[Finding, ...]], ...]
    provinces: Mapping[str, str]
    upper: ReadBook
    schools: tuple[Candidate, ...] = ()
    asked: frozenset[str] = frozenset()
    spots: dict[Spot, Spot] = field(default_factory=dict, compare=False, repr=False)
    stamped: frozenset[RecordKey] = frozenset()
    seals: dict[RecordKey, StampedSeal] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRecord:
    """
    A record's key, its place, its pupil, and the version that it replaces; no results.

    software: vendor and name of what composed it, as it says.
    """

    key: RecordKey
    spot: Spot
    pupil: SeenPupil
    replaces: Replaced | None
    software: str


Body = (
    JudgedRecord
    | Declaration
    | SignersStatement
    | RefusalsStatement
    | Withdrawal
    | Register
    | SealStamp
)
"""What an entry of any kind is read into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """
    One entry and what is wrong with it, before it is held against what is kept already.

    content_digest: SHA-256 of its signed content; file_digest: of all its bytes, as they are.
    body: None where it could not be read.
    """

    entry: ManifestEntry
    unit: str
    content_digest: bytes
    file_digest: bytes
    findings: tuple[Finding, ...]
    body: Body | None


def world_findings(bench: Bench, environment: Environment) -> list[Finding]:
    """Say that a file is of another world than the office's."""
    if environment is bench.outside.environment:
        return []
    details = {"environment": environment.value}
    return [Finding(code="verify.other_environment", where="MoiTruong", details=details)]


def place_findings(entry: ManifestEntry, path: str, event: Event | None) -> list[Finding]:
    """Say where an entry stands in another place, or says that other things happened, than due."""
    findings = []
    if entry.path != path:
        details = {"path": path}
        findings.append(Finding(code="package.misplaced", where=entry.path, details=details))
    if entry.event is not event:
        findings.append(Finding(code="package.wrong_event", where=entry.path))
    return findings


def scope_findings(bench: Bench, school: str, province: Place | None) -> list[Finding]:
    """
    A school sends its own, a province what its register attests, whatever the file says.

    A file keeps the province of its day; after a merger the one that followed sends it. What the
    province hands in at its own desk may be any of its schools'.
    """
    office = bench.outside.office
    is_province = office.level is Level.PROVINCE
    due = office.code if is_province else bench.sender
    findings = []
    if is_province and bench.sender not in (school, office.code):
        details = {"school": school, "sender": bench.sender}
        findings.append(Finding(code="package.other_school", where="CoSo", details=details))
    attested = bench.provinces.get(school)
    today = day_in_vietnam(bench.outside.clock.now())
    if attested != due or not (province is None or reads_as(province, due, today)):
        told = attested if province is None else province.code
        details = {"school": school, "province": told or "-"}
        findings.append(Finding(code="package.other_province", where="CoSo", details=details))
    return findings
