"""The hidden page of every part with sample values; only where the settings say demo or debug."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hocba.core.terms.environment import Environment
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.numbers import VIETNAM
from hocba.faces.web.presenters import (
    Bar,
    Count,
    Fact,
    FigureNote,
    FindingRow,
    Frame,
    HistoryRow,
    Link,
    MenuGroup,
    MenuItem,
    Next,
    PackageRow,
    Rhythm,
    Stage,
    State,
    Tone,
)

_AT: Final = datetime(2026, 6, 5, 17, 0, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class StylePage:
    """Every part once or more."""

    headline: str
    lead: str
    steps: tuple[Next, ...]
    strips: tuple[tuple[Stage, ...], ...]
    states: tuple[State, ...]
    counts: tuple[Count, ...]
    note: FigureNote
    answers: tuple[State, ...]
    rhythm: Rhythm
    facts: tuple[Fact, ...]
    findings: tuple[FindingRow, ...]
    packages: tuple[PackageRow, ...]
    history: tuple[HistoryRow, ...]


FRAME: Final = Frame(
    brand="Học bạ số",
    where=(Link(words="Trường Tiểu học Hoa Ban", url="/kieu-dang"), Link(words="Kiểu dáng")),
    period="Năm học 2025–2026",
    person="Lường Thị Pâng",
    capacity="Chủ nhiệm 3A",
    menu=(
        MenuGroup(
            items=(
                MenuItem(words="Hôm nay", url="/kieu-dang", here=True),
                MenuItem(words="Lớp 3A", url="/kieu-dang", waiting=2),
                MenuItem(words="Ký học bạ", url="/kieu-dang"),
            )
        ),
        MenuGroup(title="Của tôi", items=(MenuItem(words="Chữ ký số", url="/kieu-dang"),)),
    ),
    environment=Environment.TRAINING,
)


def show_style(request: OfficeRequest) -> HttpResponse:
    """Show every part; as if there were no such page outside a demo."""
    if not request.demo_offices():
        raise Http404
    return render(request, "web/style.html", {"frame": FRAME, "page": style_page()})


def _strip(*done: int) -> tuple[Stage, ...]:
    words = (
        "Đánh giá",
        "Đủ hồ sơ",
        "Chủ nhiệm ký",
        "Hiệu trưởng ký",
        "Đóng dấu",
        "Kho tiếp nhận",
    )
    now = next((at for at, count in enumerate(done) if count < 35), -1)
    return tuple(
        Stage(words=word, done=count, total=35, now=at == now)
        for at, (word, count) in enumerate(zip(words, done, strict=True))
    )


def style_page() -> StylePage:
    """Return every part with sample values, long words among them."""
    return StylePage(
        headline="Mọi thành phần của giao diện, với số liệu mẫu",
        lead="Trang này chỉ có trong bản trình diễn.",
        steps=_STEPS,
        strips=(_strip(35, 33, 0, 0, 0, 0), _strip(35, 35, 35, 35, 35, 35)),
        states=_STATES,
        counts=(
            Count(words="Sở có tài khoản kết nối", value=63, of=63),
            Count(words="Sở có chứng thư số được duyệt", value=61, of=63),
            Count(words="Học bạ đã tiếp nhận", value=4241906),
            Count(words="Gói nộp chưa đối soát khớp", value=3, is_good_at_zero=True),
        ),
        note=FigureNote(
            as_of=_AT,
            denominator="học sinh khối 1–4 theo khai báo sĩ số của trường",
            definition_url="#",
            excel_url="#",
            json_url="#",
        ),
        answers=_ANSWERS,
        rhythm=Rhythm(
            title="Nhịp tiếp nhận theo ngày",
            bars=tuple(
                Bar(label=f"{day:02}/06", value=day * (15 - day) * 900) for day in range(1, 15)
            ),
            told="Đỉnh 07/06: 50.400 học bạ.",
        ),
        facts=(
            Fact(words="Người giữ", value="Lường Thị Pâng", note="Chủ nhiệm 3A từ 01/09/2025"),
            Fact(words="Nơi cấp", value="CA công cộng thử nghiệm"),
            Fact(words="Hiệu lực", value="01/09/2025 – 31/08/2027"),
        ),
        findings=_FINDINGS,
        packages=(
            PackageRow(
                message_id="TR0110010001-0000012",
                url="#",
                party="Sở GD&ĐT Điện Biên",
                sent_at=_AT,
                entries=50,
                accepted=49,
                rejected=1,
                state=State(words="Nhận, có mục trả lại", tone=Tone.TO_DO),
            ),
        ),
        history=(
            HistoryRow(at=_AT, words="Chủ nhiệm ký", by="Lường Thị Pâng", basis="Chủ nhiệm 3A"),
        ),
    )


_STEPS: Final = (
    Next(
        title="Bổ sung nhận xét môn Tin học cho 2 học sinh",
        why="Xong bước này là ký được cả lớp trong một lần xác nhận.",
        button="Bổ sung ngay",
        url="#",
    ),
    Next(
        title="Ký học bạ lớp 3A",
        button="Ký 33 học bạ",
        refusal="Chưa ký được: còn 2 học sinh thiếu nhận xét môn Tin học.",
    ),
    Next(title="Chờ hiệu trưởng ký", why="33 học bạ đã có chữ ký chủ nhiệm lúc 04/06/2026 15:40."),
)

_STATES: Final = (
    State(words="Sẵn sàng ký", tone=Tone.DONE),
    State(words="Thiếu nhận xét Tin học", tone=Tone.TO_DO),
    State(words="Chờ số định danh", tone=Tone.WAITS),
    State(words="Chứng thư hết hạn", tone=Tone.WRONG),
    State(words="Bản nháp", tone=Tone.CALM),
)

_ANSWERS: Final = (
    State(words="Học bạ này là thật và đang có hiệu lực", tone=Tone.DONE),
    State(words="Chưa kết luận được", tone=Tone.TO_DO),
    State(words="Học bạ này không hợp lệ", tone=Tone.WRONG),
    State(words="Học bạ này đã có bản thay thế", tone=Tone.WAITS),
)

_FINDINGS: Final = (
    FindingRow(
        code="sheet.date_not_real",
        state=State(words="Lỗi", tone=Tone.WRONG),
        place="Sheet1, dòng 12, cột Ngày sinh",
        told="Ngày “31/02/2016” không có thật.",
        mend="Sửa lại ngày theo giấy khai sinh rồi nộp lại tệp.",
        who="văn thư",
        source="Hocba",
    ),
)
