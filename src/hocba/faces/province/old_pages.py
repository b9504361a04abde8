"""Old signed records brought in by the thousand: the form, and what came of a ZIP."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext

from hocba.core.submit.receipt import Answer
from hocba.core.terms.outcomes import Finding
from hocba.faces.web.presenters import Count, FindingRow
from hocba.faces.web.words import finding_row
from hocba.flow.old_files import MOST_FILES
from hocba.flow.take_old_records import TakenOld

MOST_MB: Final = 200
SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OldRecordsPage:
    """
    The form, and above it what came of the ZIP that was just brought.

    rows: what is wrong with which of its files; more: rows left out. receipt_url: empty before.
    """

    headline: str
    lead: str
    consent: str
    most_files: int = MOST_FILES
    most_mb: int = MOST_MB
    counts: tuple[Count, ...] = ()
    rows: tuple[FindingRow, ...] = ()
    more: int = 0
    receipt_url: str = ""


def bringing_sentence(office: str) -> str:
    """Return the sentence that the officer agrees to."""
    said = gettext(
        "%(office)s nộp các hồ sơ cũ trong tệp này vào Kho của Sở, dưới chứng thư số của Sở."
    )
    return said % {"office": office}


def old_records_page(office: str) -> OldRecordsPage:
    """Show the form."""
    return OldRecordsPage(
        headline=gettext("Nhận hồ sơ cũ hàng loạt"),
        lead=gettext(
            "Học bạ đã ký từ phần mềm trước đây được kiểm tra như gói của trường: từng học bạ, "
            "theo sổ phân công của ngày ký. Học bạ chưa ký thì trường lập và ký tại đây."
        ),
        consent=bringing_sentence(office),
    )


def taken_page(office: str, found: TakenOld) -> OldRecordsPage:
    """Show what came of a ZIP: what is wrong first, by the names of its own files."""
    answers = Counter(each.answer.answer for each in found.answers)
    taken = sum(count for answer, count in answers.items() if answer.is_taken)
    findings = [
        *found.unread,
        *(_named(each.name, finding) for each in found.answers for finding in each.answer.findings),
    ]
    unread = len({finding.where for finding in found.unread})
    return OldRecordsPage(
        headline=gettext("Đã nhận %(taken)s trong %(all)s tệp")
        % {"taken": taken, "all": len(found.answers) + unread},
        lead=gettext(
            "Gửi lại cùng tệp ZIP không làm gì thay đổi: tệp đã nhận được trả lời như cũ."
        ),
        consent=bringing_sentence(office),
        counts=(
            Count(words=gettext("Đã nhận"), value=taken),
            Count(
                words=gettext("Chờ đủ căn cứ"),
                value=answers[Answer.PENDING],
                is_good_at_zero=True,
            ),
            Count(words=gettext("Từ chối"), value=answers[Answer.REJECTED], is_good_at_zero=True),
            Count(words=gettext("Không phải hồ sơ đã ký"), value=unread, is_good_at_zero=True),
        ),
        rows=tuple(map(finding_row, findings[:SHOWN])),
        more=max(len(findings) - SHOWN, 0),
        receipt_url=f"/so/goi-nop/{found.message_id}",
    )


def _named(name: str, finding: Finding) -> Finding:
    return replace(finding, where=f"{name}: {finding.where}" if finding.where else name)
