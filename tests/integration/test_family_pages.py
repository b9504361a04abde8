"""Families' pages by their addresses: who is let in, what is shown, and what nobody else learns."""

import io
import re
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve

from hocba.adapters.database.passkeys import DatabasePasskeys
from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.adapters.keys.code_list import CodeListFile
from hocba.adapters.paper.printer import TypstPrinter
from hocba.adapters.xml.attachment import opened
from hocba.core.compose.attempts import Tried
from hocba.core.compose.reading import Way
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.verify.verdict import Outcome
from hocba.flow.family_records import issued_years
from hocba.flow.printed_codes import KEY_LIST
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.send_package import send
from hocba.ports.accounts import Account
from hocba.ports.shown import NOTHING_SHOWN
from tests.api_world import a_door
from tests.family_world import TWO_SUBJECTS, a_code, a_family_desk, extract_verdict
from tests.repository_world import issue_class, packed, packed_above, three_offices
from tests.school_world import YEAR, a_pupil, principal

pytestmark = pytest.mark.usefixtures("as_app")

TABLE = tomllib.loads((Path(__file__).parents[1] / "rights_table.toml").read_text("utf-8"))
OPEN = sorted(a for a, (group, _) in TABLE["addresses"].items() if group == "everybody")
DOORS = {"gia-dinh/vao", "gia-dinh/dinh-danh", "gia-dinh/dinh-danh/ve"}
FAMILY = [a for a in OPEN if a.startswith("gia-dinh") and a not in DOORS]


class Session(dict):
    """A session that lives as long as a test."""

    def flush(self):
        self.clear()

    def set_expiry(self, seconds):
        self.expiry = seconds


class Attempts:
    """Counts failures."""

    def __init__(self):
        self.failures = []

    def tried(self, name, address):
        del name, address
        return Tried()

    def failed(self, name, address, at):
        self.failures.append(name)

    def succeeded(self, name, address, at):
        pass


class Door:
    identity = None

    def __init__(self):
        self.attempts = Attempts()
        self.passkeys = DatabasePasskeys()


@pytest.fixture
def offices(tmp_path):
    three = three_offices(tmp_path, pupils=2)
    means = {"printer": TypstPrinter(), "code_key": CodeKeyFile(tmp_path / "khoa", "truong")}
    school = replace(three.school, **means)
    ministry = replace(three.ministry, code_list=CodeListFile(tmp_path, KEY_LIST))
    school.accounts.save([Account(username="ht", display_name="Bình", actor=principal())])
    issue_class(school)
    return replace(three, school=school, ministry=ministry)


@pytest.fixture
def school(offices):
    return offices.school


class Visitor:
    """Somebody with a browser; nobody yet."""

    def __init__(self, offices, **session):
        self.offices, self.session = offices, Session(session)
        self.door, self.vendors = Door(), a_door()

    def asks(self, path, post=None):
        factory = RequestFactory()
        request = factory.get(path) if post is None else factory.post(path, post)
        of_school = path.startswith(("/gia-dinh", "/chia-se", "/truong"))
        request.outside = self.offices.school if of_school else self.offices.ministry
        request.desk = RegisterDesk(request.outside)
        request.family, request.door = a_family_desk(), self.door
        request.shown, request.vendors = NOTHING_SHOWN, self.vendors
        request.session, request.demo_offices = self.session, tuple
        request._messages = FallbackStorage(request)
        view, args, kwargs = resolve(request.path)
        return view(request, *args, **kwargs)

    def reads(self, path, post=None):
        answer = self.asks(path, post)
        return answer.status_code, answer.content.decode()


@pytest.fixture
def stranger(offices):
    return Visitor(offices)


@pytest.fixture
def mother(offices):
    access, code = a_code(offices.school, a_family_desk())
    visitor = Visitor(offices)
    born = f"{a_pupil(1).born_on:%d/%m/%Y}"
    answer = visitor.asks("/gia-dinh/vao", {"code": code, "born": born})
    assert (answer.status_code, answer.url) == (302, "/gia-dinh")
    visitor.access = access
    return visitor


def key_of(school, number=1):
    access, _ = a_code(school, a_family_desk(), number=number)
    (record,) = issued_years(school, access.record_code)
    return record.key


def share_form(**changes):
    plain = {"receiver": "Trường THCS Hoa Ban", "purpose": "TUYEN_SINH", "days": "30"}
    return {**plain, "years": [str(YEAR)], "parts": list(TWO_SUBJECTS), **changes}


def shared_by(mother, **changes):
    status, page = mother.reads("/gia-dinh/chia-se", share_form(**changes))
    assert status == 200
    return re.search(r'id="ma-chia-se">([^<]+)<', page)[1]


class TestComingIn:
    @pytest.mark.parametrize("born", ["", "xx", "01/01/2001"])
    def test_with_a_wrong_day_stays_outside(self, offices, stranger, born):
        _, code = a_code(offices.school, a_family_desk())
        status, page = stranger.reads("/gia-dinh/vao", {"code": code, "born": born})
        assert status == 403
        assert code not in page
        assert stranger.session == {}

    def test_with_a_wrong_code_is_counted(self, stranger):
        typed = {"code": "7K2M-9Q4T-0XAB-C3DE", "born": "01/01/2016"}
        assert stranger.reads("/gia-dinh/vao", typed)[0] == 403
        assert len(stranger.door.attempts.failures) == 1

    def test_ends_with_the_code(self, school, mother):
        a_code(school, a_family_desk())
        assert mother.asks("/gia-dinh").url == "/gia-dinh/vao"


class TestHome:
    def test_shows_the_years_and_who_has_read(self, school, mother):
        key = key_of_family(school, mother)
        assert mother.asks(f"/gia-dinh/hoc-ba/{key}/hoc-ba.xml").content.startswith(b"<?xml")
        status, page = mother.reads("/gia-dinh")
        assert status == 200
        assert str(YEAR) in page
        assert "Tải tệp học bạ" in page

    def test_hands_out_the_print(self, school, mother):
        key = key_of_family(school, mother)
        assert mother.asks(f"/gia-dinh/hoc-ba/{key}/ban-in.pdf").content.startswith(b"%PDF-")
        read = school.read_log.of_record(key.record_code)[0]
        assert (read.way, read.role) == (Way.PRINT, Role.PUPIL_OR_PARENT)

    def test_hands_out_the_proof_bundle_with_the_receipt(self, offices, school, mother):
        key = key_of_family(school, mother)
        send(school, packed(school).message_id)
        answer = mother.asks(f"/gia-dinh/hoc-ba/{key}/ho-so-chung-cu.zip")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
            names = set(bundle.namelist())
            assert bundle.read("hoc-ba.xml") == school.records.document(key)
            assert b'"outcome": "PASSED"' in bundle.read("bao-cao.json")
        registers = {name.split("/")[-1].split("-")[0] for name in names if "registers/" in name}
        assert registers >= {"BO", "SO", "TRUONG"}
        assert "bien-nhan/1.xml" in names
        (read,) = school.read_log.of_record(key.record_code)
        assert (read.way, read.role) == (Way.DOWNLOAD, Role.PUPIL_OR_PARENT)

    @pytest.mark.parametrize("file", ["", "/hoc-ba.xml", "/ban-in.pdf", "/ho-so-chung-cu.zip"])
    def test_does_not_show_another_child(self, school, mother, file):
        key = key_of(school, 2)
        with pytest.raises(Refusal) as refused:
            mother.asks(f"/gia-dinh/hoc-ba/{key}{file}")
        assert refused.value.code == "family.other_child"

    def test_takes_what_is_wrong_and_shows_the_answer(self, offices, school, mother):
        key = key_of_family(school, mother)
        assert mother.reads(f"/gia-dinh/hoc-ba/{key}", {"words": "a"})[0] == 409
        asked = {"words": "Tên đệm ghi nhầm dấu, xin xem giấy khai sinh."}
        assert mother.asks(f"/gia-dinh/hoc-ba/{key}", asked).status_code == 302
        head = Visitor(offices, username="ht", display_name="Bình")
        status, page = head.reads("/truong/gia-dinh")
        assert status == 200
        assert asked["words"] in page
        (request,) = a_family_desk().requests.of_record(key.record_code)
        told = {"request_id": request.request_id, "outcome": "SE_DINH_CHINH"}
        told["words"] = "Nhà trường sẽ lập bản đính chính."
        assert head.asks("/truong/gia-dinh", told).status_code == 302
        assert told["words"] in mother.reads("/gia-dinh")[1]


def key_of_family(school, mother):
    (record,) = issued_years(school, mother.access.record_code)
    return record.key


class TestSharing:
    def test_shows_the_receiver_two_subjects_and_what_is_withheld(self, school, mother, stranger):
        code = shared_by(mother)
        name = a_pupil(1).full_name
        status, cover = stranger.reads(f"/chia-se/{code}")
        assert status == 200
        assert name not in cover
        assert len(school.read_log.of_record(mother.access.record_code)) == 0

        status, page = stranger.reads(f"/chia-se/{code}", {})
        assert status == 200
        assert name in page
        shown = re.findall(r'<th scope="row">([^<]+)</th>', page)
        assert shown == ["Tiếng Việt", "Toán"]
        assert "Gia đình không cho xem" in page
        assert a_pupil(1).personal_id not in page

        file = stranger.asks(f"/chia-se/{code}/{YEAR}.xml").content
        assert extract_verdict(school, file).outcome is Outcome.PASSED
        paper = stranger.asks(f"/chia-se/{code}/{YEAR}.pdf").content
        assert opened(paper) == file
        readings = school.read_log.of_record(mother.access.record_code)
        assert [(r.role, r.way) for r in readings] == [
            (Role.RECEIVER, Way.PRINT),
            (Role.RECEIVER, Way.DOWNLOAD),
            (Role.RECEIVER, Way.VIEW),
        ]
        assert "Trường THCS Hoa Ban" in mother.reads("/gia-dinh")[1]

    def test_shows_nothing_after_it_was_taken_back(self, mother, stranger):
        code = shared_by(mother)
        (share,) = a_family_desk().shares.of_record(mother.access.record_code)
        mother.asks(f"/gia-dinh/chia-se/{share.share_id}/thu-lai", {})
        for post in (None, {}):
            status, page = stranger.reads(f"/chia-se/{code}", post)
            assert status == 404
            assert a_pupil(1).full_name not in page
        with pytest.raises(Refusal) as refused:
            stranger.asks(f"/chia-se/{code}/{YEAR}.xml")
        assert refused.value.code == "share.withdrawn"

    def test_is_refused_beside_the_form(self, mother):
        for wrong in ({"receiver": " "}, {"purpose": "X"}, {"days": "x"}, {"years": ["1900"]}):
            assert mother.reads("/gia-dinh/chia-se", share_form(**wrong))[0] == 409

    def test_of_nothing_chosen_shows_the_head_alone(self, mother, stranger):
        code = shared_by(mother, parts=[])
        page = stranger.reads(f"/chia-se/{code}", {})[1]
        assert "Tiếng Việt" not in page.split("Gia đình không cho xem")[0]


class TestAnExtractAtThePublicPage:
    def verified(self, offices, file):
        brought = SimpleUploadedFile("trich-luc.xml", file, "application/xml")
        return Visitor(offices).reads("/xac-thuc", {"file": brought})[1]

    def extract(self, mother, stranger):
        return stranger.asks(f"/chia-se/{shared_by(mother)}/{YEAR}.xml").content

    def test_is_genuine_and_in_force_once_the_ministry_keeps_the_record(
        self, offices, mother, stranger
    ):
        file = self.extract(mother, stranger)
        assert "chưa biết học bạ còn hiệu lực" in self.verified(offices, file)
        send(offices.school, packed(offices.school).message_id)
        send(offices.province, packed_above(offices.province).message_id)
        page = self.verified(offices, file)
        assert "Trích lục này là thật, học bạ đang có hiệu lực" in page
        assert "cho xem 5 trong 28 phần" in page
        assert a_pupil(1).full_name not in page

    def test_takes_the_record_out_of_a_proof_bundle(self, offices, school, mother):
        key = key_of_family(school, mother)
        bundle = mother.asks(f"/gia-dinh/hoc-ba/{key}/ho-so-chung-cu.zip").content
        assert "chưa biết học bạ còn hiệu lực" in self.verified(offices, bundle)
        assert "không phải hồ sơ chứng cứ" in self.verified(offices, bundle[:500])

    def test_is_not_valid_once_a_mark_was_changed(self, offices, mother, stranger):
        file = self.extract(mother, stranger)
        altered = re.sub(rb"<Diem>\d+<", b"<Diem>1<", file, count=1)
        assert altered != file
        assert "Trích lục này không hợp lệ" in self.verified(offices, altered)

    def test_that_is_cut_off_is_told_in_words(self, offices, mother, stranger):
        file = self.extract(mother, stranger)
        assert "Trích lục này không hợp lệ" in self.verified(offices, file[:-300])


class TestTheSchool:
    def test_makes_a_code_that_opens(self, offices, stranger):
        head = Visitor(offices, username="ht", display_name="Bình")
        path = f"/truong/hoc-sinh/{a_pupil(2).sector_code}/gia-dinh"
        status, page = head.reads(path, {"kin": "CHA", "name": "Lò Văn Cha"})
        assert status == 200
        code = re.search(r'id="ma-gia-dinh">([^<]+)<', page)[1]
        born = f"{a_pupil(2).born_on:%d/%m/%Y}"
        typed = {"code": code.lower().replace("-", " "), "born": born}
        assert stranger.asks("/gia-dinh/vao", typed).status_code == 302
        assert code not in head.reads(path)[1]
        (access,) = a_family_desk().accesses.of_pupil(principal().school, a_pupil(2).sector_code)
        head.asks(path, {"end": access.access_id})
        assert stranger.asks("/gia-dinh").url == "/gia-dinh/vao"

    def test_issues_an_extract_under_a_number(self, offices, school):
        head = Visitor(offices, username="ht", display_name="Bình")
        path = f"/truong/hoc-ba/{key_of(school)}/trich-luc"
        form = {"receiver": "UBND phường", "basis": "Đơn 12/2026", "parts": list(TWO_SUBJECTS)}
        assert head.asks(path, form).status_code == 302
        assert "1/2026/TL" in head.reads(path)[1]
        file = head.asks(f"{path}/2026-1.xml").content
        assert extract_verdict(school, file).outcome is Outcome.PASSED
        paper = head.asks(f"{path}/2026-1.pdf").content
        assert opened(paper) == file
        assert extract_verdict(school, paper).outcome is Outcome.PASSED


def test_nobody_else_learns_a_mark_a_name_or_a_number_at_any_open_address(offices, mother):
    # Whoever holds a share's code is its receiver; everybody else is asked for something.
    send(offices.school, packed(offices.school).message_id)
    code, key = shared_by(mother), key_of_family(offices.school, mother)
    secret = [a_pupil(1).full_name, a_pupil(1).personal_id, "<Diem>", "Hoàn thành xuất sắc"]
    told, refused = set(), set()
    for address in OPEN:
        path = f"/{address}".replace("<str:key>", str(key)).replace("<str:year>", str(YEAR))
        path = re.sub(r"<\w+:\w+>", "7K2M-9Q4T-0XAB-C3DE", path)
        for query in ("", f"?ma={key.record_code}", f"?ma={mother.access.access_id}"):
            try:
                body = Visitor(offices).reads(path + query)[1]
            except (Refusal, Http404):
                refused.add(address)
                continue
            told.add(address)
            assert [word for word in secret if word in body] == [], path + query
    assert {"xac-thuc", "gia-dinh", "gia-dinh/vao", "chia-se/<slug:code>"} <= told
    assert len(told) + len(refused) >= len(OPEN)
    assert a_pupil(1).full_name not in Visitor(offices).reads(f"/chia-se/{code}")[1]


@pytest.mark.parametrize("address", FAMILY)
def test_a_family_s_address_without_a_family_leads_to_the_way_in(address):
    path = re.sub(r"<\w+:\w+>", "x", f"/{address}")
    visitor = Visitor(None)
    visitor.offices = SimpleNamespace(school=None)
    answer = visitor.asks(path, {} if address.endswith("thu-lai") else None)
    assert (answer.status_code, answer.url) == (302, "/gia-dinh/vao")
