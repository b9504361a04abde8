"""The coverage page from what was counted."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext

from hocba.core.report.coverage import Comparison, CoverageLine, by_statistics
from hocba.core.report.coverage_basis import CoverageBasis, Published, PublishedFigure
from hocba.core.report.figures import Choice, Figure
from hocba.core.report.tile_map import tile_map
from hocba.core.submit.admission import Admission, AdmissionKind, AdmissionState
from hocba.core.terms.provinces import Atlas, predecessors, provinces
from hocba.faces.ministry.coverage_presenters import (
    ComparedRow,
    CoveragePage,
    CoverageRow,
    Focus,
    MapChoice,
    ShareRow,
)
from hocba.faces.web.figure_pictures import drawn_map
from hocba.faces.web.figure_words import reason_words
from hocba.faces.web.figures_presenters import DrawnMap
from hocba.faces.web.numbers import day, number, share
from hocba.faces.web.presenters import Count, FigureNote, State, Tone
from hocba.faces.web.words import language
from hocba.flow.count_coverage import CountedCoverage

_BASE: Final = "/bo/do-phu"
_RATES: Final = frozenset({Published.COVERAGE, Published.PROVINCE_RATE, Published.UNIT_RATE})
_PROVINCES: Final = frozenset({Published.ACCOUNTS, Published.CERTIFICATES, Published.REPORTING})


def coverage_page(
    found: CountedCoverage, admissions: tuple[Admission, ...], *, now: datetime
) -> CoveragePage:
    """Show coverage on the map that was asked for."""
    basis, total = found.basis, found.coverage.total
    certified = frozenset(_certified(admissions, now))
    return CoveragePage(
        headline=coverage_headline(total, basis),
        note=FigureNote(as_of=now, denominator=coverage_denominator(total, basis)),
        told=basis.note,
        counts=_counts(found),
        compared_title=_compared_title(basis),
        due_title=gettext("Theo tỷ lệ %(scale)s") % {"scale": basis.scale},
        compared=tuple(_compared(each, basis) for each in found.comparisons),
        focus=tuple(_focuses(found)),
        maps=_maps(found.coverage.atlas),
        map=_map(found),
        table_title=gettext("Độ phủ theo %(n)s tỉnh, thành phố")
        % {"n": found.coverage.atlas.value},
        rows=tuple(_row(line, found, certified) for line in found.coverage.lines),
        total=_total(total),
    )


def coverage_headline(total: CoverageLine, basis: CoverageBasis) -> str:
    """Say how many records are here, of how many pupils of the country."""
    said = gettext("%(n)s học bạ đã tiếp nhận: %(share)s học sinh %(grades)s cả nước")
    return said % {
        "n": number(total.figure.accepted, language()),
        "share": _share(total),
        "grades": _grades(basis.grades),
    }


def _grades(grades: frozenset[int]) -> str:
    first, last = min(grades), max(grades)
    if len(grades) != last - first + 1 or first == last:
        listed = ", ".join(map(str, sorted(grades)))
        return gettext("lớp %(grades)s") % {"grades": listed}
    return gettext("lớp %(first)s đến lớp %(last)s") % {"first": first, "last": last}


def coverage_denominator(total: CoverageLine, basis: CoverageBasis) -> str:
    """Say how many pupils that is, and who says so."""
    said = gettext("%(n)s học sinh theo thống kê: %(source)s")
    return said % {"n": number(total.expected or 0, language()), "source": basis.source}


def _counts(found: CountedCoverage) -> tuple[Count, ...]:
    of = len(provinces(found.basis.atlas))
    admitted, total = found.admitted, found.coverage.total
    return (
        Count(words=gettext("Sở có tài khoản kết nối"), value=admitted.accounts, of=of),
        Count(words=gettext("Sở có chứng thư số được duyệt"), value=admitted.certificates, of=of),
        Count(words=gettext("Sở đã báo cáo học bạ"), value=admitted.reporting, of=of),
        Count(words=gettext("Học bạ đã tiếp nhận"), value=total.figure.accepted),
    )


def _compared_title(basis: CoverageBasis) -> str:
    if basis.published_on is None:
        return ""
    said = gettext("Đối chiếu với số liệu công bố ngày %(day)s")
    return said % {"day": day(basis.published_on)}


def _compared(each: Comparison, basis: CoverageBasis) -> ComparedRow:
    figure = each.published
    agrees = each.agrees
    return ComparedRow(
        what=_what(figure, basis),
        published=_written(figure, figure.value, basis),
        due=_written(figure, each.due, basis),
        ours="–" if each.ours is None else _written(figure, _rounded(each, figure), basis),
        state=State(words=gettext("Khớp"), tone=Tone.DONE)
        if agrees
        else State(words=gettext("Khác"), tone=Tone.WRONG),
    )


def _rounded(each: Comparison, figure: PublishedFigure) -> Decimal:
    ours = each.ours if each.ours is not None else Decimal(0)
    return ours.quantize(figure.value) if each.agrees else ours.quantize(Decimal("0.01"))


def _what(figure: PublishedFigure, basis: CoverageBasis) -> str:
    place = figure.of
    if figure.what is Published.PROVINCE_RATE:
        place = provinces(basis.atlas)[figure.of].name
    return {
        Published.ACCOUNTS: gettext("Sở có tài khoản kết nối"),
        Published.CERTIFICATES: gettext("Sở có chứng thư số được duyệt"),
        Published.REPORTING: gettext("Sở đã báo cáo học bạ"),
        Published.RECORDS: gettext("Học bạ đã tiếp nhận"),
        Published.COVERAGE: gettext("Trên học sinh %(grades)s") % {"grades": _grades(basis.grades)},
        Published.PROVINCE_RATE: gettext("%(place)s: học sinh đã có học bạ"),
        Published.UNIT_PUPILS: gettext("%(place)s: học sinh"),
        Published.UNIT_RATE: gettext("%(place)s: học sinh đã có học bạ"),
    }[figure.what].replace("%(place)s", place)


def _written(figure: PublishedFigure, value: Decimal, basis: CoverageBasis) -> str:
    if figure.what not in _RATES:
        counted = number(int(value), language())
        of = len(provinces(basis.atlas))
        return f"{counted}/{of}" if figure.what in _PROVINCES else counted
    return f"{value}".replace(".", ",") + "\u00a0%" if language() == "vi" else f"{value}%"


def _focuses(found: CountedCoverage) -> Iterator[Focus]:
    """Return the provinces that published figures or units name."""
    published = found.basis.published
    named = {each.of for each in published if each.what is Published.PROVINCE_RATE}
    named |= {unit.province for unit in found.basis.units}
    for line in found.named:
        if line.figure.code in named:
            yield _focus(line.figure, found)


def _focus(figure: Figure, found: CountedCoverage) -> Focus:
    said = gettext("%(place)s: %(share)s học sinh đã có học bạ")
    own = {unit.name for unit in found.basis.units if unit.province == figure.code}
    return Focus(
        headline=said
        % {"place": figure.name, "share": share(figure.accepted, figure.pupils, language())},
        accepted=figure.accepted,
        pupils=figure.pupils,
        reasons=tuple(
            _share_row(reason_words(reason), count, figure.pupils)
            for reason, count in sorted(figure.exceptions.items(), key=lambda item: -item[1])
        ),
        units=tuple(
            _share_row(unit.name, unit.accepted, unit.pupils)
            for unit in found.coverage.units
            if unit.name in own
        ),
    )


def _share_row(name: str, part: int, whole: int) -> ShareRow:
    return ShareRow(name=name, part=part, whole=whole, share=share(part, whole, language()))


def _maps(shown: Atlas) -> tuple[MapChoice, ...]:
    words = {
        Atlas.BEFORE: gettext("63 tỉnh, thành phố (đến 30/6/2025)"),
        Atlas.TODAY: gettext("34 tỉnh, thành phố (từ 01/7/2025)"),
    }
    return tuple(
        MapChoice(words=words[e], url=f"{_BASE}?ban-do={e.value}", is_shown=e is shown)
        for e in Atlas
    )


def _map(found: CountedCoverage) -> DrawnMap:
    choice = Choice(school_year=found.basis.school_year)
    figures = by_statistics(found.coverage, choice)
    return drawn_map(tile_map(figures, found.coverage.atlas), lambda _: "")


def _row(line: CoverageLine, found: CountedCoverage, certified: frozenset[str]) -> CoverageRow:
    atlas, figure = found.coverage.atlas, line.figure
    old = predecessors(figure.code) if atlas is Atlas.TODAY else ()
    return CoverageRow(
        name=figure.name,
        expected=line.expected,
        accepted=figure.accepted,
        share=_share(line),
        states=tuple(_states(line, is_certified=figure.code in certified))
        if atlas is found.basis.atlas
        else (),
        parts=", ".join(map(_bare, (place.name for place in old))) if len(old) > 1 else "",
    )


def _bare(name: str) -> str:
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def _states(line: CoverageLine, *, is_certified: bool) -> Iterator[State]:
    if not is_certified:
        yield State(words=gettext("Chưa có chứng thư được duyệt"), tone=Tone.WRONG)
    elif not line.figure.accepted:
        yield State(words=gettext("Chưa báo cáo"), tone=Tone.TO_DO)


def _total(total: CoverageLine) -> CoverageRow:
    return CoverageRow(
        name=gettext("Cả nước"),
        expected=total.expected,
        accepted=total.figure.accepted,
        share=_share(total),
    )


def _share(line: CoverageLine) -> str:
    return share(line.figure.accepted, line.expected or 0, language(), places=2)


def _certified(admissions: tuple[Admission, ...], now: datetime) -> Iterator[str]:
    for each in admissions:
        if each.kind is AdmissionKind.CERTIFICATE and each.state(now) is AdmissionState.APPROVED:
            yield each.province
