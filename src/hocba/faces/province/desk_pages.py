"""The desk: every school of the province, or of one commune, chosen, sorted and paged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.http.request import QueryDict
from django.utils.translation import gettext

from hocba.core.report.deadlines import Deadline
from hocba.core.report.figures import Figure, total
from hocba.core.report.school_desk import (
    Desk,
    DeskQuestion,
    Order,
    SchoolLine,
    SchoolStage,
    communes,
    why_no_reminder,
)
from hocba.faces.province.desk_presenters import Column, DeskPage, DeskRow, Pick
from hocba.faces.web.deadline_words import deadline_lines
from hocba.faces.web.figure_words import accepted_headline, upper_stages
from hocba.faces.web.presenters import Count, Next, State, Tone

BASE = "/so"


def question_of(query: QueryDict) -> DeskQuestion:
    """Read what is asked; what is not understood is as if it were not asked."""
    stages = {stage.value: stage for stage in SchoolStage}
    orders = {order.value: order for order in Order}
    page = query.get("trang", "")
    return DeskQuestion(
        words=query.get("tim", "")[:100],
        ward=query.get("xa", "")[:35],
        stage=stages.get(query.get("tinh-trang", "")),
        order=orders.get(query.get("xep", ""), Order.NAME),
        page=int(page) if page.isdecimal() and len(page) < 5 else 1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFacts:
    """What the desk's page is made from. unreported: files that the ministry has not got."""

    desk: Desk
    question: DeskQuestion
    lines: Sequence[SchoolLine]
    today: date
    unreported: int | None
    deadlines: Sequence[Deadline] = ()


def desk_page(facts: DeskFacts) -> DeskPage:
    """Show the desk."""
    sums, question, found = total(line.figure for line in facts.lines), facts.question, facts.desk
    return DeskPage(
        headline=accepted_headline(sums),
        lead=_lead(facts.lines),
        pipeline=upper_stages(sums),
        counts=_counts(facts.lines, sums, facts.today),
        words=question.words,
        stages=_stages(found, question),
        communes=tuple(
            Pick(value=place.code, words=place.name, is_chosen=place.code == question.ward)
            for place in communes(facts.lines)
        ),
        columns=_columns(question),
        rows=tuple(_row(line, facts.today) for line in found.lines),
        found=len(found.found),
        page=found.page,
        pages=found.pages,
        before=_address(question, page=found.page - 1) if found.page > 1 else "",
        after=_address(question, page=found.page + 1) if found.page < found.pages else "",
        excel_url=_address(question, base=f"{BASE}/cac-truong.xlsx"),
        deadlines=deadline_lines(facts.deadlines),
        next=_next(facts.unreported),
    )


def stage_state(stage: SchoolStage) -> State:
    """Return where a school stands as a word with a colour."""
    return {
        SchoolStage.NOT_DECLARED: State(words=gettext("Chưa khai báo sĩ số"), tone=Tone.WAITS),
        SchoolStage.NOT_SENT: State(words=gettext("Chưa gửi học bạ"), tone=Tone.WAITS),
        SchoolStage.UNEXPLAINED: State(words=gettext("Còn chỗ chưa khai lý do"), tone=Tone.TO_DO),
        SchoolStage.PARTLY_SENT: State(words=gettext("Còn học bạ chưa gửi"), tone=Tone.WAITS),
        SchoolStage.COMPLETE: State(words=gettext("Đủ"), tone=Tone.DONE),
    }[stage]


def _lead(lines: Sequence[SchoolLine]) -> str:
    due = sum(1 for line in lines if line.stage.is_late_at_the_end)
    if not due:
        return gettext("Mọi trường đã khai báo và gửi đủ.")
    return gettext("%(due)s trên %(all)s trường còn việc phải làm.") % {
        "due": due,
        "all": len(lines),
    }


def _counts(lines: Sequence[SchoolLine], sums: Figure, today: date) -> tuple[Count, ...]:
    declared = sum(1 for line in lines if line.declared_at)
    return (
        Count(words=gettext("Trường đã khai báo sĩ số"), value=declared, of=len(lines)),
        Count(
            words=gettext("Học sinh chưa có học bạ, chưa có lý do"),
            value=sum(line.missing for line in lines),
            is_good_at_zero=True,
        ),
        Count(words=gettext("Chưa ký, có lý do"), value=sums.excepted),
        Count(
            words=gettext("Mục bị trả lại ở gói gần nhất"),
            value=sum(line.returned for line in lines),
            is_good_at_zero=True,
        ),
        Count(
            words=gettext("Con dấu còn dưới 60 ngày hiệu lực"),
            value=sum(1 for line in lines if line.needs_new_seal(today)),
            is_good_at_zero=True,
        ),
        Count(
            words=gettext("Chứng thư người ký còn dưới 60 ngày, ở %(n)s trường có kê khai")
            % {"n": sum(1 for line in lines if line.certificate_ends is not None)},
            value=sum(line.signers_ending(today) for line in lines),
            is_good_at_zero=True,
        ),
    )


def _stages(found: Desk, question: DeskQuestion) -> tuple[Pick, ...]:
    everyone = sum(found.by_stage.values())
    every = Pick(
        value="", words=gettext("Tất cả (%(n)s)") % {"n": everyone}, is_chosen=not question.stage
    )
    return (
        every,
        *(
            Pick(
                value=stage.value,
                words=f"{stage_state(stage).words} ({found.by_stage[stage]})",
                is_chosen=stage is question.stage,
            )
            for stage in SchoolStage
        ),
    )


def _columns(question: DeskQuestion) -> tuple[Column, ...]:
    def column(words: str, order: Order | None = None, *, is_number: bool = True) -> Column:
        url = _address(question, order=order) if order else ""
        is_sorted = order is question.order
        return Column(words=words, url=url, is_sorted=is_sorted, is_number=is_number)

    return (
        column(gettext("Trường"), Order.NAME, is_number=False),
        column(gettext("Xã, phường"), Order.COMMUNE, is_number=False),
        column(gettext("Học sinh")),
        column(gettext("Đã ký")),
        column(gettext("Đã nhận")),
        column(gettext("Có lý do")),
        column(gettext("Còn thiếu"), Order.MISSING),
        column(gettext("Bị trả lại"), Order.RETURNED),
        column(gettext("Nhận gần nhất"), Order.LAST, is_number=False),
        column(gettext("Tình trạng"), is_number=False),
    )


def _row(line: SchoolLine, today: date) -> DeskRow:
    figure = line.figure
    return DeskRow(
        code=figure.code,
        name=figure.name,
        url=f"{BASE}/truong/{quote(figure.code, safe='')}",
        commune=line.ward.name,
        pupils=figure.pupils,
        signed=figure.signed,
        received=figure.accepted,
        exceptions=figure.excepted,
        missing=line.missing,
        returned=line.returned,
        last_received_at=line.last_at,
        reminded_on=line.reminded_on,
        may_remind=not why_no_reminder(line, today=today),
        state=stage_state(line.stage),
        seal_ends=line.seal_ends if line.needs_new_seal(today) else None,
        signers_ending=line.signers_ending(today),
    )


def _address(
    question: DeskQuestion, *, order: Order | None = None, page: int = 1, base: str = BASE
) -> str:
    asked = {
        "tim": question.words,
        "xa": question.ward,
        "tinh-trang": question.stage.value if question.stage else "",
        "xep": (order or question.order).value,
        "trang": str(page) if page > 1 else "",
    }
    return f"{base}?{urlencode({name: value for name, value in asked.items() if value})}"


def _next(unreported: int | None) -> Next | None:
    if not unreported:
        return None
    return Next(
        title=gettext("%(n)s tệp đã kiểm tra xong, chưa gửi lên Bộ") % {"n": unreported},
        why=gettext("Gửi bằng chứng thư số của Sở đã được Bộ duyệt."),
        button=gettext("Gửi lên Bộ"),
        url="/so/gui-bo",
    )
