"""Print: examine first, then set on paper only what nothing speaks against."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hocba.core.publish.filled_form import FilledForm
from hocba.core.publish.paper import key_of, paper_of
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.core.verify.judge import Setting
from hocba.core.verify.parsed import ParsedRecord
from hocba.core.verify.verdict import Outcome, Verdict
from hocba.flow.printed_codes import CodeIssuer, printed_code
from hocba.flow.verify_document import Examined, examine
from hocba.ports.certificates import CertificatePaths
from hocba.ports.documents import Documents
from hocba.ports.paper import Printer

IssuerOf = Callable[[ParsedRecord], CodeIssuer]
"""Says who signs the printed code of a record."""


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
    issuer: IssuerOf | None = None,
) -> Printed:
    """
    Print a record's file.

    Raises: as `print_examined`.
    """
    examined = examine(file, documents=documents, paths=paths, setting=setting, proven_at=proven_at)
    return print_examined(file, examined, printer=printer, issuer=issuer)


def print_examined(
    file: bytes, examined: Examined, *, printer: Printer, issuer: IssuerOf | None = None
) -> Printed:
    """
    Print a file that has just been examined.

    Raises: as `form_of`; Fault "paper.not_set".
    """
    form = form_of(file, examined, issuer=issuer)
    key = key_of(read_of(examined).content)
    pdf = printer.render(form)
    return Printed(pdf=pdf, file_name=pdf_name(key), verdict=examined.verdict)


def form_of(file: bytes, examined: Examined, *, issuer: IssuerOf | None = None) -> FilledForm:
    """
    Fill the form of a file that has just been examined.

    issuer: who signs the printed code; without one the code carries no signature. Only a record
    that passed whole gets a signed code: paper outlives its doubts.

    A record that could not be checked in full is printed with a note that says so on every
    page; one that failed is not printed at all, since paper outlives its warnings.
    Raises: Refusal "paper.not_genuine" with all findings, "paper.unknown_template",
    "paper.template_not_in_force".
    """
    verdict, record = examined.verdict, read_of(examined)
    is_sure = issuer is not None and verdict.outcome is Outcome.PASSED
    code = printed_code(record, issuer(record)) if issuer and is_sure else None
    return paper_of(record, evidence=examined.evidence, verdict=verdict, file=file, code=code)


def read_of(examined: Examined) -> ParsedRecord:
    """
    Return the record that was examined, unless something speaks against it.

    Raises: Refusal "paper.not_genuine" with all findings.
    """
    verdict, record = examined.verdict, examined.record
    if record is None or verdict.outcome is Outcome.FAILED:
        wrong = (finding for _, finding in verdict.findings if finding.weight is Weight.FAILED)
        raise Refusal("paper.not_genuine", findings=tuple(wrong))
    return record


def pdf_name(key: RecordKey) -> str:
    """
    Return a file's name for a printed record, which every system takes.

    The check character may be `*`, which Windows allows in no name; the rest says enough.
    """
    return f"{key.record_code[:-1]}-{key.school_year}-v{key.version}.pdf"
