"""Changes of school, with sample values."""

from datetime import UTC, datetime

from hocba.core.publish.extract_sheet import SheetPart
from hocba.faces.school.partial_pages import (
    OnePartial,
    PartialDeed,
    PartialPage,
    PartialRow,
)
from hocba.faces.school.transfer_pages import (
    CarriedRow,
    ReleasePage,
    TransferDeed,
    TransferPage,
    TransferRow,
    TransfersPage,
)
from hocba.faces.web.presenters import Fact, FindingRow, HistoryRow, State, Tone

AT = datetime(2026, 6, 12, 2, 30, tzinfo=UTC)
WAITS = State(words="Chờ trường đến trả lời", tone=Tone.WAITS)
ROW = TransferRow(
    name="Nguyễn Hoàng Phương Thảo",
    what="Chuyển đến",
    other="Trường Tiểu học Suối Lư (dữ liệu mẫu)",
    at=AT,
    state=WAITS,
    url="/truong/chuyen-truong/0123456789abcdef0123456789abcdef",
)
WRONG = FindingRow(
    code="transfer.file_differs",
    state=State(words="Lỗi", tone=Tone.WRONG),
    place="hoc-ba/HB4F7K29QXM0TZ-2025-2026-v1.xml",
    told="Tệp này khác với điều đã ký, hoặc bị thiếu.",
    mend="Xin trường gửi lập lại tệp chuyển trường.",
    who="văn thư",
)

TRANSFERS = TransfersPage(
    headline="1 học sinh chờ trường tiếp nhận",
    lead="Cho chuyển đi từ trang của từng học sinh. Hai trường cùng thấy trạng thái.",
    rows=(ROW,),
    partials=(
        PartialRow(
            name="Nguyễn Hoàng Phương Thảo",
            class_name="4A",
            state=State(words="Chờ hiệu trưởng ký", tone=Tone.WAITS),
            url="/truong/hoc-sinh/MAU1/mot-phan",
        ),
    ),
    problem="Không nhận tệp này. Xem từng lý do bên dưới.",
    findings=(WRONG,),
)

TRANSFER = TransferPage(
    headline="Chuyển trường: Nguyễn Hoàng Phương Thảo",
    lead="Từ Trường Tiểu học Suối Lư (dữ liệu mẫu) đến Trường Tiểu học Hoa Ban (dữ liệu mẫu)",
    state=WAITS,
    facts=(
        Fact(words="Mã học sinh", value="MAU0000000001"),
        Fact(words="Mã học bạ", value="HB-4F7K-29QX-M0TZ-8"),
        Fact(words="Lớp", value="4A", note="2025-2026"),
        Fact(words="Chuyển từ ngày", value="01/06/2026"),
        Fact(words="Lý do", value="Theo gia đình"),
        Fact(words="Căn cứ", value="Đơn ngày 20/5/2026; trường đến đã đồng ý"),
    ),
    records=(
        CarriedRow(
            words="Học bạ lớp 4, năm học 2025-2026, phiên bản 1",
            issuer="Trường Tiểu học Suối Lư (dữ liệu mẫu)",
            state=State(words="Đã kiểm tra, hợp lệ", tone=Tone.DONE),
        ),
        CarriedRow(
            words="hoc-ba/HB4F7K29QXM0TZ-2024-2025-v1.xml",
            issuer="",
            state=State(words="Chưa hợp lệ", tone=Tone.WRONG),
        ),
    ),
    findings=(WRONG,),
    history=(HistoryRow(at=AT, words="Cho chuyển trường", by="Trần Văn Bình", basis=""),),
    deeds=(
        TransferDeed(
            step="TIEP_NHAN",
            button="Ký, tiếp nhận",
            told="Học sinh vào danh sách của trường cùng mã học bạ đang có.",
            consent="Tôi tiếp nhận Nguyễn Hoàng Phương Thảo.",
            refusal="",
            asks_class=True,
            is_main=True,
        ),
        TransferDeed(
            step="TU_CHOI",
            button="Ký, không tiếp nhận",
            told="Học sinh ở lại danh sách của trường cũ.",
            consent="Tôi không tiếp nhận Nguyễn Hoàng Phương Thảo.",
            refusal="",
            asks_reason=True,
        ),
    ),
    act_url="/truong/chuyen-truong/x",
    file_url="/truong/chuyen-truong/x/tep.zip",
    answer_url="",
    today="12/06/2026",
    problem="Việc này cần lý do.",
)

RELEASE = ReleasePage(
    headline="Cho Nguyễn Hoàng Phương Thảo chuyển trường",
    lead="Lớp 4A. Học bạ đã ký đi cùng, trường mới kiểm tra được từng bản.",
    act_url="/truong/hoc-sinh/MAU1/chuyen-truong",
    back_url="/truong/hoc-sinh/MAU1",
    partial_url="/truong/hoc-sinh/MAU1/mot-phan",
    schools=(("MAU2", "Trường Tiểu học Suối Lư (dữ liệu mẫu)"),),
    reasons=(("THEO_GIA_DINH", "Theo gia đình"), ("GAN_NHA", "Học gần nhà")),
    consent="Tôi cho Nguyễn Hoàng Phương Thảo chuyển trường và ký hồ sơ kèm theo.",
    typed={"left_on": "01/06/2026"},
    refusal="",
    rows=(ROW,),
)

ASSESSED = (
    SheetPart(
        title="Cuối học kì I",
        columns=("Môn học, hoạt động", "Mức đạt được", "Điểm kiểm tra", "Nhận xét"),
        rows=(
            ("Tiếng Việt", "Hoàn thành tốt", "9", "Em đọc to, rõ; viết đẹp và ít lỗi chính tả."),
            ("Toán", "Hoàn thành", "8", "Em tính nhanh, cần đọc kĩ đề bài."),
            ("Giáo dục thể chất", "Hoàn thành tốt", "", ""),
        ),
    ),
    SheetPart(
        title="Cuối học kì I: Những phẩm chất chủ yếu",
        columns=("Phẩm chất, năng lực", "Mức đạt được"),
        rows=(("Yêu nước", "Tốt"), ("Trách nhiệm", "Đạt")),
    ),
    SheetPart(title="", columns=(), rows=(("Nhận xét: Phẩm chất", "Em biết giúp đỡ bạn."),)),
)
PARTIAL = PartialPage(
    headline="Học bạ một phần của Nguyễn Hoàng Phương Thảo chờ hiệu trưởng ký",
    lead="Kết quả lớp 4A đến ngày chuyển trường, năm học 2025-2026. Không phải kết quả cả năm: học "
    "bạ cả năm do trường học sinh học đến cuối năm lập.",
    state=State(words="Chờ hiệu trưởng ký", tone=Tone.WAITS),
    documents=(
        OnePartial(
            title="Trường Tiểu học Hoa Ban (dữ liệu mẫu)",
            facts=(
                Fact(words="Từ ngày", value="05/09/2025"),
                Fact(words="Đến ngày", value="16/01/2026"),
                Fact(words="Lớp", value="4A"),
            ),
            parts=ASSESSED,
            pdf_url="/x.pdf",
            xml_url="/x.xml",
        ),
    ),
    draft=ASSESSED[:1],
    deeds=(
        PartialDeed(
            step="lap",
            button="Ký, lập học bạ một phần",
            told="Sau đó hiệu trưởng ký, văn thư đóng dấu, rồi cho chuyển trường được.",
            consent="Tôi đã xem kết quả dưới đây và ký học bạ một phần.",
            asks_days=True,
            is_main=True,
        ),
        PartialDeed(
            step="thu-hoi",
            button="Thu hồi học bạ một phần",
            told="Chỉ thu hồi được khi chưa cho chuyển trường; sau đó lập bản mới.",
            asks_reason=True,
            reasons=(("SAI_KET_QUA", "Sai kết quả"),),
        ),
        PartialDeed(
            step="ky",
            button="Đóng dấu",
            told="Chữ ký phủ toàn bộ nội dung dưới đây và chữ ký đã có.",
            refusal="Chưa đến lượt đóng dấu.",
        ),
    ),
    history=(HistoryRow(at=AT, words="Chủ nhiệm ký", by="Lò Thị Mai", basis=""),),
    act_url="/truong/hoc-sinh/MAU1/mot-phan",
    back_url="/truong/hoc-sinh/MAU1",
    typed={"since": "05/09/2025", "until": "16/01/2026"},
    problem="Kết quả đã đổi.",
)
