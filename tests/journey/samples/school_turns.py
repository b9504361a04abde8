"""Whose turn it is: completeness, requests to reopen, notices, a subject teacher's home."""

from dataclasses import replace

from hocba.faces.school.completeness import CompletenessPage, GridState, LackingPupil
from hocba.faces.school.notices import NoticeRow, NoticesPage
from hocba.faces.school.presenters import ReasonChoice
from hocba.faces.school.reopenings import AskForm, ReopeningPage, ReopeningRow, ReopeningsPage
from hocba.faces.school.teaching import TaughtGrid, TeachingPage
from hocba.faces.web.presenters import Link, Next, State, Tone
from tests.journey.samples.frames import AT, SCHOOL, strip

RUNG = replace(SCHOOL, bell=3)
_GRID = "/truong/nhap-diem/3A"
_FULL, _LACKS = State(words="Đủ", tone=Tone.DONE), State(words="Thiếu 2", tone=Tone.TO_DO)

COMPLETENESS = CompletenessPage(
    headline="Lớp 3A: còn 2 học sinh chưa đủ hồ sơ",
    lead="33/35 học sinh đã đủ · 0 có lý do chưa ký",
    pipeline=strip(35, 33, 0, 0, 0, 0, total=35),
    grids=tuple(
        GridState(
            link=Link(words=words, url=f"{_GRID}/{number}"),
            state=_LACKS if words == "Tiếng Việt" else _FULL,
        )
        for number, words in enumerate(
            ("Tiếng Việt", "Toán", "Tự nhiên và Xã hội", "Phẩm chất, năng lực", "Ngày nghỉ")
        )
    ),
    rows=(
        LackingPupil(
            number=4,
            name="Sùng Thị Mỷ",
            lacks=(
                Link(words="Tiếng Việt chưa có mức đạt được.", url=f"{_GRID}/0#o-1"),
                Link(words="Tiếng Việt chưa có điểm kiểm tra định kỳ.", url=f"{_GRID}/0#o-2"),
            ),
        ),
        LackingPupil(
            number=17,
            name="Quàng Văn Hoàng Anh Tuấn",
            lacks=(Link(words="Tiếng Việt chưa có mức đạt được.", url=f"{_GRID}/0#o-3"),),
        ),
    ),
    next=Next(
        title="Bổ sung cho Sùng Thị Mỷ",
        why="Tiếng Việt chưa có mức đạt được.",
        button="Đến ô còn thiếu",
        url=f"{_GRID}/0#o-1",
    ),
)

_WAITS = ReopeningRow(
    about="Lớp 3A, Sùng Thị Mỷ",
    reason="Kết quả học tập chưa đúng: Toán là 9",
    by="Lường Thị Pâng",
    at=AT,
    state=State(words="Chờ trả lời", tone=Tone.WAITS),
    answer="",
    url="/truong/mo-lai/1",
)
REOPENINGS = ReopeningsPage(
    headline="1 đề nghị mở lại đang chờ trả lời",
    lead="Học bạ đã khóa chỉ mở lại khi hiệu trưởng duyệt; lý do ở lại trong học bạ.",
    rows=(
        _WAITS,
        replace(
            _WAITS,
            about="Lớp 3A",
            state=State(words="Không duyệt", tone=Tone.CALM),
            answer="Điểm đã đúng theo sổ.",
        ),
    ),
    form=AskForm(
        records=(ReasonChoice(code="1", words="Sùng Thị Mỷ"),),
        reasons=(ReasonChoice(code="SAI_KET_QUA", words="Kết quả học tập chưa đúng"),),
        note_limit=300,
        refusal="",
    ),
)
REOPENING = ReopeningPage(
    headline="Đề nghị mở lại: Lớp 3A, Sùng Thị Mỷ",
    lead="Duyệt thì học bạ về bản nháp và chữ ký đã có hết hiệu lực.",
    row=_WAITS,
    refusal="",
    is_open=True,
    note_limit=300,
    back=Link(words="Về danh sách đề nghị", url="/truong/mo-lai"),
)
NOTICES = NoticesPage(
    headline="1 thông báo chưa đọc",
    lead="Thông báo chỉ nêu lớp và việc, không nêu học sinh hay điểm.",
    rows=tuple(
        NoticeRow(words=words, url=f"/truong/thong-bao/{number}", at=AT, is_new=number == 2)
        for number, words in (
            (2, "Lớp 3A: 35 học bạ chủ nhiệm đã ký, chờ hiệu trưởng ký."),
            (1, "Lớp 2A: chủ nhiệm đề nghị mở lại 1 học bạ."),
        )
    ),
    unread=1,
    gets_mail=True,
    address="hieu.truong@hoaban.edu.vn",
)
TEACHING = TeachingPage(
    headline="1 bảng điểm chưa đủ",
    lead="Các môn, các lớp được phân công dạy trong năm học.",
    rows=(
        TaughtGrid(
            link=Link(words="Tiếng Anh, lớp 3A", url=f"{_GRID}/tieng_anh"),
            pupils=35,
            left=2,
            state=State(words="Còn 2 học sinh", tone=Tone.TO_DO),
        ),
        TaughtGrid(
            link=Link(words="Tiếng Anh, lớp 4B", url=f"{_GRID}/tieng_anh"),
            pupils=34,
            left=0,
            state=_FULL,
        ),
    ),
    next=Next(
        title="Nhập tiếp Tiếng Anh, lớp 3A: còn 2 học sinh",
        why="Mọi ô được lưu ngay khi rời ô.",
        button="Mở bảng điểm",
        url=f"{_GRID}/tieng_anh",
    ),
)
