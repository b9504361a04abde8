"""Pages of requests about issued records: at the school, at the province, on the pupil's page."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hocba.adapters.blobs.papers import PaperFolder
from hocba.core.compose.corrections import Stage
from hocba.core.compose.life import Status
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.pupils import record_url
from hocba.ports.accounts import Account
from hocba.ports.outside import Office
from tests.correction_world import PDF, sign_all
from tests.integration.test_decision_pages import asked, greyed
from tests.integration.test_school_thread import issued
from tests.school_world import (
    OFFICER,
    PROVINCE,
    SCHOOL,
    a_running_school,
    an_outside,
    deputy,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
FACTS = {"full_name": "Lò Văn Ánh", "born_on": "05/09/2016", "birth_place": "Điện Biên"}
FORM = {"reason": "SAI_THONG_TIN_CA_NHAN", "basis": "QĐ 7/QĐ-TH", **FACTS}


@pytest.fixture
def school(tmp_path):
    school = a_running_school(an_outside(papers=PaperFolder(tmp_path)), pupils=2)
    officer = Actor(person=OFFICER, role=Role.PROVINCE_OFFICER)
    people = {"ht": principal(), "pht": deputy(), "gv": teacher(), "cb": officer}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return school


@pytest.fixture
def key(school):
    return issued(school)[0]


@pytest.fixture
def province(school):
    return replace(school, office=Office(level=Level.PROVINCE, code=PROVINCE, name="Sở"))


def paper():
    return SimpleUploadedFile("quyet dinh.pdf", PDF)


def sent(school, key, form=None, *, by="gv", to="dinh-chinh"):
    form = {**(FORM if form is None else form), "evidence": paper()}
    return asked(school, f"{record_url(key)}/{to}", form, by=by)


def mark(key, school, value):
    page = asked(school, f"{record_url(key)}/dinh-chinh", by="gv").text
    assert 'name="subjects/toan/score"' in page
    return {**FORM, "reason": "SAI_KET_QUA", "subjects/toan/score": value}


class TestAsking:
    def test_leads_to_the_request_and_the_principal_approves(self, school, key):
        address = sent(school, key).url
        page = asked(school, address, by="ht").text
        assert "Lò Văn Ánh" in page
        assert "Duyệt và thực hiện" in page

        asked(school, address, {"step": "HIEU_TRUONG_DUYET"}, by="ht")

        new = replace(key, version=2)
        assert school.records.get(new).status is Status.LOCKED
        pupil = school.documents.record(school.records.document(new)).content.pupil
        assert (pupil.full_name, f"{pupil.born_on}") == ("Lò Văn Ánh", "2016-09-05")
        assert pupil.personal_id

    @pytest.mark.parametrize(
        "wrong",
        [
            {"born_on": "2016-09-05"},
            {"born_on": "31/02/2016"},
            {"personal_id": "12"},
            {"reason": "x"},
            {"basis": ""},
            {"subjects/toan/score": "11"},
            {"subjects/toan/level": ""},
        ],
    )
    def test_shows_the_form_again_with_what_was_typed(self, school, key, wrong):
        answer = sent(school, key, {**FORM, "birth_place": "Mường Ảng", **wrong})

        assert answer.status_code == 409
        assert "Mường Ảng" in answer.text
        assert school.corrections.of_school(SCHOOL) == ()

    def test_asks_for_the_paper(self, school, key):
        answer = asked(school, f"{record_url(key)}/dinh-chinh", FORM, by="gv")

        assert answer.status_code == 409
        assert "minh chứng" in answer.text

    def test_never_shows_the_whole_personal_number(self, school, key):
        number = school.documents.record(school.records.document(key)).content.pupil.personal_id
        form = {**FORM, "personal_id": "011216999999"}

        address = sent(school, key, form).url

        for page in (address, record_url(key), f"{record_url(key)}/dinh-chinh"):
            text = asked(school, page).text
            assert number not in text
            assert "011216999999" not in text

    def test_is_greyed_for_a_record_on_its_way(self, school, key):
        asked(school, sent(school, key).url, {"step": "HIEU_TRUONG_DUYET"}, by="ht")

        assert greyed(asked(school, f"{record_url(replace(key, version=2))}/dinh-chinh"))


class TestDeciding:
    def test_is_greyed_for_a_deputy_and_refused(self, school, key):
        address = sent(school, key).url

        assert greyed(asked(school, address, by="pht"))
        with pytest.raises(Refusal) as refused:
            asked(school, address, {"step": "HIEU_TRUONG_DUYET"}, by="pht")
        assert refused.value.code == "permit.not_your_role"

    def test_says_why_not_and_keeps_the_words(self, school, key):
        address = sent(school, key).url
        assert asked(school, address, {"step": "HIEU_TRUONG_TU_CHOI"}).status_code == 409

        asked(school, address, {"step": "HIEU_TRUONG_TU_CHOI", "reason": "Sai giấy"})

        assert "Sai giấy" in asked(school, address, by="gv").text

    def test_goes_through_the_province_for_a_mark(self, school, province, key):
        address = sent(school, key, mark(key, school, "8")).url
        asked(school, address, {"step": "HIEU_TRUONG_DUYET"}, by="ht")
        at_province = address.replace("/truong/", "/so/")
        assert "Lò Văn" in asked(province, "/so/dinh-chinh", by="cb").text
        page = asked(province, at_province, by="cb").text
        assert "Toán, điểm" in page

        asked(province, at_province, {"step": "SO_DUYET"}, by="cb")
        asked(school, address, {"step": "THUC_HIEN"}, by="ht")

        assert school.corrections.of_school(SCHOOL)[0].stage is Stage.DONE
        ways = {(read.way, read.office) for read in school.read_log.of_record(key.record_code)}
        assert (Way.CORRECTION, PROVINCE) in ways

    def test_hands_the_paper_out_to_be_saved_and_notes_it(self, school, province, key):
        address = sent(school, key, mark(key, school, "8")).url
        asked(school, address, {"step": "HIEU_TRUONG_DUYET"}, by="ht")

        answer = asked(province, f"{address.replace('/truong/', '/so/')}/minh-chung", by="cb")

        assert answer.content == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert school.read_log.of_record(key.record_code)[0].way is Way.EVIDENCE

    def test_withdraws_after_both_have_approved(self, school, province, key):
        form = {"reason": "PHAT_HANH_NHAM", "basis": "QĐ 9"}
        address = sent(school, key, form, to="thu-hoi").url
        asked(school, address, {"step": "HIEU_TRUONG_DUYET"}, by="ht")
        asked(province, address.replace("/truong/", "/so/"), {"step": "SO_DUYET"}, by="cb")

        asked(school, address, {"step": "THUC_HIEN"}, by="ht")

        assert school.records.get(key).status is Status.WITHDRAWN


class TestTheStory:
    def test_stands_on_the_pupil_s_page_and_names_what_replaced_it(self, school, key):
        assert "Các phiên bản và đề nghị" not in asked(school, record_url(key)).text
        address = sent(school, key).url
        asked(school, address, {"step": "HIEU_TRUONG_DUYET"}, by="ht")
        sign_all(school)

        page = asked(school, record_url(key)).text

        assert "Các phiên bản và đề nghị" in page
        assert "Đã có bản thay thế" in page
        assert address in page
        assert record_url(replace(key, version=2)) in page
