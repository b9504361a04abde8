"""A school's classes and records with sample values, long Vietnamese names among them."""

from datetime import timedelta

from hocba.faces.school.presenters import (
    ClassPage,
    ClassRow,
    Deed,
    PupilRow,
    RecordPage,
    SchoolHome,
    SignatureRow,
    SubjectRow,
    TraitGroup,
)
from hocba.faces.web.presenters import (
    Fact,
    HistoryRow,
    Link,
    Next,
    State,
    Tone,
)
from tests.journey.samples.frames import AT, strip

READY = State(words="Sẵn sàng ký", tone=Tone.DONE)
ERROR = State(words="Lỗi", tone=Tone.WRONG)

PUPILS = (
    PupilRow(
        number=1,
        name="Cầm Thị An",
        masked_id="0113 •••• 3187",
        result="Hoàn thành xuất sắc",
        state=READY,
        act=Link(words="Xem học bạ", url="/truong/hoc-ba"),
    ),
    PupilRow(
        number=2,
        name="Lò Văn Biên",
        masked_id="0113 •••• 9020",
        result="Hoàn thành tốt",
        state=State(words="Thiếu nhận xét Tin học", tone=Tone.TO_DO),
        act=Link(words="Bổ sung", url="/truong/nhap"),
    ),
    PupilRow(
        number=3,
        name="Quàng Thị Dung",
        masked_id="",
        result="Hoàn thành",
        state=State(words="Chờ số định danh", tone=Tone.WAITS),
        act=Link(words="Ghi lý do", url="/truong/chua-ky"),
    ),
    PupilRow(
        number=4,
        name="Tòng Minh Đức",
        masked_id="0113 •••• 4471",
        result="Chưa hoàn thành",
        state=State(words="Rèn luyện trong hè", tone=Tone.WAITS),
        reason="Đánh giá bổ sung môn Toán trước 15/08/2026",
        act=Link(words="Theo dõi", url="/truong/chua-ky"),
    ),
    PupilRow(
        number=5,
        name="Công Tằng Tôn Nữ Hoàng Ngọc Phương Thảo Nguyên",
        masked_id="0113 •••• 0936",
        result="Hoàn thành tốt",
        state=READY,
        act=Link(words="Xem học bạ", url="/truong/hoc-ba"),
    ),
)

CLASS = ClassPage(
    headline="Lớp 3A còn 2 học sinh trước khi ký",
    lead="Hạn ký của trường: thứ Sáu 05/06/2026 · còn 3 ngày",
    next=Next(
        title="Bổ sung nhận xét môn Tin học cho 2 học sinh",
        why="Xong bước này là cô ký được cả lớp trong một lần xác nhận.",
        button="Bổ sung ngay",
        url="/truong/nhap",
    ),
    pipeline=strip(35, 33, 0, 0, 0, 0, total=35),
    rows=PUPILS,
)

HOME = SchoolHome(
    headline="2 lớp chờ hiệu trưởng ký, 1 lớp chưa đủ hồ sơ",
    lead="Hạn ký của trường: thứ Sáu 05/06/2026 · còn 3 ngày",
    next=Next(
        title="Ký 68 học bạ của lớp 1A và 2A",
        why="Chủ nhiệm hai lớp đã ký xong.",
        button="Xem và ký",
        url="/truong/ky",
    ),
    pipeline=strip(103, 101, 68, 33, 0, 0, total=103),
    rows=tuple(
        ClassRow(
            name=f"Lớp {name}",
            url="/truong/lop",
            teacher=teacher,
            pupils=35,
            ready=33,
            attested=done,
            approved=0,
            sealed=0,
            accepted=0,
            exceptions=2,
            state=state,
            act=Link(words="Ký cả lớp", url="/truong/ky") if done else None,
        )
        for name, teacher, done, state in (
            ("1A", "Lường Thị Pâng", 33, State(words="Chờ hiệu trưởng ký", tone=Tone.TO_DO)),
            ("2A", "Nguyễn Thị Hồng Nhung", 33, State(words="Chờ hiệu trưởng ký", tone=Tone.TO_DO)),
            ("3A", "Giàng A Páo", 0, State(words="Chờ chủ nhiệm", tone=Tone.WAITS)),
        )
    ),
)

RECORD = RecordPage(
    headline="Học bạ lớp 3 của Cầm Thị An chờ hiệu trưởng ký",
    lead="Mã học bạ HB-4F7K-29QX-M0TZ-8 · phiên bản 1",
    state=State(words="Chủ nhiệm đã ký", tone=Tone.WAITS),
    pipeline=strip(1, 1, 1, 0, 0, 0, total=1),
    facts=(
        Fact(words="Họ và tên", value="Cầm Thị An"),
        Fact(words="Ngày sinh", value="12/03/2017"),
        Fact(words="Giới tính", value="Nữ"),
        Fact(words="Dân tộc", value="Thái"),
        Fact(words="Số định danh", value="0113 •••• 3187"),
        Fact(words="Lớp", value="3A, năm học 2025–2026"),
    ),
    subjects=(
        SubjectRow(
            name="Tiếng Việt", level="Hoàn thành tốt", score="9", comment="Đọc to, rõ ràng."
        ),
        SubjectRow(name="Toán", level="Hoàn thành tốt", score="10", comment="Tính nhanh, đúng."),
        SubjectRow(
            name="Hoạt động trải nghiệm",
            level="Hoàn thành",
            score="",
            comment="Tích cực tham gia các hoạt động của lớp, biết giúp đỡ bạn; cần mạnh dạn hơn "
            "khi trình bày ý kiến trước tập thể.",
        ),
    ),
    traits=tuple(
        TraitGroup(
            title=title,
            levels=tuple(Fact(words=word, value="Tốt") for word in words),
            comment="Em ngoan, lễ phép, biết vâng lời.",
        )
        for title, words in (
            ("Phẩm chất chủ yếu", ("Yêu nước", "Nhân ái", "Chăm chỉ", "Trung thực")),
            ("Năng lực chung", ("Tự chủ và tự học", "Giải quyết vấn đề và sáng tạo")),
            ("Năng lực đặc thù", ("Ngôn ngữ", "Tính toán", "Thẩm mĩ", "Thể chất")),
        )
    ),
    outcome=(
        Fact(words="Kết quả giáo dục", value="Hoàn thành xuất sắc"),
        Fact(words="Khen thưởng", value="Học sinh Xuất sắc"),
        Fact(words="Xác nhận", value="Hoàn thành chương trình lớp 3"),
    ),
    signatures=(
        SignatureRow(
            slot="Giáo viên chủ nhiệm",
            signer="Lường Thị Pâng",
            certificate="CA công cộng thử nghiệm",
            at=AT,
            state=State(words="Hợp lệ", tone=Tone.DONE),
        ),
        SignatureRow(
            slot="Hiệu trưởng",
            signer="",
            certificate="",
            at=None,
            state=State(words="Chưa ký", tone=Tone.WAITS),
        ),
    ),
    history=(
        HistoryRow(at=AT, words="Chủ nhiệm ký", by="Lường Thị Pâng", basis="Chủ nhiệm 3A"),
        HistoryRow(at=AT - timedelta(days=2), words="Lập học bạ", by="Văn thư Lò Thị Hoa"),
    ),
    readings=(
        HistoryRow(
            at=AT,
            words="Xem trên màn hình",
            by="Lường Thị Pâng, chủ nhiệm",
            basis="2025–2026, phiên bản 1",
        ),
    ),
    deeds=(
        Deed(
            button="Ký học bạ này",
            url="",
            refusal="Cô đã ký ở vai chủ nhiệm; chữ ký sau là của hiệu trưởng.",
        ),
    ),
    print_url="/truong/in",
    xml_url="/truong/xml",
)
