"""What strangers bring to the public page: clear answers, and nothing of it on a disk."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.adapters.paper.printer import TypstPrinter
from hocba.core.verify.judge import Setting
from hocba.faces.public.views import verify
from hocba.faces.web.uploads import open_uploads_middleware
from hocba.flow.print_record import print_record
from hocba.flow.register_desk import RegisterDesk
from tests.repository_world import issue_class, three_offices
from tests.school_world import SCHOOL

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture
def offices(tmp_path):
    three = three_offices(tmp_path, pupils=1)
    means = {"printer": TypstPrinter(), "code_key": CodeKeyFile(tmp_path / "khoa", "truong")}
    return replace(three, school=replace(three.school, **means))


@pytest.fixture
def pdf(offices):
    school = offices.school
    (key,) = issue_class(school)
    setting = Setting(
        environments=frozenset({school.environment}),
        book=RegisterDesk(school).of_schools(SCHOOL),
        now=school.clock.now(),
    )
    return print_record(
        school.records.document(key),
        documents=school.documents,
        paths=school.paths,
        setting=setting,
        printer=school.printer,
    ).pdf


def told(offices, file, name="tep"):
    request = RequestFactory().post("/xac-thuc", {"file": SimpleUploadedFile(name, file)})
    request.outside, request.session = offices.ministry, {}
    request.desk = RegisterDesk(offices.ministry)
    answer = verify(request)
    return answer.status_code, answer.content.decode()


def repainted(pdf):
    """Paint all pages over and leave what is attached alone."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            page.Contents = opened.make_stream(b"0 0 600 900 re f")
        opened.save(out)
    return out.getvalue()


def test_of_altered_pages_with_the_right_record_it_says_what_was_looked_at(offices, pdf):
    for file in (pdf, repainted(pdf)):
        status, page = told(offices, file)
        assert status == 200
        assert "chữ và hình trên các trang có thể đã bị sửa" in page


@pytest.mark.parametrize(
    "file", [b"\x00\xff\x13" * 999, b"%PDF-1.7\nnothing", b"PK\x03\x04", b"HOCBA9:NCFOXN", b"<a>"]
)
def test_of_what_is_no_record_it_speaks_in_words(offices, file):
    status, page = told(offices, file)
    assert status in (200, 400)
    assert "hợp lệ" in page or "không" in page.lower()
    assert "là thật" not in page


class Body(BytesIO):
    """Counts what is read of it."""

    seen = 0

    def read(self, size=-1):
        found = super().read(size)
        self.seen += len(found)
        return found


def weighed(length, body=b""):
    request = RequestFactory().generic("POST", "/xac-thuc", body, "multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = length
    request._stream = Body(body)
    reached = []
    answer = open_uploads_middleware(lambda r: reached.append(r) or HttpResponse())(request)
    return request, answer, reached


def test_a_pdf_of_200_mb_is_sent_away_unread():
    request, answer, reached = weighed(str(200_000_000), b"%PDF-1.7")
    assert (answer.status_code, reached) == (413, [])
    assert request._stream.seen == 0
    assert "5 MB" in answer.content.decode()


def test_a_file_of_some_megabytes_never_reaches_a_disk():
    factory = RequestFactory()
    request = factory.post("/xac-thuc", {"file": SimpleUploadedFile("x.pdf", bytes(4_000_000))})
    open_uploads_middleware(lambda r: HttpResponse())(request)
    assert isinstance(request.FILES["file"], InMemoryUploadedFile)


def two_years(pdf):
    """Put the print's own record into a second year's place, beside its own year."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        file = opened.attachments["hoc-ba.xml"].get_file().read_bytes()
        del opened.attachments["hoc-ba.xml"]
        if "/AF" in opened.Root:
            del opened.Root.AF
        opened.attachments["hoc-ba-2024-2025.xml"] = file
        opened.attachments["hoc-ba-2025-2026.xml"] = file
        opened.save(out)
    return out.getvalue(), file


def test_of_a_print_with_one_year_twice_it_answers_each_and_trusts_none(offices, pdf):
    print_of_two, _ = two_years(pdf)

    status, page = told(offices, print_of_two)

    assert status == 200
    assert page.count("hoc-ba-2024-2025.xml") == page.count("hoc-ba-2025-2026.xml") == 1
    assert "không phải mỗi năm học một tệp" in page


def test_one_altered_year_speaks_for_the_whole_print(offices, pdf):
    print_of_two, file = two_years(pdf)
    out = BytesIO()
    with pikepdf.open(BytesIO(print_of_two)) as opened:
        del opened.attachments["hoc-ba-2024-2025.xml"]
        altered = file.replace("Lò Văn".encode(), "Lô Văn".encode(), 1)
        assert altered != file
        opened.attachments["hoc-ba-2024-2025.xml"] = altered
        opened.save(out)

    status, page = told(offices, out.getvalue())

    assert status == 200
    assert "Có năm học không dùng được" in page
