"""What wants mending in the pupil list: by kind, with the shortest way to mend each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.quality import Doubt, Trouble, doubts_of
from hocba.core.compose.roster import seen
from hocba.core.terms.codes import masked_personal_id
from hocba.core.terms.messages import told
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Enrolment
from hocba.core.terms.roles import Role
from hocba.faces.school.roster_form import shown_values
from hocba.faces.school.roster_pages import Field, field_of, pupil_url
from hocba.faces.school.roster_words import field_words, trouble_words
from hocba.faces.school.where import Where
from hocba.faces.web.words import language, refusal_words

_MOST = 50
"""Pupils shown of one kind; the sheet holds all."""

_ASKED: Mapping[Trouble, tuple[str, ...]] = {
    Trouble.NO_PERSONAL_ID: ("personal_id", "no_number"),
    Trouble.DOUBTFUL_ID: ("personal_id", "born_on", "gender"),
    Trouble.SAME_ID: ("personal_id",),
    Trouble.SAME_PERSON: ("status", "on", "basis"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtRow:
    """One pupil to mend. fields: asked for right here."""

    name: str
    class_name: str
    masked_id: str
    why: str
    url: str
    seen: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtGroup:
    """One kind of trouble. more: pupils that only the sheet shows."""

    title: str
    count: int
    mend: str
    sheet_url: str
    rows: tuple[DoubtRow, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityPage:
    """All that wants mending. refusal: why this reader cannot mend."""

    headline: str
    lead: str
    groups: tuple[DoubtGroup, ...]
    refusal: str


def seen_by(where: Where) -> tuple[Enrolment, ...]:
    """Return the pupils whom this reader may see: a class teacher sees the class."""
    actor = where.actor
    name = actor.class_name if actor.role is Role.HOMEROOM_TEACHER else None
    return where.outside.book.enrolments(where.school.code, where.school_year, name)


def quality_page(where: Where) -> QualityPage:
    """Show every kind of trouble that there is."""
    people = seen_by(where)
    doubts = doubts_of(people)
    names = {each.pupil.sector_code: each.pupil.full_name for each in people}
    groups = {kind: [d for d in doubts if d.trouble is kind] for kind in Trouble}
    pupils = len({doubt.enrolment.pupil.sector_code for doubt in doubts})
    said = ngettext(
        "%(n)s học sinh có thông tin cần xem lại",
        "%(n)s học sinh có thông tin cần xem lại",
        pupils,
    )
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=where.actor, school=where.school.code)
    return QualityPage(
        headline=said % {"n": pupils} if pupils else gettext("Danh sách không có gì cần sửa"),
        lead=gettext(
            "Đây là những điều nên xem lại, không điều nào ngăn việc lập học bạ đúng quy định. "
            "Văn thư hoặc quản trị của trường sửa được ngay tại đây, hoặc sửa trong tệp Excel."
        ),
        groups=tuple(_group(kind, rows, names) for kind, rows in groups.items() if rows),
        refusal=refusal_words(refusal),
    )


def _group(kind: Trouble, doubts: list[Doubt], names: Mapping[str, str]) -> DoubtGroup:
    return DoubtGroup(
        title=trouble_words(kind),
        count=len(doubts),
        mend=_mend(kind),
        sheet_url=f"/truong/du-lieu/{kind.value}.xlsx",
        rows=tuple(_row(doubt, names) for doubt in doubts[:_MOST]),
        more=max(0, len(doubts) - _MOST),
    )


def _mend(kind: Trouble) -> str:
    return {
        Trouble.NO_PERSONAL_ID: gettext(
            "Hỏi gia đình giấy khai sinh hoặc thông báo số định danh. Chưa có thì học bạ ghi rõ "
            "là chưa có; không cần điền số tạm."
        ),
        Trouble.DOUBTFUL_ID: gettext(
            "So số định danh, ngày sinh và giới tính với giấy khai sinh. Giấy tờ đúng như vậy thì "
            "giữ nguyên."
        ),
        Trouble.SAME_ID: gettext("So giấy khai sinh của cả hai rồi sửa số ghi nhầm."),
        Trouble.SAME_PERSON: gettext(
            "Có thể là hai học sinh khác nhau. Nếu là một, đổi trạng thái của dòng ghi thừa."
        ),
        Trouble.FIELD_MISSING: gettext("Bổ sung theo giấy khai sinh và lời khai của gia đình."),
    }[kind]


def _row(doubt: Doubt, names: Mapping[str, str]) -> DoubtRow:
    enrolment, pupil = doubt.enrolment, doubt.enrolment.pupil
    number = pupil.personal_id
    return DoubtRow(
        name=pupil.full_name,
        class_name=enrolment.class_name,
        masked_id="" if isinstance(number, Missing) else masked_personal_id(number),
        why=_why(doubt, names),
        url=pupil_url(pupil.sector_code),
        seen=seen(enrolment),
        fields=_fields(doubt),
    )


def _fields(doubt: Doubt) -> tuple[Field, ...]:
    asked = _ASKED.get(doubt.trouble)
    if asked is None:
        asked = tuple(n for name in doubt.about for n in _inputs(name))
    values = shown_values(doubt.enrolment)
    place = f"{doubt.trouble.value}-{doubt.enrolment.pupil.sector_code}"
    return tuple(field_of(name, values, place=place) for name in asked)


def _inputs(name: str) -> tuple[str, ...]:
    return ("CHA", "ME") if name == "guardians" else (name,)


def _why(doubt: Doubt, names: Mapping[str, str]) -> str:
    if doubt.trouble is Trouble.FIELD_MISSING:
        return gettext("Còn trống: %(fields)s") % {
            "fields": ", ".join(field_words(name) for name in doubt.about)
        }
    if doubt.trouble is Trouble.DOUBTFUL_ID:
        return " ".join(told(code, {}, language()) for code in doubt.about)
    if doubt.about:
        return gettext("Cùng với %(names)s") % {
            "names": ", ".join(f"{names[code]} ({code})" for code in doubt.about)
        }
    return ""
