"""The national page from figures, requests, packages and what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext, ngettext

from hocba.core.report.deadlines import Deadline
from hocba.core.report.figures import Cut, Figure, Figures
from hocba.core.submit.admission import UNDECIDED, Admission, AdmissionKind, AdmissionState
from hocba.faces.ministry.coverage_pages import coverage_denominator, coverage_headline
from hocba.faces.ministry.presenters import NationalPage, ProvinceRow
from hocba.faces.web.deadline_words import deadline_lines
from hocba.faces.web.figure_words import accepted_headline, figure_note, reason_words, upper_stages
from hocba.faces.web.numbers import number, share
from hocba.faces.web.presenters import Bar, Count, FigureNote, Next, Rhythm, State, Tone
from hocba.faces.web.words import language
from hocba.flow.count_coverage import CountedCoverage
from hocba.ports.repository import KeptPackage

_BARS: Final = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalFacts:
    """What the national page is made from. kept_by_day: records, by the day they came."""

    figures: Figures
    admissions: tuple[Admission, ...]
    packages: tuple[KeptPackage, ...]
    kept_by_day: Mapping[date, int]
    now: datetime
    deadlines: Sequence[Deadline] = ()
    coverage: CountedCoverage | None = None


def national_page(facts: NationalFacts) -> NationalPage:
    """Show the whole country."""
    total = facts.figures.total
    return NationalPage(
        headline=_headline(facts),
        note=_note(facts),
        pipeline=upper_stages(total),
        counts=_counts(facts),
        rows=tuple(_province(line, facts) for line in facts.figures.lines),
        rhythm=rhythm(facts.kept_by_day),
        deadlines=deadline_lines(facts.deadlines),
        next=_next(facts),
    )


def _headline(facts: NationalFacts) -> str:
    """Count out of the pupils that statistics know, where they are stated: rosters tell less."""
    if facts.coverage is None:
        return accepted_headline(facts.figures.total)
    return coverage_headline(facts.coverage.coverage.total, facts.coverage.basis)


def _note(facts: NationalFacts) -> FigureNote:
    note = figure_note(facts.now, base="/bo/so-lieu", query=f"xem={Cut.PROVINCE.value}")
    if facts.coverage is None:
        return note
    told = facts.coverage
    return replace(note, denominator=coverage_denominator(told.coverage.total, told.basis))


def rhythm(days: Mapping[date, int]) -> Rhythm:
    """Show records by the day on which they were kept, the last days with any."""
    shown = sorted(days)[-_BARS:]
    return Rhythm(
        title=gettext("Nhịp tiếp nhận theo ngày"),
        bars=tuple(Bar(label=f"{on:%d/%m}", value=days[on]) for on in shown),
        told=_peak(days) if shown else "",
    )


def _peak(days: Mapping[date, int]) -> str:
    on, count = max(days.items(), key=lambda item: item[1])
    said = gettext("Nhiều nhất ngày %(day)s: %(n)s học bạ.")
    return said % {"day": f"{on:%d/%m}", "n": number(count, language())}


def _approved(facts: NationalFacts, kind: AdmissionKind) -> int:
    return len(
        {
            each.province
            for each in facts.admissions
            if each.kind is kind and each.state(facts.now) is AdmissionState.APPROVED
        }
    )


def _counts(facts: NationalFacts) -> tuple[Count, ...]:
    provinces = {each.province for each in facts.admissions}
    sent = {package.sender for package in facts.packages}
    known = len(provinces | sent)
    left = sum(package.rejected + package.pending for package in facts.packages)
    account = _approved(facts, AdmissionKind.ACCOUNT)
    certificate = _approved(facts, AdmissionKind.CERTIFICATE)
    return (
        Count(words=gettext("Sở có tài khoản kết nối"), value=account, of=known),
        Count(words=gettext("Sở có chứng thư số được duyệt"), value=certificate, of=known),
        Count(words=gettext("Sở đã gửi học bạ"), value=len(sent), of=known),
        Count(words=gettext("Mục đã trả lại trong các gói"), value=left, is_good_at_zero=True),
    )


def _province(line: Figure, facts: NationalFacts) -> ProvinceRow:
    return ProvinceRow(
        name=line.name,
        pupils=line.pupils,
        accepted=line.accepted,
        why_not=(*_closed(line.code, facts), *_reasons(line)),
    )


def _reasons(line: Figure) -> Iterable[State]:
    for reason, count in sorted(line.exceptions.items(), key=lambda item: -item[1]):
        told = f"{reason_words(reason)} {share(count, line.pupils, language())}"
        yield State(words=told, tone=Tone.WAITS)
    if line.undeclared > 0:
        told = gettext("Chưa khai lý do %(share)s")
        of_all = share(line.undeclared, line.pupils, language())
        yield State(words=told % {"share": of_all}, tone=Tone.TO_DO)


def _closed(province: str, facts: NationalFacts) -> Iterable[State]:
    """Say why a province cannot report now: by its latest request for a certificate."""
    own = [
        each
        for each in facts.admissions
        if each.province == province and each.kind is AdmissionKind.CERTIFICATE
    ]
    states = {each.state(facts.now) for each in own}
    if AdmissionState.APPROVED in states:
        return
    if AdmissionState.EXPIRED in states:
        yield State(words=gettext("Chứng thư hết hạn"), tone=Tone.WRONG)
    else:
        yield State(words=gettext("Chưa có chứng thư được duyệt"), tone=Tone.WRONG)


def _next(facts: NationalFacts) -> Next | None:
    waiting = [e for e in facts.admissions if e.state(facts.now) in UNDECIDED]
    if not waiting:
        return None
    title = ngettext(
        "%(n)s đề nghị kết nối chờ quyết định", "%(n)s đề nghị kết nối chờ quyết định", len(waiting)
    )
    return Next(
        title=title % {"n": len(waiting)},
        why=gettext("Sở chỉ gửi được học bạ khi tài khoản và chứng thư số đều được duyệt."),
        button=gettext("Xem đề nghị"),
        url="/bo/de-nghi",
    )
