"""A deadline as one line of a home page: a chip that says how long, a sentence that says what."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext, ngettext

from hocba.core.report.deadlines import Deadline, Phase
from hocba.core.rules.campaigns import Goal
from hocba.faces.web.numbers import day, number
from hocba.faces.web.presenters import DeadlineLine, State, Tone
from hocba.faces.web.words import language

_SOON: Final = 7
"""Days before the end from which the chip turns amber; ours."""


def deadline_lines(deadlines: Sequence[Deadline]) -> tuple[DeadlineLine, ...]:
    """Show deadlines, the nearest day first."""
    ordered = sorted(deadlines, key=lambda each: (each.last_on, each.campaign.key))
    return tuple(DeadlineLine(state=_state(each), words=_words(each)) for each in ordered)


def _state(each: Deadline) -> State:
    if each.phase is Phase.BEFORE:
        return State(words=_days(each), tone=Tone.CALM)
    if not each.left:
        return State(words=gettext("Đã xong"), tone=Tone.DONE)
    if each.phase is Phase.CLOSED:
        return State(words=gettext("Đã hết hạn"), tone=Tone.WRONG)
    is_near = each.phase is Phase.LATE or each.days_left <= _SOON
    return State(words=_days(each), tone=Tone.TO_DO if is_near else Tone.WAITS)


def _days(each: Deadline) -> str:
    left = each.days_left
    if each.phase is Phase.BEFORE:
        said = ngettext("Mở sau %(n)s ngày", "Mở sau %(n)s ngày", left)
    elif left == 0:
        said = gettext("Hôm nay là ngày cuối")
    else:
        said = ngettext("Còn %(n)s ngày", "Còn %(n)s ngày", left)
    return said % {"n": left}


def _words(each: Deadline) -> str:
    told = {"title": each.campaign.title, "day": day(each.last_on)}
    if each.phase is Phase.BEFORE:
        return gettext("%(title)s: mở ngày %(day)s") % told
    counts = {"left": number(each.left, language()), "due": number(each.due, language())}
    if not each.left:
        return gettext("%(title)s, hạn %(day)s: đủ %(due)s học bạ") % (told | counts)
    until = {
        Phase.OPEN: gettext("%(title)s: đến hết ngày %(day)s"),
        Phase.LATE: gettext("%(title)s: gia hạn cho học sinh rèn luyện hè đến hết ngày %(day)s"),
        Phase.CLOSED: gettext("%(title)s: hết hạn ngày %(day)s"),
    }[each.phase]
    goal = {
        Goal.SIGNED: gettext("còn %(left)s trên %(due)s học bạ phải ký đủ"),
        Goal.SEALED: gettext("còn %(left)s trên %(due)s học bạ phải đóng dấu"),
        Goal.ACCEPTED: gettext("còn %(left)s trên %(due)s học bạ phải được Sở tiếp nhận"),
    }[each.campaign.goal]
    return f"{until % told}, {goal % counts}"
