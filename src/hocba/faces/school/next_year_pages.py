"""Who goes where in the next school year, as a page to look at before anything is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from hocba.core.compose.next_year import Course, Destination
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.text import name_sort_key
from hocba.faces.school.class_list_pages import carry_url, year_words
from hocba.faces.school.where import Where
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.words import language
from hocba.flow.carry_up import YearPlan

FIELD = "lop:"
"""Before a pupil's code, in the name of the field with the pupil's class."""
_GOING = frozenset({Course.UP, Course.REPEATS, Course.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingPupil:
    """One pupil of the year before. field: empty where there is nothing to choose."""

    name: str
    state: State
    field: str
    class_name: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldClass:
    """A class of the year before: what comes of it in one line, and its pupils."""

    name: str
    summary: str
    pupils: tuple[GoingPupil, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NextYearPage:
    """The plan of a year. names: classes to choose from."""

    headline: str
    lead: str
    act_url: str
    seen: str
    button: str
    classes: tuple[OldClass, ...]
    names: tuple[str, ...]
    basis: str
    problem: str = ""


def next_year_page(
    where: Where,
    plan: YearPlan,
    *,
    chosen: Mapping[str, str] | None = None,
    basis: str = "",
    findings: tuple[Finding, ...] = (),
) -> NextYearPage:
    """Show everybody's destination; what was typed stays, with what is wrong beside it."""
    beside = {f.where: told(f.code, f.details, language()) for f in findings}
    names = {each.code: (chosen or {}).get(each.code, each.class_name) for each in plan.pupils}
    if chosen is None:
        names = {each.code: each.class_name for each in plan.pupils}
    going = sum(bool(name) for code, name in names.items())
    made = where.outside.book.classes(where.school.code, plan.school_year)
    known = {row.name for row in made} | {name for name in names.values() if name}
    old = dict.fromkeys(each.enrolment.class_name for each in plan.pupils)
    codes = {each.code for each in plan.pupils}
    said = ngettext(
        "%(n)s học sinh vào năm học %(year)s", "%(n)s học sinh vào năm học %(year)s", going
    )
    return NextYearPage(
        headline=said % {"n": going, "year": year_words(plan.school_year)},
        lead=_lead(plan),
        act_url=carry_url(plan.school_year),
        seen=plan.seen,
        button=gettext("Ghi học sinh vào lớp mới"),
        classes=tuple(_old_class(name, plan, names, beside) for name in old),
        names=tuple(sorted(known)),
        basis=basis,
        problem=" ".join(words for code, words in beside.items() if code not in codes),
    )


def _lead(plan: YearPlan) -> str:
    counted = dict.fromkeys(Course, 0)
    for each in plan.pupils:
        counted[each.course] += 1
    parts = [f"{counted[course]} {words}" for course, words in _counts().items() if counted[course]]
    return f"{' · '.join(parts)}."


def _counts() -> dict[Course, str]:
    return {
        Course.UP: gettext("lên lớp"),
        Course.REPEATS: gettext("ở lại lớp"),
        Course.FINISHED: gettext("hoàn thành tiểu học"),
        Course.UNDECIDED: gettext("chờ đánh giá bổ sung"),
        Course.UNKNOWN: gettext("chưa có kết quả"),
        Course.LEFT: gettext("đã rời trường"),
        Course.THERE: gettext("đã có lớp mới"),
    }


def course_state(course: Course) -> State:
    """Return what last year means for a pupil, as a word with a colour."""
    return {
        Course.UP: State(words=gettext("Lên lớp"), tone=Tone.DONE),
        Course.REPEATS: State(words=gettext("Ở lại lớp"), tone=Tone.TO_DO),
        Course.FINISHED: State(words=gettext("Hoàn thành tiểu học"), tone=Tone.CALM),
        Course.UNDECIDED: State(words=gettext("Chờ đánh giá bổ sung"), tone=Tone.WAITS),
        Course.UNKNOWN: State(words=gettext("Chưa có kết quả"), tone=Tone.TO_DO),
        Course.LEFT: State(words=gettext("Đã rời trường"), tone=Tone.CALM),
        Course.THERE: State(words=gettext("Đã có lớp mới"), tone=Tone.CALM),
    }[course]


def _old_class(
    name: str, plan: YearPlan, names: Mapping[str, str], beside: Mapping[str, str]
) -> OldClass:
    members = [each for each in plan.pupils if each.enrolment.class_name == name]
    into: dict[str, int] = {}
    for each in members:
        if names[each.code]:
            into[names[each.code]] = into.get(names[each.code], 0) + 1
    out = len(members) - sum(into.values())
    parts = [f"{target}: {count}" for target, count in sorted(into.items())]
    if out:
        parts.append(gettext("không đưa lên: %(n)s") % {"n": out})
    members.sort(key=lambda each: name_sort_key(each.enrolment.pupil.full_name))
    return OldClass(
        name=name,
        summary=" · ".join(parts),
        pupils=tuple(_pupil(each, names[each.code], beside.get(each.code, "")) for each in members),
        open=any(each.code in beside for each in members),
    )


def _pupil(each: Destination, class_name: str, problem: str) -> GoingPupil:
    return GoingPupil(
        name=each.enrolment.pupil.full_name,
        state=course_state(each.course),
        field=f"{FIELD}{each.code}" if each.course in _GOING else "",
        class_name=class_name,
        problem=problem,
    )
