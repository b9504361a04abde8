"""One school as the office above sees it: classes, findings, reminders, packages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from hocba.core.report.figures import Figures
from hocba.core.report.school_desk import SchoolLine
from hocba.core.submit.receipt import Receipt
from hocba.core.submit.signers import CertificateEnd
from hocba.core.terms.outcomes import Finding
from hocba.faces.province.desk_pages import stage_state
from hocba.faces.province.desk_presenters import (
    EndingRow,
    QualityRow,
    ReminderRow,
    SchoolDeskPage,
)
from hocba.faces.web.figure_words import figure_row, reason_words, upper_stages
from hocba.faces.web.numbers import moment
from hocba.faces.web.presenters import Fact, State, Tone
from hocba.faces.web.upward import kept_row
from hocba.faces.web.words import finding_row, role_words
from hocba.ports.reminders import Reminder
from hocba.ports.repository import KeptPackage

_KINDS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFacts:
    """What a school's page is made from. receipts: of its latest packages."""

    line: SchoolLine
    classes: Figures
    packages: Sequence[KeptPackage]
    receipts: Sequence[Receipt]
    reminders: Sequence[Reminder]
    today: date


def school_page(facts: SchoolFacts) -> SchoolDeskPage:
    """Show one school."""
    figure = facts.line.figure
    said = gettext("%(school)s: đã nhận %(accepted)s trên %(pupils)s học bạ")
    counts = {"school": figure.name, "accepted": figure.accepted, "pupils": figure.pupils}
    return SchoolDeskPage(
        headline=said % counts,
        lead=gettext("%(excepted)s học sinh chưa ký có lý do · %(undeclared)s chưa khai lý do")
        % {"excepted": figure.excepted, "undeclared": figure.undeclared},
        pipeline=upper_stages(figure),
        facts=_facts(facts.line),
        classes=tuple(figure_row(line) for line in facts.classes.lines),
        quality=quality_rows(facts.receipts),
        reminders=tuple(ReminderRow(on=each.on, words=each.words) for each in facts.reminders),
        packages=tuple(
            kept_row(each, base="/so/goi-nop", sender_name=figure.name) for each in facts.packages
        ),
        ending=tuple(_ending(each, facts.today) for each in facts.line.ending(facts.today)),
        ending_told=_ending_told(facts.line, facts.today),
    )


def quality_rows(receipts: Sequence[Receipt]) -> tuple[QualityRow, ...]:
    """Return the kinds of findings in receipts, most frequent first; one example of each."""
    found = [one for receipt in receipts for answer in receipt.answers for one in answer.findings]
    times = Counter(one.code for one in found)
    examples: dict[str, Finding] = {one.code: one for one in found}
    return tuple(
        QualityRow(finding=finding_row(examples[code]), times=count)
        for code, count in times.most_common(_KINDS_SHOWN)
    )


def _ending(each: CertificateEnd, today: date) -> EndingRow:
    left = (each.on - today).days
    said = ngettext("còn %(n)s ngày", "còn %(n)s ngày", left) % {"n": left}
    over = State(words=gettext("đã hết hạn"), tone=Tone.WRONG)
    return EndingRow(
        role=role_words(each.role),
        on=each.on,
        count=each.count,
        state=over if left < 0 else State(words=said, tone=Tone.TO_DO),
    )


def _ending_told(line: SchoolLine, today: date) -> str:
    if line.certificate_ends is None:
        return gettext("Trường chưa kê khai hạn chứng thư của người ký.")
    if not line.ending(today):
        return gettext("Theo kê khai của trường, không chứng thư nào còn dưới 60 ngày.")
    return gettext(
        "Theo kê khai mới nhất của trường, không có tên người; trường thấy từng người ở trang Chữ "
        "ký số của mình."
    )


def _facts(line: SchoolLine) -> tuple[Fact, ...]:
    declared = moment(line.declared_at) if line.declared_at else "–"
    return (
        Fact(words=gettext("Mã trường"), value=line.figure.code),
        Fact(words=gettext("Xã, phường"), value=line.ward.name),
        Fact(words=gettext("Tình trạng"), value=stage_state(line.stage).words),
        Fact(words=gettext("Khai báo sĩ số lúc"), value=declared),
        *(
            Fact(words=reason_words(reason), value=str(count))
            for reason, count in line.figure.exceptions.items()
        ),
    )
