"""What the form of a class's consent says: what was ticked, and why something was not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from hocba.core.compose.held_back import PROPOSED_AFTER, HeldReason
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.held_words import held_words
from hocba.faces.school.presenters import HoldForm, ReasonChoice
from hocba.faces.school.where import Where
from hocba.faces.web.asking import Asking
from hocba.faces.web.kept_forms import form_kept, keeper_of
from hocba.faces.web.numbers import day, day_of
from hocba.flow.hold_back import LeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A consent's form. seen: contents that were ticked; left_out: those shown and not ticked."""

    seen: frozenset[bytes]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """
    A form that was not taken, shown again with nothing lost.

    ticked, shown: contents in hex; fields: the last value of every field.
    """

    ticked: frozenset[str]
    shown: frozenset[str]
    fields: Mapping[str, str]


def keeper_here(where: Where) -> str:
    """Return for whom a form of this school is kept, should the session end before it is sent."""
    practice = where.school.code if where.outside.is_practice else ""
    return keeper_of(*where.asking.keeper, practice=practice)


def form_again(
    request: HttpRequest, asking: Asking, problem: Refusal | None
) -> tuple[Sent | None, Refusal | None]:
    """
    Return the form that is shown again, and why.

    Of a problem it is what was just sent; else, once, what this reader had chosen here when
    their session ended.
    """
    if problem is not None:
        return _sent(request.POST), problem
    kept = form_kept(request, *asking.keeper)
    return (None, None) if kept is None else (_sent(kept), Refusal("web.form_kept"))


def _sent(form: QueryDict) -> Sent:
    """Return what a form said."""
    ticked = frozenset(form.getlist("seen"))
    return Sent(
        ticked=ticked,
        shown=ticked | frozenset(form.getlist("shown")),
        fields={name: str(value) for name, value in form.items()},
    )


def given(request: HttpRequest) -> Given:
    """
    Read what was ticked, and the reason, day and note of what was not.

    Raises: Refusal "records.nothing_chosen" where nothing was ticked and nothing left out.
    """
    ticked = set(request.POST.getlist("seen"))
    shown = [each for each in request.POST.getlist("shown") if each not in ticked]
    seen = frozenset(map(_digest, ticked))
    if not seen and not shown:
        raise Refusal("records.nothing_chosen")
    return Given(seen=seen, left_out=tuple(_left_out(request, each) for each in shown))


def reason_choices() -> tuple[ReasonChoice, ...]:
    """Return the reasons to choose from, the one that is proposed first."""
    return tuple(ReasonChoice(code=reason.value, words=held_words(reason)) for reason in HeldReason)


def hold_form(where: Where, content: str, typed: Mapping[str, str], problem: str = "") -> HoldForm:
    """Return the fields that appear when a row is unticked, filled with what is proposed."""
    proposed = day_in_vietnam(where.outside.clock.now()) + PROPOSED_AFTER
    return HoldForm(
        reason=typed.get(f"ly-do-{content}", HeldReason.LOOK_AGAIN.value),
        expected_on=typed.get(f"ngay-{content}", day(proposed))[:10],
        note=typed.get(f"ghi-chu-{content}", "")[:200],
        problem=problem,
    )


def left_words(count: int) -> str:
    """Return what is said when records were held back."""
    return gettext("%(n)s học bạ để lại, đã ghi lý do và ngày dự kiến.") % {"n": count}


def _left_out(request: HttpRequest, content: str) -> LeftOut:
    written = request.POST.get(f"ly-do-{content}", "")
    return LeftOut(
        content=_digest(content),
        reason=next((reason for reason in HeldReason if reason.value == written), None),
        expected_on=_day(clean(request.POST.get(f"ngay-{content}", ""))),
        note=request.POST.get(f"ghi-chu-{content}", "")[:200],
    )


def _day(written: str) -> date | None:
    try:
        return day_of(written)
    except Refusal:
        # Told beside its row as a day that is due.
        return None


def _digest(written: str) -> bytes:
    try:
        return bytes.fromhex(written)
    except ValueError:
        # No content has an empty digest: what the form cannot have sent is found missing.
        return b""
