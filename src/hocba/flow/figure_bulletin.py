"""The printed bulletin of what was counted, set as PDF."""

from datetime import timedelta
from typing import Final

from hocba.core.report.bulletin import (
    Bulletin,
    BulletinCurve,
    BulletinRow,
    BulletinTile,
    grouped,
)
from hocba.core.report.figures import Choice, Cut, Figure
from hocba.core.report.tile_map import STEPS, tile_map
from hocba.core.report.timeliness import Timeliness
from hocba.core.sign.register import Level
from hocba.core.terms.vietnam import VIETNAM
from hocba.flow.figure_files import HIDDEN, reason_words
from hocba.flow.figure_report import FigureReport
from hocba.ports.outside import Outside

_CUTS: Final = {
    Cut.PROVINCE: "Tỉnh, thành phố",
    Cut.COMMUNE: "Xã, phường",
    Cut.SCHOOL: "Trường",
    Cut.GRADE: "Khối",
    Cut.CLASS: "Lớp",
}
_HEADS: Final = (
    *("Học sinh", "Đã lập", "Đã ký đủ", "Đóng dấu", "Đã nhận", "Tỷ lệ"),
    *("Có lý do", "Chưa khai"),
)


def bulletin_pdf(outside: Outside, found: FigureReport, *, scope: str = "") -> bytes:
    """
    Print figures. scope: the place they are of, in words; empty for all that the office counts.

    Raises: Fault "paper.not_set".
    """
    return outside.printer.bulletin(bulletin_of(outside, found, scope=scope))


def bulletin_of(outside: Outside, found: FigureReport, *, scope: str = "") -> Bulletin:
    """Put what was counted into the words of a page."""
    figures, total = found.figures, found.figures.total
    shown = f"{grouped(total.accepted)} / {grouped(total.pupils)} học sinh = {total.rate.shown}"
    return Bulletin(
        office=outside.office.name,
        environment=outside.environment,
        school_year=str(figures.choice.school_year).replace("-", "–"),
        scope=_scope(found, scope),
        at=found.at.astimezone(VIETNAM),
        headline=f"Học bạ đã tiếp nhận: {shown}",
        facts=_facts(found),
        cut=_CUTS[figures.cut],
        heads=_HEADS,
        rows=tuple(_row(line, line.name) for line in figures.lines),
        total=_row(total, "Tổng"),
        reasons=_reasons(found),
        hides=bool(found.guarded.hidden),
        tiles=_tiles(found),
        bands=_bands() if found.atlas else (),
        curve=_curve(found.timeliness, total.pupils) if found.timeliness else None,
    )


def _scope(found: FigureReport, scope: str) -> str:
    choice: Choice = found.figures.choice
    whole = "Cả nước" if found.office.level is Level.MINISTRY else "Cả tỉnh"
    grade = f", khối {choice.grade}" if choice.grade else ""
    return (scope or whole) + grade


def _facts(found: FigureReport) -> tuple[tuple[str, str], ...]:
    total, schools = found.figures.total, found.schools
    told = [
        ("Học sinh theo khai báo sĩ số", grouped(total.pupils)),
        ("Học bạ đã lập", grouped(total.records)),
        ("Đã ký đủ", grouped(total.signed)),
        ("Đã đóng dấu", grouped(total.sealed)),
        ("Đã tiếp nhận", grouped(total.accepted)),
        ("Chưa ký, có lý do", grouped(total.excepted)),
        ("Chưa khai lý do", grouped(total.undeclared)),
    ]
    if not found.figures.choice.school:
        told += [
            ("Trường đã khai báo", grouped(schools.declared)),
            ("Trường đã gửi học bạ", grouped(schools.sending)),
            ("Trường đã đủ", grouped(schools.complete)),
        ]
    if found.signers is not None:
        rate = found.signers.rate
        shown = f"{grouped(rate.numerator)} / {grouped(rate.denominator)} = {rate.shown}"
        told.append(("Người và con dấu phải ký, có chữ ký số", shown))
    return tuple(told)


def _row(line: Figure, name: str) -> BulletinRow:
    counts = (line.pupils, line.records, line.signed, line.sealed, line.accepted)
    return BulletinRow(
        name=name,
        cells=(
            *map(grouped, counts),
            line.rate.shown,
            grouped(line.excepted),
            grouped(line.undeclared),
        ),
    )


def _reasons(found: FigureReport) -> tuple[tuple[str, str], ...]:
    total = found.figures.total
    hidden = found.guarded.hidden_of(total)
    return tuple(
        (reason_words(reason), HIDDEN if reason in hidden else grouped(count))
        for reason in found.guarded.reasons
        if (count := total.exceptions.get(reason, 0)) or reason in hidden
    )


def _tiles(found: FigureReport) -> tuple[BulletinTile, ...]:
    if found.atlas is None:
        return ()
    return tuple(
        BulletinTile(
            column=tile.column,
            row=tile.row,
            short=tile.short,
            share=tile.figure.rate.shown.removesuffix(" %") if tile.figure else "–",
            band=-1 if tile.band is None else tile.band,
        )
        for tile in tile_map(found.figures, found.atlas).tiles
    )


def _bands() -> tuple[str, ...]:
    inner = [f"{low} đến dưới {STEPS[at + 1]} %" for at, low in enumerate(STEPS[:-1])]
    return ("chưa có", f"dưới {STEPS[0]} %", *inner, "đủ 100 %")


def _curve(found: Timeliness, pupils: int) -> BulletinCurve | None:
    if not found.days or not pupils:
        return None
    top = max(pupils, found.days[-1].by_then)
    first, last = found.days[0].on - timedelta(days=1), found.days[-1].on
    closing = found.closes_on
    if closing and closing > first:
        last = max(last, closing)
    span = (last - first).days
    points = [(0, 0)]
    for day in found.days:
        before = (day.on - first).days - 1
        points.append((before * 1000 // span, points[-1][1]))
        points.append(((day.on - first).days * 1000 // span, day.by_then * 1000 // top))
    is_shown = closing is not None and first <= closing <= last
    return BulletinCurve(
        points=tuple(points),
        first=f"{first:%d/%m/%Y}",
        last=f"{last:%d/%m/%Y}",
        closing=(closing - first).days * 1000 // span if closing and is_shown else None,
        due=f"{closing:%d/%m/%Y}" if closing else "",
        told=_told(found),
    )


def _told(found: Timeliness) -> str:
    last = found.days[-1]
    said = f"Đến hết {last.on:%d/%m/%Y}: {grouped(last.by_then)} tệp học bạ, kể cả bản thay thế."
    if not found.late or found.closes_on is None:
        return said
    return f"{said} {grouped(found.late)} tệp đến sau hạn {found.closes_on:%d/%m/%Y}."
