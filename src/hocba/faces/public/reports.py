"""The report on a file that was just verified, to take away; nothing of it is kept here."""

from typing import Any, Final

from django.core import signing
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.report import Report, extract_report_of, report_of
from hocba.faces.public.verdicts import Answered
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.in_force import InForce
from hocba.faces.web.report_files import given_here, handed_out
from hocba.flow.verify_extract import ExaminedExtract
from hocba.ports.outside import Outside

_SALT: Final = "hocba.faces.public.report"
_OPEN_FOR_S: Final = 3600


def sealed_report(outside: Outside, answered: Answered, file: bytes) -> str:
    """
    Return the report as the page carries it and brings it back: sealed, so that it stays ours.

    Keeping it here instead would be keeping who verified what. file: the bytes as given.
    """
    examined = answered.examined
    given = given_here(outside, examined.verdict, answered.standing, file)
    made = report_of(examined.verdict, given, record=examined.record, evidence=examined.evidence)
    return signing.dumps(made, salt=_SALT, compress=True)


def sealed_extract_report(
    outside: Outside, examined: ExaminedExtract, standing: InForce, file: bytes
) -> str:
    """Return the report on an extract, as `sealed_report`."""
    given = given_here(outside, examined.verdict, standing, file)
    made = extract_report_of(
        examined.verdict, given, extract=examined.extract, evidence=examined.evidence
    )
    return signing.dumps(made, salt=_SALT, compress=True)


@never_cache
@require_POST
def report(request: OfficeRequest) -> HttpResponse:
    """
    Hand out a report that a result page carried, as JSON or as PDF.

    Raises: Refusal "web.report_over" for one that is not ours or an hour old.
    """
    told = _opened(request.POST.get("bao-cao", ""))
    return handed_out(request.outside, told, as_pdf=request.POST.get("dang") == "pdf")


def _opened(sealed: str) -> Report:
    try:
        found: dict[str, Any] = signing.loads(sealed, salt=_SALT, max_age=_OPEN_FOR_S)
    except signing.BadSignature as wrong:
        raise Refusal("web.report_over") from wrong
    return found
