"""Oversight in words: signals, what each counts and what may be behind it; shares. None accuses."""

from collections.abc import Mapping

from django.utils.translation import gettext

from hocba.core.report.oversight import Concentration
from hocba.core.report.oversight_tally import Trait
from hocba.faces.web.oversight_presenters import ConcentrationCard, ShareRow
from hocba.faces.web.presenters import State, Tone
from hocba.ports.oversight import Following


def signal_words(signal: str) -> str:
    """Return a signal's name; a code that is new here as itself."""
    words: Mapping[str, str] = {
        Trait.WARNED: gettext("Học bạ nhận kèm điều cần xem"),
        Trait.REOPENED: gettext("Học bạ sửa lại sau khi đã khóa"),
        Trait.AMENDED: gettext("Học bạ thay thế bản đã cấp"),
        Trait.BY_DEPUTY: gettext("Chữ ký của phó hiệu trưởng"),
        Trait.OUT_OF_WINDOW: gettext("Ký ngoài thời gian của đợt"),
        Trait.AT_NIGHT: gettext("Ký từ 0 giờ đến trước 6 giờ"),
        Trait.JUST_ASSIGNED: gettext("Ký trong ngày hoặc hôm sau ngày được phân công"),
        Trait.NEAR_EXPIRY: gettext("Ký khi chứng thư còn dưới 30 ngày"),
        Trait.AT_ONE_PLACE: gettext("Hai người ký cách nhau dưới một phút"),
        Trait.SHARED: gettext("Một chứng thư ghi cho nhiều người"),
    }
    return words.get(signal, signal)


def signal_told(trait: Trait) -> str:
    """Return what is counted and what may be behind it."""
    return {
        Trait.WARNED: gettext("Hồ sơ hợp lệ nhưng có phát hiện kèm theo; biên nhận ghi từng điều."),
        Trait.REOPENED: gettext(
            "Đã khóa, rồi được mở lại và sửa trước khi cấp; từng chỗ sửa nằm trong học bạ đã ký."
        ),
        Trait.AMENDED: gettext("Đính chính đúng quy định cũng đếm ở đây; nhiều thì nên xem lý do."),
        Trait.BY_DEPUTY: gettext("Ký khi được phân công là đúng; xem sổ phân công nếu nhiều."),
        Trait.OUT_OF_WINDOW: gettext(
            "Bản đầu, ký trước ngày mở hoặc sau ngày cuối của đợt, tính cả thời gian bổ sung hè. "
            "Ký muộn vẫn có giá trị."
        ),
        Trait.AT_NIGHT: gettext("Có thể do làm muộn, hoặc đồng hồ máy ký sai."),
        Trait.JUST_ASSIGNED: gettext("Có thể do thay người giữa năm; xem quyết định phân công."),
        Trait.NEAR_EXPIRY: gettext("Chữ ký vẫn có giá trị; nhắc trường gia hạn chứng thư."),
        Trait.AT_ONE_PLACE: gettext(
            "Hai người khác nhau ký một học bạ trong một phút: có thể cùng ngồi một máy, hoặc ký "
            "lần lượt cả lớp. Chữ ký không cho biết máy nào."
        ),
        Trait.SHARED: gettext(
            "Chứng thư mà sổ phân công ghi cho hơn một người; thường do nhập nhầm."
        ),
    }.get(trait, "")


def following_state(state: Following | None) -> State:
    """Return how a signal stands with those who follow it."""
    words, tone = {
        None: (gettext("Chưa ai xem"), Tone.CALM),
        Following.LOOKING: (gettext("Đang xem"), Tone.TO_DO),
        Following.CLEARED: (gettext("Đã rõ"), Tone.DONE),
        Following.HANDED_ON: (gettext("Đã chuyển nơi khác xem"), Tone.WAITS),
    }[state]
    return State(words=words, tone=tone)


def concentration_card(title: str, found: Concentration) -> ConcentrationCard:
    """Show who holds how much, and how the concentration moved."""
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
