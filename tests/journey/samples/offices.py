"""The province's and the ministry's pages with sample values."""

from datetime import timedelta

from hocba.faces.ministry.presenters import (
    AdmissionsPage,
    NationalPage,
    ProvinceRow,
    RequestDeed,
    RequestPage,
    RequestRow,
)
from hocba.faces.ministry.presenters import PackagesPage as MinistryPackagesPage
from hocba.faces.province.connection_presenters import (
    ConnectionForm,
    ConnectionPage,
    ConnectionRow,
    KeyChoice,
    MadeRow,
    TypedConnection,
)
from hocba.faces.province.presenters import PackagesPage as ProvincePackagesPage
from hocba.faces.province.presenters import SendPage
from hocba.faces.web.presenters import (
    Bar,
    Count,
    Fact,
    FigureNote,
    HistoryRow,
    Link,
    Rhythm,
    State,
    Tone,
)
from tests.journey.samples.frames import AT, CERTIFICATE, strip
from tests.journey.samples.school_office import PACKAGES

NOTE = FigureNote(
    as_of=AT,
    denominator="học sinh theo khai báo sĩ số của trường",
    definition_url="/so-lieu/cach-tinh",
    excel_url="/tai",
    json_url="/tai",
)

PROVINCE_PACKAGES = ProvincePackagesPage(
    headline="1 gói còn mục trả lại",
    lead="12 gói từ 2 trường",
    pipeline=strip(598, 590, 520, 480, 412, 300, total=598),
    rows=PACKAGES,
)

SEND = SendPage(
    headline="112 học bạ sẵn sàng gửi lên Bộ",
    lead="Chỉ học bạ đã kiểm tra đạt mới được gửi.",
    pipeline=strip(598, 590, 520, 480, 412, 300, total=598),
    counts=(
        Count(words="Học bạ sẽ gửi", value=112),
        Count(words="Bộ đã nhận", value=300, of=412),
    ),
    certificate=CERTIFICATE,
    consent="Sở Giáo dục và Đào tạo Điện Biên gửi 112 học bạ dưới chứng thư số của Sở.",
    button="Gửi 112 học bạ",
    sent=PACKAGES,
    refusal="Chưa gửi được: chứng thư số của Sở hết hạn ngày 01/06/2026.",
)

TYPED = TypedConnection(
    full_name="Lò Thị Mai",
    position="Phó Chánh Văn phòng",
    phone="0215 382 5409",
    email="ltmai@dienbien.example.vn",
    decision="QĐ 12/QĐ-SGDĐT",
    decided_on="05/01/2026",
)

CONNECTION = ConnectionPage(
    headline="Chứng thư của Sở còn 20 ngày: gửi đề nghị chứng thư mới",
    lead="Cần cả tài khoản và chứng thư số được Bộ duyệt, còn hạn.",
    pipeline=strip(598, 590, 520, 480, 412, 300, total=598),
    connections=(
        ConnectionRow(
            title="Tài khoản kết nối",
            state=State(words="Đã duyệt", tone=Tone.DONE),
            facts=(Fact(words="Mã tài khoản", value="SO11"),),
        ),
        ConnectionRow(
            title="Chứng thư số của Sở",
            state=State(words="Bị từ chối", tone=Tone.WRONG),
            facts=CERTIFICATE,
            reason="Lý do của Bộ: quyết định thiếu dấu",
        ),
    ),
    form=ConnectionForm(
        kind="GIA_HAN",
        title="Đề nghị chứng thư mới",
        lead="Ký bằng khóa mới, trước ngày chứng thư cũ hết hạn; cả hai cùng có hiệu lực.",
        consent="Sở Giáo dục và Đào tạo Điện Biên đề nghị Bộ: chứng thư số; ký dưới chứng thư số.",
        button="Ký bằng khóa mới và gửi",
        typed=TYPED,
        keys=(
            KeyChoice(value="now", words="Khóa đang dùng: Sở Điện Biên, đến 24/06/2026"),
            KeyChoice(value="next", words="Khóa mới: Sở Điện Biên, đến 24/06/2029"),
        ),
        problems=("Điện thoại: Số điện thoại chưa đúng: cần 8 đến 15 chữ số.",),
    ),
    others=(
        ConnectionForm(
            kind="DOI_CAN_BO",
            title="Đổi cán bộ phụ trách",
            lead="Ghi vào lịch sử ở Bộ, không sửa được.",
            consent="Sở Giáo dục và Đào tạo Điện Biên đề nghị Bộ: đổi cán bộ phụ trách.",
            button="Ký và gửi",
            typed=TypedConnection(),
            keys=(),
            refusal="Khóa của Sở hiện không ký được.",
        ),
    ),
    made=(
        MadeRow(
            what="Chứng thư số",
            at=AT,
            by="Lò Thị Mai",
            state=State(words="Chưa tới Bộ", tone=Tone.TO_DO),
            note="Gửi lại lúc nào cũng an toàn.",
        ),
    ),
    hear_button="Gửi lại đề nghị",
    heard="04/06/2026 16:12",
    history=(
        HistoryRow(
            at=AT,
            words="chứng thư số",
            by="Trần Thị Minh Nguyệt",
            state=State(words="Duyệt", tone=Tone.DONE),
        ),
        HistoryRow(
            at=AT - timedelta(days=1),
            words="chứng thư số",
            by="Trần Thị Minh Nguyệt",
            basis="Chứng thư do CA chưa được tin cậy cấp",
            state=State(words="Từ chối", tone=Tone.WRONG),
        ),
    ),
)

_PERCENTS = (
    ("Hà Nội", 642310, 626894, ("hè 1,1 %", Tone.WAITS), ("định danh 0,8 %", Tone.WAITS)),
    ("Điện Biên", 58104, 51712, ("chưa khai lý do 4,2 %", Tone.TO_DO)),
    ("Thành phố Hồ Chí Minh", 91550, 45775, ("chứng thư hết hạn", Tone.WRONG)),
    ("Cà Mau", 77020, 0, ("chưa có chứng thư", Tone.WRONG)),
    ("Huế", 60125, 60119, ("định danh 0,1 %", Tone.WAITS)),
    ("Lạng Sơn", 66204, 65990, ("hè 0,3 %", Tone.WAITS)),
)

NATIONAL = NationalPage(
    headline="4.241.906 học bạ đã tiếp nhận, 59,47 % học sinh thuộc phạm vi",
    note=NOTE,
    pipeline=strip(7100388, 6900100, 6400200, 5900000, 5100000, 4241906, total=7132851),
    counts=(
        Count(words="Sở có tài khoản kết nối", value=63, of=63),
        Count(words="Sở có chứng thư số được duyệt", value=61, of=63),
        Count(words="Sở đã gửi báo cáo", value=59, of=63),
        Count(words="Gói nộp chưa đối soát khớp", value=0, is_good_at_zero=True),
    ),
    rows=tuple(
        ProvinceRow(
            name=name,
            pupils=pupils,
            accepted=accepted,
            why_not=tuple(State(words=words, tone=tone) for words, tone in reasons),
            url="/bo",
        )
        for name, pupils, accepted, *reasons in _PERCENTS
    ),
    rhythm=Rhythm(
        title="Nhịp tiếp nhận theo ngày",
        bars=tuple(
            Bar(label=f"{at + 28 if at < 4 else at - 3:02}/0{5 if at < 4 else 6}", value=value)
            for at, value in enumerate(
                (65000, 108000, 201000, 298000, 312400, 266000, 180000, 131000, 92000, 151000)
            )
        ),
        told="Đỉnh 01/06: 312.400 học bạ. Đợt hai tháng 8: học sinh rèn luyện trong hè.",
    ),
)

_REQUESTS = (
    RequestRow(
        url="/bo/de-nghi/1",
        province="Sở GD&ĐT Điện Biên",
        kind="Chứng thư số",
        asked_at=AT,
        asked_by="Vừ A Sùng",
        state=State(words="Chờ duyệt", tone=Tone.TO_DO),
    ),
    RequestRow(
        url="/bo/de-nghi/1",
        province="Sở GD&ĐT Cà Mau",
        kind="Tài khoản kết nối",
        asked_at=AT,
        asked_by="Lê Hoàng Phúc",
        state=State(words="Đã duyệt", tone=Tone.DONE),
        decided_at=AT,
        decided_by="Trần Thị Minh Nguyệt",
    ),
)

ADMISSIONS = AdmissionsPage(
    headline="1 đề nghị chờ duyệt",
    lead="Một Sở gửi được học bạ khi có cả tài khoản và chứng thư số được duyệt.",
    pipeline=strip(598, 590, 520, 480, 412, 300, total=598),
    waiting=_REQUESTS[:1],
    decided=_REQUESTS[1:],
    provinces=(("01", "Hà Nội"), ("11", "Điện Biên")),
    kinds=(("TAI_KHOAN", "Tài khoản kết nối"), ("CHUNG_THU", "Chứng thư số")),
)

REQUEST = RequestPage(
    headline="Sở GD&ĐT Điện Biên đề nghị duyệt chứng thư số",
    lead="Gửi lúc 05/06/2026 17:00 bởi Vừ A Sùng",
    state=State(words="Chờ duyệt", tone=Tone.TO_DO),
    facts=CERTIFICATE,
    history=CONNECTION.history,
    act_url="/bo/de-nghi/1",
    asked=(
        Fact(words="Cán bộ đầu mối", value="Lò Thị Mai", note="Phó Chánh Văn phòng"),
        Fact(words="Điện thoại", value="0215 382 5409"),
        Fact(words="Quyết định của Sở", value="QĐ 12/QĐ-SGDĐT", note="ngày 05/01/2026"),
        Fact(words="Chữ ký", value="Ký bằng chính khóa của chứng thư xin duyệt"),
    ),
    papers=(Link(words="QĐ 12/QĐ-SGDĐT (quyet-dinh.pdf)", url="/bo/de-nghi/1/minh-chung?ma=1"),),
    others=ADMISSIONS.waiting[:1],
    deeds=(
        RequestDeed(key="XEM_XET", button="Xem xét đạt, chuyển cán bộ thứ hai", is_main=True),
        RequestDeed(key="TU_CHOI", button="Từ chối", refusal="Người đề nghị không tự duyệt."),
    ),
)

MINISTRY_PACKAGES = MinistryPackagesPage(
    headline="Mọi gói đã có biên nhận",
    lead="59 Sở · 1.204 gói",
    pipeline=strip(598, 590, 520, 480, 412, 300, total=598),
    rows=PACKAGES,
)
