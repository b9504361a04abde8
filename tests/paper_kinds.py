"""Every kind of PDF that leaves the house, for the tests of what all of them must keep to."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from hocba.core.publish.binding import bound
from hocba.core.publish.extract_sheet import ExtractSheet, SheetPart
from hocba.core.publish.filled_form import FilledForm, Line
from hocba.core.report.bulletin import Bulletin, BulletinCurve, BulletinRow, BulletinTile
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.verify.report import Given, report_of
from tests.builders import an_assessment
from tests.paper_world import NOW, a_content, a_file, a_form, examined, printer
from tests.secondary_paper import a_secondary_form, of_one_pupil, with_rows

COPY = "BẢN SAO số 12/2026/BS · cấp ngày 24/11/2026 · Trường Tiểu học Hoa Ban (dữ liệu mẫu)"


@cache
def a_year(first: int, grade: int) -> FilledForm:
    """The same pupil's record of another year."""
    year = an_assessment(grade=grade)
    return a_form(a_content(year, school_year=SchoolYear(first), class_name=f"{grade}A"))


def _one(**changes: Any) -> bytes:
    return printer().render(replace(a_form(), **changes))


def _long() -> bytes:
    form = a_form()
    rows = tuple(replace(row, comment="Em chăm chỉ. " * 120) for row in form.year.subjects)
    return printer().render(replace(form, year=replace(form.year, subjects=rows)))


def _book(copy: str = "") -> bytes:
    return printer().bind(bound([a_year(2024, 3), a_year(2025, 4)], copy=copy))


def _report() -> bytes:
    found = examined(a_file())
    given = Given(
        outcome=found.verdict.outcome,
        standing="current",
        file_digest=bytes(32),
        verified_at=NOW,
        software="Hocba 0",
    )
    told = report_of(found.verdict, given, record=found.record, evidence=found.evidence)
    return printer().report(told, at=NOW)


def _extract() -> bytes:
    parts = (
        SheetPart(title="Môn học", columns=("Môn", "Mức"), rows=(("Toán", "Hoàn thành tốt"),) * 40),
        SheetPart(title="Chuyên cần", columns=(), rows=(("Nghỉ có phép", "2"),)),
    )
    return printer().extract(
        ExtractSheet(
            title="Trích lục học bạ 2025-2026: Cầm Thị Thử Nghiệm",
            environment="TAP_HUAN",
            school="Trường Tiểu học Hoa Ban",
            place="Phường Mường Thanh, Tỉnh Điện Biên",
            code="HB-4FSQ-E2V4-874D-B",
            school_year="2025-2026",
            version=1,
            given=("Số 12/2026/TL · cấp ngày 04/06/2026 cho UBND phường", "Căn cứ: Đơn 5"),
            facts=(Line(label="Họ và tên học sinh", value="Cầm Thị Thử Nghiệm"),),
            parts=parts,
            withheld=("Tiếng Việt", "Nhận xét"),
            seal=a_form().signatures.seal,
            doubts=("Chưa biết chứng thư có bị thu hồi hay không",),
            last_signed_at=NOW,
            file=b"<x/>",
        )
    )


def _bulletin() -> bytes:
    return printer().bulletin(
        Bulletin(
            office="Bộ Giáo dục và Đào tạo (mẫu)",
            environment=Environment.TRAINING,
            school_year="2025-2026",
            scope="Cả nước, lớp 1 đến lớp 5",
            at=NOW,
            headline="59,74% học sinh đã có học bạ số",
            facts=(("Học bạ", "4.241.906"), ("Học sinh", "7.100.388")),
            cut="Tỉnh, thành phố",
            heads=("Học bạ", "Tỉ lệ"),
            rows=(BulletinRow(name="Điện Biên", cells=("61.200", "72,1%")),) * 34,
            total=BulletinRow(name="Cả nước", cells=("4.241.906", "59,74%")),
            reasons=(("Chuyển trường", "120"),),
            hides=True,
            tiles=(BulletinTile(column=1, row=1, short="ĐB", share="72%", band=3),),
            bands=("0%", "20%", "40%", "60%", "80%", "100%"),
            curve=BulletinCurve(
                points=((0, 0), (500, 400), (1000, 900)),
                first="25/05",
                last="30/06",
                closing=900,
                due="Hạn 15/06",
                told="Số học bạ tăng đều từ 25/05 đến 30/06",
            ),
        )
    )


KINDS: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "one year": lambda: _one(environment="THAT"),
        "a test": _one,
        "a training record": lambda: _one(environment="TAP_HUAN"),
        "with doubts": lambda: _one(doubts=("Chưa biết chứng thư có bị thu hồi hay không",) * 9),
        "with long comments": _long,
        "several years": _book,
        "a secondary year": lambda: printer().render(a_secondary_form("danh-gia-lai-trong-he")),
        "an upper secondary year": lambda: printer().render(
            with_rows(a_secondary_form("lop-10-mon-lua-chon"), comment="Em chăm chỉ. " * 60)
        ),
        "secondary years": lambda: printer().bind(
            bound(of_one_pupil("lop-7", "lop-9-hoan-thanh-thcs"))
        ),
        "a numbered copy": lambda: _book(COPY),
        "a verification report": _report,
        "an extract": _extract,
        "a bulletin of figures": _bulletin,
    }
)


@cache
def a_pdf(kind: str) -> bytes:
    """Return a PDF of a kind, made once."""
    return KINDS[kind]()
