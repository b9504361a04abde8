"""Requests to open locked records again: the list, the form to ask, the form to answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from hocba.core.compose.permit import Actor
from hocba.core.compose.reopening import Reopening, why_not_answer
from hocba.core.compose.returning import NOTE_LIMIT
from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.one_class import OneClass
from hocba.faces.school.presenters import ReasonChoice
from hocba.faces.school.returning import return_reasons, returnable
from hocba.faces.web.presenters import Link, State, Tone
from hocba.faces.web.words import refusal_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningRow:
    """A request in the list. about: the class, or the class and the pupil."""

    about: str
    reason: str
    by: str
    at: datetime
    state: State
    answer: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForm:
    """What a homeroom teacher may ask for. records: the locked ones, key and name."""

    records: tuple[ReasonChoice, ...]
    reasons: tuple[ReasonChoice, ...]
    note_limit: int
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningsPage:
    """A year's requests, and the form for who may ask."""

    headline: str
    lead: str
    rows: tuple[ReopeningRow, ...]
    form: AskForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningPage:
    """One request with its answer, or the form to give it."""

    headline: str
    lead: str
    row: ReopeningRow
    refusal: str
    is_open: bool
    note_limit: int
    back: Link
    problem: str = ""


Names = Mapping[str, str]
"""Names by code: of staff by staff code, of pupils by record key."""


def reopening_url(reopening: Reopening) -> str:
    """Return the address of a request."""
    return f"/truong/mo-lai/{reopening.reopening_id}"


def reopenings_page(
    found: Sequence[Reopening], *, names: Names, form: AskForm | None
) -> ReopeningsPage:
    """Show a year's requests, those that wait first."""
    waiting = sum(each.answer is None for each in found)
    said = ngettext(
        "%(n)s đề nghị mở lại đang chờ trả lời", "%(n)s đề nghị mở lại đang chờ trả lời", waiting
    )
    none = gettext("Không có đề nghị mở lại nào đang chờ")
    ordered = sorted(found, key=lambda each: each.answer is not None)
    return ReopeningsPage(
        headline=said % {"n": waiting} if waiting else none,
        lead=gettext("Học bạ đã khóa chỉ mở lại khi hiệu trưởng duyệt; lý do ở lại trong học bạ."),
        rows=tuple(_row(each, names) for each in ordered),
        form=form,
    )


def ask_form(one: OneClass, *, refusal: str) -> AskForm:
    """Return the form for the records of a class that are locked and not issued."""
    names = {e.pupil.sector_code: e.pupil.full_name for e in one.facts.enrolments}
    records = tuple(
        ReasonChoice(code=str(row.key), words=names[row.sector_code])
        for row in returnable(one)
        if row.sector_code in names
    )
    return AskForm(
        records=records, reasons=return_reasons(), note_limit=NOTE_LIMIT, refusal=refusal
    )


def reopening_page(
    reopening: Reopening,
    *,
    actor: Actor,
    undelegated: Refusal | None,
    names: Names,
    problem: Refusal | None = None,
) -> ReopeningPage:
    """
    Show one request to somebody who may answer it, or may read how it stands.

    undelegated: why a deputy may not act for the principal today. problem: why the answer was
    not taken.
    """
    row = _row(reopening, names)
    return ReopeningPage(
        headline=gettext("Đề nghị mở lại: %(about)s") % {"about": row.about},
        lead=gettext("Duyệt thì học bạ về bản nháp và chữ ký đã có hết hiệu lực."),
        row=row,
        refusal=refusal_words(why_not_answer(actor, reopening) or undelegated),
        is_open=reopening.answer is None,
        note_limit=NOTE_LIMIT,
        problem=refusal_words(problem),
        back=Link(words=gettext("Về danh sách đề nghị"), url="/truong/mo-lai"),
    )


def _row(reopening: Reopening, names: Names) -> ReopeningRow:
    answer = reopening.answer
    about = gettext("Lớp %(name)s") % {"name": reopening.class_name}
    if reopening.record is not None:
        about = f"{about}, {names.get(str(reopening.record), str(reopening.record))}"
    return ReopeningRow(
        about=about,
        reason=reopening.reason,
        by=names.get(reopening.by, reopening.by),
        at=reopening.at,
        state=_state(reopening),
        answer="" if answer is None else answer.words,
        url=reopening_url(reopening),
    )


def _state(reopening: Reopening) -> State:
    if reopening.answer is None:
        return State(words=gettext("Chờ trả lời"), tone=Tone.WAITS)
    if reopening.answer.approved:
        return State(words=gettext("Đã mở lại"), tone=Tone.DONE)
    return State(words=gettext("Không duyệt"), tone=Tone.CALM)
