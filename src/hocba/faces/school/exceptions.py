"""Pupils without a record, why and until when: pupils = records + exceptions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext, ngettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.exceptions import Due, ExceptionReason, by_due, due_on
from hocba.core.terms.codes import masked_personal_id
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Enrolment
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.exception_presenters import ExceptionRow, ExceptionsPage, HeldRow
from hocba.faces.school.held_words import held_line
from hocba.faces.school.home import progress_of
from hocba.faces.school.one_class import OneClass
from hocba.faces.school.presenters import ReasonChoice
from hocba.faces.school.progress import stages
from hocba.faces.school.pupils import reason_words
from hocba.faces.school.where import Where, sign_url
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import Count, Link, State, Tone
from hocba.faces.web.words import refusal_words
from hocba.flow.school_state import ClassState


def exceptions_page(
    where: Where,
    classes: Sequence[OneClass],
    *,
    whole: ClassState,
    typed: Mapping[str, str],
    problem: str = "",
) -> ExceptionsPage:
    """
    Show who has no record and why: those without a reason first, then by what is due.

    typed: a form that was sent and not taken.
    """
    today = day_in_vietnam(where.outside.clock.now())
    unexplained = [row for one in classes for row in _unexplained(one)]
    followed, overdue = _followed_up(classes, today)
    explained = len(followed)
    held = tuple(row for one in classes for row in _held(one, today))
    rows = [_as_typed(row, typed) for row in (*unexplained, *followed)]
    return ExceptionsPage(
        headline=_headline(len(unexplained), explained, overdue, len(held)),
        lead=gettext("Học sinh = học bạ + trường hợp chưa ký có lý do."),
        pipeline=stages(progress_of(whole)),
        counts=(
            Count(words=gettext("Học bạ đã lập"), value=whole.locked, of=whole.roster),
            Count(words=gettext("Chưa ký, có lý do"), value=explained),
            Count(words=gettext("Chưa có học bạ, chưa có lý do"), value=len(unexplained)),
            Count(words=gettext("Quá ngày dự kiến"), value=overdue),
        ),
        reasons=tuple(
            ReasonChoice(code=reason.value, words=reason_words(reason))
            for reason in ExceptionReason
        ),
        rows=tuple(rows),
        held=held,
        problem=problem,
        refusal=refusal_words(
            why_not_now(
                Duty.NOTE_EXCEPTION,
                actor=where.actor,
                school=where.school.code,
                school_year=where.school_year,
                class_name=where.actor.class_name,
            )
        ),
    )


def _headline(unexplained: int, explained: int, overdue: int, held: int) -> str:
    if unexplained:
        said = ngettext(
            "%(n)s học sinh chưa có học bạ và chưa có lý do",
            "%(n)s học sinh chưa có học bạ và chưa có lý do",
            unexplained,
        )
        return said % {"n": unexplained}
    if overdue:
        said = ngettext(
            "%(n)s học sinh đã quá ngày dự kiến có học bạ",
            "%(n)s học sinh đã quá ngày dự kiến có học bạ",
            overdue,
        )
        return said % {"n": overdue}
    if explained:
        said = ngettext(
            "%(n)s học sinh chưa có học bạ, đều có lý do",
            "%(n)s học sinh chưa có học bạ, đều có lý do",
            explained,
        )
        return said % {"n": explained}
    if held:
        said = ngettext(
            "%(n)s học bạ để lại chưa ký, đều có lý do",
            "%(n)s học bạ để lại chưa ký, đều có lý do",
            held,
        )
        return said % {"n": held}
    return gettext("Học sinh nào cũng đã có học bạ")


def _unexplained(one: OneClass) -> Sequence[ExceptionRow]:
    excepted = {each.sector_code for each in one.outlook.excepted}
    waiting = {each.sector_code for each in one.outlook.waiting} - excepted
    state = State(words=gettext("Chưa có lý do"), tone=Tone.TO_DO)
    return [_row(e, state) for e in one.facts.enrolments if e.pupil.sector_code in waiting]


def _followed_up(classes: Sequence[OneClass], today: date) -> tuple[list[ExceptionRow], int]:
    """Return the rows with a reason, what is due first, and how many are overdue."""
    pupils = {e.pupil.sector_code: e for one in classes for e in one.facts.enrolments}
    rows, overdue = [], 0
    for stands, each in by_due((e for one in classes for e in one.outlook.excepted), today):
        is_summer = each.reason is ExceptionReason.SUMMER_TRAINING
        url = f"/truong/chua-ky/{each.sector_code}"
        row = _row(
            pupils[each.sector_code],
            State(words=reason_words(each.reason), tone=Tone.WAITS),
            reason=each.reason,
            note=each.note,
        )
        rows.append(
            replace(
                row,
                expected_on=day(each.expected_on) if each.expected_on else "",
                due=_due_state(stands),
                act=Link(words=gettext("Đánh giá bổ sung"), url=url) if is_summer else None,
            )
        )
        overdue += stands is Due.OVERDUE
    return rows, overdue


def _held(one: OneClass, today: date) -> list[HeldRow]:
    """Return the records of a class that were left out of a signing."""
    return [
        HeldRow(
            name=enrolment.pupil.full_name,
            class_name=enrolment.class_name,
            told=held_line(held),
            due=_due_state(due_on(held.expected_on, today)),
            act=Link(words=gettext("Đến trang ký"), url=sign_url(enrolment.class_name)),
        )
        for enrolment in (*one.facts.enrolments, *one.facts.gone)
        if (held := one.facts.held.get(enrolment.pupil.sector_code)) is not None
    ]


def _due_state(stands: Due) -> State | None:
    return {
        Due.OVERDUE: State(words=gettext("Quá ngày dự kiến"), tone=Tone.WRONG),
        Due.SOON: State(words=gettext("Đến hạn trong 7 ngày"), tone=Tone.TO_DO),
        Due.LATER: None,
        Due.UNDATED: State(words=gettext("Chưa hẹn ngày"), tone=Tone.CALM),
    }[stands]


def _as_typed(row: ExceptionRow, typed: Mapping[str, str]) -> ExceptionRow:
    if typed.get("pupil") != row.pupil_key:
        return row
    return replace(
        row,
        reason=typed.get("reason", ""),
        note=typed.get("note", "")[:200],
        expected_on=typed.get("expected_on", "")[:10],
    )


def _row(enrolment: Enrolment, state: State, *, reason: str = "", note: str = "") -> ExceptionRow:
    pupil = enrolment.pupil
    number = pupil.personal_id
    return ExceptionRow(
        pupil_key=pupil.sector_code,
        name=pupil.full_name,
        class_name=enrolment.class_name,
        masked_id="" if isinstance(number, Missing) else masked_personal_id(number),
        reason=reason,
        note=note,
        state=state,
    )
