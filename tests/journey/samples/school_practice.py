"""The practice school: the way in, and the steps of a class that is half done."""

from dataclasses import replace

from hocba.core.terms.environment import Environment
from hocba.faces.school.practice_pages import GuideStep, PracticePage
from hocba.faces.web.presenters import Link, State, Tone
from tests.journey.samples.frames import SCHOOL

INSIDE = replace(SCHOOL, environment=Environment.TRAINING, is_practice=True)
_DONE = State(words="Xong", tone=Tone.DONE)

ENTRANCE = PracticePage(
    headline="Tập làm học bạ số mà không sợ sai",
    lead="Một trường giả định của riêng quý vị: một lớp, sáu học sinh, bốn vai.",
    is_inside=False,
    act="Mở trường tập huấn",
)

STEPS = PracticePage(
    headline="Bước 2 trên 3: Nhập bảng kết quả cuối năm",
    lead="Quý vị đóng cả bốn vai; nút của mỗi bước tự đổi sang đúng vai.",
    is_inside=True,
    steps=(
        GuideStep(
            key="danh-sach",
            title="Nhập danh sách học sinh",
            how="Tải tệp mẫu về máy, rồi đưa vào ô Danh sách học sinh.",
            who="Quản trị của trường",
            state=_DONE,
        ),
        GuideStep(
            key="ket-qua",
            title="Nhập bảng kết quả cuối năm",
            how="Thử tệp thiếu trước: trang chỉ đúng hai ô còn thiếu.",
            who="Chủ nhiệm",
            state=State(words="Bước này", tone=Tone.TO_DO),
            act="Làm bước này",
            sheets=(
                Link(words="Tải bảng kết quả còn thiếu 2 ô", url="/truong/tap-huan/mau/thieu"),
                Link(words="Tải bảng kết quả đủ", url="/truong/tap-huan/mau/ket-qua-du"),
            ),
        ),
        GuideStep(
            key="dong-dau",
            title="Văn thư đóng dấu",
            how="Dấu của trường là chữ ký cuối cùng.",
            who="Văn thư",
            state=State(words="Để sau"),
        ),
    ),
    done=Link(words="Xem học bạ của lớp", url="/truong/lop/2A"),
)
