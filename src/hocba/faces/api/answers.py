"""What schools' software is told: the shapes of the OpenAPI document."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from hocba.core.submit.receipt import EntryAnswer, Receipt
from hocba.faces.api.problems import Found, found
from hocba.ports.outbox import SentPackage
from hocba.ports.records import RecordRow
from hocba.ports.school_book import ClassRow


class Token(Schema):
    """An access token. Source: RFC 6749, section 5.1."""

    access_token: str
    token_type: str
    expires_in: int = Field(description="seconds")


class TokenError(Schema):
    """Why no token was given. Source: RFC 6749, section 5.2."""

    error: str
    error_description: str


class ClassTold(Schema):
    """One class of a year."""

    name: str
    grades: list[int]
    pupils: int


class SchoolTold(Schema):
    """The school that let the system in, and as what it knows the system."""

    code: str
    name: str
    vendor: str
    system: str
    version: str
    client_id: str
    years: list[str]


class Classes(Schema):
    """The classes of a year."""

    classes: list[ClassTold]


class Taken(Schema):
    """What a list has changed, or would change in a dry run. warnings: worth a person's look."""

    dry_run: bool
    added: int
    changed: int
    unchanged: int
    warnings: list[Found] = Field(default_factory=list)


class RecordTold(Schema):
    """How a pupil's record stands: status is a word of docs/states.md."""

    sector_code: str
    record_code: str
    version: int
    status: str
    content_digest: str = Field(description="SHA-256, hex; empty before the record is locked")


class Records(Schema):
    """The records of a class."""

    records: list[RecordTold]


class EntryTold(Schema):
    """The answer to one entry of a package."""

    path: str
    answer: str
    log_index: int | None
    findings: list[Found]


class PackageTold(Schema):
    """A package and what the office above answered; counts are 0 while there is no receipt."""

    message_id: str
    receiver: str
    made_at: datetime
    entries: int
    has_receipt: bool
    taken: int
    not_taken: int


class PackageAnswered(PackageTold):
    """A package with the answer to every entry."""

    answers: list[EntryTold]


class Packages(Schema):
    """The packages of a school, newest first."""

    packages: list[PackageTold]


def class_told(row: ClassRow) -> ClassTold:
    """Return a class as it is told."""
    return ClassTold(name=row.name, grades=list(row.grades), pupils=row.pupils)


def record_told(row: RecordRow) -> RecordTold:
    """Return how a record stands."""
    return RecordTold(
        sector_code=row.sector_code,
        record_code=row.key.record_code,
        version=row.key.version,
        status=row.status.value,
        content_digest=row.content_digest.hex(),
    )


def package_told(sent: SentPackage) -> PackageTold:
    """Return a package of the outbox."""
    return PackageTold(
        message_id=sent.message_id,
        receiver=sent.receiver,
        made_at=sent.made_at,
        entries=sent.count,
        has_receipt=bool(sent.receipt),
        taken=sent.taken,
        not_taken=sent.not_taken,
    )


def package_answered(sent: SentPackage, receipt: Receipt | None) -> PackageAnswered:
    """Return a package with the answer to every entry."""
    answers = [] if receipt is None else [_entry(each) for each in receipt.answers]
    return PackageAnswered(**package_told(sent).model_dump(), answers=answers)


def _entry(each: EntryAnswer) -> EntryTold:
    return EntryTold(
        path=each.path,
        answer=each.answer.value,
        log_index=each.log_index,
        findings=[found(one) for one in each.findings],
    )
