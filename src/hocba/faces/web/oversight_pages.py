"""Oversight in words: shares, signals with their definitions, notes. It accuses nobody."""

from typing import Final

from django.utils.translation import gettext

from hocba.core.report.oversight import Concentration, Signal
from hocba.core.report.oversight_tally import Trait
from hocba.faces.web.oversight_presenters import (
    ConcentrationCard,
    NoteRow,
    OversightPage,
    ShareRow,
    SignalKind,
    SignalRow,
    VendorRow,
)
from hocba.faces.web.presenters import Count, FigureNote
from hocba.flow.oversee import Overseen

SHOWN: Final = 50


def oversight_page(found: Overseen, *, base: str) -> OversightPage:
    """Show oversight."""
    told = found.told
    outstanding = sum(1 for each in told.by_unit if each.stands_out)
    return OversightPage(
        headline=_headline(outstanding),
        lead=gettext("Dấu hiệu là số đếm, không phải kết luận về ai. Hãy xem, hỏi và ghi chú."),
        note=FigureNote(
            as_of=found.at,
            denominator=gettext("học bạ và chữ ký đã nhận, tới mục %(n)s trên %(all)s của nhật ký")
            % {"n": found.counted, "all": found.logged},
            excel_url=f"{base}.xlsx",
            json_url=f"{base}.json",
        ),
        base=base,
        counts=(
            Count(words=gettext("Học bạ đã đếm"), value=told.records),
            Count(words=gettext("Chữ ký đã đếm"), value=told.signatures),
            Count(words=gettext("Chỗ nên xem trước"), value=outstanding, is_good_at_zero=True),
        ),
        cards=(
            _card(gettext("Phần mềm đã lập học bạ"), told.software),
            _card(gettext("Tổ chức cấp chứng thư số"), told.authorities),
        ),
        vendors=tuple(
            VendorRow(
                vendor=each.vendor,
                schools=each.schools,
                returned=each.returned.numerator,
                sent=each.returned.denominator,
            )
            for each in told.vendors
            if each.returned.denominator
        ),
        kinds=tuple(map(_kind, told.totals)),
        signals=tuple(_signal(each, found) for each in told.by_unit[:SHOWN]),
        more=max(len(told.by_unit) - SHOWN, 0),
        notes=tuple(
            NoteRow(
                at=note.at,
                by=note.by,
                about=_about(note.signal, note.unit, found),
                words=note.words,
            )
            for note in found.notes
        ),
    )


def signal_words(trait: Trait) -> str:
    """Return a signal's name."""
    return {
        Trait.WARNED: gettext("Học bạ nhận kèm điều cần xem"),
        Trait.AMENDED: gettext("Học bạ thay thế bản đã cấp"),
        Trait.BY_DEPUTY: gettext("Chữ ký của phó hiệu trưởng"),
        Trait.AT_NIGHT: gettext("Ký từ 0 giờ đến trước 6 giờ"),
        Trait.JUST_ASSIGNED: gettext("Ký trong ngày hoặc hôm sau ngày được phân công"),
        Trait.NEAR_EXPIRY: gettext("Ký khi chứng thư còn dưới 30 ngày"),
        Trait.SHARED: gettext("Một chứng thư ghi cho nhiều người"),
    }.get(trait, trait.value)


def _told(trait: Trait) -> str:
    return {
        Trait.WARNED: gettext("Hồ sơ hợp lệ nhưng có phát hiện kèm theo; biên nhận ghi từng điều."),
        Trait.AMENDED: gettext("Đính chính đúng quy định cũng đếm ở đây; nhiều thì nên xem lý do."),
        Trait.BY_DEPUTY: gettext("Ký khi được phân công là đúng; xem sổ phân công nếu nhiều."),
        Trait.AT_NIGHT: gettext("Có thể do làm muộn, hoặc đồng hồ máy ký sai."),
        Trait.JUST_ASSIGNED: gettext("Có thể do thay người giữa năm; xem quyết định phân công."),
        Trait.NEAR_EXPIRY: gettext("Chữ ký vẫn có giá trị; nhắc trường gia hạn chứng thư."),
        Trait.SHARED: gettext(
            "Chứng thư mà sổ phân công ghi cho hơn một người; thường do nhập nhầm."
        ),
    }.get(trait, "")


def _headline(outstanding: int) -> str:
    if not outstanding:
        return gettext("Không nơi nào khác hẳn những nơi còn lại")
    return gettext("%(n)s chỗ nên xem trước") % {"n": outstanding}


def _card(title: str, found: Concentration) -> ConcentrationCard:
    return ConcentrationCard(
        title=title,
        told=_concentration(found),
        rows=tuple(
            ShareRow(name=s.name, count=s.rate.numerator, of=s.rate.denominator)
            for s in found.shares
        ),
    )


def _concentration(found: Concentration) -> str:
    if found.index is None:
        return gettext("Chưa có gì để đếm.")
    said = gettext("Mức tập trung (HHI) %(n)s trên 10000.") % {"n": found.index}
    if found.change is None:
        return f"{said} {gettext('Năm trước chưa đếm.')}"
    moved = gettext("So với năm trước: %(change)s.") % {"change": f"{found.change:+d}"}
    return f"{said} {moved}"


def _kind(each: Signal) -> SignalKind:
    return SignalKind(
        words=signal_words(each.trait),
        told=_told(each.trait),
        count=each.rate.numerator,
        of=each.rate.denominator,
    )


def _signal(each: Signal, found: Overseen) -> SignalRow:
    return SignalRow(
        key=f"{each.trait.value}/{each.unit}",
        words=signal_words(each.trait),
        unit=found.names.get(each.unit, each.unit),
        count=each.rate.numerator,
        of=each.rate.denominator,
        stands_out=each.stands_out,
    )


def _about(signal: str, unit: str, found: Overseen) -> str:
    words = signal_words(Trait(signal)) if signal in set(Trait) else signal
    return f"{words} · {found.names.get(unit, unit)}"
