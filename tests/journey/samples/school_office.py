"""Files in, exceptions, packages: the school's office with sample values."""

from hocba.faces.school.consent_presenters import ConsentPage
from hocba.faces.school.exception_presenters import ExceptionRow, ExceptionsPage
from hocba.faces.school.presenters import (
    ChangeRow,
    DryRunPage,
    ImportPage,
    ReasonChoice,
    SchoolPackagesPage,
    SheetKind,
)
from hocba.faces.web.presenters import (
    Count,
    Fact,
    FindingRow,
    Link,
    Next,
    PackageRow,
    ReceiptEntry,
    ReceiptPage,
    State,
    Tone,
)
from tests.journey.samples.frames import AT, CERTIFICATE, strip
from tests.journey.samples.school_classes import ERROR, PUPILS, READY

IMPORT = ImportPage(
    headline="Nhập từ Excel",
    lead="Ba loại tệp, theo thứ tự: danh sách học sinh, danh sách cán bộ, bảng kết quả của lớp.",
    pipeline=strip(35, 33, 0, 0, 0, 0, total=35),
    kinds=(
        SheetKind(
            key="pupils",
            title="Danh sách học sinh",
            told="Tệp C1-HocSinh tải từ cơ sở dữ liệu ngành.",
            template_url="/truong/mau/pupils",
            last="Lần gần nhất: 01/06/2026 08:10, 103 học sinh.",
        ),
        SheetKind(
            key="staff",
            title="Danh sách cán bộ và phân công",
            told="Ai là chủ nhiệm lớp nào, hiệu trưởng, văn thư, từ ngày nào.",
            template_url="/truong/mau/staff",
        ),
        SheetKind(
            key="results",
            title="Bảng tổng hợp kết quả của lớp",
            told="Theo Phụ lục 2 Thông tư 27/2020/TT-BGDĐT.",
            template_url="/truong/mau/results",
            classes=("1A", "2A", "3A"),
        ),
    ),
)

FINDINGS = (
    FindingRow(
        code="sheet.date_not_real",
        state=ERROR,
        place="Sheet1, dòng 12, cột Ngày sinh",
        told="Ngày “31/02/2017” không có thật.",
        mend="Sửa lại ngày theo giấy khai sinh rồi nộp lại tệp.",
        who="văn thư",
        source="Hocba",
    ),
    FindingRow(
        code="sheet.mark_too_high",
        state=ERROR,
        place="KQ 3A, dòng 9, cột Toán – Điểm kiểm tra",
        told="Điểm 11 vượt thang điểm 10.",
        mend="Ghi lại điểm theo bài kiểm tra.",
        who="giáo viên chủ nhiệm",
        source="Thông tư 27/2020/TT-BGDĐT, Điều 7",
    ),
    FindingRow(
        code="code.id_birth_year_differs",
        state=State(words="Cần xem", tone=Tone.TO_DO),
        place="Sheet1, dòng 20, cột Số định danh cá nhân",
        told="Số định danh không khớp năm sinh 2016.",
        mend="Đối chiếu với giấy khai sinh; nếu đúng thì không phải sửa.",
        who="văn thư",
    ),
)

DRY_RUN = DryRunPage(
    headline="Tệp có 2 dòng lỗi, 33 dòng nhập được",
    lead="C1-HocSinh_HoaBan.xlsx · chưa ghi gì cả",
    file_name="C1-HocSinh_HoaBan.xlsx",
    counts=(
        Count(words="Dòng trong tệp", value=35),
        Count(words="Học sinh mới", value=3),
        Count(words="Học sinh thay đổi", value=2),
        Count(words="Dòng có lỗi", value=2, is_good_at_zero=True),
    ),
    changes=(
        ChangeRow(
            place="dòng 4",
            name="Lò Văn Biên",
            what="Ngày sinh",
            before="02/01/2017",
            after="01/02/2017",
            state=State(words="Thay đổi", tone=Tone.TO_DO),
        ),
        ChangeRow(
            place="dòng 18",
            name="Sùng Thị Mỷ",
            what="Học sinh",
            before="",
            after="vào lớp 3A",
            state=State(words="Mới", tone=Tone.WAITS),
        ),
    ),
    more_changes=3,
    findings=FINDINGS,
    ticket="t-1",
    kind="pupils",
    good_rows=33,
    has_errors=True,
)

CONSENT = ConsentPage(
    headline="33 học bạ lớp 3A sẵn sàng để ký",
    lead="Một lần xác nhận cho cả lớp. Nội dung không rời khỏi trường; chỉ mã băm được gửi đi ký.",
    pipeline=strip(35, 33, 0, 0, 0, 0, total=35),
    ready=tuple(row for row in PUPILS if row.state is READY),
    left_out=tuple(row for row in PUPILS if row.state is not READY),
    certificate=CERTIFICATE,
    consent="Tôi, Lường Thị Pâng, chủ nhiệm lớp 3A, xác nhận nội dung đánh giá trong 33 học bạ "
    "năm học 2025–2026 dưới đây và ký bằng chữ ký số của tôi.",
    button="Ký 33 học bạ",
    act_url="/truong/ky",
)

EXCEPTIONS = ExceptionsPage(
    headline="Còn 1 học sinh chưa ký mà chưa có lý do",
    lead="103 học sinh = 100 học bạ + 3 trường hợp chưa ký",
    pipeline=strip(103, 101, 68, 33, 0, 0, total=103),
    next=Next(
        title="Ghi lý do cho Quàng Thị Dung",
        why="Đủ lý do thì trường mới khai báo sĩ số được.",
        button="Khai báo sĩ số",
        refusal="Chưa khai báo được: còn 1 học sinh chưa có lý do.",
    ),
    counts=(
        Count(words="Học sinh có học bạ", value=100, of=103),
        Count(words="Rèn luyện trong hè", value=1),
        Count(words="Chưa có số định danh", value=1),
        Count(words="Chưa khai lý do", value=1, is_good_at_zero=True),
    ),
    reasons=(
        ReasonChoice(code="REN_LUYEN_HE", words="Chưa hoàn thành, rèn luyện trong hè"),
        ReasonChoice(code="THIEU_DINH_DANH", words="Chưa có số định danh cá nhân"),
        ReasonChoice(code="TRUONG_QUOC_TE", words="Học chương trình nước ngoài"),
        ReasonChoice(code="KHAC", words="Lý do khác"),
    ),
    rows=(
        ExceptionRow(
            pupil_key="p3",
            name="Quàng Thị Dung",
            class_name="3A",
            masked_id="",
            reason="",
            note="",
            state=State(words="Chưa khai lý do", tone=Tone.TO_DO),
        ),
        ExceptionRow(
            pupil_key="p4",
            name="Tòng Minh Đức",
            class_name="3A",
            masked_id="0113 •••• 4471",
            reason="REN_LUYEN_HE",
            note="Đánh giá bổ sung môn Toán",
            state=State(words="Rèn luyện trong hè", tone=Tone.WAITS),
            noted_at=AT,
            noted_by="Lường Thị Pâng",
            expected_on="15/08/2026",
            due=State(words="Quá ngày dự kiến", tone=Tone.WRONG),
            act=Link(words="Đánh giá bổ sung", url="/truong/chua-ky/p4"),
        ),
    ),
)

PACKAGES = (
    PackageRow(
        message_id="TR11031270001-0000012",
        url="/truong/bien-nhan",
        party="Sở GD&ĐT Điện Biên",
        sent_at=AT,
        entries=50,
        accepted=49,
        rejected=1,
        state=State(words="Nhận, có mục trả lại", tone=Tone.TO_DO),
    ),
    PackageRow(
        message_id="TR11031270001-0000013",
        url="/truong/bien-nhan",
        party="Sở GD&ĐT Điện Biên",
        sent_at=AT,
        entries=18,
        state=State(words="Chờ biên nhận", tone=Tone.WAITS),
    ),
)

SENT = SchoolPackagesPage(
    headline="Sở đã nhận 49 trên 50 học bạ, 1 học bạ bị trả lại",
    lead="Gói gần nhất gửi lúc 05/06/2026 17:00",
    pipeline=strip(103, 101, 101, 101, 101, 49, total=103),
    next=Next(
        title="Xem vì sao 1 học bạ bị trả lại",
        why="Sửa xong thì gửi lại; các học bạ đã nhận không phải gửi nữa.",
        button="Xem biên nhận",
        url="/truong/bien-nhan",
    ),
    rows=PACKAGES,
    waiting=18,
)

RECEIPT = ReceiptPage(
    headline="Sở nhận 49 học bạ, trả lại 1",
    lead="Gói TR11031270001-0000012 · biên nhận ký lúc 05/06/2026 17:01",
    facts=(
        Fact(words="Số biên nhận", value="SO11-0000031"),
        Fact(words="Bên gửi", value="Trường Tiểu học Hoa Ban"),
        Fact(words="Dấu vết gói", value="9f2c 77ab 03d1 5e80 …", note="SHA-256"),
    ),
    counts=(
        Count(words="Nhận", value=49, of=50),
        Count(words="Trả lại", value=1, is_good_at_zero=True),
    ),
    entries=(
        ReceiptEntry(
            name="HB-4F7K-29QX-M0TZ-8.v1.xml",
            url="",
            state=State(words="Trả lại", tone=Tone.WRONG),
            findings=FINDINGS[1:2],
        ),
        ReceiptEntry(
            name="HB-9QX2-7K4F-TZM0-3.v1.xml",
            url="",
            state=State(words="Nhận", tone=Tone.DONE),
            log_position=4241907,
        ),
    ),
    pipeline=strip(103, 101, 101, 101, 101, 49, total=103),
    receipt_url="/tai",
    package_url="/tai",
)
