"""The pupil list of a day as a page: who was in which class, and with what status."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.roster import RosterEntry, list_on
from hocba.core.terms.codes import masked_personal_id
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import Presence, has_left, presence_of
from hocba.faces.school.roster_pages import pupil_url
from hocba.faces.school.roster_words import presence_words, status_words
from hocba.faces.school.where import Where
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.words import refusal_words

_TONES: Final = {
    Presence.STUDYING: Tone.DONE,
    Presence.CAME: Tone.DONE,
    Presence.AWAITED: Tone.WAITS,
    Presence.MOVED_OUT: Tone.CALM,
    Presence.STOPPED: Tone.CALM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPupil:
    """A pupil in the list of a day. since: from which day the status holds, where known."""

    number: int
    name: str
    class_name: str
    born_on: date
    masked_id: str
    state: State
    url: str
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Pupils of one status, or all of them (code empty). url: the list of these alone."""

    code: str
    words: str
    count: int
    url: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPage:
    """
    The list of a day, of one class or of all.

    choices: how many of each status there are, all of them first.
    """

    headline: str
    lead: str
    on: str
    class_name: str
    classes: tuple[str, ...]
    choices: tuple[Choice, ...]
    rows: tuple[ListedPupil, ...]
    refusal: str
    problem: str = ""


def roster_page(
    where: Where,
    people: Iterable[Enrolment],
    history: Iterable[RosterEntry],
    *,
    on: date,
    class_name: str,
    presence: Presence | None = None,
    problem: str = "",
) -> RosterPage:
    """Show who was in which class on a day. presence: those of one status only."""
    everyone = list_on(people, history, on)
    of_class = [each for each in everyone if class_name in {"", each.class_name}]
    chosen = [e for e in of_class if presence in {None, presence_of(e.status)}]
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=where.actor, school=where.school.code)
    return RosterPage(
        headline=_headline(of_class, chosen, on, class_name, presence),
        lead=_lead(of_class, presence),
        on=day(on),
        class_name=class_name,
        classes=tuple(sorted({each.class_name for each in everyone})),
        choices=_choices(of_class, on, class_name, presence),
        rows=tuple(_listed(at, each) for at, each in enumerate(chosen, start=1)),
        refusal=refusal_words(refusal),
        problem=problem,
    )


def _headline(
    of_class: list[Enrolment],
    chosen: list[Enrolment],
    on: date,
    class_name: str,
    presence: Presence | None,
) -> str:
    count = len(chosen) if presence else sum(not has_left(each.status) for each in of_class)
    said = ngettext("%(n)s học sinh ngày %(on)s", "%(n)s học sinh ngày %(on)s", count)
    words = [said % {"n": count, "on": day(on)}]
    if class_name:
        words.insert(0, gettext("Lớp %(name)s") % {"name": class_name})
    if presence:
        words.append(presence_words(presence))
    return " · ".join(words)


def _lead(of_class: list[Enrolment], presence: Presence | None) -> str:
    if presence:
        return gettext("Trạng thái là của ngày đang xem, không phải của hôm nay.")
    left = sum(has_left(each.status) for each in of_class)
    return gettext("%(left)s đã chuyển đi hoặc thôi học vẫn đứng trong danh sách.") % {"left": left}


def _choices(
    of_class: list[Enrolment], on: date, class_name: str, presence: Presence | None
) -> tuple[Choice, ...]:
    counts = Counter(presence_of(each.status) for each in of_class)

    def choice(one: Presence | None) -> Choice:
        asked = {"lop": class_name, "ngay": day(on), "trang-thai": one.value if one else ""}
        return Choice(
            code=one.value if one else "",
            words=presence_words(one) if one else gettext("Tất cả"),
            count=counts[one] if one else len(of_class),
            url=f"/truong/danh-sach?{urlencode(asked)}",
            here=one is presence,
        )

    return tuple(map(choice, (None, *Presence)))


def _listed(number: int, enrolment: Enrolment) -> ListedPupil:
    pupil, since = enrolment.pupil, enrolment.status_on
    missing = isinstance(pupil.personal_id, Missing)
    return ListedPupil(
        number=number,
        name=pupil.full_name,
        class_name=enrolment.class_name,
        born_on=pupil.born_on,
        masked_id="" if missing else masked_personal_id(pupil.personal_id),  # type: ignore[arg-type]
        state=State(
            words=status_words(enrolment.status), tone=_TONES[presence_of(enrolment.status)]
        ),
        url=pupil_url(pupil.sector_code),
        since=gettext("từ %(on)s") % {"on": day(since)} if since else "",
    )
