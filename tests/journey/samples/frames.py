"""What stands around the sample pages, one frame an office."""

from datetime import datetime

from hocba.core.terms.environment import Environment
from hocba.faces.web.numbers import VIETNAM
from hocba.faces.web.presenters import Capacity, Fact, Frame, Link, MenuGroup, MenuItem, Stage

AT = datetime(2026, 6, 5, 17, 0, tzinfo=VIETNAM)

_WORDS = (
    "Đánh giá",
    "Đủ hồ sơ",
    "Chủ nhiệm ký",
    "Hiệu trưởng ký",
    "Đóng dấu",
    "Kho tiếp nhận",
)


def strip(*done: int, total: int) -> tuple[Stage, ...]:
    now = next((at for at, count in enumerate(done) if count < total), -1)
    return tuple(
        Stage(words=word, done=count, total=total, now=at == now)
        for at, (word, count) in enumerate(zip(_WORDS, done, strict=True))
    )


SCHOOL = Frame(
    brand="Học bạ số",
    where=(Link(words="Trường Tiểu học Hoa Ban", url="/truong"), Link(words="Lớp 3A")),
    period="Năm học 2025–2026",
    person="Cô Lường Thị Pâng",
    capacity="Chủ nhiệm 3A",
    others=(Capacity(key="VAN_THU///", words="Văn thư"),),
    menu=(
        MenuGroup(
            items=(
                MenuItem(words="Hôm nay", url="/truong", here=True),
                MenuItem(words="Lớp 3A", url="/truong/lop", waiting=2),
                MenuItem(words="Nhập từ Excel", url="/truong/nhap"),
                MenuItem(words="Ký học bạ", url="/truong/ky"),
                MenuItem(words="Học sinh chưa ký", url="/truong/chua-ky", waiting=3),
                MenuItem(words="Gói nộp, biên nhận", url="/truong/goi-nop"),
            )
        ),
        MenuGroup(title="Chung", items=(MenuItem(words="Số liệu", url="/so-lieu"),)),
    ),
)

PROVINCE = Frame(
    brand="Học bạ số",
    where=(Link(words="Sở Giáo dục và Đào tạo Điện Biên", url="/so"),),
    period="Năm học 2025–2026",
    person="Vừ A Sùng",
    capacity="Cán bộ Sở",
    menu=(
        MenuGroup(
            items=(
                MenuItem(words="Các trường", url="/so", here=True),
                MenuItem(words="Gói nộp, biên nhận", url="/so/goi-nop"),
                MenuItem(words="Gửi lên Bộ", url="/so/gui-bo", waiting=1),
                MenuItem(words="Kết nối với Bộ", url="/so/ket-noi"),
            )
        ),
        MenuGroup(title="Chung", items=(MenuItem(words="Số liệu", url="/so-lieu"),)),
    ),
    environment=Environment.TRAINING,
)

MINISTRY = Frame(
    brand="Kho học bạ số",
    where=(Link(words="Bộ Giáo dục và Đào tạo", url="/bo"), Link(words="Toàn quốc")),
    period="Năm học 2023–2024 · khối 1–4",
    person="Trần Thị Minh Nguyệt",
    capacity="Vụ Giáo dục Tiểu học",
    menu=(
        MenuGroup(
            items=(
                MenuItem(words="Toàn quốc", url="/bo", here=True),
                MenuItem(words="Đề nghị kết nối", url="/bo/de-nghi", waiting=2),
                MenuItem(words="Gói nộp, biên nhận", url="/bo/goi-nop"),
                MenuItem(words="Số liệu", url="/so-lieu"),
            )
        ),
    ),
    environment=Environment.TEST,
)

PUBLIC = Frame(
    brand="Xác thực học bạ số", where=(Link(words="Ai cũng tra được, không cần tài khoản"),)
)

CERTIFICATE = (
    Fact(words="Người giữ", value="Lường Thị Pâng", note="CCCD 0111 •••• 3187"),
    Fact(words="Nơi cấp", value="CA công cộng thử nghiệm Hocba"),
    Fact(words="Số hiệu", value="5B:0C:91:77:AE"),
    Fact(words="Hiệu lực", value="01/09/2025 – 31/08/2027", note="còn 453 ngày"),
)
