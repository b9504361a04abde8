"""Printing with sample values: jobs, one on its way, one with a gap, copies, a print of years."""

from hocba.faces.public.years import YearAnswer, YearsPage
from hocba.faces.school.print_pages import (
    CopiesPage,
    CopyRow,
    JobPage,
    JobRow,
    PrintsPage,
    RefusedSheet,
)
from hocba.faces.web.presenters import State, Tone
from tests.journey.samples import citizens

_WORKING = State(words="Đang in", tone=Tone.WAITS)
_GAP = State(words="Xong, còn thiếu", tone=Tone.TO_DO)

PRINTS = PrintsPage(
    headline="In học bạ cả lớp, cả trường",
    lead="Mỗi học sinh một tệp PDF có tệp đã ký bên trong; bản in nằm chờ 7 ngày.",
    classes=(("4A", "Lớp 4A"), ("4B", "Lớp 4B"), ("", "Cả trường")),
    chosen="4B",
    rows=(
        JobRow(
            what="Lớp 4A",
            url="/truong/in/1",
            at="10/06/2026 08:12",
            by="Nguyễn Thị Phương Thảo",
            done=12,
            total=40,
            state=_WORKING,
        ),
        JobRow(
            what="Cả trường",
            url="/truong/in/2",
            at="09/06/2026 16:40",
            by="Vì Thị Lan",
            done=1184,
            total=1184,
            state=_GAP,
        ),
    ),
)

ON_THE_WAY = JobPage(
    headline="Đã in 12 trên 40 học bạ",
    lead="Lớp 4A, năm học 2025-2026 · Nguyễn Thị Phương Thảo, 10/06/2026 08:12",
    state=_WORKING,
    done=12,
    total=40,
    is_over=False,
    all_url="/truong/in/1/tat-ca.zip",
    refused=(),
)

WITH_A_GAP = JobPage(
    headline="Đã in xong 1183 học bạ, 1 học bạ không in được",
    lead="Cả trường, năm học 2025-2026 · Vì Thị Lan, 09/06/2026 16:40",
    state=_GAP,
    done=1184,
    total=1184,
    is_over=True,
    all_url="/truong/in/2/tat-ca.zip",
    refused=(
        RefusedSheet(
            url="/truong/hoc-ba",
            name="HB0C20A1G7104G9-2025-2026-v1",
            told="Không in: học bạ này không qua được kiểm tra.",
            mend="Lấy lại tệp học bạ gốc từ trường hoặc từ Kho học bạ số rồi in lại.",
        ),
    ),
)

_COPIES = (
    CopyRow(
        number="12/2026/BS",
        on="10/06/2026",
        receiver="Trường Trung học cơ sở Nguyễn Thị Minh Khai, phường Mường Thanh",
        basis="Đơn của cha học sinh số 31/2026",
        years="2024-2025 v1, 2025-2026 v2",
        by="Vì Thị Lan",
        url="/truong/ban-sao/12-2026.pdf",
        record_url="/truong/hoc-ba",
    ),
)

COPIES = CopiesPage(
    headline="Sổ cấp bản sao học bạ",
    lead="Gõ số ghi ở chân trang bản sao để biết ai cấp, cấp cho ai, căn cứ nào.",
    rows=_COPIES,
    url="/truong/ban-sao",
)

RECORD_COPIES = CopiesPage(
    headline="Đã cấp 1 bản sao",
    lead="Mỗi trang của bản sao mang số của nó; số ấy dẫn về người cấp và nơi nhận.",
    rows=_COPIES,
    url="/truong/hoc-ba/ban-sao",
    back_url="/truong/hoc-ba",
    years=(("2025-2026", "4A"), ("2024-2025", "3A")),
    typed={"receiver": "", "basis": ""},
)

YEARS = YearsPage(
    headline="Có năm học chưa kết luận được",
    tone=Tone.TO_DO,
    what_to_do="Xem từng năm dưới đây rồi hỏi trường đã cấp về năm chưa đạt.",
    years=(
        YearAnswer(name="hoc-ba-2024-2025.xml", page=citizens.GENUINE),
        YearAnswer(name="hoc-ba-2025-2026.xml", page=citizens.INDETERMINATE),
    ),
)
