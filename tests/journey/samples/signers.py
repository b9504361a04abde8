"""Pages of signers: the school's own list, and what the offices above add up."""

from datetime import date

from hocba.faces.school.means_pages import MeansPage, SignerRow
from hocba.faces.school.roster_pages import Field
from hocba.faces.web.oversight_presenters import ConcentrationCard, ShareRow
from hocba.faces.web.presenters import Count, FigureNote, Link, State, Tone
from hocba.faces.web.signing_pages import CostRow, SigningPage, UnitRow, WaitRow
from tests.journey.samples.frames import AT

_HAS = State(words="Có chứng thư", tone=Tone.DONE)
_NONE = State(words="Chưa có chứng thư", tone=Tone.TO_DO)


def _row(name, role, state=_HAS, **changes):
    plain = {
        "authority": "Cơ quan chứng thực công vụ THỬ NGHIỆM" if state is _HAS else "",
        "until": date(2028, 8, 20) if state is _HAS else None,
        "told": "",
        "payer": "Chưa ghi",
        "is_chosen": False,
        "is_person": True,
    }
    return SignerRow(holder=name, name=name, role=role, state=state, **(plain | changes))


MEANS = MeansPage(
    headline="3 trên 4 người và con dấu phải ký đã có chứng thư",
    lead="Còn 2 chứng thư chưa ghi ai trả tiền.",
    rows=(
        _row("Chang Thị Ghênh", "Hiệu trưởng", told="USB Token", payer="Ngân sách trung ương"),
        _row("Hảng A Nhìa", "Giáo viên chủ nhiệm", is_chosen=True),
        _row("Hạng Ngọc Mo", "Giáo viên chủ nhiệm", _NONE),
        _row("Trường Tiểu học Hoa Ban", "Con dấu", is_person=False),
    ),
    fields=(
        Field(
            name="means",
            key="means",
            words="Khóa để ở đâu",
            choices=(("USB_TOKEN", "USB Token"), ("CHUA_GHI", "Chưa ghi")),
        ),
        Field(name="provider", key="provider", words="Nơi giữ khóa", note="Tên thường gọi."),
        Field(
            name="got_on",
            key="got_on",
            words="Ngày nhận được",
            value="31/02/2026",
            problem="Không đọc được ngày 31/02/2026.",
        ),
    ),
    problem="",
    refusal="",
)

OVERSEEN = SigningPage(
    headline="27 trên 29 người và con dấu phải ký đã có chứng thư",
    lead="Theo kê khai có đóng dấu của trường: 3 trên 3 trường.",
    note=FigureNote(as_of=AT, denominator="chứng thư còn hạn", excel_url="/tai"),
    counts=(
        Count(words="Hiệu trưởng", value=3, of=3),
        Count(words="Giáo viên chủ nhiệm", value=21, of=23),
    ),
    cards=(
        ConcentrationCard(
            title="Ai trả tiền chứng thư",
            told="Như trường ghi.",
            rows=(
                ShareRow(name="Ngân sách trung ương", count=20, of=27),
                ShareRow(name="Người ký tự trả", count=7, of=27),
            ),
        ),
        ConcentrationCard(
            title="Nơi giữ khóa", told="Mức tập trung (HHI) 6158 trên 10000.", rows=()
        ),
    ),
    payers=("Ngân sách trung ương", "Nhà trường", "Người ký tự trả", "Chưa ghi"),
    units=(
        UnitRow(
            name="Trường Tiểu học Hoa Ban",
            certificates=13,
            by=(
                ("Ngân sách trung ương", 13),
                ("Nhà trường", 0),
                ("Người ký tự trả", 0),
                ("Chưa ghi", 0),
            ),
        ),
    ),
    more=0,
    waits=(
        WaitRow(authority="Cơ quan chứng thực công vụ", count=20, known=12, days="28,0"),
        WaitRow(authority="Công ty Chữ ký số Trúc", count=7, known=0, days=""),
    ),
    costs=(
        CostRow(
            words="Ký",
            told="Giá một chứng thư một năm, nhân số chứng thư, chia cho học bạ đã nhận.",
            each="22.838,3",
            price="450.000 đồng, ngày 05/01/2026, theo hợp đồng mẫu",
            quantity="27 chứng thư, 532 học bạ",
        ),
        CostRow(
            words="Vận hành",
            told="Chi phí vận hành một năm, chia cho học bạ đã nhận của năm học.",
            each="",
            price="Chưa có đơn giá trong chi-phi.toml.",
            quantity="532 học bạ",
        ),
    ),
    back=Link(words="Giám sát", url="/so/giam-sat"),
)
