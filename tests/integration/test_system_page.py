"""The page on which a school lets a vendor's system in and hands over to another."""

from ssl import DER_cert_to_PEM_cert

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hocba.core.compose.systems import active_of
from hocba.core.terms.outcomes import Refusal
from hocba.flow.keep_systems import let_in
from hocba.ports.accounts import Account
from tests.api_world import OTHER, VNSCHOOL, a_door, a_vendor, registered
from tests.integration.test_decision_pages import asked
from tests.pki_world import a_laboratory
from tests.school_world import SCHOOL, a_running_school, principal, teacher
from tests.whole_database import content, unsaid

pytestmark = pytest.mark.usefixtures("as_app")
PAGE = "/truong/phan-mem"


@pytest.fixture
def school():
    school = a_running_school(pupils=1)
    people = {"ht": principal(), "gv": teacher()}
    school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return school


def form(software, holder, **more):
    pem = DER_cert_to_PEM_cert(holder.certificate).encode()
    words = {"name": software.name, "version": software.version, "vendor": software.vendor}
    file = SimpleUploadedFile("chung-thu.pem", pem)
    return {"do": "nhan", **words, "basis": "HĐ 1/2026", "certificate": file, **more}


def test_lets_one_system_in_and_hands_over_with_its_history(school):
    asked(school, PAGE, form(VNSCHOOL, a_vendor()), by="ht", vendors=a_door())
    first = active_of(school.systems.of_school(SCHOOL))
    assert first.client == f"{SCHOOL}.1"

    # A second vendor that claims the school is sent away, with the name of the first.
    with pytest.raises(Refusal) as refused:
        asked(school, PAGE, form(OTHER, a_vendor("Hai (mẫu)")), by="ht", vendors=a_door())
    assert (refused.value.code, refused.value.details["name"]) == (
        "system.school_claimed",
        VNSCHOOL.name,
    )

    over = form(OTHER, a_vendor("Hai (mẫu)"), **{"from": "1"})
    asked(school, PAGE, over, by="ht", vendors=a_door())

    before, now = school.systems.of_school(SCHOOL)
    assert (before.ended.at, before.ended.by) == (now.at, principal().person)
    assert now.ended is None
    words = asked(school, PAGE, by="ht", vendors=a_door()).text
    assert VNSCHOOL.name in words
    assert f"{SCHOOL}.2" in words


def test_a_second_claim_hears_all_that_is_wrong_with_it(school):
    registered(school, a_vendor())
    person = a_laboratory().issue_person(name="Một Người", key="p-256")
    before = content()

    with pytest.raises(Refusal) as refused:
        asked(school, PAGE, form(OTHER, person, version="", basis=""), by="ht", vendors=a_door())

    found = [(each.code, each.where) for each in refused.value.findings]
    assert refused.value.code == "system.school_claimed"
    assert found[:2] == [("system.word_missing", "version"), ("system.word_missing", "basis")]
    assert "system.certificate_of_person" in dict(found)
    assert unsaid(refused.value) == []
    assert content() == before


@pytest.mark.parametrize("file", [None, b"", b"x" * 20_001, b"-----BEGIN CERTIFICATE-----\n!"])
def test_what_is_no_certificate_is_told_with_all_else(school, file):
    empty = form(VNSCHOOL, a_vendor(), name="")
    del empty["certificate"]
    more = {} if file is None else {"certificate": SimpleUploadedFile("c.pem", file)}

    with pytest.raises(Refusal) as refused:
        asked(school, PAGE, {**empty, **more}, by="ht", vendors=a_door())

    told = [(each.code, each.where) for each in refused.value.findings]
    assert told == [("system.word_missing", "name"), ("system.certificate_missing", "certificate")]
    assert unsaid(refused.value) == []


def test_of_two_that_take_over_at_once_one_is_told(school):
    registered(school, a_vendor())
    registered(school, a_vendor("Hai (mẫu)"), OTHER, hands_over_from=1)

    with pytest.raises(Refusal) as refused:
        registered(school, a_vendor("Ba (mẫu)"), OTHER, hands_over_from=1)

    assert refused.value.code == "system.moved_on"
    assert len(school.systems.of_school(SCHOOL)) == 2


def test_takes_no_certificate_that_cannot_be_relied_upon(school):
    person = a_laboratory().issue_person(name="Một Người", key="p-256")

    with pytest.raises(Refusal) as refused:
        registered(school, person)

    assert refused.value.code == "system.certificate_unfit"
    codes = [found.code for found in refused.value.findings]
    assert "system.certificate_of_person" in codes
    assert school.systems.of_school(SCHOOL) == ()


def test_says_all_that_is_missing_and_keeps_a_teacher_from_changing_it(school):
    empty = form(VNSCHOOL, a_vendor(), name="", basis="")
    with pytest.raises(Refusal) as refused:
        asked(school, PAGE, empty, by="ht", vendors=a_door())
    assert [found.where for found in refused.value.findings] == ["name", "basis"]

    words = asked(school, PAGE, by="gv", vendors=a_door()).text
    assert 'type="file"' not in words
    with pytest.raises(Refusal) as refused:
        let_in(
            school,
            actor=teacher(),
            school=SCHOOL,
            software=VNSCHOOL,
            certificate=a_vendor().certificate,
            basis="HĐ",
        )
    assert refused.value.code == "permit.not_your_role"
