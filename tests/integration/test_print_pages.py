"""The pages of printing: what is offered, what is shown on the way, what leaves."""

import zipfile
from io import BytesIO

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.urls import resolve

from hocba.core.terms.outcomes import Refusal
from hocba.faces.jobs.school_work import work_here
from hocba.faces.school.pupils import record_url
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.accounts import Account
from tests.family_world import a_family_desk
from tests.integration.test_print_jobs import with_a_desk
from tests.repository_world import issue_class, three_offices
from tests.school_world import CLASS, OTHER_TEACHER, clerk, principal, teacher


@pytest.fixture
def school(db, as_app, tmp_path):
    school = with_a_desk(three_offices(tmp_path, pupils=2).school, tmp_path)
    people = {
        "vt": clerk(),
        "ht": principal(),
        "gv": teacher(),
        "gv2": teacher(OTHER_TEACHER, "1A"),
    }
    school.accounts.save(
        [Account(username=n, display_name=n, actor=actor) for n, actor in people.items()]
    )
    return school


@pytest.fixture
def keys(school):
    return issue_class(school)


def asks(school, path, post=None, username="vt"):
    factory = RequestFactory()
    request = factory.get(path) if post is None else factory.post(path, post)
    request.outside = school
    request.session = {"username": username, "display_name": username}
    request.family, request.desk = a_family_desk(), RegisterDesk(school)
    request._messages = FallbackStorage(request)
    view, args, kwargs = resolve(request.path)
    return view(request, *args, **kwargs)


def reads(school, path, post=None, username="vt"):
    return asks(school, path, post, username).content.decode()


def test_a_class_is_asked_for_watched_and_fetched(school, keys):
    asked = asks(school, "/truong/in", {"lop": CLASS})
    assert asked.status_code == 302

    before = asks(school, asked.url)
    assert before.headers["Refresh"]
    assert "Đã in 0 trên 2 học bạ" in before.content.decode()
    assert "tat-ca.zip" not in before.content.decode()

    work_here(RegisterDesk(school), until_empty=True, is_stopped=lambda: False)
    after = asks(school, asked.url)
    assert "Refresh" not in after.headers
    assert "Đã in xong 2 học bạ" in after.content.decode()

    fetched = asks(school, f"{asked.url}/tat-ca.zip")
    with zipfile.ZipFile(BytesIO(b"".join(fetched.streaming_content))) as archive:
        pages = [archive.read(name) for name in archive.namelist()]
    assert [page[:5] for page in pages] == [b"%PDF-"] * 2
    assert all(school.read_log.of_record(key.record_code) for key in keys)


def test_asking_only_for_the_head_of_a_file_notes_no_reading(school, keys):
    asked = asks(school, "/truong/in", {"lop": CLASS})
    work_here(RegisterDesk(school), until_empty=True, is_stopped=lambda: False)
    request = RequestFactory().head(f"{asked.url}/tat-ca.zip")
    request.outside, request.session = school, {"username": "vt", "display_name": "vt"}
    view, args, kwargs = resolve(request.path)

    assert view(request, *args, **kwargs).status_code == 200
    assert not any(school.read_log.of_record(key.record_code) for key in keys)


def test_nothing_sealed_is_said_before_a_job_is_made(school):
    answer = asks(school, "/truong/in", {"lop": CLASS})

    assert answer.status_code == 409
    assert "Chưa có học bạ nào đã đóng dấu" in answer.content.decode()


def test_a_homeroom_teacher_is_offered_the_own_class_and_sees_no_other_job(school, keys):
    asked = asks(school, "/truong/in", {"lop": ""})
    page = reads(school, "/truong/in", username="gv")

    assert f'<option value="{CLASS}"' in page
    assert "Cả trường" not in page
    with pytest.raises(Refusal) as refused:
        asks(school, asked.url, username="gv")
    assert refused.value.code == "permit.other_class"


def test_a_copy_is_issued_and_found_again_by_the_number_on_it(school, keys):
    url = f"{record_url(keys[0])}/ban-sao"
    year = str(keys[0].school_year)
    form = {"receiver": "Toà án", "basis": "CV 1", "nam": [year]}

    assert asks(school, url, form).status_code == 302
    assert "1/2026/BS" in reads(school, url)
    found = reads(school, "/truong/ban-sao?so=1/2026/BS")
    assert "Toà án" in found
    assert "do trường cấp ngày" in found
    pdf = asks(school, "/truong/ban-sao/1-2026.pdf")
    assert pdf.content[:5] == b"%PDF-"
    assert 'filename="ban-sao-1-2026-HB' in pdf.headers["Content-Disposition"]


@pytest.mark.parametrize("changed", [{"receiver": " "}, {"basis": ""}, {"nam": []}])
def test_a_copy_without_what_it_needs_keeps_what_was_typed(school, keys, changed):
    url = f"{record_url(keys[0])}/ban-sao"
    form = {"receiver": "Toà án", "basis": "Công văn 7", "nam": [str(keys[0].school_year)]}

    answer = asks(school, url, {**form, **changed})

    assert answer.status_code == 409
    typed = {**form, **changed}
    assert f'value="{typed["basis"]}"' in answer.content.decode()
    assert not school.prints.copies.of_school(clerk().school)


def test_a_number_that_was_never_issued_is_said_to_be_none_of_ours(school, keys):
    answer = asks(school, "/truong/ban-sao?so=77/2026/BS")

    assert answer.status_code == 404
    assert "77/2026/BS" in answer.content.decode()


def test_the_log_of_copies_is_closed_to_teachers(school, keys):
    with pytest.raises(Refusal) as refused:
        asks(school, "/truong/ban-sao", username="gv")

    assert refused.value.code == "permit.not_your_role"


def test_a_class_page_leads_to_printing_once_something_is_sealed(school):
    assert "/truong/in?lop" not in reads(school, f"/truong/lop/{CLASS}")
    issue_class(school)
    assert f"/truong/in?lop={CLASS}" in reads(school, f"/truong/lop/{CLASS}")


def test_all_years_of_a_record_are_printed_and_noted(school, keys):
    answer = asks(school, f"{record_url(keys[0])}/cac-nam.pdf")

    assert answer.content[:5] == b"%PDF-"
    (read,) = school.read_log.of_record(keys[0].record_code)
    assert read.by == clerk().person
