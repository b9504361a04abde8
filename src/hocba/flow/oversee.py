"""Oversight of one office and school year: read it, and take it away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.permit import Actor
from hocba.core.compose.wire import instant
from hocba.core.report.figures import Choice, Cut
from hocba.core.report.oversight import Concentration, Oversight, Signal, oversight
from hocba.core.report.oversight_tally import Trait
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.ports.outside import Outside
from hocba.ports.oversight import Note

OVERSEERS = frozenset({Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER, Role.INSPECTOR})

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseen:
    """
    What oversight says. counted, logged: leaves of the log that are counted, and that there are.

    names: of units, by code. notes: newest first.
    """

    school_year: SchoolYear
    at: datetime
    told: Oversight
    counted: int
    logged: int
    names: Mapping[str, str]
    notes: tuple[Note, ...]


def oversee(outside: Outside, *, actor: Actor, school_year: SchoolYear) -> Overseen:
    """
    Tell what is counted by now; nothing is counted here, see `count_traits`.

    Raises: Refusal "permit.not_your_role".
    """
    require_overseer(actor)
    traits = outside.desk.traits
    by_school = outside.office.level is Level.PROVINCE
    cut = Cut.SCHOOL if by_school else Cut.PROVINCE
    lines = outside.repository.figures(cut, Choice(school_year=school_year)).lines
    return Overseen(
        school_year=school_year,
        at=outside.clock.now(),
        told=oversight(
            traits.counts(school_year),
            traits.counts(SchoolYear(school_year.first - 1)),
            by_school=by_school,
        ),
        counted=traits.next_index(),
        logged=outside.repository.log().size,
        names={line.code: line.name for line in lines},
        notes=outside.desk.notes.of_year(school_year),
    )


def require_overseer(actor: Actor) -> None:
    """Raises: Refusal "permit.not_your_role"."""
    if actor.role not in OVERSEERS:
        raise Refusal("permit.not_your_role", act="GHI_CHU_GIAM_SAT", role=actor.role.value)


def oversight_json(found: Overseen, *, office: str) -> Json:
    """Return oversight in its published shape; shares are exact fractions."""
    told = found.told
    return {
        "phien_ban": "1.0",
        "don_vi": office,
        "luc": instant(found.at),
        "nam_hoc": str(found.school_year),
        "da_dem": found.counted,
        "nhat_ky": found.logged,
        "hoc_ba": told.records,
        "chu_ky": told.signatures,
        "phan_mem": concentration_json(told.software),
        "to_chuc_chung_thuc": concentration_json(told.authorities),
        "dau_hieu": [_signal(each) for each in (*told.totals, *told.by_unit)],
        "ghi_chu": [
            {
                "dau_hieu": note.signal,
                "don_vi": note.unit,
                "boi": note.by,
                "luc": instant(note.at),
                "noi_dung": note.words,
                "tinh_trang": note.state.value,
            }
            for note in found.notes
        ],
    }


def oversight_xlsx(outside: Outside, found: Overseen) -> bytes:
    """Return all signals as an Excel file, each with what it is counted out of."""
    signals = (*found.told.totals, *found.told.by_unit)
    rows = [
        (
            *(each.trait.value, SIGNAL_WORDS[each.trait], each.unit or "Tất cả"),
            *(found.names.get(each.unit, ""), each.rate.numerator, each.rate.denominator),
            *(each.rate.percent, "có" if each.stands_out else ""),
        )
        for each in signals
    ]
    title = f"Dấu hiệu cần xem năm học {found.school_year}"
    return outside.sheets.table_to_xlsx(title, _COLUMNS, rows, _NOTE)


SIGNAL_WORDS = {
    Trait.WARNED: "Học bạ nhận kèm điều cần xem",
    Trait.REOPENED: "Học bạ sửa lại sau khi đã khóa",
    Trait.AMENDED: "Học bạ thay thế bản đã cấp",
    Trait.BY_DEPUTY: "Chữ ký của phó hiệu trưởng",
    Trait.OUT_OF_WINDOW: "Ký ngoài thời gian của đợt",
    Trait.AT_NIGHT: "Ký từ 0 giờ đến trước 6 giờ",
    Trait.JUST_ASSIGNED: "Ký trong ngày hoặc hôm sau ngày được phân công",
    Trait.NEAR_EXPIRY: "Ký khi chứng thư còn dưới 30 ngày",
    Trait.AT_ONE_PLACE: "Hai người ký cách nhau dưới một phút",
    Trait.SHARED: "Một chứng thư ghi cho nhiều người",
}
_COLUMNS = ("Mã", "Dấu hiệu", "Đơn vị", "Tên", "Số", "Trên tổng", "Tỷ lệ (%)", "Cao hơn hẳn")
_NOTE = (
    "Dấu hiệu là số đếm, không phải kết luận về ai. Cao hơn hẳn: từ 5 trở lên và tỷ lệ gấp đôi "
    "tỷ lệ chung trở lên. Một chứng thư ghi cho nhiều người: số chứng thư, so với số học bạ."
)


def concentration_json(found: Concentration) -> Json:
    """Return shares and their concentration as files show them."""
    shares = [
        {"ten": s.name, "tu_so": s.rate.numerator, "mau_so": s.rate.denominator}
        for s in found.shares
    ]
    return {"chi_so": found.index, "nam_truoc": found.before, "ty_phan": shares}


def _signal(each: Signal) -> Json:
    return {
        "ma": each.trait.value,
        "don_vi": each.unit or None,
        "tu_so": each.rate.numerator,
        "mau_so": each.rate.denominator,
        "cao_hon_han": each.stands_out,
    }
