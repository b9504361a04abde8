"""What a principal decides, with sample values."""

from datetime import date

from hocba.faces.school.presenters import (
    AmendField,
    AmendForm,
    AmendPage,
    AmendSection,
    AppointmentRow,
    ReasonChoice,
    RegisterPage,
    ReturnPage,
)
from hocba.faces.web.presenters import Count, FindingRow, State, Tone
from tests.journey.samples.frames import strip
from tests.journey.samples.school_classes import PUPILS

REASONS = (
    ReasonChoice(code="SAI_KET_QUA", words="Kết quả học tập chưa đúng"),
    ReasonChoice(code="KHAC", words="Lý do khác"),
)

RETURN = ReturnPage(
    headline="Trả lại 4 học bạ lớp 3A để sửa",
    lead="Học bạ về bản nháp; lý do ở lại trong lịch sử, không xóa được.",
    pipeline=strip(35, 33, 33, 0, 0, 0, total=35),
    after=(
        "Chữ ký đã có trên các học bạ này hết hiệu lực.",
        "Chủ nhiệm sửa kết quả rồi lập lại; chỗ nào đổi sẽ ghi rõ trong học bạ.",
    ),
    rows=PUPILS,
    reasons=REASONS,
    note_limit=300,
    button="Trả lại 4 học bạ",
    act_url="/truong/tra-lai",
    back_url="/truong/lop",
)

AMEND = AmendPage(
    headline="Đính chính học bạ của Nguyễn Hoàng Phương Thảo",
    lead="Phiên bản 1 đã phát hành không sửa được; đính chính mở phiên bản 2.",
    after=("Phiên bản 2 mở ra, ghi rõ chỗ thay đổi, lý do và căn cứ.",) * 3,
    form=AmendForm(
        full_name="Nguyễn Hoàng Phương Thảo",
        born_on="31/02/2017",
        birth_place="Bệnh viện Đa khoa tỉnh Điện Biên, thành phố Điện Biên Phủ",
        reason="SAI_KET_QUA",
        basis="Quyết định số 7/QĐ-TH ngày 29/5/2026",
    ),
    masked_id="0113 •••• 3187",
    reasons=REASONS,
    act_url="/truong/dinh-chinh",
    back_url="/truong/hoc-ba",
    sections=(
        AmendSection(
            title="Toán",
            fields=(
                AmendField(
                    name="subjects/toan/level",
                    words="Mức đạt được",
                    value="T",
                    levels=tuple("THC"),
                ),
                AmendField(name="subjects/toan/score", words="Điểm KTĐK", value="9"),
                AmendField(name="subjects/toan/comment", words="Nhận xét", value="", limit=1000),
            ),
        ),
    ),
    problem="“31/02/2017” không phải là một ngày. Ghi theo ngày/tháng/năm, ví dụ 05/09/2016.",
)

AMEND_GREYED = AmendPage(
    headline="Đính chính học bạ của Cầm Thị An",
    lead=AMEND.lead,
    after=AMEND.after,
    form=AMEND.form,
    masked_id="chưa có",
    reasons=REASONS,
    act_url="",
    back_url="/truong/hoc-ba",
    refusal="Học bạ đang ở trạng thái “bản nháp”, chưa làm được việc này.",
)

REGISTER = RegisterPage(
    headline="2 thay đổi chưa vào sổ phân công",
    lead="Sổ số 2, ký lúc 05/01/2026 08:00.",
    counts=(
        Count(words="Phân công đang đứng trong sổ", value=11),
        Count(words="Chưa vào sổ được", value=1, is_good_at_zero=True),
    ),
    findings=(
        FindingRow(
            code="school.no_certificate",
            state=State(words="Cần xem", tone=Tone.TO_DO),
            place="MAUGV110001003",
            told="Điêu Thu Nhung (văn thư) chưa có chứng thư số nên chưa vào sổ phân công.",
            mend="Khai chứng thư số của người này rồi lập lại sổ.",
            who="quản trị của trường",
        ),
    ),
    rows=(
        AppointmentRow(
            person="Nguyễn Hoàng Phương Thảo",
            role="Phó hiệu trưởng",
            scope="toàn trường",
            from_on=date(2025, 9, 1),
            to_on=None,
            basis="Quyết định số 11/QĐ-TH ngày 28/8/2025 về uỷ quyền ký học bạ",
            state=State(words="Chờ vào sổ", tone=Tone.TO_DO),
        ),
        AppointmentRow(
            person="Trường Tiểu học Hoa Ban",
            role="Con dấu cơ sở giáo dục",
            scope="toàn trường",
            from_on=date(2025, 8, 20),
            to_on=date(2026, 8, 31),
            basis="",
            state=State(words="Đang giữ", tone=Tone.DONE),
        ),
    ),
    consent="Trần Văn Bình, hiệu trưởng, xác nhận các phân công dưới đây.",
    button="Ký sổ phân công số 3",
)
