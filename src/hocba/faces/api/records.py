"""What schools' software asks: the school, its classes, how records stand; and its packages."""

from typing import Annotated, Final

from django.http import HttpResponse
from ninja import File, Path, Router
from ninja.files import UploadedFile
from pydantic import Field

from hocba.core.submit.message import MessageId
from hocba.core.terms.codes import school_year
from hocba.core.terms.outcomes import Refusal
from hocba.faces.api.answers import (
    Classes,
    PackageAnswered,
    Packages,
    Records,
    SchoolTold,
    class_told,
    package_answered,
    package_told,
    record_told,
)
from hocba.faces.api.door import ApiRequest
from hocba.faces.api.lists import ClassName, Year
from hocba.faces.api.problems import STATUSES, Problem
from hocba.faces.api.service import LARGEST_MB
from hocba.faces.web.receipt_files import read_receipt
from hocba.flow.take_from_system import hand_package_on
from hocba.ports.outbox import SentPackage

PROBLEMS: Final = dict.fromkeys(STATUSES, Problem)
MessageName = Annotated[str, Field(pattern=r"^[0-9A-Za-z.\-]{1,80}$")]

router: Final = Router()


@router.get("/school", response={200: SchoolTold, **PROBLEMS}, operation_id="school")
def school(request: ApiRequest) -> SchoolTold:
    """Say for which school the token is, and as what the school knows the system."""
    system, book = request.auth, request.outside.book
    return SchoolTold(
        code=system.school,
        name=book.school(system.school).name,
        vendor=system.software.vendor,
        system=system.software.name,
        version=system.software.version,
        client_id=system.client,
        years=[str(year) for year in book.school_years(system.school)],
    )


@router.get("/years/{year}/classes", response={200: Classes, **PROBLEMS}, operation_id="classes")
def classes(request: ApiRequest, year: Path[Year]) -> Classes:
    """Return the classes of a year."""
    rows = request.outside.book.classes(request.auth.school, school_year(year))
    return Classes(classes=[class_told(row) for row in rows])


@router.get(
    "/years/{year}/classes/{name}/records",
    response={200: Records, **PROBLEMS},
    operation_id="records",
)
def records(request: ApiRequest, year: Path[Year], name: Path[ClassName]) -> Records:
    """Say how the records of a class stand, without anything of their content."""
    rows = request.outside.records.rows(request.auth.school, school_year(year), name)
    return Records(records=[record_told(row) for row in rows])


@router.post("/packages", response={200: PackageAnswered, **PROBLEMS}, operation_id="hand_in")
def hand_in(request: ApiRequest, package: File[UploadedFile]) -> PackageAnswered:
    """
    Hand a package on that the school signed and sealed in its own system.

    Its message id is its idempotency key: the same package again gets the same receipt.
    """
    if (package.size or 0) > LARGEST_MB * 1024 * 1024:
        raise Refusal("api.body_too_large", most=str(LARGEST_MB))
    receipt, _ = hand_package_on(request.outside, request.auth, package.read())
    message_id = receipt.head.answers or MessageId("")
    return package_answered(_sent(request, message_id), receipt)


@router.get("/packages", response={200: Packages, **PROBLEMS}, operation_id="packages")
def packages(request: ApiRequest) -> Packages:
    """Return the packages of the school, newest first, whoever made them."""
    sent = request.outside.outbox.sent(request.auth.school)
    return Packages(packages=[package_told(each) for each in sent])


@router.get(
    "/packages/{message_id}",
    response={200: PackageAnswered, **PROBLEMS},
    operation_id="package",
)
def package(request: ApiRequest, message_id: Path[MessageName]) -> PackageAnswered:
    """Return a package and the answer to each of its entries."""
    sent = _sent(request, message_id)
    receipt = read_receipt(request.outside, sent.receipt) if sent.receipt else None
    return package_answered(sent, receipt)


@router.get(
    "/packages/{message_id}/receipt",
    response=PROBLEMS,
    operation_id="receipt",
    openapi_extra={
        "responses": {
            "200": {
                "description": "The signed receipt, spec/format.md 12",
                "content": {"application/xml": {"schema": {"type": "string"}}},
            }
        }
    },
)
def receipt(request: ApiRequest, message_id: Path[MessageName]) -> HttpResponse:
    """Return the signed receipt of a package, as the office above gave it."""
    sent = _sent(request, message_id)
    if not sent.receipt:
        raise Refusal("api.package_unknown")
    return HttpResponse(sent.receipt, content_type="application/xml")


def _sent(request: ApiRequest, message_id: str) -> SentPackage:
    """Raises: Refusal "api.package_unknown", for another school's package too."""
    found = request.outside.outbox.get(MessageId(message_id))
    if found is None or found.sender != request.auth.school:
        raise Refusal("api.package_unknown")
    return found
