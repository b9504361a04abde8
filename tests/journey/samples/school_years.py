"""The pages of a school's years with sample values."""

from hocba.core.compose.next_year import Course
from hocba.faces.school.class_list_pages import ClassLine, ClassListPage
from hocba.faces.school.next_year_pages import (
    FIELD,
    GoingPupil,
    NextYearPage,
    OldClass,
    course_state,
)
from hocba.faces.web.presenters import HistoryRow, Link, Next, State, Tone
from tests.journey.samples.frames import AT

_LATER = "/truong/lop-hoc/len-lop/2026-2027"


def _line(name: str, pupils: int, teacher: str, state: State, note: str = "") -> ClassLine:
    return ClassLine(
        name=name,
        url=f"/truong/lop/{name}",
        roster_url=f"/truong/danh-sach?lop={name}",
        pupils=pupils,
        homeroom=Link(words=teacher, url="/truong/giao-vien/GV01") if teacher else None,
        homeroom_note=note,
        state=state,
        can_be_dropped=not pupils,
    )


CLASSES = ClassListPage(
    headline="Năm học 2025–2026: 4 lớp, 98 học sinh",
    lead="Chưa có chủ nhiệm: 2C.",
    next=Next(
        title="Lập năm học 2026–2027",
        why="Xem trước từng học sinh vào lớp nào; hoàn tác được khi chưa nhập gì thêm.",
        button="Đưa học sinh lên lớp",
        url=_LATER,
    ),
    years=(("2025-2026", "2025–2026", True), ("2024-2025", "2024–2025", False)),
    classes=(
        _line("1A", 33, "Lò Thị Mai", State(words="Xong", tone=Tone.DONE)),
        _line("2A", 31, "Quàng Văn Hùng", State(words="Còn 3 học sinh", tone=Tone.TO_DO)),
        _line(
            "2B", 34, "Vì Thị Lan", State(words="Chờ đóng dấu", tone=Tone.WAITS), "từ 05/01/2026"
        ),
        _line("2C", 0, "", State(words="Chưa có học sinh", tone=Tone.TO_DO)),
    ),
    teachers=(("GV01", "Lò Thị Mai"), ("GV02", "Quàng Văn Hùng")),
    refusal="",
    later_url=_LATER,
    later="2026–2027",
    history=(
        HistoryRow(
            at=AT,
            words="Đưa 98 học sinh lên từ năm học 2024–2025",
            by="VT01",
            basis="QĐ 9/QĐ-TH",
        ),
    ),
    take_back="Hoàn tác: bỏ 98 học sinh vừa đưa lên",
    why_not_back="Không hoàn tác được nữa: 98 học sinh đã có thông tin của năm học mới.",
    today="05/06/2026",
    typed={"act": "make", "name": "1A"},
    problem="Năm học này đã có lớp 1A.",
)


def _pupil(
    number: int, name: str, course: Course, class_name: str, problem: str = ""
) -> GoingPupil:
    return GoingPupil(
        name=name,
        state=course_state(course),
        field=f"{FIELD}MAU{number}" if class_name else "",
        class_name=class_name,
        problem=problem,
    )


NEXT_YEAR = NextYearPage(
    headline="64 học sinh vào năm học 2026–2027",
    lead="62 lên lớp · 2 ở lại lớp · 1 chờ đánh giá bổ sung · 1 đã rời trường.",
    act_url=_LATER,
    seen="0" * 16,
    button="Ghi học sinh vào lớp mới",
    classes=(
        OldClass(
            name="3A",
            summary="3A: 1 · 4A: 31 · không đưa lên: 2",
            open=True,
            pupils=(
                _pupil(1, "Cầm Thị An", Course.UP, "4A"),
                _pupil(
                    2,
                    "Lò Văn Bình",
                    Course.REPEATS,
                    "4A",
                    "Lò Văn Bình: lớp “4A” không theo kết quả năm học trước.",
                ),
                _pupil(3, "Sùng A Chứ", Course.UNDECIDED, ""),
                _pupil(4, "Vừ Thị Dợ", Course.LEFT, ""),
            ),
        ),
        OldClass(name="3B", summary="4B: 31", open=False, pupils=()),
    ),
    names=("3A", "4A", "4B"),
    basis="QĐ 9/QĐ-TH",
)
