"""The report on a file that was just verified, to take away; nothing of it is kept here."""

from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.core import signing
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.report import Report, report_of
from hocba.faces.public.verdicts import Answered, whole_outcome
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.receipt_files import taken_away
from hocba.ports.outside import Outside

_SALT: Final = "hocba.faces.public.report"
_OPEN_FOR_S: Final = 3600


def sealed_report(outside: Outside, answered: Answered, file: bytes) -> str:
    """
    Return the report as the page carries it and brings it back: sealed, so that it stays ours.

    Keeping it here instead would be keeping who verified what. file: the bytes as given.
    """
    examined, software = answered.examined, outside.software
    report = report_of(
        examined.verdict,
        outcome=whole_outcome(examined.verdict.outcome, answered.standing),
        record=examined.record,
        evidence=examined.evidence,
        standing=answered.standing.value,
        file_digest=sha256(file).digest(),
        verified_at=outside.clock.now(),
        software=f"{software.name} {software.version}",
    )
    return signing.dumps(report, salt=_SALT, compress=True)


@never_cache
@require_POST
def report(request: OfficeRequest) -> HttpResponse:
    """
    Hand out a report that a result page carried, as JSON or as PDF.

    Raises: Refusal "web.report_over" for one that is not ours or an hour old.
    """
    told = _opened(request.POST.get("bao-cao", ""))
    if request.POST.get("dang") != "pdf":
        answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer.headers["Content-Disposition"] = 'attachment; filename="bao-cao-xac-thuc.json"'
        return answer
    at = datetime.fromisoformat(told["verified_at"])
    pdf = request.outside.printer.report(told, at=at)
    return taken_away(pdf, name="bao-cao-xac-thuc.pdf", content_type="application/pdf")


def _opened(sealed: str) -> Report:
    try:
        found: dict[str, Any] = signing.loads(sealed, salt=_SALT, max_age=_OPEN_FOR_S)
    except signing.BadSignature as wrong:
        raise Refusal("web.report_over") from wrong
    return found
