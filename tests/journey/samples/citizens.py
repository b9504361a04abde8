"""The public pages, the figures, sign-in and failures with sample values."""

from hocba.faces.public.presenters import AskPage, CheckRow, Sentence, SignerRow, VerdictPage
from hocba.faces.web.figures_presenters import (
    Definition,
    DefinitionsPage,
    FigureRow,
    FiguresPage,
    ReasonRow,
    View,
)
from hocba.faces.web.presenters import (
    Count,
    FailurePage,
    FindingRow,
    Link,
    State,
    Tone,
)
from hocba.faces.web.sign_in_presenters import DemoOffice, DemoPerson, SignInPage
from tests.journey.samples.frames import AT, strip
from tests.journey.samples.offices import NOTE

VALID = State(words="Hợp lệ", tone=Tone.DONE)
PASSED = State(words="Đạt", tone=Tone.DONE)
UNKNOWN = State(words="Chưa rõ", tone=Tone.TO_DO)
FAILED = State(words="Sai", tone=Tone.WRONG)

ASK = AskPage(
    headline="Học bạ này có thật và còn hiệu lực không?",
    lead="Đưa tệp học bạ vào đây. Kết quả hiện ra ngay, không cần tài khoản.",
    largest_file_mb=5,
)
ASK_AGAIN = AskPage(
    headline="Học bạ này có thật và còn hiệu lực không?",
    lead="Đưa tệp học bạ vào đây. Kết quả hiện ra ngay, không cần tài khoản.",
    largest_file_mb=5,
    problem="Mã “HB-4F7K-29QX-M0TZ-9” có ký tự gõ nhầm. Hãy so lại từng ký tự với trang giấy.",
    typed="HB-4F7K-29QX-M0TZ-9",
)

_SIGNERS = (
    SignerRow(
        name="Lường Thị Pâng",
        capacity="Chủ nhiệm 3A từ 01/09/2025",
        certificate="CA công cộng thử nghiệm",
        at=AT,
        state=VALID,
    ),
    SignerRow(
        name="Điêu Chính Tới",
        capacity="Hiệu trưởng",
        certificate="CA công vụ thử nghiệm",
        at=AT,
        state=VALID,
    ),
    SignerRow(
        name="Trường TH Hoa Ban",
        capacity="Con dấu cơ sở giáo dục",
        certificate="CA công vụ thử nghiệm",
        at=AT,
        state=VALID,
    ),
)

_STEPS = (
    "Tệp đọc được",
    "Đúng cấu trúc học bạ số",
    "Nội dung đúng chuẩn hóa",
    "Đủ chữ ký, đúng thứ tự",
    "Nội dung khớp từng chữ ký",
    "Chứng thư do nơi được tin cậy cấp",
    "Chứng thư còn hạn lúc ký",
    "Chứng thư chưa bị thu hồi",
    "Người ký đúng quyền ngày ký",
    "Kết quả đúng quy định",
    "Gốc trích lục khớp nội dung",
    "Chưa có bản thay thế",
)

GENUINE = VerdictPage(
    headline="Học bạ này là thật và đang có hiệu lực",
    about="Lớp 3, năm học 2025–2026 · Trường Tiểu học Hoa Ban, Điện Biên · phiên bản 1",
    tone=Tone.DONE,
    sentences=(
        Sentence(
            title="Nội dung nguyên vẹn",
            told="Không một ký tự nào thay đổi từ khi ký 04/06/2026 16:12.",
            state=PASSED,
        ),
        Sentence(
            title="Đúng người, đúng quyền",
            told="Chủ nhiệm 3A và hiệu trưởng đương nhiệm đã ký; trường đã đóng dấu.",
            state=PASSED,
        ),
        Sentence(
            title="Không bị thay thế",
            told="Chưa có bản đính chính hay thu hồi, cập nhật 2 phút trước.",
            state=PASSED,
        ),
    ),
    signers=_SIGNERS,
    checks=tuple(
        CheckRow(number=at, title=title, told="", state=PASSED)
        for at, title in enumerate(_STEPS, start=1)
    ),
    checked_at=AT,
    report="mau",
)

INDETERMINATE = VerdictPage(
    headline="Chưa kết luận được: không kiểm tra được chứng thư có bị thu hồi hay không",
    about=GENUINE.about,
    tone=Tone.TO_DO,
    what_to_do="Hãy thử lại khi có mạng, hoặc hỏi trường đã cấp học bạ.",
    sentences=(
        GENUINE.sentences[0],
        Sentence(
            title="Chưa rõ quyền của người ký",
            told="Không liên lạc được nơi cấp chứng thư để hỏi chứng thư có bị thu hồi.",
            state=UNKNOWN,
        ),
        GENUINE.sentences[2],
    ),
    signers=_SIGNERS,
    checks=(
        *GENUINE.checks[:7],
        CheckRow(
            number=8,
            title=_STEPS[7],
            told="",
            state=UNKNOWN,
            findings=(
                FindingRow(
                    code="verify.revocation_unknown",
                    state=UNKNOWN,
                    place="chữ ký hiệu trưởng",
                    told="Danh sách thu hồi cũ hơn ngày ký.",
                    mend="Thử lại khi có mạng.",
                    who="người kiểm tra",
                    source="ETSI EN 319 102-1",
                ),
            ),
        ),
        *GENUINE.checks[8:],
    ),
    checked_at=AT,
)

FALSE = VerdictPage(
    headline="Học bạ này không hợp lệ: nội dung đã bị sửa sau khi ký",
    about="Tệp ghi: lớp 3, năm học 2025–2026 · Trường Tiểu học Hoa Ban, Điện Biên",
    tone=Tone.WRONG,
    what_to_do="Đừng dùng tệp này. Hãy xin bản gốc ở trường đã cấp.",
    sentences=(
        Sentence(
            title="Nội dung bị sửa",
            told="Nội dung không khớp với chữ ký nào của học bạ.",
            state=FAILED,
        ),
        *GENUINE.sentences[1:],
    ),
    signers=(),
    checks=GENUINE.checks,
    checked_at=AT,
    newer=Link(words="Xem bản đang có hiệu lực", url="/xac-thuc"),
)


def _row(name: str, pupils: int, accepted: int) -> FigureRow:
    return FigureRow(
        name=name,
        pupils=pupils,
        records=accepted,
        signed=accepted,
        sealed=accepted,
        accepted=accepted,
        exceptions=pupils - accepted,
        undeclared=0,
    )


FIGURES = FiguresPage(
    headline="590 trên 598 học sinh có học bạ trong Kho, 98,7 %",
    note=NOTE,
    pipeline=strip(598, 590, 590, 590, 590, 590, total=598),
    counts=(
        Count(words="Học bạ trong Kho", value=590, of=598),
        Count(words="Chưa ký, có lý do", value=8),
        Count(words="Chưa khai lý do", value=0, is_good_at_zero=True),
    ),
    views=(
        View(words="Theo trường", url="/so-lieu?xem=truong", is_shown=True),
        View(words="Theo khối", url="/so-lieu?xem=khoi"),
        View(words="Theo xã, phường", url="/so-lieu?xem=xa"),
        View(words="Theo tỉnh", url="/so-lieu?xem=tinh"),
    ),
    cut_by="Trường",
    rows=(
        _row("Trường Tiểu học Hoa Ban", 203, 201),
        _row("Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Nậm Kè", 215, 211),
        _row("Trường Tiểu học Quốc tế Sao Mai", 180, 178),
    ),
    total=_row("Tổng", 598, 590),
    reasons=(
        ReasonRow(words="Chưa hoàn thành, rèn luyện trong hè", pupils=4),
        ReasonRow(words="Chưa có số định danh cá nhân", pupils=2),
        ReasonRow(words="Học chương trình nước ngoài", pupils=1),
        ReasonRow(words="Lý do khác", pupils=1),
    ),
)

DEFINITIONS = DefinitionsPage(
    headline="Các con số được tính thế nào",
    lead="Mỗi con số trên trang đều tính lại được từ khai báo và học bạ đã nhận.",
    definitions=(
        Definition(words="Học sinh", told="Học sinh trong khai báo sĩ số do trường đóng dấu."),
        Definition(words="Kho tiếp nhận", told="Học bạ có biên nhận “nhận” của Kho."),
    ),
    back=Link(words="Về trang số liệu", url="/so-lieu"),
)

SIGN_IN = SignInPage(
    headline="Chọn một người để vào xem",
    lead="Bản trình diễn: mọi người và số liệu ở đây đều là giả định.",
    offices=(
        DemoOffice(
            name="Trường Tiểu học Hoa Ban",
            people=(
                DemoPerson(key="a", name="Lường Thị Pâng", capacity="Chủ nhiệm 3A"),
                DemoPerson(key="b", name="Điêu Chính Tới", capacity="Hiệu trưởng"),
                DemoPerson(key="c", name="Lò Thị Hoa", capacity="Văn thư"),
            ),
        ),
        DemoOffice(
            name="Sở Giáo dục và Đào tạo Điện Biên",
            people=(DemoPerson(key="d", name="Vừ A Sùng", capacity="Cán bộ Sở"),),
        ),
    ),
    asks_password=False,
)
PASSWORD = SignInPage(
    headline="Đăng nhập",
    lead="Tài khoản do trường, Sở hoặc Bộ cấp.",
    problem="Tên đăng nhập hoặc mật khẩu chưa đúng. Còn 3 lần thử.",
    typed="pang",
)

FAILURE = FailurePage(
    headline="Học bạ này chưa ký được",
    why="Văn thư không có quyền ký học bạ; người ký là chủ nhiệm lớp.",
    next_words="Về trang của tôi",
    next_url="/",
    code="permit.not_your_role",
    source="Thông tư 27/2020/TT-BGDĐT",
)
