"""Every reading of a record leaves a line, and the school can answer a pupil who asks."""

from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver, resolve

from hocba.adapters.database.read_log import DatabaseReadLog
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.pupils import record_url
from hocba.flow.read_record import read_package, read_record, readings_of
from hocba.ports.accounts import Account
from tests.family_world import a_family_desk
from tests.integration.test_print_jobs import with_a_desk
from tests.repository_world import issue_class, packed, three_offices
from tests.school_world import (
    CLERK,
    OTHER_SCHOOL,
    OTHER_TEACHER,
    PRINCIPAL,
    SCHOOL,
    TEACHER,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")

SHOW_NO_RECORD = {
    *("healthz", "", "dang-nhap", "dang-xuat", "vai-tro", "ngon-ngu", "kieu-dang"),
    *("bo/do-phu", "tai-khoan/phien", "so/goi-nop/dang-nhan", "bo/goi-nop/dang-nhan"),
    # The school's software: lists come in, and how records stand goes out, nothing they hold.
    *("openapi.json", "token", "school", "packages"),
    *(f"years/<year>/{rest}" for rest in ("classes", "pupils", "staff")),
    *(f"years/<year>/classes/<name>/{rest}" for rest in ("records", "results")),
    *("packages/<message_id>", "packages/<message_id>/receipt"),
    "truong/phan-mem",
    "truong/chu-ky-so",
    *("so/lien-thong", "bo/lien-thong", "bo/lien-thong/dang-giu", "bo/lien-thong/de-nghi"),
    "so/lien-thong/dinh-chinh",
    *("so-lieu", "so-lieu.json", "so-lieu.xlsx", "so-lieu.pdf", "so-lieu/cach-tinh"),
    # Lists of a class: who is where on the way, no record's content.
    *("truong", "truong/lop/<str:name>", "truong/lop/<str:name>/tra-lai"),
    *("truong/lop/<str:name>/du-chua", "truong/mo-lai", "truong/mo-lai/<slug:reopening_id>"),
    *("truong/thong-bao", "truong/thong-bao/<slug:number>"),
    *("truong/ky/<str:name>", "truong/ky/<str:name>/lap", "truong/chua-ky", "truong/so-phan-cong"),
    # Lists to sign; a sample of a round leads to the print itself, which logs.
    *("truong/ky", "truong/ky-mon-hoc", "truong/lop/<str:name>/chu-ky"),
    *("truong/luot-ky/<slug:round_id>", "truong/luot-ky/<slug:round_id>/mau/<slug:place>"),
    # How a school is arranged: years, classes, rules, who may stand in for whom.
    *("truong/nam-hoc", "truong/lop-hoc", "truong/lop-hoc/len-lop/<str:year>"),
    *("truong/quy-tac", "truong/uy-quyen", "dang-nhap/khoa", "tai-khoan/khoa"),
    "truong/dau-thoi-gian",
    # Pupils whom nobody is, with sheets of their own.
    *("truong/tap-huan", "truong/tap-huan/mau/<slug:kind>"),
    "truong/chua-ky/<str:code>",
    # Held to the log of readings in test_transfers and test_transfer_pages.
    *(
        f"truong/chuyen-truong{rest}"
        for rest in (
            *("", "/<str:transfer_id>", "/<str:transfer_id>/tep.zip"),
            "/<str:transfer_id>/tra-loi.zip",
            "/<str:transfer_id>/hoc-ba/<str:key>",
        )
    ),
    "truong/hoc-sinh/<str:code>/chuyen-truong",
    # Held to the log of readings in test_partial_pages.
    *(
        f"truong/hoc-sinh/<str:code>/mot-phan{rest}"
        for rest in ("", "/<slug:digest>.xml", "/<slug:digest>.pdf")
    ),
    # Held to the log of readings in test_corrections and test_correction_pages.
    *(
        f"{office}/dinh-chinh{rest}"
        for office in ("truong", "so")
        for rest in ("", "/<str:correction_id>", "/<str:correction_id>/minh-chung")
    ),
    *("dang-nhap/dinh-danh", "dang-nhap/dinh-danh/ve"),
    *("truong/giao-vien", "truong/giao-vien/<str:code>"),
    *("truong/nhap", "truong/nhap/ghi", "truong/nhap/mau/<str:kind>"),
    *("truong/goi-nop", "truong/goi-nop/<str:message_id>"),
    "truong/goi-nop/<str:message_id>/bien-nhan.xml",
    # What a paper's code is checked with, on the asker's own machine.
    # Held to the log of readings in test_looking_up.
    *("so/tra-cuu", "so/tra-cuu/<slug:look_up_id>", "bo/tra-cuu", "bo/tra-cuu/<slug:look_up_id>"),
    *(
        f"{office}/tra-cuu/<slug:look_up_id>/<str:key>/{file}"
        for office in ("so", "bo")
        for file in ("hoc-ba.xml", "ban-in.pdf")
    ),
    *("kiem-tra-ma", "kiem-tra-ma/khoa.jws", "kiem-tra-ma/ung-dung.webmanifest"),
    *("kiem-tra-ma/nen.js", "kiem-tra-ma/tinh-trang-<str:year>.jws"),
    # Offices above see figures, packages and receipts.
    *("so", "so/truong/<str:code>", "so/goi-nop", "so/goi-nop/<str:message_id>"),
    *("so/goi-nop/<str:message_id>/bien-nhan.xml", "so/gui-bo", "so/ket-noi"),
    *("so/gui-bo/<str:message_id>", "so/gui-bo/<str:message_id>/bien-nhan.xml"),
    *(f"{office}/giam-sat{kind}" for office in ("so", "bo") for kind in ("", ".json", ".xlsx")),
    *(
        f"{office}/giam-sat/{page}{kind}"
        for page in ("chu-ky-so", "tra-lai")
        for office in ("so", "bo")
        for kind in ("", ".json", ".xlsx")
    ),
    *(f"{office}/giam-sat/dau-hieu/<str:signal>/<str:unit>" for office in ("so", "bo")),
    # Names of files that somebody brought, and what is wrong with them; nothing that they hold.
    "so/ho-so-cu",
    *("so/cac-truong.xlsx", "so/doi-soat", "so/gui-bo/bien-nhan", "bo/goi-nop/mang-den"),
    *(f"so/gui-bo/<str:message_id>/{name}" for name in ("cho", "gui-lai", "giay-chung")),
    # Held to the log of readings in test_province_desk.
    "so/gui-bo/<str:message_id>/goi.zip",
    *("so/so-lieu", "so/so-lieu.json", "so/so-lieu.xlsx", "so/so-lieu.pdf", "so/so-lieu/cach-tinh"),
    *("bo", "bo/de-nghi", "bo/de-nghi/<str:admission_id>", "bo/goi-nop"),
    "bo/de-nghi/<str:admission_id>/minh-chung",
    *("bo/goi-nop/<str:message_id>", "bo/goi-nop/<str:message_id>/bien-nhan.xml"),
    *("bo/so-lieu", "bo/so-lieu.json", "bo/so-lieu.xlsx", "bo/so-lieu.pdf", "bo/so-lieu/cach-tinh"),
    # Log-ins and accounts; phrases of the teacher's own.
    *("dang-nhap/buoc-hai", "loi-moi", "truong/tai-khoan", "truong/nhan-xet-mau"),
    # What the school keeps before there is a record: the list of pupils and their marks.
    *("truong/danh-sach", "truong/du-lieu", "truong/du-lieu/<str:kind>.xlsx"),
    *("truong/nhap-diem/<str:name>", "truong/nhap-diem/<str:name>/<slug:section>"),
    *(f"truong/nhap-diem/<str:name>/<slug:section>/dot/<slug:moment>{x}" for x in ("", "/luu")),
    *("truong/nhap-diem/<str:name>/<slug:section>/luu", "truong/hoc-sinh/moi"),
    # A pupil's line of the list: `read_line` logs it where there is a record already.
    "truong/hoc-sinh/<str:code>",
    # Codes of families and what they ask; what families and receivers read is held to the log
    # of readings in test_family_pages.
    *("truong/hoc-sinh/<str:code>/gia-dinh", "truong/gia-dinh", "gia-dinh", "gia-dinh/vao"),
    *("gia-dinh/dinh-danh", "gia-dinh/dinh-danh/ve", "gia-dinh/con"),
    "truong/hoc-sinh/<str:code>/giam-ho",
    *("gia-dinh/hoc-ba/<str:key>", "gia-dinh/hoc-ba/<str:key>/hoc-ba.xml"),
    *("gia-dinh/hoc-ba/<str:key>/ban-in.pdf", "gia-dinh/chia-se"),
    *("gia-dinh/hoc-ba/<str:key>/ho-so-chung-cu.zip", "gia-dinh/cac-nam.pdf"),
    *("gia-dinh/chia-se/<slug:share_id>/thu-lai", "chia-se", "chia-se/<slug:code>"),
    *("chia-se/<slug:code>/<str:year>.pdf", "chia-se/<slug:code>/<str:year>/bao-cao.<slug:form>"),
    "truong/hoc-ba/<str:key>/trich-luc/<slug:number>.pdf",
    *("chia-se/<slug:code>/<str:year>.xml", "truong/hoc-ba/<str:key>/trich-luc/<slug:number>.xml"),
    # Lists of print jobs and copies; their pages are held to the log of readings in
    # test_print_jobs and test_copies.
    *("truong/in", "truong/in/<slug:job_id>", "truong/in/<slug:job_id>/tat-ca.zip"),
    *("truong/ban-sao", "truong/ban-sao/<slug:number>.pdf"),
    # The public brings the file itself and is nobody whom we know.
    *("xac-thuc", "xac-thuc/tren-may", "xac-thuc/bao-cao"),
}
"""Addresses that lead to no pupil's record. A new address must be put here, or it must log."""


def addresses(resolver=None):
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield str(each.pattern)
        else:
            yield from addresses(each)


SHOW_RECORDS = sorted(set(addresses()) - SHOW_NO_RECORD)


@pytest.fixture
def school(tmp_path):
    school = with_a_desk(three_offices(tmp_path, pupils=2).school, tmp_path)
    school.accounts.save([Account(username="ht", display_name="Bình", actor=principal())])
    return school


@pytest.fixture
def keys(school):
    return issue_class(school)


def got(outside, path, *, username="ht"):
    request = RequestFactory().get(path)
    request.outside, request.session = outside, {"username": username, "display_name": "Bình"}
    request.family = a_family_desk()
    view, args, kwargs = resolve(path)
    answer: HttpResponse = view(request, *args, **kwargs)
    return answer.status_code


def of(outside, key):
    return outside.read_log.of_record(key.record_code)


class TestEveryAddress:
    def test_is_known_to_show_a_record_or_not(self):
        assert set(addresses()) >= SHOW_NO_RECORD
        assert SHOW_RECORDS == [
            "truong/goi-nop/<str:message_id>/goi.zip",
            "truong/hoc-ba/<str:key>",
            "truong/hoc-ba/<str:key>/ban-in.pdf",
            "truong/hoc-ba/<str:key>/ban-sao",
            "truong/hoc-ba/<str:key>/cac-nam.pdf",
            "truong/hoc-ba/<str:key>/dinh-chinh",
            "truong/hoc-ba/<str:key>/hoc-ba.xml",
            "truong/hoc-ba/<str:key>/thu-hoi",
            "truong/hoc-ba/<str:key>/tra-lai",
            "truong/hoc-ba/<str:key>/trich-luc",
        ]

    @pytest.mark.parametrize("address", SHOW_RECORDS)
    def test_that_shows_a_record_logs_it(self, school, keys, address):
        path = f"/{address}"
        if "message_id" in path:
            path = path.replace("<str:message_id>", packed(school).message_id)
        path = path.replace("/truong/hoc-ba/<str:key>", record_url(keys[0]))

        assert got(school, path) == 200

        (read,) = of(school, keys[0])
        assert (read.by, read.role, read.key) == (PRINCIPAL, Role.PRINCIPAL, keys[0])
        assert (read.school, read.office, read.at) == (SCHOOL, SCHOOL, school.clock.now())


class TestClassPages:
    @pytest.mark.parametrize("page", ["lop", "ky"])
    def test_of_another_class_are_closed_to_its_neighbours_teacher(self, school, keys, page):
        own, other = teacher(), teacher(OTHER_TEACHER, "1A")
        accounts = {"own": own, "other": other}
        school.accounts.save(
            [Account(username=n, display_name=n, actor=actor) for n, actor in accounts.items()]
        )
        path = f"/truong/{page}/{own.class_name}"

        assert got(school, path, username="own") == 200
        with pytest.raises(Refusal) as refused:
            got(school, path, username="other")

        assert refused.value.code == "permit.other_class"


class TestReading:
    @pytest.mark.parametrize("way", Way)
    def test_notes_how_it_was_read_newest_first(self, school, keys, way):
        read_record(school, actor=clerk(), key=keys[0], way=Way.VIEW)
        read_record(school, actor=teacher(), key=keys[0], way=way)

        assert [(r.by, r.way) for r in of(school, keys[0])] == [(TEACHER, way), (CLERK, Way.VIEW)]

    def test_of_a_package_notes_every_record_in_it(self, school, keys):
        read_package(school, actor=clerk(), message_id=packed(school).message_id)

        assert [r.way for key in keys for r in of(school, key)] == [Way.PACKAGE] * len(keys)

    @pytest.mark.parametrize(
        ("actor", "code"),
        [
            (teacher(OTHER_TEACHER, "1A"), "permit.other_class"),
            (replace(principal(), school=OTHER_SCHOOL), "permit.other_school"),
            (Actor(person="CB01", role=Role.PROVINCE_OFFICER), "permit.other_school"),
        ],
    )
    def test_is_refused_to_others_and_not_noted(self, school, keys, actor, code):
        with pytest.raises(Refusal) as refused:
            read_record(school, actor=actor, key=keys[0], way=Way.VIEW)

        assert refused.value.code == code
        assert of(school, keys[0]) == ()

    def test_of_another_school_s_package_is_refused(self, school, keys):
        sent, stranger = packed(school), replace(clerk(), school=OTHER_SCHOOL)
        with pytest.raises(Refusal) as refused:
            read_package(school, actor=stranger, message_id=sent.message_id)

        assert refused.value.code == "permit.other_school"

    def test_is_shown_to_who_answers_for_it(self, school, keys):
        read_record(school, actor=clerk(), key=keys[0], way=Way.VIEW)
        code = keys[0].record_code
        admin = replace(clerk(), role=Role.SCHOOL_ADMIN)

        assert len(readings_of(school, actor=principal(), code=code)) == 1
        assert len(readings_of(school, actor=admin, code=code)) == 1
        assert readings_of(school, actor=clerk(), code=code) == ()

    def test_stays_inside_the_school(self, school, keys):
        read_record(school, actor=clerk(), key=keys[0], way=Way.VIEW)
        code = keys[0].record_code

        assert len(DatabaseReadLog(SCHOOL).of_record(code)) == 1
        assert DatabaseReadLog(OTHER_SCHOOL).of_record(code) == ()
