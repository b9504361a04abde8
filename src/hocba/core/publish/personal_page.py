"""The cover and the personal page: who the pupil is, and the course of learning."""

from collections.abc import Iterable
from typing import Final

from hocba.core.compose.content import AnyContent, NoYearBefore, YearBefore
from hocba.core.publish.filled_form import Line, YearLine
from hocba.core.publish.origins import ethnic_group, nationality
from hocba.core.publish.print_templates import Edition
from hocba.core.publish.printed_words import filled, in_groups, short_date
from hocba.core.terms.codes import Gender
from hocba.core.terms.people import Guardian

GENDERS: Final = {Gender.MALE: "Nam", Gender.FEMALE: "Nữ", Gender.UNKNOWN: ""}
_GUARDIANS: Final = {
    "CHA": "Họ và tên cha",
    "ME": "Họ và tên mẹ",
    "GIAM_HO": "Người giám hộ (nếu có)",
}
_NO_YEAR_BEFORE: Final = {
    NoYearBefore.FIRST_YEAR: "Đây là năm học đầu tiên.",
    NoYearBefore.PAPER_BEFORE: "Các năm học trước ghi trong học bạ giấy.",
    NoYearBefore.FROM_ABROAD: "Các năm học trước học ở nước ngoài.",
    NoYearBefore.OTHER_SYSTEM: "Các năm học trước ghi trong hệ thống khác.",
}


def cover_lines(content: AnyContent, edition: Edition) -> tuple[Line, ...]:
    """
    Return the blanks of the cover.

    The district's line stands where the edition has it, and wherever the record names a
    district: nothing that was signed is hidden.
    """
    school = content.school
    lines = [
        Line(label="Họ và tên học sinh", value=content.pupil.full_name),
        Line(label="Trường", value=school.name),
        Line(label="Xã (Phường, Thị trấn)", value=school.ward.name),
    ]
    if school.district is not None:
        lines.append(Line(label="Huyện (Thành phố, Quận, Thị xã)", value=school.district.name))
    elif edition.has_district:
        lines.append(filled("Huyện (Thành phố, Quận, Thị xã)", ""))
    return (*lines, Line(label="Tỉnh (Thành phố)", value=school.province.name))


def personal_lines(content: AnyContent) -> tuple[Line, ...]:
    """Return the blanks of the personal page. Source: TT 27/2020/TT-BGDĐT, Phụ lục 1."""
    pupil = content.pupil
    return (
        Line(label="Họ và tên học sinh", value=pupil.full_name),
        filled("Giới tính", GENDERS[pupil.gender]),
        Line(label="Ngày, tháng, năm sinh", value=short_date(pupil.born_on)),
        filled("Dân tộc", ethnic_group(pupil.ethnic_code)),
        filled("Quốc tịch", nationality(pupil.nationality)),
        filled("Nơi sinh", pupil.birth_place),
        filled("Quê quán", pupil.home_town),
        filled("Nơi ở hiện nay", pupil.address),
        *_guardian_lines(pupil.guardians),
    )


def _guardian_lines(guardians: tuple[Guardian, ...]) -> Iterable[Line]:
    # A parent whom the record does not name is left blank: why is nobody's business.
    for relation, label in _GUARDIANS.items():
        names = [person.full_name for person in guardians if person.relation == relation]
        yield Line(label=label, value=", ".join(names))


def course_lines(content: AnyContent) -> tuple[YearLine, ...]:
    """Return the course of learning as far as this record attests it: its own year."""
    general, school = content.general, content.school
    return (
        YearLine(
            school_year=str(general.school_year),
            class_name=general.class_name,
            school=f"{school.name}, {school.ward.name}, {school.province.name}",
        ),
    )


def course_note(content: AnyContent) -> str:
    """Return where the years before are found."""
    before = content.general.year_before
    if isinstance(before, YearBefore):
        digest = in_groups(before.content_digest.hex()[:16])
        return (
            f"Nối tiếp học bạ số năm học {before.school_year}, phiên bản {before.version} "
            f"(dấu nội dung {digest})."
        )
    return _NO_YEAR_BEFORE[before]
