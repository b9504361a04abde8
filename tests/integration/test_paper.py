"""The printed record: what a reader, a scanner and an archive find in the PDF."""

import pickle
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from hocba.adapters.paper.font_tables import font_tables
from hocba.adapters.paper.printer import page_count
from hocba.adapters.xml.attachment import opened
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.assess.year import Supplement
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.authority import book_of
from hocba.core.verify.verdict import Outcome
from hocba.flow.print_record import print_record
from tests.builders import an_assessment
from tests.paper_world import (
    a_content,
    a_file,
    a_form,
    a_setting,
    printer,
    signers,
    tool,
)

MM = 72 / 25.4
ALONE = """
import pickle, sys
from hocba.adapters.paper.printer import TypstPrinter
with open(sys.argv[1], "rb") as kept:
    sys.stdout.buffer.write(TypstPrinter().render(pickle.load(kept)))
"""
WORD_BOX = re.compile(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">')


def printed(file, **setting):
    return print_record(
        file,
        documents=XmlDocuments(),
        paths=signers()[1],
        setting=a_setting(**setting),
        printer=printer(),
    )


def words_of(pdf, *options):
    command = [tool("pdftotext"), *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def flowing(pdf):
    """The words of a PDF in one line, so that a line's end hides nothing."""
    return " ".join(words_of(pdf, "-layout").split())


def page_words(pdf):
    return words_of(pdf, "-layout").split("\f")[:-1]


def with_comments(length):
    sentence = "Em có nhiều tiến bộ, chăm chỉ phát biểu và giúp đỡ bạn bè trong lớp. "
    comment = (sentence * (length // len(sentence) + 1))[:length].strip()
    year = an_assessment()
    rows = tuple(replace(row, comment=comment) for row in year.subjects)
    groups = ("pham_chat", "nang_luc_chung", "nang_luc_dac_thu")
    year = replace(year, subjects=rows, comments=dict.fromkeys(groups, comment))
    # Without the band and the letters across a test copy, which lie outside the margins.
    return printer().render(replace(a_form(a_content(year)), environment=Environment.REAL.value))


@pytest.fixture(scope="module")
def pdf():
    return printed(a_file()).pdf


class TestWhatIsPrinted:
    def test_holds_what_the_form_must_show(self, pdf):
        words = flowing(pdf)

        for due in (
            "BỘ GIÁO DỤC VÀ ĐÀO TẠO", "TIỂU HỌC", "HƯỚNG DẪN GHI HỌC BẠ", "QUÁ TRÌNH HỌC TẬP",
            "Họ và tên học sinh: Cầm Thị Ẩn Nguyệt", "Chiều cao: 131,5 cm", "Số ngày nghỉ: 2",
            "1. Các môn học và hoạt động giáo dục", "2. Những phẩm chất chủ yếu",
            "3.1. Những năng lực chung", "3.2. Những năng lực đặc thù",
            "4. Đánh giá kết quả giáo dục: Hoàn thành xuất sắc", "5. Khen thưởng",
            "Hoàn thành chương trình lớp 4", "Xác nhận của Hiệu trưởng", "Giáo viên chủ nhiệm",
            "CON DẤU SỐ", "Điêu Chính Tới", "Lường Thị Pâng", "29/05/2026 13:02:00 +07:00",
        ):  # fmt: skip
            assert due in words

    def test_bears_code_version_page_and_digest_on_every_page(self, pdf):
        pages = page_words(pdf)

        for number, words in enumerate(pages, start=1):
            assert "HB-0C20-A1G7-104G-9" in words
            assert "Phiên bản 1" in words
            assert f"Trang {number}/{len(pages)}" in words
            assert a_form().digest in words

    def test_is_marked_as_a_test_on_every_page(self, pdf):
        assert all("KHÔNG CÓ GIÁ TRỊ SỬ DỤNG" in words for words in page_words(pdf))

    def test_of_a_training_record_says_training_and_of_a_real_one_nothing(self):
        form = a_form()

        training = printer().render(replace(form, environment=Environment.TRAINING.value))
        real = printer().render(replace(form, environment=Environment.REAL.value))

        assert "HỌC BẠ TẬP HUẤN" in words_of(training, "-layout")
        assert "KHÔNG CÓ GIÁ TRỊ" not in words_of(real, "-layout")

    def test_tells_supplement_and_corrections_under_the_table(self):
        year = an_assessment(levels={"toan": "C"}, scores={"toan": 4})
        form = a_form(a_content(replace(year, supplement=Supplement(promoted=False, basis="QĐ 9"))))
        pages = replace(form.year, supplement=("Toán: trước đó C",), mended=("Một", "Hai"))

        words = flowing(printer().render(replace(form, year=pages)))

        assert "Trong bảng này có sửa chữa ở 2 chỗ" in words
        assert "Toán: trước đó C" in words
        assert "chưa được lên lớp (QĐ 9)" in words

    def test_goes_on_overleaf_with_repeated_heads_when_comments_are_long(self):
        pages = page_words(with_comments(4000))

        assert len(pages) > 5
        heads = [
            words for words in pages if "Môn học và hoạt động" in words and "Nhận xét" in words
        ]
        assert len(heads) > 3
        assert f"Trang {len(pages)}/{len(pages)}" in pages[-1]
        # The signatures are never cut in two, nor parted from the code.
        assert "Xác nhận của Hiệu trưởng" in pages[-1]
        assert "Mã QR ghi" in pages[-1]

    @pytest.mark.parametrize("length", [150, 400, 4000])
    def test_keeps_every_word_inside_the_margins(self, length):
        pdf = with_comments(length)

        boxes = [tuple(map(float, box)) for box in WORD_BOX.findall(words_of(pdf, "-bbox"))]
        assert len(boxes) > 500
        # Left 20 mm, right 15 mm of 210; nothing is drawn below the foot at 297 - 8 mm.
        assert min(left for left, _, _ in boxes) >= 20 * MM - 1
        assert max(right for _, right, _ in boxes) <= 195 * MM + 1
        assert max(bottom for _, _, bottom in boxes) <= 289 * MM

    def test_fits_on_five_pages_when_comments_are_of_common_length(self):
        assert page_count(with_comments(150)) == 5

    def test_draws_a_box_for_what_no_font_has_and_says_so(self):
        form = a_form()
        rows = tuple(replace(row, comment="Giỏi lắm 😊") for row in form.year.subjects)

        words = flowing(printer().render(replace(form, year=replace(form.year, subjects=rows))))

        assert "Giỏi lắm □" in words
        assert "Có kí tự không in được" in words

    def test_breaks_a_word_that_is_longer_than_a_line(self):
        form = a_form()
        rows = tuple(replace(row, comment="x" * 900) for row in form.year.subjects[:1])

        pdf = printer().render(replace(form, year=replace(form.year, subjects=rows)))

        assert "x" * 900 not in flowing(pdf)


class TestQrCode:
    def test_is_read_from_the_printed_page(self, pdf):
        command = [tool("pdftoppm"), "-r", "150", "-f", "5", "-l", "5", "-png", "-"]
        png = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout

        found = zxingcpp.read_barcodes(Image.open(BytesIO(png)))

        assert [code.text for code in found] == [a_form().qr]


class TestArchive:
    def test_carries_the_signed_file_byte_by_byte(self, pdf):
        assert opened(pdf) == a_file()

    def test_names_the_file_its_kind_and_its_relation(self, pdf):
        with pikepdf.open(BytesIO(pdf)) as read:
            (attached,) = read.Root.AF

            assert str(attached.UF) == "hoc-ba.xml"
            assert str(attached.AFRelationship) == "/Source"
            assert str(attached.EF.F.Subtype) == "/application/xml"

    def test_says_title_author_language_and_is_tagged(self, pdf):
        with pikepdf.open(BytesIO(pdf)) as read:
            about = read.open_metadata()

            assert about["dc:title"] == "THỬ NGHIỆM: Học bạ tiểu học 2025-2026: Cầm Thị Ẩn Nguyệt"
            assert about["dc:creator"] == ["Trường Tiểu học Hoa Ban (dữ liệu mẫu)"]
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "B")
            assert str(read.Root.Lang) == "vi"
            assert read.Root.MarkInfo.Marked

    def test_embeds_every_font(self, pdf):
        with pikepdf.open(BytesIO(pdf)) as read:
            fonts = [
                descendant.FontDescriptor
                for page in read.pages
                for font in page.Resources.get("/Font", {}).values()
                for descendant in font.DescendantFonts
            ]

            assert fonts
            assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
            assert all("Tinos" in str(font.FontName) for font in fonts)

    def test_has_the_same_bytes_every_time(self, pdf):
        assert printed(a_file()).pdf == pdf

    def test_has_the_bytes_of_a_process_that_printed_nothing_before(self, pdf, tmp_path):
        kept = tmp_path / "form"
        kept.write_bytes(pickle.dumps(a_form()))

        # What typst keeps of earlier forms is the process's own.
        alone = subprocess.run(
            [sys.executable, "-c", ALONE, kept], capture_output=True, check=True
        ).stdout

        assert alone == pdf


class TestPrinting:
    def test_takes_a_genuine_record_and_names_the_file(self):
        done = printed(a_file())

        assert done.verdict.outcome is Outcome.PASSED
        assert done.file_name == "HB0C20A1G7104G-2025-2026-v1.pdf"

    def test_refuses_a_record_that_was_altered(self):
        altered = a_file().replace("Cầm Thị Ẩn Nguyệt".encode(), "Cầm Thị Ẩn Nguyet".encode())

        with pytest.raises(Refusal) as refused:
            printed(altered)

        assert refused.value.code == "paper.not_genuine"
        assert "sign.digest_differs" in {finding.code for finding in refused.value.findings}

    def test_refuses_what_is_no_record(self):
        with pytest.raises(Refusal) as refused:
            printed(b"<a/>")

        assert refused.value.code == "paper.not_genuine"

    def test_says_on_every_page_what_could_not_be_checked(self):
        done = printed(a_file(), book=book_of(()))

        assert done.verdict.outcome is Outcome.INDETERMINATE
        pages = page_words(done.pdf)
        assert all("Khi in chưa kiểm tra được đầy đủ" in words for words in pages)
        assert "Chữ ký của giáo viên chủ nhiệm:" in pages[0]

    def test_refuses_a_form_that_it_does_not_have(self):
        with pytest.raises(Refusal) as refused:
            printer().render(replace(a_form(), template_id="khong-co/1"))

        assert refused.value.code == "paper.unknown_template"


class TestFontTables:
    def test_know_vietnamese_letters_and_no_korean(self):
        font = font_tables(open_font("Bold"))

        assert all(font.has(letter) for letter in "ĂÂĐÊÔƠƯẬỆỘỢỰăâđêôơưậệộợự")
        assert not font.has("김")

    def test_give_widths_in_parts_of_the_size(self):
        # 909 and 1933 of 2048 units, as fontTools reads them.
        widths = font_tables(open_font("Regular")).widths_em

        assert (widths["ậ"], widths["W"]) == (909 / 2048, 1933 / 2048)

    def test_are_the_same_for_every_style(self):
        letters = [set(font_tables(open_font(s)).widths_em) for s in ("Regular", "Bold", "Italic")]

        assert letters[0] == letters[1] == letters[2]


def open_font(style):
    folder = printer()._forms.parent / "fonts"
    return (folder / f"Tinos-{style}.ttf").read_bytes()
