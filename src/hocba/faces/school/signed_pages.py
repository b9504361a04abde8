"""Who signed a class or a record, when, with which certificate: in plain sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from hocba.core.compose.reading import why_not_read
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.school_signing import people_of
from hocba.faces.school.where import Where, class_url, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day, moment
from hocba.faces.web.presenters import Link, State, Tone
from hocba.faces.web.words import role_words
from hocba.flow.signatures_made import SignatureMade, SlotMade, signatures_made


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSlot:
    """One slot: who filled it, in sentences; how many records lack it. told: certificates."""

    title: str
    state: State
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPage:
    """Who signed a class."""

    headline: str
    lead: str
    slots: tuple[SignedSlot, ...]
    back: Link


@require_safe
@only_for(SCHOOL)
def signed(request: OfficeRequest, asking: Asking, name: str) -> HttpResponse:
    """Show who signed a class, when, with which certificate."""
    where = where_of(request, asking)
    page = signed_page(where, name)
    here = gettext("Lớp %(name)s") % {"name": name}
    return shown(request, where, "school/signed.html", page, here=here)


def signed_page(where: Where, name: str) -> SignedPage:
    """
    Show who signed a class, slot by slot.

    Raises: Refusal "permit.other_class".
    """
    school, year = where.school.code, where.school_year
    refusal = why_not_read(actor=where.actor, school=school, school_year=year, class_name=name)
    if refusal is not None:
        raise refusal
    records = where.outside.records.of_class(school, year, name)
    made = signatures_made(where.outside, records, school=school)
    people = people_of(where)
    return SignedPage(
        headline=gettext("Ai đã ký học bạ lớp %(name)s") % {"name": name},
        lead=gettext("Đọc từ chính các tệp đã ký, không từ nhật ký của máy."),
        slots=tuple(_slot(each, people) for each in made),
        back=Link(words=gettext("Về lớp %(name)s") % {"name": name}, url=class_url(name)),
    )


def _slot(each: SlotMade, people: Mapping[str, str]) -> SignedSlot:
    empty = ngettext("%(n)s học bạ chưa ký", "%(n)s học bạ chưa ký", each.empty)
    return SignedSlot(
        title=role_words(each.slot.roles[0]),
        state=State(words=empty % {"n": each.empty}, tone=Tone.WAITS)
        if each.empty
        else State(words=gettext("Đủ"), tone=Tone.DONE),
        lines=tuple((who_line(made, people), certificate_line(made)) for made in each.made),
    )


def who_line(made: SignatureMade, people: Mapping[str, str]) -> str:
    """Return one sentence: who signed how many records, when, in which role, by what authority."""
    name = made.facts.common_name if made.facts else gettext("Không đọc được chứng thư")
    words = {
        "who": name,
        "role": role_words(made.role).lower(),
        "n": made.count,
        "when": _when(made),
        "clerk": people.get(made.by, made.by),
    }
    if made.role is Role.SEAL:
        said = gettext("%(who)s: đóng dấu %(n)s học bạ %(when)s, do %(clerk)s thực hiện") % words
    else:
        said = gettext("%(who)s, %(role)s, ký %(n)s học bạ %(when)s") % words
    return ", ".join(filter(None, (said, _authority(made, people)))) + "."


def certificate_line(made: SignatureMade) -> str:
    """Return the certificate in one line: by whom issued, its number, until when it holds."""
    if made.facts is None:
        return ""
    return gettext("Chứng thư do %(issuer)s cấp, số %(serial)s, hạn %(on)s.") % {
        "issuer": made.facts.issuer_name,
        "serial": made.facts.serial,
        "on": day(day_in_vietnam(made.facts.not_after)),
    }


def lines_by_slot(
    made: Sequence[SlotMade], people: Mapping[str, str]
) -> Mapping[str, tuple[str, str]]:
    """Return of one record's slots, by slot, the two sentences about who filled it."""
    return {
        each.slot.slot_id: (who_line(each.made[0], people), certificate_line(each.made[0]))
        for each in made
        if each.made
    }


def _when(made: SignatureMade) -> str:
    if made.first_at is None or made.last_at is None:
        return ""
    first, last = moment(made.first_at), moment(made.last_at)
    if first == last:
        return gettext("lúc %(at)s") % {"at": first}
    return gettext("từ %(first)s đến %(last)s") % {"first": first, "last": last}


def _authority(made: SignatureMade, people: Mapping[str, str]) -> str:
    if made.delegation is not None:
        ends = made.delegation.to_on
        words = {"basis": made.delegation.basis, "to": day(ends) if ends else "…"}
        return gettext("theo ủy quyền %(basis)s (đến hết %(to)s)") % words
    if made.second:
        name = people.get(made.second, made.second)
        return gettext("%(name)s duyệt là người thứ hai") % {"name": name}
    return ""
