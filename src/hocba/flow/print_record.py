"""Print: examine first, then set on paper only what nothing speaks against."""

from dataclasses import dataclass
from datetime import datetime

from hocba.core.publish.paper import key_of, paper_of
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.core.verify.judge import Setting
from hocba.core.verify.verdict import Outcome, Verdict
from hocba.flow.verify_document import examine
from hocba.ports.certificates import CertificatePaths
from hocba.ports.documents import Documents
from hocba.ports.paper import Printer


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A PDF, what it may be called, and the verdict on what it shows."""

    pdf: bytes
    file_name: str
    verdict: Verdict


def print_record(
    file: bytes,
    *,
    documents: Documents,
    paths: CertificatePaths,
    setting: Setting,
    printer: Printer,
    proven_at: datetime | None = None,
) -> Printed:
    """
    Print a record's file.

    A record that could not be checked in full is printed with a note that says so on every
    page; one that failed is not printed at all, since paper outlives its warnings.
    Raises: Refusal "paper.not_genuine" with all findings, "paper.unknown_template".
    """
    examined = examine(file, documents=documents, paths=paths, setting=setting, proven_at=proven_at)
    verdict, record = examined.verdict, examined.record
    if record is None or verdict.outcome is Outcome.FAILED:
        wrong = (finding for _, finding in verdict.findings if finding.weight is Weight.FAILED)
        raise Refusal("paper.not_genuine", findings=tuple(wrong))
    form = paper_of(record, evidence=examined.evidence, verdict=verdict, file=file)
    return Printed(
        pdf=printer.render(form),
        file_name=f"{key_of(record.content)}.pdf",
        verdict=verdict,
    )
