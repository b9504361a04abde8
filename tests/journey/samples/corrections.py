"""Corrections of issued records and second assessments, with sample values."""

from dataclasses import replace
from datetime import UTC, datetime

from hocba.faces.school.again import AgainField, AgainPage, AgainRow
from hocba.faces.web.correction_pages import (
    Above,
    ChangedRow,
    CorrectionDeed,
    CorrectionPage,
    CorrectionRow,
    CorrectionsPage,
)
from hocba.faces.web.presenters import Fact, HistoryRow, State, Tone

AT = datetime(2026, 6, 12, 2, 30, tzinfo=UTC)
WAITS = State(words="Chờ Sở duyệt", tone=Tone.WAITS)

CORRECTIONS = CorrectionsPage(
    headline="1 đề nghị đang chờ bạn",
    lead="Đề nghị đính chính, thu hồi mở từ trang của từng học bạ đã phát hành.",
    rows=(
        CorrectionRow(
            name="Nguyễn Hoàng Phương Thảo",
            what="Đính chính: Sai kết quả",
            where="Trường Tiểu học Hoa Ban (dữ liệu mẫu), 4A",
            asked_at=AT,
            state=WAITS,
            url="/truong/dinh-chinh/0123456789abcdef0123456789abcdef",
        ),
    ),
)

CORRECTION = CorrectionPage(
    headline="Đính chính: Nguyễn Hoàng Phương Thảo",
    lead="Duyệt xong mới mở phiên bản mới để ký lại; bản cũ hiệu lực đến lúc đó. "
    "Việc này cần cả Sở duyệt (quy ước của hệ thống).",
    state=WAITS,
    facts=(
        Fact(words="Trường", value="Trường Tiểu học Hoa Ban (dữ liệu mẫu)"),
        Fact(words="Lớp", value="4A", note="2025-2026"),
        Fact(words="Học bạ", value="HB-4F7K-29QX-M0TZ-8, phiên bản 1"),
        Fact(words="Lý do", value="Sai kết quả"),
        Fact(words="Căn cứ", value="Biên bản số 7/BB-TH ngày 10/6/2026"),
    ),
    changes=(
        ChangedRow(place="Toán, điểm", before="4", after="6"),
        ChangedRow(place="Toán, mức", before="C", after="H"),
        ChangedRow(
            place="Toán, nhận xét",
            before="Em còn nhầm khi đặt tính chia; cần luyện thêm ở nhà cùng gia đình.",
            after="Em đặt tính đúng, cần cẩn thận hơn.",
        ),
    ),
    evidence_url="/so/dinh-chinh/x/minh-chung",
    evidence_words="bien-ban-cham-lai-bai-kiem-tra-cuoi-nam.pdf (1,2 MB)",
    history=(
        HistoryRow(at=AT, words="Hiệu trưởng duyệt, trình Sở", by="Trần Văn Bình", basis=""),
        HistoryRow(at=AT, words="Đề nghị", by="Lò Thị Mai", basis=""),
    ),
    deeds=(
        CorrectionDeed(button="Sở duyệt", deed="SO_DUYET", refusal="", is_main=True),
        CorrectionDeed(button="Sở không duyệt", deed="SO_TU_CHOI", refusal="", needs_reason=True),
    ),
    act_url="/so/dinh-chinh/x",
    record_url="",
    new_record_url="",
    problem="Không duyệt thì phải ghi lý do.",
)

SENT_UP = replace(
    CORRECTION,
    problem="",
    deeds=(
        CorrectionDeed(
            button="Duyệt và trình Sở",
            deed="HIEU_TRUONG_DUYET",
            refusal="",
            is_main=True,
            consent="Ký và gửi Sở: đính chính học bạ của Nguyễn Hoàng Phương Thảo.",
        ),
        CorrectionDeed(
            button="Không duyệt", deed="HIEU_TRUONG_TU_CHOI", refusal="", needs_reason=True
        ),
    ),
    act_url="/truong/dinh-chinh/x",
    above=Above(
        state=State(words="Chưa tới Sở", tone=Tone.TO_DO),
        note="Đã ký và giữ ở đây; gửi lại lúc nào cũng an toàn.",
        button="Gửi lại cho Sở",
    ),
)

AGAIN = AgainPage(
    headline="Đánh giá bổ sung của Tòng Minh Đức",
    lead="Lớp 3A · kết quả hiện nay: Chưa hoàn thành. Kết quả lần đầu giữ nguyên.",
    act_url="/truong/chua-ky/p4",
    back_url="/truong/chua-ky",
    rows=(
        AgainRow(
            title="Toán",
            fields=(
                AgainField(
                    name="subjects/toan/level",
                    words="Mức đạt được",
                    value="H",
                    first="C",
                    levels=tuple("THC"),
                ),
                AgainField(
                    name="subjects/toan/score",
                    words="Điểm KTĐK",
                    value="11",
                    first="4",
                    problem="Điểm Toán phải từ 0 đến 10.",
                    is_number=True,
                ),
                AgainField(
                    name="subjects/toan/comment",
                    words="Nhận xét",
                    value="Em đã nắm phép chia.",
                    first="Em còn nhầm phép chia.",
                    limit=1000,
                ),
            ),
        ),
    ),
    promoted="",
    basis="",
    refusal="",
    decision_refusal="Việc này do hiệu trưởng làm.",
    problem="",
    others=(),
)
