"""A subject teacher's own rows in two classes of a lower secondary school."""

from hocba.faces.school.row_pages import OwnRow, OwnSubject, RowsPage
from hocba.faces.web.secondary_rows import TermsRow
from tests.journey.samples.frames import CERTIFICATE

_NAMES = ("Quàng Văn Dũng", "Lò Thị Ánh", "Tòng Thị Bích Ngọc", "Cà Văn Én")


def _row(number: int, first: str, second: str, year: str, comment: str, again: str = "") -> OwnRow:
    terms = TermsRow(
        name="Toán", first=first, second=second, year=year, again=again, comment=comment
    )
    return OwnRow(number=number, name=_NAMES[number - 1], terms=terms, shown=f"p{number}")


ROWS = RowsPage(
    headline="6 dòng môn học đang chờ bạn ký",
    lead="Một lần xác nhận cho mọi dòng của bạn ở mọi lớp; bỏ chọn dòng nào chưa đúng. "
    "Chỉ mã băm được gửi đi ký.",
    subjects=(
        OwnSubject(
            title="Toán, lớp 9A",
            rows=(
                _row(1, "7,8", "8,3", "8,1", "Nắm chắc kiến thức, trình bày rõ ràng."),
                _row(2, "4,1", "3,0", "3,4", "Cần ôn lại phần hình học.", again="5,5"),
                _row(3, "9,4", "9,6", "9,5", "Tư duy tốt; giúp đỡ bạn " + "trong nhóm học " * 12),
                _row(4, "", "6,2", "", ""),
            ),
        ),
        OwnSubject(
            title="Giáo dục thể chất, lớp 8B",
            rows=(_row(1, "Đạt", "Đạt", "Đạt", "Tích cực."), _row(2, "Miễn", "Miễn", "Miễn", "")),
        ),
    ),
    certificate=CERTIFICATE,
    consent="Lường Thị Pâng, giáo viên môn học, xác nhận kết quả và nhận xét ở 6 dòng môn học "
    "năm học 2025–2026 và ký bằng chữ ký số của mình.",
    button="Ký 6 dòng",
    act_url="/truong/ky-mon-hoc",
)
