"""Oversight in words: shares, signals with their definitions, notes. It accuses nobody."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from django.utils.translation import gettext

from hocba.core.report.oversight import Signal
from hocba.core.terms.codes import SchoolYear
from hocba.faces.web.oversight_presenters import (
    NoteRow,
    OversightPage,
    ShareRow,
    SignalKind,
    SignalPage,
    SignalRow,
)
from hocba.faces.web.oversight_words import (
    concentration_card,
    following_state,
    signal_told,
    signal_words,
)
from hocba.faces.web.presenters import Count, FigureNote, HistoryRow, Link
from hocba.flow.follow_signal import FollowedSignal
from hocba.flow.oversee import Overseen
from hocba.ports.oversight import Following

SHOWN: Final = 50


def oversight_page(found: Overseen, *, base: str) -> OversightPage:
    """Show oversight."""
    told = found.told
    outstanding = sum(1 for each in told.by_unit if each.stands_out)
    return OversightPage(
        headline=_headline(outstanding, found),
        lead=gettext("Dấu hiệu là số đếm, không phải kết luận về ai. Hãy xem, hỏi và ghi chú."),
        note=FigureNote(
            as_of=found.at,
            denominator=gettext("học bạ và chữ ký đã nhận, tới mục %(n)s trên %(all)s của nhật ký")
            % {"n": found.counted, "all": found.logged},
            excel_url=f"{base}.xlsx?nam={found.school_year}",
            json_url=f"{base}.json?nam={found.school_year}",
        ),
        base=base,
        counts=(
            Count(words=gettext("Học bạ đã đếm"), value=told.records),
            Count(words=gettext("Chữ ký đã đếm"), value=told.signatures),
            Count(words=gettext("Chỗ nên xem trước"), value=outstanding, is_good_at_zero=True),
        ),
        cards=(
            concentration_card(gettext("Phần mềm đã lập học bạ"), told.software),
            concentration_card(gettext("Tổ chức cấp chứng thư số"), told.authorities),
        ),
        kinds=tuple(map(_kind, told.totals)),
        signals=tuple(_signal(each, found, base) for each in told.by_unit[:SHOWN]),
        more=max(len(told.by_unit) - SHOWN, 0),
        followed=tuple(_followed(found, base)),
        uncounted=found.logged - found.counted,
        links=(
            Link(
                words=gettext("Chữ ký số: ai có, ai trả tiền, chi phí một học bạ"),
                url=f"{base}/chu-ky-so?nam={found.school_year}",
            ),
            Link(
                words=gettext("Học bạ trả lại, theo phần mềm"),
                url=f"{base}/tra-lai?nam={found.school_year}",
            ),
        ),
        years=tuple(
            Link(words=gettext("Năm học %(year)s") % {"year": year}, url=f"{base}?nam={year}")
            for year in (SchoolYear(found.school_year.first - 1), found.school_year)
        ),
    )


def signal_page(found: FollowedSignal, *, base: str) -> SignalPage:
    """Show one signal: what it counts, where it is, and what was written on it."""
    signal = found.story.signal
    unit = found.names.get(signal.unit, signal.unit)
    words = signal_words(signal.trait)
    return SignalPage(
        headline=f"{words}: {unit}",
        lead=gettext("Dấu hiệu là số đếm, không phải kết luận về ai. Hãy xem, hỏi và ghi chú."),
        told=signal_told(signal.trait),
        state=following_state(found.state),
        rows=(
            ShareRow(name=unit, count=signal.rate.numerator, of=signal.rate.denominator),
            ShareRow(
                name=gettext("Tất cả"),
                count=found.story.all.numerator,
                of=found.story.all.denominator,
            ),
            *(
                ShareRow(name=found.names.get(c, c), count=rate.numerator, of=rate.denominator)
                for c, rate in found.story.schools[:SHOWN]
            ),
        ),
        stands_out=signal.stands_out,
        act_url=signal_url(base, signal.trait, signal.unit, found.school_year),
        back_url=f"{base}?nam={found.school_year}",
        states=tuple((each.value, following_state(each).words) for each in Following),
        history=tuple(
            HistoryRow(at=n.at, words=n.words, by=n.by, state=following_state(n.state))
            for n in reversed(found.notes)
        ),
    )


def signal_url(base: str, signal: str, unit: str, year: SchoolYear) -> str:
    """Return the address of one signal at one unit."""
    return f"{base}/dau-hieu/{quote(signal, safe='')}/{quote(unit, safe='')}?nam={year}"


def _headline(outstanding: int, found: Overseen) -> str:
    if found.logged and not found.counted:
        # Nothing counted is not nothing found.
        return gettext("Chưa đếm học bạ nào")
    if not outstanding:
        return gettext("Không nơi nào khác hẳn những nơi còn lại")
    return gettext("%(n)s chỗ nên xem trước") % {"n": outstanding}


def _kind(each: Signal) -> SignalKind:
    return SignalKind(
        words=signal_words(each.trait),
        told=signal_told(each.trait),
        count=each.rate.numerator,
        of=each.rate.denominator,
    )


def _signal(each: Signal, found: Overseen, base: str) -> SignalRow:
    unit = found.names.get(each.unit, each.unit)
    notes = [n for n in found.notes if (n.signal, n.unit) == (each.trait.value, each.unit)]
    return SignalRow(
        url=signal_url(base, each.trait, each.unit, found.school_year),
        words=signal_words(each.trait),
        unit=unit,
        count=each.rate.numerator,
        of=each.rate.denominator,
        stands_out=each.stands_out,
        state=following_state(notes[0].state if notes else None),
    )


def _followed(found: Overseen, base: str) -> Iterator[NoteRow]:
    """Give the latest note of every signal that anybody wrote on, newest first."""
    seen: set[tuple[str, str]] = set()
    for note in found.notes:
        if (note.signal, note.unit) not in seen:
            seen.add((note.signal, note.unit))
            yield NoteRow(
                at=note.at,
                by=note.by,
                about=f"{signal_words(note.signal)} · {found.names.get(note.unit, note.unit)}",
                words=note.words,
                url=signal_url(base, note.signal, note.unit, found.school_year),
                state=following_state(note.state),
            )
