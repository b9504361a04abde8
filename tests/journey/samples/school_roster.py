"""The pupil list's pages with sample values."""

from datetime import date

from hocba.faces.school.quality import DoubtGroup, DoubtRow, QualityPage
from hocba.faces.school.roster_list import Choice, ListedPupil, RosterPage
from hocba.faces.school.roster_pages import Field, PupilPage
from hocba.faces.web.presenters import HistoryRow, State, Tone
from tests.journey.samples.frames import AT

_GENDERS = (("1", "Nam"), ("2", "Nữ"), ("0", "Chưa rõ"))
_NUMBER = Field(
    name="personal_id",
    key="personal_id-1",
    words="Số định danh cá nhân",
    note="Đang là 0112 •••• 0007. Để trống thì giữ nguyên.",
)
_BORN = Field(name="born_on", key="born_on-1", words="Ngày sinh", value="05/09/2016")
_GENDER = Field(name="gender", key="gender-1", words="Giới tính", value="2", choices=_GENDERS)

QUALITY = QualityPage(
    headline="2 học sinh có thông tin cần xem lại",
    lead="Không điều nào ngăn việc lập học bạ. Văn thư hoặc quản trị sửa được ngay tại đây.",
    groups=(
        DoubtGroup(
            title="Số định danh không khớp ngày sinh, giới tính",
            count=1,
            mend="So số định danh, ngày sinh và giới tính với giấy khai sinh.",
            sheet_url="/truong/du-lieu/DINH_DANH_NGHI_NGO.xlsx",
            rows=(
                DoubtRow(
                    name="Cầm Thị An",
                    class_name="3A",
                    masked_id="0112 •••• 0007",
                    why="Chữ số thế kỷ và giới tính khác với ngày sinh, giới tính.",
                    url="/truong/hoc-sinh/MAU7",
                    seen="0" * 16,
                    fields=(_NUMBER, _BORN, _GENDER),
                ),
            ),
            more=3,
        ),
        DoubtGroup(
            title="Trùng họ tên và ngày sinh",
            count=1,
            mend="Có thể là hai học sinh khác nhau.",
            sheet_url="/truong/du-lieu/TRUNG_HO_TEN.xlsx",
            rows=(
                DoubtRow(
                    name="Lò Văn Bình",
                    class_name="4B",
                    masked_id="",
                    why="Cùng với Lò Văn Bình (MAU0000000012)",
                    url="/truong/hoc-sinh/MAU11",
                    seen="0" * 16,
                    fields=(),
                ),
            ),
            more=0,
        ),
    ),
    refusal="",
)

ROSTER = RosterPage(
    headline="2 học sinh ngày 05/01/2026",
    lead="1 đã chuyển đi hoặc thôi học vẫn đứng trong danh sách.",
    on="05/01/2026",
    class_name="3A",
    classes=("3A", "4B"),
    choices=tuple(
        Choice(code=code, words=words, count=count, url="/truong/danh-sach", here=not code)
        for code, words, count in (
            ("", "Tất cả", 3),
            ("dang-hoc", "Đang học", 2),
            ("chuyen-den", "Chuyển đến", 0),
            ("chuyen-di", "Đã chuyển đi", 1),
        )
    ),
    rows=tuple(
        ListedPupil(
            number=at,
            name=name,
            class_name="3A",
            born_on=date(2016, 9, 5),
            masked_id="0112 •••• 0007",
            state=state,
            url=f"/truong/hoc-sinh/MAU{at}",
        )
        for at, (name, state) in enumerate(
            (
                ("Cầm Thị An", State(words="Đang học", tone=Tone.DONE)),
                ("Lò Văn Bình", State(words="Chuyển đi kỳ 2", tone=Tone.CALM)),
            ),
            start=1,
        )
    ),
    refusal="",
)

PUPIL = PupilPage(
    headline="Cầm Thị An",
    lead="Mọi thay đổi vào lịch sử, không ai sửa được lịch sử.",
    act_url="/truong/hoc-sinh/MAU7",
    seen="0" * 16,
    facts=(
        Field(name="full_name", key="full_name", words="Họ và tên", value="Cầm Thị An"),
        Field(
            name="born_on",
            key="born_on",
            words="Ngày sinh",
            value="31/02/2016",
            problem="“31/02/2016” không phải là một ngày.",
        ),
        Field(name="gender", key="gender", words="Giới tính", value="2", choices=_GENDERS),
    ),
    place=(
        Field(name="class_name", key="class_name", words="Lớp", value="3A"),
        Field(
            name="basis",
            key="basis",
            words="Căn cứ",
            note="Số và ngày của quyết định, hoặc của giấy tờ hộ tịch.",
        ),
    ),
    history=(
        HistoryRow(
            at=AT, words="Chuyển lớp: 3B → 3A, từ 05/01/2026", by="VT01", basis="QĐ 3/QĐ-TH"
        ),
    ),
    refusal="",
    record_url="/truong/hoc-ba/HB-2025-2026-v1",
    problem="Học bạ đang ở bước “Sẵn sàng ký”: hiệu trưởng trả lại thì mới sửa được.",
)
