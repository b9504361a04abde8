"""The table of a class: each pupil's result, where the record stands, and why not further."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote

from django.utils.translation import gettext

from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.compose.held_back import HeldBack
from hocba.core.rules.library import pack_for
from hocba.core.terms.codes import RecordKey, SchoolYear, masked_personal_id
from hocba.core.terms.messages import told
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Enrolment
from hocba.faces.school.held_words import held_line
from hocba.faces.school.presenters import PupilRow
from hocba.faces.web.presenters import Link, State, Tone
from hocba.faces.web.result_words import year_result_words
from hocba.faces.web.secondary_rows import secondary_words
from hocba.faces.web.words import language, status_state
from hocba.ports.records import RecordRow

_NONE_HELD: Mapping[str, HeldBack] = MappingProxyType({})
_NOTHING: Mapping[str, tuple[Finding, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFacts:
    """
    What is known of a class, by sector code. waiting: what keeps a record from being locked.

    held: records that wait for a signature, and were left out of it with a reason. gone: pupils
    who have left meanwhile, and whose record is begun: it is finished first, then it travels.
    """

    school_year: SchoolYear
    class_name: str
    enrolments: tuple[Enrolment, ...]
    records: Mapping[str, RecordRow]
    exceptions: Mapping[str, RecordException]
    assessments: Mapping[str, AnyYear]
    waiting: Mapping[str, tuple[Finding, ...]] = field(default_factory=lambda: _NOTHING)
    held: Mapping[str, HeldBack] = field(default_factory=lambda: _NONE_HELD)
    gone: tuple[Enrolment, ...] = ()


def pupil_rows(facts: ClassFacts) -> tuple[PupilRow, ...]:
    """Return the class pupil by pupil, in the order of the list; who has left stands last."""
    listed = (*facts.enrolments, *facts.gone)
    return tuple(_row(number, each, facts) for number, each in enumerate(listed, start=1))


def record_url(key: RecordKey) -> str:
    """Return the address of a record's page."""
    return f"/truong/hoc-ba/{quote(str(key))}"


def reason_words(reason: ExceptionReason) -> str:
    """Return in words why a pupil has no record yet."""
    return {
        ExceptionReason.SUMMER_TRAINING: gettext("Rèn luyện trong hè"),
        ExceptionReason.NO_PERSONAL_ID: gettext("Chờ số định danh"),
        ExceptionReason.INTERNATIONAL_SCHOOL: gettext("Học chương trình nước ngoài"),
        ExceptionReason.OTHER: gettext("Lý do khác"),
    }[reason]


def result_words(assessment: AnyYear | None, school_year: SchoolYear) -> str:
    """Return the result of the year by the rules, empty while it cannot be computed."""
    if assessment is None:
        return ""
    if isinstance(assessment, SecondaryYear):
        return secondary_words(assessment, school_year)
    try:
        result = outcome_of(assessment, pack_for(school_year, assessment.grade)).result
    except Refusal:
        return ""
    if isinstance(result, Missing):
        return gettext("Không đánh giá")
    return year_result_words(result)


def _row(number: int, enrolment: Enrolment, facts: ClassFacts) -> PupilRow:
    pupil = enrolment.pupil
    personal_id = pupil.personal_id
    state, reason, act = _standing(pupil.sector_code, facts)
    return PupilRow(
        number=number,
        name=pupil.full_name,
        masked_id="" if isinstance(personal_id, Missing) else masked_personal_id(personal_id),
        result=result_words(facts.assessments.get(pupil.sector_code), facts.school_year),
        state=state,
        reason=reason,
        act=act,
    )


def _standing(sector_code: str, facts: ClassFacts) -> tuple[State, str, Link | None]:
    record = facts.records.get(sector_code)
    if excepted := facts.exceptions.get(sector_code):
        act = Link(words=gettext("Theo dõi"), url="/truong/chua-ky")
        return State(words=reason_words(excepted.reason), tone=Tone.WAITS), excepted.note, act
    if found := facts.waiting.get(sector_code):
        url = f"/truong/lop/{quote(facts.class_name, safe='')}/du-chua"
        act = Link(words=gettext("Bổ sung"), url=url)
        return State(words=gettext("Chưa đủ hồ sơ"), tone=Tone.TO_DO), _told(found), act
    if record is None:
        return State(words=gettext("Đủ hồ sơ, chưa lập"), tone=Tone.DONE), "", None
    act = Link(words=gettext("Xem học bạ"), url=record_url(record.key))
    return status_state(record.status), _why(sector_code, facts), act


def _why(sector_code: str, facts: ClassFacts) -> str:
    held = facts.held.get(sector_code)
    is_gone = any(each.pupil.sector_code == sector_code for each in facts.gone)
    words = gettext("Em đã rời trường; ký xong thì học bạ mới đi cùng em")
    return " · ".join(filter(None, (held_line(held) if held else "", words if is_gone else "")))


def _told(found: tuple[Finding, ...]) -> str:
    first = found[0]
    said = told(first.code, first.details, language())
    more = len(found) - 1
    return gettext("%(said)s (và %(n)s điều nữa)") % {"said": said, "n": more} if more else said
