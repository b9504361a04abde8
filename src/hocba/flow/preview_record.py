"""Show a record as it will print before all have signed it; the print says that it is none."""

from dataclasses import replace
from typing import Final

from hocba.core.publish.paper import key_of, paper_of
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.core.verify.judge import Setting
from hocba.flow.print_record import Printed, pdf_name
from hocba.flow.verify_document import examine
from hocba.ports.certificates import CertificatePaths
from hocba.ports.documents import Documents
from hocba.ports.paper import Printer

NOTE: Final = "BẢN XEM TRƯỚC, CHƯA ĐỦ CHỮ KÝ VÀ CON DẤU: không có giá trị sử dụng"
"""Stands on the cover, and every page points there: paper outlives the day of looking."""


def preview_record(
    file: bytes,
    *,
    documents: Documents,
    paths: CertificatePaths,
    setting: Setting,
    printer: Printer,
) -> Printed:
    """
    Print a record that lacks signatures and nothing else, without a signed code.

    Raises: Refusal "paper.not_genuine" with all findings where anything else speaks against it,
    "paper.unknown_template", "paper.template_not_in_force"; Fault "paper.not_set".
    """
    examined = examine(file, documents=documents, paths=paths, setting=setting)
    verdict, record = examined.verdict, examined.record
    wrong = tuple(f for _, f in verdict.findings if f.weight is Weight.FAILED)
    if record is None or any(f.code != "sign.missing_signature" for f in wrong):
        raise Refusal("paper.not_genuine", findings=wrong)
    form = paper_of(record, evidence=examined.evidence, verdict=verdict, file=file)
    pdf = printer.render(replace(form, doubts=(NOTE,)))
    return Printed(pdf=pdf, file_name=pdf_name(key_of(record.content)), verdict=verdict)
