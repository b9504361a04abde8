"""Reports on verified files, as JSON or as PDF; nothing of them is kept."""

from datetime import datetime
from hashlib import sha256

from django.http import HttpResponse, JsonResponse

from hocba.core.verify.extracts import ExtractVerdict
from hocba.core.verify.report import Given, Report
from hocba.core.verify.verdict import Verdict
from hocba.faces.web.in_force import InForce, whole_outcome
from hocba.faces.web.receipt_files import taken_away
from hocba.ports.outside import Outside


def given_here(
    outside: Outside, verdict: Verdict | ExtractVerdict, standing: InForce, file: bytes
) -> Given:
    """Return what a report made here and now states beside its verdict. file: as it was given."""
    software = outside.software
    return Given(
        outcome=whole_outcome(verdict.outcome, standing),
        standing=standing.value,
        file_digest=sha256(file).digest(),
        verified_at=outside.clock.now(),
        software=f"{software.name} {software.version}",
    )


def handed_out(outside: Outside, told: Report, *, as_pdf: bool) -> HttpResponse:
    """Hand a report out. Raises: Fault "paper.not_set"."""
    if not as_pdf:
        answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer.headers["Content-Disposition"] = 'attachment; filename="bao-cao-xac-thuc.json"'
        return answer
    pdf = outside.printer.report(told, at=datetime.fromisoformat(told["verified_at"]))
    return taken_away(pdf, name="bao-cao-xac-thuc.pdf", content_type="application/pdf")
