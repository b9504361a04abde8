"""A sheet of pupils to mend: every column that the import knows, so that nothing gets lost."""

from collections.abc import Iterable
from typing import Final

from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Enrolment
from hocba.faces.school.where import Where

_COLUMNS: Final = (
    *("Mã học sinh", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp", "Khối"),
    *("Số định danh cá nhân", "Mã trạng thái", "Ngày trạng thái", "Mã dân tộc", "Mã quốc tịch"),
    *("Nơi sinh", "Quê quán", "Chỗ ở hiện nay", "Mã loại khuyết tật"),
    *("Họ tên cha", "Nghề nghiệp cha", "Họ tên mẹ", "Nghề nghiệp mẹ"),
    *("Họ tên người giám hộ", "Nghề nghiệp người giám hộ"),
)


def doubts_sheet(where: Where, enrolments: Iterable[Enrolment]) -> bytes:
    """Write pupils as a list that the import reads back without any change."""
    rows = [_row(each) for each in enrolments]
    return where.outside.sheets.table_to_xlsx("Danh sách học sinh", _COLUMNS, rows)


def _row(enrolment: Enrolment) -> tuple[str, ...]:
    pupil = enrolment.pupil
    number = pupil.personal_id
    by_relation = {each.relation: each for each in pupil.guardians}
    family = [
        text
        for relation in ("CHA", "ME", "GIAM_HO")
        for text in (
            (by_relation[relation].full_name, by_relation[relation].occupation)
            if relation in by_relation
            else ("", "")
        )
    ]
    status_on = enrolment.status_on
    return (
        pupil.sector_code,
        pupil.full_name,
        f"{pupil.born_on:%d/%m/%Y}",
        {"1": "Nam", "2": "Nữ"}.get(pupil.gender.value, ""),
        enrolment.class_name,
        str(enrolment.grade),
        "" if isinstance(number, Missing) else number,
        enrolment.status,
        f"{status_on:%d/%m/%Y}" if status_on else "",
        pupil.ethnic_code or "",
        pupil.nationality,
        pupil.birth_place,
        pupil.home_town,
        pupil.address,
        enrolment.disability or "",
        *family,
    )
