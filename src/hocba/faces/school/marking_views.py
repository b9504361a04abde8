"""Typing marks: the grid's page, its form, its autosave, and the teacher's own comments."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hocba.core.assess.marking import sections
from hocba.core.assess.moments import Moment
from hocba.core.assess.proofreading import bank_findings
from hocba.core.compose.reading import why_not_read
from hocba.core.rules.library import is_secondary, pack_for
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean_lines
from hocba.faces.school.marking import (
    feedback,
    finding_words,
    marking_page,
    marking_url,
    moment_slug,
)
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import STAFF, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day
from hocba.faces.web.numbers import moment as wall_clock
from hocba.faces.web.presenters import Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words
from hocba.flow.mark_results import Answer, Fate, Grid, Typed, read_grid, save_cells

_MOST_PHRASES: Final = 200
_PHRASE_CHARS: Final = 1_000


@require_safe
@only_for(STAFF)
def marking_home(request: OfficeRequest, asking: Asking, name: str) -> HttpResponse:
    """Lead to the first grid of a class. Raises: Refusal "school.unknown_class"."""
    where = where_of(request, asking)
    roster = where.outside.book.enrolments(where.school.code, where.school_year, name)
    if not roster:
        raise Refusal("school.unknown_class", class_name=name, school_year=str(where.school_year))
    grade = min(enrolment.grade for enrolment in roster)
    if is_secondary(grade):
        # Results of these grades are brought in by the class's sheet.
        return HttpResponseRedirect("/truong/nhap")
    first, _ = sections(pack_for(where.school_year, grade), grade)[0]
    return HttpResponseRedirect(marking_url(name, first))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(STAFF)
def grid(
    request: OfficeRequest, asking: Asking, name: str, section: str, moment: str = ""
) -> HttpResponse:
    """Show a grid, or take its form: the way without JavaScript."""
    where, at = where_of(request, asking), _moment(moment)
    answers: tuple[Answer, ...] = ()
    if request.method == "POST":
        answers = _save(where, name, section, _typed_form(request), at)
        if all(answer.fate is Fate.SAVED for answer in answers):
            tell(request, gettext("Đã lưu bảng."))
            return HttpResponseRedirect(marking_url(name, section, at))
        left = sum(answer.fate is not Fate.SAVED for answer in answers)
        said = ngettext(
            "%(n)s ô chưa lưu; xem ngay dưới ô.", "%(n)s ô chưa lưu; xem ngay dưới ô.", left
        )
        tell(request, said % {"n": left}, tone=Tone.TO_DO)
    found = _grid(where, name, section, at)
    phrases = where.outside.marks.phrases(where.school.code, where.actor.person)
    page = marking_page(found, actor=where.actor, phrases=phrases, answers=answers)
    page = replace(page, sources=_sources(where, {row.code: row.name for row in page.rows}))
    here = gettext("Nhập điểm lớp %(name)s") % {"name": name}
    return shown(request, where, "school/marking.html", page, here=here)


def _sources(where: Where, names: Mapping[str, str]) -> tuple[str, ...]:
    """Say of whom another school's partial record has brought results, and whose they are."""
    said = gettext("%(name)s: kết quả từ %(since)s đến %(until)s do %(school)s đánh giá.")
    return tuple(
        said
        % {
            "name": names[each.sector_code],
            "since": day(each.since),
            "until": day(each.until),
            "school": each.issuer_name,
        }
        for each in where.outside.partials.received_of_year(where.school.code, where.school_year)
        if each.sector_code in names
    )


@require_POST
@only_for(STAFF)
def save(
    request: OfficeRequest, asking: Asking, name: str, section: str, moment: str = ""
) -> HttpResponse:
    """Save cells as they are typed; answers each one, with the results that follow."""
    where, at = where_of(request, asking), _moment(moment)
    try:
        cells = _typed_json(request.body)
        answers = _save(where, name, section, cells, at)
    except Refusal as refusal:
        return JsonResponse({"refusal": refusal_words(refusal), "code": refusal.code}, status=409)
    codes = tuple(dict.fromkeys(answer.typed.sector_code for answer in answers))
    found = _grid(where, name, section, at)
    return JsonResponse(
        {
            "at": wall_clock(where.outside.clock.now()),
            "cells": [_told(answer) for answer in answers],
            "rows": feedback(found, codes),
        }
    )


def _told(answer: Answer) -> dict[str, str]:
    return {
        "name": f"{answer.typed.sector_code}:{answer.typed.column}",
        "sent": answer.typed.now,
        "fate": answer.fate.value,
        "value": answer.value,
        "words": finding_words(answer.finding),
    }


def _moment(slug: str) -> Moment:
    """Raises: Http404 for a moment that the year does not have."""
    found = next((moment for moment in Moment if moment_slug(moment) == slug), None)
    if slug and found is None:
        raise Http404
    return found or Moment.YEAR_END


def _grid(where: Where, name: str, section: str, at: Moment) -> Grid:
    school, year = where.school.code, where.school_year
    found = read_grid(
        where.outside,
        actor=where.actor,
        school=school,
        school_year=year,
        class_name=name,
        section=section,
        moment=at,
    )
    if found.refusal is None:
        return found
    # Who may not type may still read, if the class's results are theirs to read.
    not_theirs = where.actor.role is Role.SUBJECT_TEACHER
    unread = why_not_read(actor=where.actor, school=school, school_year=year, class_name=name)
    if refusal := found.refusal if not_theirs else unread:
        raise refusal
    return found


def _save(
    where: Where, name: str, section: str, cells: Sequence[Typed], at: Moment
) -> tuple[Answer, ...]:
    return save_cells(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
        class_name=name,
        section=section,
        moment=at,
        cells=cells,
    )


def _typed_form(request: OfficeRequest) -> list[Typed]:
    """Return the cells of a form that differ from what it was shown with."""
    found = []
    for name, now in request.POST.items():
        kind, _, rest = name.partition(":")
        code, _, column = rest.partition(":")
        was = request.POST.get(f"w:{rest}", "")
        if kind == "c" and _lines(str(now)) != _lines(was):
            found.append(Typed(sector_code=code, column=column, was=_lines(was), now=str(now)))
    return found


def _lines(text: str) -> str:
    # A browser sends the line breaks of a text area as CR LF.
    return text.replace("\r\n", "\n")


def _typed_json(body: bytes) -> list[Typed]:
    """Raises: Refusal "marks.not_understood"."""
    try:
        return [
            Typed(
                sector_code=str(each["pupil"]),
                column=str(each["column"]),
                was=str(each["was"]),
                now=str(each["now"]),
            )
            for each in json.loads(body)["cells"]
        ]
    except (ValueError, KeyError, TypeError) as broken:
        raise Refusal("marks.not_understood") from broken


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(STAFF)
def phrases(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show a teacher's own comments; save, change or delete one."""
    where = where_of(request, asking)
    if request.method == "POST":
        _change_phrase(request, where)
        return HttpResponseRedirect("/truong/nhan-xet-mau")
    found = where.outside.marks.phrases(where.school.code, where.actor.person)
    page = {"headline": gettext("Nhận xét mẫu của tôi"), "phrases": found}
    return shown(request, where, "school/phrases.html", page, here=gettext("Nhận xét mẫu"))


def _change_phrase(request: OfficeRequest, where: Where) -> None:
    """Raises: Refusal "marks.name_in_bank", "marks.bank_full"."""
    marks, school, person = where.outside.marks, where.school.code, where.actor.person
    written = request.POST.get("number", "")
    number = int(written) if written.isascii() and written.isdigit() else None
    if request.POST.get("do") == "xoa" and number is not None:
        marks.drop_phrase(school, person, number)
        tell(request, gettext("Đã xóa câu nhận xét mẫu."))
        return
    text = clean_lines(request.POST.get("text", ""))[:_PHRASE_CHARS]
    if not text:
        return
    roster = where.outside.book.enrolments(school, where.school_year)
    for finding in bank_findings(text, [e.pupil.full_name for e in roster]):
        raise Refusal(finding.code, name=finding.details["name"])
    if number is None and len(marks.phrases(school, person)) >= _MOST_PHRASES:
        raise Refusal("marks.bank_full", most=str(_MOST_PHRASES))
    marks.save_phrase(school, person, text, number=number)
    tell(request, gettext("Đã lưu câu nhận xét mẫu."))
