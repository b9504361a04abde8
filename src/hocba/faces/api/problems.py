"""What did not go through, for a program: problem details with every finding, in two languages."""

import logging
from collections.abc import Sequence
from typing import Final

from ninja import Schema
from pydantic import Field

from hocba.core.terms.messages import catalogue, mend, told
from hocba.core.terms.outcomes import Fault, Finding, Refusal

_LOG: Final = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
STATUSES: Final = (400, 401, 403, 404, 409, 413, 422, 429, 503)
"""Every status under which a problem may come; the document names them at every operation."""

_STATUS: Final = {
    "api.key_missing": 400,
    "api.not_json": 400,
    "api.token_wrong": 401,
    "api.access_ended": 401,
    "api.certificate_due": 401,
    "api.certificate_other": 401,
    "api.body_too_large": 413,
    "api.body_wrong": 422,
    "api.key_reused": 422,
    "api.package_unknown": 404,
    "api.too_many": 429,
    "school.unknown_class": 404,
    "sheet.has_errors": 422,
}
_BY_AREA: Final = {"permit": 403, "sheet": 422, "package": 422, "code": 422, "rules": 422}
_CONFLICT: Final = 409
_UNAVAILABLE: Final = 503


class Found(Schema):
    """One thing that is wrong. place: a JSON pointer into what was sent, or a path in a package."""

    code: str
    weight: str = Field(description="FAILED, INDETERMINATE or WARNING")
    place: str
    vi: str
    en: str
    mend_vi: str
    mend_en: str
    who: str = Field(description="who can mend it")


class Problem(Schema):
    """Problem details. Source: RFC 9457; `vi`, `en` and `findings` are extension members."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    vi: str
    en: str
    who: str
    retry: bool = Field(description="whether the same request may go through later")
    findings: list[Found]


def problem_of(refusal: Refusal) -> Problem:
    """Return a "no" of the rules as problem details."""
    status = _STATUS.get(refusal.code) or _BY_AREA.get(refusal.code.partition(".")[0], _CONFLICT)
    if refusal.code.endswith(".unknown"):
        status = 404
    return _problem(refusal, status, retry=refusal.code == "api.too_many")


def problem_of_fault(fault: Fault) -> Problem:
    """Return a failure of the world as problem details."""
    _LOG.error("%s: %s", fault.code, fault)
    return _problem(fault, _UNAVAILABLE, retry=fault.retry)


def _problem(outcome: Refusal | Fault, status: int, *, retry: bool) -> Problem:
    code, details = outcome.code, outcome.details
    findings: Sequence[Finding] = outcome.findings if isinstance(outcome, Refusal) else ()
    message = catalogue().get(code)
    return Problem(
        type=f"urn:hocba:problem:{code}",
        title=told(code, details, "vi"),
        status=status,
        detail=mend(code, details, "vi"),
        code=code,
        vi=f"{told(code, details, 'vi')} {mend(code, details, 'vi')}",
        en=f"{told(code, details, 'en')} {mend(code, details, 'en')}",
        who=message.who if message else "operator",
        retry=retry,
        findings=[found(each) for each in findings],
    )


def found(finding: Finding) -> Found:
    """Return one finding with its words."""
    message = catalogue().get(finding.code)
    return Found(
        code=finding.code,
        weight=finding.weight.value,
        place=finding.where,
        vi=told(finding.code, finding.details, "vi"),
        en=told(finding.code, finding.details, "en"),
        mend_vi=mend(finding.code, finding.details, "vi"),
        mend_en=mend(finding.code, finding.details, "en"),
        who=message.who if message else "operator",
    )
