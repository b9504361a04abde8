"""Signing a whole school, delegations and the rule of two persons, with sample values."""

from datetime import UTC, datetime

from hocba.faces.school.delegation_pages import DelegationRow, DelegationsPage
from hocba.faces.school.roster_pages import Field
from hocba.faces.school.rule_pages import RulesPage
from hocba.faces.school.school_signing import ClassChoice, RoundRow, SchoolSigningPage
from hocba.faces.school.signed_pages import SignedPage, SignedSlot
from hocba.faces.school.signing_round import RefusedRow, RoundForm, RoundPage, SampleRow
from hocba.faces.school.stamp_views import DueRow, StampsPage
from hocba.faces.web.presenters import Fact, FindingRow, HistoryRow, Link, Next, State, Tone

AT = datetime(2026, 6, 4, 1, 8, tzinfo=UTC)
DELEGATION = (
    "Ký theo ủy quyền của hiệu trưởng: Quyết định số 12/QĐ-TH ngày 28/5/2026, từ 01/06/2026 "
    "đến hết 30/06/2026."
)
HISTORY = (
    HistoryRow(
        at=AT,
        words="Tạm dừng",
        by="Nguyễn Hoàng Phương Thảo, hiệu trưởng",
        basis="Thiết bị ký mất kết nối sau 560 chữ ký; các chữ ký đó được giữ.",
    ),
    HistoryRow(at=AT, words="Xem 3 trên 5 học bạ rút ngẫu nhiên", by="Nguyễn Hoàng Phương Thảo"),
)

WHOLE = SchoolSigningPage(
    headline="1.154 học bạ của 29 lớp chờ đóng dấu",
    lead="Lớp nào còn em thiếu chữ ký mà chưa ai ghi lý do thì chưa đóng dấu cả lớp được.",
    rows=(
        ClassChoice(
            name="1A",
            url="/truong/lop/1A",
            count=40,
            done=0,
            told="1 để lại, có lý do",
            lines=("Vàng Thị Thu Va: Để lại: Cần xem lại nội dung · dự kiến 11/06/2026",),
            ticked=True,
            is_open=True,
        ),
        ClassChoice(
            name="1B",
            url="/truong/lop/1B",
            count=38,
            done=0,
            told="2 chờ hiệu trưởng ký",
            lines=("Lò Văn An: chờ hiệu trưởng ký", "Lò Văn Bình: chờ hiệu trưởng ký"),
            ticked=False,
            is_open=True,
            refusal="2 em còn thiếu chữ ký, chưa có lý do",
        ),
    ),
    rounds=(
        RoundRow(
            what="Ký 1.192 học bạ",
            url="/truong/luot-ky/1",
            at="04/06/2026 08:08",
            by="Nguyễn Hoàng Phương Thảo",
            done=560,
            total=1192,
            state=State(words="Tạm dừng", tone=Tone.TO_DO),
        ),
    ),
    button="Chọn xong, xem mẫu rồi đóng dấu",
    delegation=DELEGATION,
    rule="Quy tắc hai người: văn thư đề nghị, hiệu trưởng duyệt rồi mới đóng dấu.",
    finished="2A, 2B, 3A, 3B, 4A, 4B, 5A, 5B",
    next=Next(
        title="Một lượt đang tạm dừng",
        why="560 trên 1192 học bạ đã xong.",
        button="Mở lượt này",
        url="/truong/luot-ky/1",
    ),
    problem="Chưa đóng dấu được: 2 học sinh còn thiếu chữ ký mà chưa có lý do.",
    findings=(
        FindingRow(
            code="signing.slot_missing",
            state=State(words="Lỗi", tone=Tone.WRONG),
            place="1B: Lò Văn An",
            told="Còn thiếu chữ ký trước con dấu.",
            mend="Xem ở trang của lớp học bạ đang chờ ai.",
            who="hiệu trưởng",
            source="Nghị định 30/2020/NĐ-CP, Điều 13",
        ),
    ),
)

ROUND = RoundPage(
    headline="Đã xong 560 trên 1192 học bạ",
    lead="Nguyễn Hoàng Phương Thảo, hiệu trưởng, chọn; nội dung ký là nội dung lúc chọn.",
    state=State(words="Tạm dừng", tone=Tone.TO_DO),
    url="/truong/luot-ky/1",
    done=560,
    total=1192,
    is_running=True,
    is_begun=True,
    why="Thiết bị ký mất kết nối sau 560 chữ ký. Cắm lại thiết bị rồi ký tiếp phần còn lại.",
    classes=(Fact(words="Lớp 1A", value="40 học bạ"), Fact(words="Lớp 1B", value="41 học bạ")),
    sample=(),
    forms=(
        RoundForm(deed="tiep", button="Ký tiếp 632 học bạ còn lại", is_main=True),
        RoundForm(deed="bo", button="Bỏ phần còn lại"),
    ),
    certificate=(Fact(words="Người giữ", value="Nguyễn Hoàng Phương Thảo"),),
    refused=(
        RefusedRow(
            name="Lò Văn An · lớp 1B",
            url="/truong/hoc-ba",
            told="Nội dung học bạ đã khác lúc được xem; học bạ này không được ký.",
            mend="Xem lại học bạ rồi ký ở trang của lớp.",
        ),
    ),
    more_refused=0,
    history=HISTORY,
    delegation=DELEGATION,
)

CHOOSING = RoundPage(
    headline="Đóng dấu 1.154 học bạ",
    lead="Cao Quỳnh Thư, văn thư, chọn; nội dung ký là nội dung lúc chọn, không khác.",
    state=State(words="Chờ người thứ hai duyệt", tone=Tone.WAITS),
    url="/truong/luot-ky/2",
    done=0,
    total=1154,
    is_running=False,
    is_begun=False,
    why="",
    classes=(Fact(words="Lớp 1A", value="40 học bạ"),),
    sample=(
        SampleRow(
            name="Nguyễn Hoàng Phương Thảo",
            class_name="4B",
            url="/truong/luot-ky/2/mau/7",
            state=State(words="Chưa xem"),
        ),
    ),
    forms=(
        RoundForm(
            deed="duyet",
            button="Duyệt, đóng dấu 1154 học bạ",
            consent="Dương Bảo Thắng, hiệu trưởng, duyệt cho văn thư đóng dấu 1154 học bạ.",
            is_main=True,
        ),
        RoundForm(deed="khong", button="Không duyệt", asks_words="Vì sao không duyệt"),
        RoundForm(deed="ky", button="Ký", consent="…", refusal="Hôm nay không có ủy quyền nào."),
    ),
    certificate=(),
    refused=(),
    more_refused=0,
    history=HISTORY[1:],
)

RULES = RulesPage(
    headline="Đóng dấu cần hai người",
    lead="Quy tắc do trường tự đặt. Ai đổi, lúc nào, vì sao đều ở lại trong nhật ký.",
    rule="Hai người cùng đóng dấu",
    told="Văn thư chọn học bạ và đề nghị; hiệu trưởng xem mẫu rồi duyệt.",
    state=State(words="Đang bật", tone=Tone.DONE),
    turn="tat",
    button="Tắt quy tắc",
    history=HISTORY,
)

STAMPS = StampsPage(
    headline="2 con dấu chưa có dấu thời gian",
    lead="Máy tự xin lại mỗi phút. Dấu đến sau đứng cạnh học bạ, và đi cùng gói nộp kế tiếp.",
    button="Xin ngay",
    rows=tuple(
        DueRow(
            code=f"HB-4FSQ-E2V4-874D-{each}",
            version="1",
            url=f"/truong/hoc-ba/HB4FSQE2V4874D{each}-2025-2026-v1",
            since=datetime(2026, 6, 4, 8, 0, tzinfo=UTC),
        )
        for each in "BC"
    ),
    more=14,
)

DELEGATIONS = DelegationsPage(
    headline="Vàng Minh Mua được ký thay hiệu trưởng đến hết 30/06/2026",
    lead="Phó hiệu trưởng chỉ ký được trong thời gian được ủy quyền.",
    rows=(
        DelegationRow(
            person="Vàng Minh Mua",
            from_on="01/06/2026",
            to_on="30/06/2026",
            basis="Quyết định số 12/QĐ-TH ngày 28/5/2026 về ủy quyền ký học bạ",
            state=State(words="Đang có hiệu lực", tone=Tone.DONE),
            staff_code="GV1",
            number=0,
            seen="0",
            can_end=True,
            last="04/06/2026",
        ),
    ),
    fields=(
        Field(
            name="to_on",
            key="uy-quyen-to_on",
            words="Đến hết ngày",
            problem="Ủy quyền phải có ngày cuối cùng.",
        ),
    ),
    consent="Dương Bảo Thắng, hiệu trưởng, ủy quyền ký học bạ theo quyết định nêu trên.",
    history=HISTORY,
)

SIGNED = SignedPage(
    headline="Ai đã ký học bạ lớp 4B",
    lead="Đọc từ chính các tệp đã ký, không từ nhật ký của máy.",
    slots=(
        SignedSlot(
            title="Hiệu trưởng",
            state=State(words="1 học bạ chưa ký", tone=Tone.WAITS),
            lines=(
                (
                    "Vàng Minh Mua, phó hiệu trưởng, ký 23 học bạ lúc 04/06/2026 08:08, theo ủy "
                    "quyền 12/QĐ-TH (đến hết 30/06/2026).",
                    "Chứng thư do CA công vụ THỬ NGHIỆM cấp, số eaf316692acfd575fd3ed043da7c25, "
                    "hạn 20/08/2027.",
                ),
            ),
        ),
    ),
    back=Link(words="Về lớp 4B", url="/truong/lop/4B"),
)
