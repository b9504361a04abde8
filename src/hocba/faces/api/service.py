"""The interface as one NinjaAPI: its document, its headers, and how it says no."""

from functools import cached_property
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from hocba.core.terms.outcomes import Fault, Finding, Refusal
from hocba.faces.api.door import Budget
from hocba.faces.api.problems import MEDIA_TYPE, Problem, problem_of, problem_of_fault

LARGEST_MB: Final = 50
_RETRY_S: Final = 30
_DESCRIPTION: Final = """
Schools' software hands rosters, staff, unsigned results and signed packages in, and asks how
records stand. Every list goes through the same acts as the school's own pages: what a page
refuses, this refuses, with all findings at once (RFC 9457, Vietnamese and English).

A token is for one school: the registration that the school made on its page Phần mềm.
Every POST of data carries an Idempotency-Key; the same key and content get the same answer.
"""


class SchoolApi(NinjaAPI):
    """Adds the budget of the asking system to every answer, and the right name to problems."""

    def create_response(self, request: HttpRequest, data: Any, **given: Any) -> HttpResponse:
        """Answer with what is left of the minute, where somebody is known to ask."""
        answer = super().create_response(request, data, **given)
        if isinstance(data, Problem):
            answer["Content-Type"] = MEDIA_TYPE
        budget = getattr(request, "budget", None)
        if isinstance(budget, Budget):
            for name, value in budget.headers().items():
                answer[name] = value
        answer["Cache-Control"] = "no-store"
        return answer

    def answered(self, request: HttpRequest, body: bytes) -> HttpResponse:
        """Answer with JSON that is written already."""
        answer = self.create_response(request, None, status=200)
        answer.content = body
        return answer

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        """Return the document, the same for everybody: anybody may ask for it, often."""
        return self._document

    @cached_property
    def _document(self) -> OpenAPISchema:
        """Written once a process, since writing takes 0.2 s; problems have their own media type."""
        document = super().get_openapi_schema()
        for operations in document["paths"].values():
            for operation in operations.values():
                for answer in operation["responses"].values():
                    _named(answer.get("content", {}))
        return document


def _named(content: dict[str, Any]) -> None:
    told = content.get("application/json", {}).get("schema", {})
    if told.get("$ref", "").endswith("/Problem"):
        content[MEDIA_TYPE] = content.pop("application/json")


service: Final = SchoolApi(
    title="Hocba: giao diện cho phần mềm của trường",
    version="1.0.0",
    description=_DESCRIPTION,
    urls_namespace="api-1",
    docs_url=None,
    openapi_url="/openapi.json",
)


def _told(request: HttpRequest, problem: Problem) -> HttpResponse:
    answer = service.create_response(request, problem, status=problem.status)
    if problem.status == 401:
        answer["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    if problem.status == 503 and problem.retry:
        answer["Retry-After"] = str(_RETRY_S)
    return answer


@service.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _told(request, problem_of(refusal))


@service.exception_handler(Fault)
def _failed(request: HttpRequest, fault: Fault) -> HttpResponse:
    return _told(request, problem_of_fault(fault))


@service.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    return _told(request, problem_of(Refusal("api.token_wrong")))


@service.exception_handler(ValidationError)
def _ill_formed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    findings = tuple(
        Finding(
            code="api.field_wrong", where=_place(each["loc"]), details={"reason": str(each["msg"])}
        )
        for each in error.errors
    )
    return _told(request, problem_of(Refusal("api.body_wrong", findings=findings)))


@service.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, _: RequestDataTooBig) -> HttpResponse:
    return _told(request, problem_of(Refusal("api.body_too_large", most=str(LARGEST_MB))))


@service.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, _: SuspiciousOperation) -> HttpResponse:
    return _told(request, problem_of(Refusal("api.not_json")))


@service.exception_handler(MultiPartParserError)
def _not_parts(request: HttpRequest, _: MultiPartParserError) -> HttpResponse:
    return _told(request, problem_of(Refusal("api.not_json")))


@service.exception_handler(HttpError)
def _unreadable(request: HttpRequest, _: HttpError) -> HttpResponse:
    return _told(request, problem_of(Refusal("api.not_json")))


def _place(location: tuple[str | int, ...]) -> str:
    """Return a JSON pointer: `body`, then the name of the parameter, then the members."""
    where, *members = location
    inner = members[1:] if where == "body" else members
    pointer = "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in inner)
    return pointer if where == "body" else f"{where}{pointer}"
