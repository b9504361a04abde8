"""Pupils without a record, and why: pupils = records + exceptions."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.exceptions import ExceptionReason
from hocba.core.terms.codes import masked_personal_id
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Enrolment
from hocba.faces.school.home import progress_of
from hocba.faces.school.one_class import OneClass
from hocba.faces.school.presenters import ExceptionRow, ExceptionsPage, ReasonChoice
from hocba.faces.school.progress import stages
from hocba.faces.school.pupils import reason_words
from hocba.faces.school.where import Where
from hocba.faces.web.presenters import Count, State, Tone
from hocba.faces.web.words import refusal_words
from hocba.flow.school_state import ClassState


def exceptions_page(
    where: Where, classes: Sequence[OneClass], *, whole: ClassState
) -> ExceptionsPage:
    """Show who has no record and why, those without a reason first."""
    rows = [row for one in classes for row in _rows(one)]
    unexplained = sum(not row.reason for row in rows)
    explained = len(rows) - unexplained
    return ExceptionsPage(
        headline=_headline(unexplained, explained),
        lead=gettext("Học sinh = học bạ + trường hợp chưa ký có lý do."),
        pipeline=stages(progress_of(whole)),
        counts=(
            Count(words=gettext("Học bạ đã lập"), value=whole.locked, of=whole.roster),
            Count(words=gettext("Chưa ký, có lý do"), value=explained),
            Count(words=gettext("Chưa có học bạ, chưa có lý do"), value=unexplained),
        ),
        reasons=tuple(
            ReasonChoice(code=reason.value, words=reason_words(reason))
            for reason in ExceptionReason
        ),
        rows=tuple(sorted(rows, key=lambda row: bool(row.reason))),
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


def _headline(unexplained: int, explained: int) -> str:
    if unexplained:
        said = ngettext(
            "%(n)s học sinh chưa có học bạ và chưa có lý do",
            "%(n)s học sinh chưa có học bạ và chưa có lý do",
            unexplained,
        )
        return said % {"n": unexplained}
    if explained:
        said = ngettext(
            "%(n)s học sinh chưa có học bạ, đều có lý do",
            "%(n)s học sinh chưa có học bạ, đều có lý do",
            explained,
        )
        return said % {"n": explained}
    return gettext("Học sinh nào cũng đã có học bạ")


def _rows(one: OneClass) -> Sequence[ExceptionRow]:
    excepted = {each.sector_code: each for each in one.outlook.excepted}
    waiting = {each.sector_code for each in one.outlook.waiting}
    found = []
    for enrolment in one.facts.enrolments:
        code = enrolment.pupil.sector_code
        if code in excepted:
            exception = excepted[code]
            state = State(words=reason_words(exception.reason), tone=Tone.WAITS)
            found.append(_row(enrolment, state, reason=exception.reason, note=exception.note))
        elif code in waiting:
            state = State(words=gettext("Chưa có lý do"), tone=Tone.TO_DO)
            found.append(_row(enrolment, state))
    return found


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
