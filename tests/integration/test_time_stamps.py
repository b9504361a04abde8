"""A seal asks for a time stamp, is held up by nobody, and gets what it lacks later."""

import io
import json
import re
import shutil
import subprocess
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.test import RequestFactory

from hocba.adapters.database.due_stamps import DatabaseDueStamps
from hocba.adapters.timestamps.authority import HttpTimeStamps
from hocba.core.submit.package import stamp_path
from hocba.core.submit.receipt import Answer
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.verify.time_stamps import stamped_by_seal
from hocba.core.verify.verdict import Outcome
from hocba.faces.cli.time_stamps import healed
from hocba.faces.public.reports import report
from hocba.faces.public.views import verify
from hocba.faces.school.stamp_views import stamp_step, stamps_page
from hocba.faces.school.where import Where
from hocba.faces.web.asking import Asking
from hocba.flow.family_records import issued_years
from hocba.flow.make_extract import extract_of
from hocba.flow.receive_package import receive
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.send_package import send
from hocba.flow.time_stamps import ask_for_school, stamps_beside, stamps_known
from hocba.lab.pki.time_stamping import LaboratoryStamps, stamping_server
from hocba.ports.time_stamps import Stamping
from tests.family_world import a_code, a_family_desk, extract_verdict
from tests.integration import test_family_pages as pages
from tests.pki_world import a_laboratory
from tests.repository_world import (
    files_of,
    issue_class,
    packed,
    packed_above,
    read_receipt,
    repacked,
    three_offices,
)
from tests.school_world import NOW, OTHER_SCHOOL, SCHOOL, YEAR, clerk, teacher

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture(scope="module")
def tsa():
    return a_laboratory(NOW).issue_organisation(name="Dấu thời gian THỬ NGHIỆM", role="tsa")


@contextmanager
def listening(tsa, clock):
    with stamping_server(tsa, clock) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def stamping(authority):
    return Stamping(authority=authority, due=DatabaseDueStamps())


SILENT = stamping(HttpTimeStamps("http://127.0.0.1:9/"))


@pytest.fixture
def offices(tmp_path):
    return three_offices(tmp_path, pupils=2)


def issued(offices, authority):
    school = replace(offices.school, stamping=authority)
    issue_class(school)
    access, _ = a_code(school, a_family_desk())
    (record,) = issued_years(school, access.record_code)
    return school, record


class TestSealing:
    def test_over_http_puts_a_stamp_that_proves_into_the_seal(self, offices, tsa):
        with listening(tsa, offices.school.clock) as address:
            school, record = issued(offices, stamping(HttpTimeStamps(address)))
        seal = school.documents.record(record.document).signatures[-1]
        (stamp,) = seal.time_stamps
        found = school.paths.time_stamp(stamp.token, stamp.stamped, now=NOW)
        assert (found.proven_at, found.authority) == (NOW, "Dấu thời gian THỬ NGHIỆM")
        assert school.stamping.due.count() == 0

    def test_goes_on_where_nobody_answers_and_notes_what_is_due(self, offices):
        school, record = issued(offices, SILENT)
        assert school.documents.record(record.document).signatures[-1].time_stamps == ()
        assert (SILENT.due.count(), SILENT.due.count(SCHOOL), SILENT.due.count(OTHER_SCHOOL)) == (
            *(2, 2),
            0,
        )

    def test_takes_no_stamp_that_our_own_trust_does_not_believe(self, offices):
        lab = a_laboratory(NOW)
        stranger = lab.issue_organisation(name="Lạ", role="tsa", ca="stranger_root")
        school, record = issued(offices, stamping(LaboratoryStamps(stranger, offices.school.clock)))
        assert school.documents.record(record.document).signatures[-1].time_stamps == ()
        assert school.stamping.due.count() == 2
        why = ask_for_school(school, actor=clerk(), school=SCHOOL).why
        assert "stamp.unknown_authority" in told(why.code, why.details)


class TestHealing:
    def test_gives_what_is_due_and_changes_no_record(self, offices, tsa, capsys):
        school, record = issued(offices, SILENT)
        assert healed(school) == 2
        assert "127.0.0.1:9" in capsys.readouterr().out
        back = replace(school, stamping=stamping(LaboratoryStamps(tsa, school.clock)))
        assert healed(back) == 0
        assert "còn thiếu 0" in capsys.readouterr().out
        (stamp,) = stamps_beside(back, record.key)
        assert back.paths.time_stamp(stamp.token, stamp.stamped, now=NOW).proven_at == NOW
        assert back.records.get(record.key).document == record.document

    def test_asks_nobody_where_no_authority_is_set(self, offices):
        with pytest.raises(Refusal) as refused:
            healed(offices.school)
        assert refused.value.code == "stamp.none_asked"


def test_answers_that_are_none_are_faults_and_not_believed(offices, tsa):
    with listening(tsa, offices.school.clock) as address:
        with pytest.raises(Fault) as fault:
            HttpTimeStamps("http://127.0.0.1:9/").stamp(b"x")
        assert fault.value.code == "stamp.unreachable"
        asked = HttpTimeStamps(address)
        asked._asked = lambda body: b"\x30\x05\x30\x03\x02\x01\x02"
        with pytest.raises(Fault) as fault:
            asked.stamp(b"x")
        assert fault.value.code == "stamp.refused"
    with pytest.raises(Refusal) as refused:
        HttpTimeStamps("ftp://x")
    assert refused.value.code == "stamp.address_wrong"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing here")
def test_the_bundle_of_a_healed_record_is_checked_by_openssl(offices, tsa, tmp_path):
    school, record = issued(offices, SILENT)
    back = replace(school, stamping=stamping(LaboratoryStamps(tsa, school.clock)))
    healed(back)
    mother = pages.Visitor(replace(offices, school=back))
    _, code = a_code(back, a_family_desk())
    born = f"{pages.a_pupil(1).born_on:%d/%m/%Y}"
    mother.asks("/gia-dinh/vao", {"code": code, "born": born})
    made = mother.asks(f"/gia-dinh/hoc-ba/{record.key}/ho-so-chung-cu.zip").content
    with zipfile.ZipFile(io.BytesIO(made)) as bundle:
        bundle.extractall(tmp_path / "b")
        said = json.loads(bundle.read("bao-cao.json"))
        guide = bundle.read("HUONG-DAN.txt").decode()
    assert said["files"][0]["signatures"][-1]["time_stamp"]["proves"]
    # Whoever knows nothing of the stamp weighs in the one that the bundle brings.
    assert told_of(offices.ministry, made)["signatures"][-1]["time_stamp"]["proves"]
    assert told_of(offices.ministry, record.document)["signatures"][-1]["time_stamp"] is None
    (command,) = [line for line in guide.splitlines() if line.startswith("openssl ts -verify")]
    at = f" -attime {int(NOW.timestamp())}"
    done = subprocess.run(
        command + at, shell=True, cwd=tmp_path / "b", capture_output=True, check=False
    )
    assert b"Verification: OK" in done.stdout + done.stderr


def test_an_extract_keeps_the_stamp_of_its_seal(offices, tsa):
    school, record = issued(offices, stamping(LaboratoryStamps(tsa, offices.school.clock)))
    file = extract_of(record, ["MonHoc/toan"], documents=school.documents).file
    assert b"EncapsulatedTimeStamp" in file
    assert extract_verdict(school, file).outcome is Outcome.PASSED


class TestTravelling:
    """A stamp that came later goes up with the next package, and proves there."""

    @pytest.fixture
    def healed_later(self, offices, tsa):
        """Two records were sent without stamps; the stamps came afterwards."""
        school, record = issued(offices, SILENT)
        send(school, packed(school).message_id)
        back = replace(school, stamping=stamping(LaboratoryStamps(tsa, school.clock)))
        assert healed(back) == 0
        return back, record

    def test_it_reaches_province_and_ministry_once(self, offices, healed_later):
        school, record = healed_later
        package = packed(school)
        assert stamp_path(record.key) in files_of(school, package)
        receipt = send(school, package.message_id)
        assert {each.answer for each in receipt.answers} == {Answer.ACCEPTED}
        send(offices.province, packed_above(offices.province).message_id)

        for office in (offices.province, offices.ministry):
            parsed = office.documents.record(record.document)
            (token,) = stamps_known(office, parsed)
            assert office.paths.time_stamp(token, stamped_by_seal(parsed), now=NOW).proven_at == NOW
        told = told_of(offices.ministry, record.document)
        assert told["signatures"][-1]["time_stamp"]["proves"]
        # Another file under the same name gets nothing of it, not even a warning.
        other = record.document.replace(b"</HoTen>", b" X</HoTen>", 1)
        assert told_of(offices.ministry, other)["signatures"][-1]["time_stamp"] is None
        assert stamp_path(record.key) not in files_of(school, packed(school))

    def test_it_may_come_with_its_record(self, offices, tsa):
        school, record = issued(offices, SILENT)
        back = replace(school, stamping=stamping(LaboratoryStamps(tsa, school.clock)))
        healed(back)
        receipt = send(back, packed(back).message_id)
        assert {each.answer for each in receipt.answers} == {Answer.ACCEPTED}
        assert stamps_known(offices.province, back.documents.record(record.document))

    def test_of_another_seal_or_of_a_record_that_is_not_here_it_is_not_kept(
        self, offices, healed_later
    ):
        school, record = healed_later
        files = files_of(school, packed(school))
        (one, other) = sorted(path for path in files if path.endswith(".tst"))
        swapped = {
            one: (files[one][0], files[other][1]),
            "dau-thoi-gian/HB000000000000-2025-2026-v1.tst": (
                replace(files[one][0], path="dau-thoi-gian/HB000000000000-2025-2026-v1.tst"),
                files[one][1] + b"",
            ),
            other: (files[other][0], b"\x30\x03\x02\x01\x01"),
        }
        receipt = read_receipt(
            school, receive(offices.province, repacked(school, swapped, entropy=b"7" * 16))
        )
        answers = {
            each.path: (each.answer, [found.code for found in each.findings])
            for each in receipt.answers
        }
        assert answers == {
            one: (Answer.REJECTED, ["stamp.other_bytes"]),
            other: (Answer.REJECTED, ["stamp.unreadable"]),
            "dau-thoi-gian/HB000000000000-2025-2026-v1.tst": (
                Answer.PENDING,
                ["stamp.record_not_here"],
            ),
        }
        assert offices.province.repository.stamps([record.key]) == {}


class TestTheSchoolsPage:
    def test_shows_what_is_due_and_asks_by_one_button(self, offices, tsa):
        school, record = issued(offices, SILENT)
        due = Where(
            outside=school,
            asking=Asking(username="vt", display_name="Văn", actor=clerk(), actors=(clerk(),)),
            school=school.book.school(SCHOOL),
            school_year=YEAR,
        )
        assert "2" in stamp_step(due).title
        assert [row.url for row in stamps_page(due).rows] == [
            f"/truong/hoc-ba/{each}" for each in keys_of(school)
        ]
        with pytest.raises(Refusal) as refused:
            ask_for_school(school, actor=teacher(), school=SCHOOL)
        assert refused.value.code == "permit.not_your_role"

        assert ask_for_school(school, actor=clerk(), school=SCHOOL).why.code == "stamp.unreachable"
        back = replace(school, stamping=stamping(LaboratoryStamps(tsa, school.clock)))
        assert ask_for_school(back, actor=clerk(), school=SCHOOL).due == 0
        there = replace(due, outside=back)
        assert stamp_step(there) is None
        assert stamps_page(there).rows == ()
        assert stamps_beside(back, record.key)


def keys_of(school):
    return [due.key for due in school.stamping.due.waiting(limit=9, school=SCHOOL)]


def told_of(office, file):
    request = RequestFactory().post("/xac-thuc", {"file": io.BytesIO(file)})
    request.outside, request.desk = office, RegisterDesk(office)
    page = verify(request).content.decode()
    sealed = re.search(r'name="bao-cao" value="([^"]+)"', page)[1]
    asked = RequestFactory().post("/xac-thuc/bao-cao", {"bao-cao": sealed})
    asked.outside = office
    return json.loads(report(asked).content)
