"""Old signed records that a province brings in by the thousand, in a ZIP of any shape."""

import io
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hocba.core.submit.package import record_key
from hocba.core.submit.receipt import Answer
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow import old_files
from hocba.flow.receive_package import receive
from hocba.flow.send_package import pack_province, sealed_package, send
from hocba.flow.signing_keys import ready_key
from hocba.flow.take_old_records import take_old_records
from hocba.ports.accounts import Account
from tests.integration.test_province_desk import asked
from tests.repository_world import PROVINCE_OFFICER, files_of, issue_class, packed, three_offices
from tests.school_world import SCHOOL, a_consent, clerk, principal
from tests.whole_database import content, unsaid

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture
def offices(tmp_path):
    return three_offices(tmp_path)


@pytest.fixture
def documents(offices):
    """What a school signed in its old system: a register, a declaration, three records."""
    issue_class(offices.school)
    found = files_of(offices.school, packed(offices.school))
    return {path: file for path, (_, file) in found.items()}


@pytest.fixture
def old(documents):
    """As the old system left them."""
    return {
        f"Năm học 2025-2026/Xã A/{number} học bạ.xml": file
        for number, file in enumerate(documents.values())
    }


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, file in files.items():
            archive.writestr(path, file)
    return io.BytesIO(out.getvalue())


def taken(offices, files, *, actor=PROVINCE_OFFICER, by=None):
    consent = a_consent(by or actor)
    return take_old_records(offices.province, zipped(files), actor=actor, consent=consent)


def refused(offices, files, **how):
    before = content()
    with pytest.raises(Refusal) as refusal:
        taken(offices, files, **how)
    assert content() == before
    assert unsaid(refusal.value) == []
    return refusal.value


def test_are_judged_and_kept_as_if_their_school_had_sent_them(offices, documents, old):
    found = taken(offices, old)

    assert {each.name for each in found.answers} == set(old)
    assert {each.answer.answer for each in found.answers} == {Answer.ACCEPTED}
    assert found.unread == ()
    kept = offices.province.repository
    assert kept.log().size == len(documents)
    assert all(kept.record(key) for key in map(record_key, documents) if key)

    pack = pack_province(
        offices.province, actor=PROVINCE_OFFICER, consent=a_consent(PROVINCE_OFFICER)
    )
    above = send(offices.province, pack.message_id)
    assert {each.answer for each in above.answers} == {Answer.ACCEPTED}


def test_again_change_nothing(offices, old):
    first = taken(offices, old)
    size = offices.province.repository.log().size

    again = taken(offices, old)

    assert offices.province.repository.log().size == size
    assert [each.answer for each in again.answers] == [each.answer for each in first.answers]


def test_that_are_bad_are_named_by_their_own_file_and_keep_no_other_back(offices, documents, old):
    bad = next(name for name, file in old.items() if b"<HocBa" in file[:300])
    spoilt = old[bad].replace("Lò Văn".encode(), "Lò Vân".encode(), 1)
    also = {
        "Năm học 2025-2026/": b"",
        "__MACOSX/x.xml": b"x",
        "Xã A/.DS_Store": b"x",
        "Xã A/Thumbs.db": b"x",
        "Công văn 12.docx": b"PK\x03\x04 not really",
        "hb/trống.xml": b"",
        "hb/khác.xml": b"<?xml version='1.0'?><HoaDon/>",
        "hb/bom.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><HocBa>&a;</HocBa>",
        "hb/bản hai.xml": spoilt,
        "../../hb.xml": b"<HocBa/>",
    }

    found = taken(offices, {**old, **also})

    assert {each.answer.answer for each in found.answers} == {Answer.ACCEPTED}
    assert len(found.answers) == len(documents)
    unread = {each.where for each in found.unread}
    assert unread == {
        *("Công văn 12.docx", "hb/trống.xml", "hb/khác.xml", "hb/bom.xml", "../../hb.xml"),
        "hb/bản hai.xml",
    }
    (twice,) = (each for each in found.unread if each.where == "hb/bản hai.xml")
    assert (twice.code, twice.details["name"]) == ("old.same_twice", bad)
    assert unsaid(Refusal("old.nothing_in_it", findings=found.unread)) == []


def test_with_a_changed_letter_are_refused_with_all_findings(offices, old):
    bad = next(name for name, file in old.items() if b"<HocBa" in file[:300])
    changed = old[bad].replace("Lò Văn".encode(), "Lò Vân".encode(), 1)

    found = taken(offices, {**old, bad: changed})

    answers = {each.name: each.answer for each in found.answers}
    assert [name for name in answers if answers[name].answer is not Answer.ACCEPTED] == [bad]
    codes = [each.code for each in answers[bad].findings]
    assert codes.count("sign.digest_differs") == 3


def test_of_a_school_of_another_province_are_refused(offices, old):
    elsewhere = replace(offices.province.office, code="12")
    other = replace(offices, province=replace(offices.province, office=elsewhere))

    with pytest.raises(Refusal) as refusal:
        taken(other, old)

    # The keys at hand are not that province's; nothing is judged before that is settled.
    assert refusal.value.code.startswith(("account.", "keys.", "package."))


@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.SEAL, "sign.role_not_due"), (Role.PROVINCE, "old.not_our_certificate")],
)
def test_are_not_to_be_brought_in_the_province_s_name_by_anybody_else(
    offices, documents, role, code
):
    """A school's seal on a package that says it is the province's own."""
    files = list(files_of(offices.school, packed(offices.school)).values())
    own = offices.province.office.code
    _, package = sealed_package(
        offices.school,
        files,
        sender=own,
        receiver=own,
        role=role,
        key=ready_key(offices.school, SCHOOL),
        consent=a_consent(clerk()),
    )

    with pytest.raises(Refusal) as refusal:
        receive(offices.province, package)

    assert code in {each.code for each in refusal.value.findings}
    assert offices.province.repository.log().size == 0


@pytest.mark.parametrize("actor", [clerk(), principal()])
def test_are_the_province_officers_to_bring(offices, old, actor):
    assert refused(offices, old, actor=actor).code == "permit.not_your_role"


def test_need_the_officer_s_own_consent(offices, old):
    assert refused(offices, old, by=clerk()).code == "permit.consent_of_other"


def test_of_which_nothing_can_be_read_are_refused_with_every_reason(offices):
    refusal = refused(offices, {"a.txt": b"x", "b.xml": b"<HocBa"})

    assert refusal.code == "old.nothing_in_it"
    assert {each.where for each in refusal.findings} == {"a.txt", "b.xml"}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"bom.xml": bytes(30_000_000)}, "package.entry_too_large"),
        ({"a.xml": b"x", "A.xml": b"y"}, "package.name_twice"),
    ],
)
def test_in_a_hostile_zip_are_refused_before_a_byte_is_unpacked(offices, files, code):
    refusal = refused(offices, files)

    assert refusal.code == "package.unsafe"
    assert [each.code for each in refusal.findings] == [code]


def test_of_more_files_than_fit_are_refused_with_both_numbers(offices):
    many = {f"{n}.txt": b"" for n in range(old_files.MOST_FILES + 1)}

    refusal = refused(offices, many)

    assert (refusal.code, refusal.details["limit"]) == ("old.too_many", "5000")


def test_that_are_no_zip_are_refused(offices):
    with pytest.raises(Refusal) as refusal:
        take_old_records(
            offices.province,
            io.BytesIO(b"hello"),
            actor=PROVINCE_OFFICER,
            consent=a_consent(PROVINCE_OFFICER),
        )

    assert refusal.value.code == "package.not_a_zip"


class TestThePage:
    @pytest.fixture
    def bringing(self, offices):
        account = Account(username="so", display_name="so", actor=PROVINCE_OFFICER)
        offices.province.accounts.save([account])

        def brought(files=None, **form):
            if files is None:
                return asked(offices.province, "/so/ho-so-cu").content.decode()
            upload = SimpleUploadedFile("cu.zip", zipped(files).getvalue())
            words = {"file": upload, "consent": "yes", **form}
            return asked(offices.province, "/so/ho-so-cu", words).content.decode()

        return brought

    def test_asks_for_a_zip_and_for_consent(self, bringing):
        shown = bringing()

        assert 'accept=".zip,application/zip"' in shown
        assert 'name="consent"' in shown

    def test_says_what_came_of_every_file_by_its_own_name(self, offices, bringing, old):
        shown = bringing({**old, "Công văn <b>12</b>.docx": b"x"})

        assert f"Đã nhận {len(old)} trong {len(old) + 1} tệp" in shown
        assert "Công văn &lt;b&gt;12&lt;/b&gt;.docx" in shown
        (package,) = offices.province.repository.packages()
        assert f'href="/so/goi-nop/{package.message_id}"' in shown
        assert "11" in asked(offices.province, "/so/goi-nop").content.decode()
        assert asked(offices.province, f"/so/goi-nop/{package.message_id}").status_code == 200

    def test_takes_nothing_without_consent(self, offices, bringing, old):
        with pytest.raises(Refusal) as refusal:
            bringing(old, consent="")

        assert refusal.value.code == "web.consent_missing"
        assert offices.province.repository.log().size == 0
