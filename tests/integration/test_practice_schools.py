"""A practice school: one click, a whole class in it, one click; the real world never noticed."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory

from hocba.adapters.database.tenancy import within
from hocba.adapters.keys.practice_authority import NAME
from hocba.adapters.memory.clock import SystemChance
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.core.compose.families import Kin
from hocba.core.compose.practice import Step, next_step
from hocba.core.compose.transfers import TransferReason
from hocba.core.submit.transfer_file import NamedSchool
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.verify.judge import Setting
from hocba.faces.cli.practice import asked, kept
from hocba.faces.line.views import packages as line_packages
from hocba.faces.public.views import verify
from hocba.faces.school.practice_pages import GAPS, reached_of, sheet_file
from hocba.flow.assess_again import OnePupil
from hocba.flow.family_access import come_in, give_code
from hocba.flow.import_results import plan_results
from hocba.flow.invite_staff import invite
from hocba.flow.keep_systems import let_in
from hocba.flow.practice_school import clear_practice, remove_practice, restart_practice
from hocba.flow.receive_package import receive
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.release_pupil import Leaving, release
from hocba.flow.send_package import pack_school
from hocba.flow.take_old_records import take_old_records
from hocba.flow.verify_document import examine
from tests.api_world import VNSCHOOL, Vendor, a_vendor, at_the_door, registered
from tests.door_world import a_door
from tests.family_world import a_family_desk
from tests.pki_world import NOW
from tests.practice_world import (
    CLASS,
    YEAR,
    actor,
    at,
    homes,
    opened,
    rows,
    seal_whole,
    where,
)
from tests.repository_world import PROVINCE_OFFICER, three_offices
from tests.school_world import a_consent

pytestmark = pytest.mark.usefixtures("practice_schema", "as_app")


@pytest.fixture
def ground(tmp_path):
    return homes(tmp_path)


def judged(outside, file):
    desk = RegisterDesk(outside)
    school = outside.documents.record(file).content.school.code
    setting = Setting(
        environments=frozenset({outside.environment}), book=desk.of_schools(school), now=NOW
    )
    return examine(file, documents=outside.documents, paths=outside.paths, setting=setting)


def refused(act, *args, **words):
    with pytest.raises(Refusal) as found:
        act(*args, **words)
    return found.value.code


class TestLearning:
    def test_takes_a_class_from_its_sheets_to_a_seal_that_its_own_school_believes(self, ground):
        with at(ground) as outside:
            keys = seal_whole(outside)
            files = [outside.records.document(key) for key in keys]

            assert len(keys) == 6
            assert {judged(outside, file).verdict.outcome.value for file in files} == {"PASSED"}
            assert next_step(reached_of(where(outside, Role.CLERK))) is None
        assert all(b"<MoiTruong>TAP_HUAN</MoiTruong>" in file for file in files)

    def test_shows_in_the_first_sheet_the_two_cells_that_lack(self, ground):
        with at(ground) as outside:
            place = where(outside, Role.HOMEROOM_TEACHER)
            assert refused(sheet_file, place, GAPS) == "practice.no_roster"
            seal_whole(outside)
            file, name = sheet_file(place, GAPS)
            here = {"school": place.school.code, "school_year": YEAR, "class_name": CLASS}
            plan = plan_results(outside, actor=place.actor, file=file, name=name, **here)

        codes = {finding.code for finding in plan.errors}
        assert {"assess.level_missing", "assess.score_missing"} <= codes

    def test_knows_the_step_of_now(self, ground):
        with at(ground) as outside:
            assert next_step(reached_of(where(outside, Role.PRINCIPAL))) is Step.ROSTER

    def test_lets_two_learners_see_nothing_of_each_other(self, ground):
        with at(ground, "gv01") as outside:
            seal_whole(outside, "gv01")
        with at(ground, "gv02") as other:
            assert other.book.schools() == (other.book.school(other.office.code),)
            assert other.accounts.actors_of("gv01") == ()
            assert [reached_of(where(other, Role.CLERK, "gv02")).due] == [0]


class TestLeaving:
    def test_leaves_nothing_behind_but_the_other_learners_school(self, ground, tmp_path):
        opened(ground, "gv02")
        others = rows()
        with at(ground, "gv01") as outside:
            seal_whole(outside, "gv01")
            code = outside.office.code
        assert len(rows(school=code)) > 10

        remove_practice(ground, learner="gv01")

        assert rows() == others
        assert [folder.name for folder in (tmp_path / "tap-huan").iterdir()] != [code]
        assert (ground.of("gv01"), ground.stands(code)) == (None, False)
        # Once more changes nothing.
        remove_practice(ground, learner="gv01")

    def test_starts_afresh_under_another_code(self, ground):
        first = opened(ground)

        again = restart_practice(ground, learner="gv01", chance=SystemChance(), now=NOW)

        assert (again != first, ground.of("gv01")) == (True, again)

    def test_opens_the_same_school_at_the_second_click(self, ground):
        assert opened(ground) == opened(ground)

    def test_clears_what_nobody_has_used_for_long_and_what_was_left_unfinished(
        self, ground, tmp_path, capsys
    ):
        code = opened(ground)
        (tmp_path / "tap-huan" / "THUNFINISHED").mkdir()
        now = max(each.used_at for each in ground.all())
        assert {each.code: each.learner for each in ground.all()} == {
            code: "gv01",
            "THUNFINISHED": "",
        }

        assert kept(asked(["--clear", "90"]), ground, now) == 0
        told = capsys.readouterr().out.splitlines()
        assert told == ["hocba practice: -1", f"{code}\tgv01\t{now.isoformat()}"]
        assert clear_practice(ground, unused=timedelta(), now=now) == 1
        assert ground.all() == ()

    def test_loosens_no_guard_of_the_real_tables(self, ground):
        with at(ground) as outside:
            seal_whole(outside)
        with within("*"), connection.cursor() as cursor:
            told = (
                "SELECT relnamespace::regnamespace::text FROM pg_trigger"
                " JOIN pg_class c ON c.oid = tgrelid"
                " WHERE relname = 'record_history' AND NOT tgisinternal AND tgtype & 8 > 0"
            )
            cursor.execute(told)
            assert cursor.fetchall() == [("public",)]


class TestNothingGoesOut:
    """A practice school refuses; and were its program changed, every gate above refuses."""

    @pytest.fixture
    def real(self, tmp_path):
        return three_offices(tmp_path / "that")

    @pytest.fixture
    def before(self, real):
        del real
        return rows("public")

    made = ()

    @pytest.fixture
    def training(self, ground):
        """A sealed record, and the package that a program changed for it would make; bytes."""
        if not TestNothingGoesOut.made:
            TestNothingGoesOut.made = self.made_once(ground)
        return self.made

    def made_once(self, ground):
        with at(ground) as outside:
            keys = seal_whole(outside)
            clerk = actor(outside, Role.CLERK)
            changed = replace(outside, is_practice=False, containers=ZipContainers())
            here = {"school": outside.office.code, "school_year": YEAR}
            sent = pack_school(changed, actor=clerk, consent=a_consent(clerk), **here)
            package = outside.outbox.file(sent.message_id)
            return outside.records.document(keys[0]), package

    def kept(self, real):
        return [office.repository.log().size for office in (real.province, real.ministry)]

    def test_by_a_package_or_a_courier(self, real, before, training):
        _, package = training

        assert refused(receive, real.province, io.BytesIO(package)).startswith("package.")
        assert (self.kept(real), rows("public")) == ([0, 0], before)

    def test_by_the_line(self, real, training):
        _, package = training
        request = RequestFactory().post("/so/lien-thong", package, content_type="application/zip")
        request.outside, request.desk = real.province, RegisterDesk(real.province)

        answer = line_packages(request)

        assert (answer.status_code, self.kept(real)) == (422, [0, 0])
        assert b"verify.other_environment" in answer.content

    def test_by_the_api_of_a_real_school(self, real, training):
        _, package = training
        holder = a_vendor()
        with at_the_door():
            vendor = Vendor(real.school, holder, registered(real.school, holder))
            answer = vendor.hand_in(package)

        assert (answer.status_code >= 400, self.kept(real)) == (True, [0, 0])

    def test_as_old_records(self, real, training):
        record, _ = training
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("cũ/học bạ.xml", record)
        consent = a_consent(PROVINCE_OFFICER)

        found = take_old_records(real.province, file, actor=PROVINCE_OFFICER, consent=consent)

        (answer,) = found.answers
        assert (answer.answer.answer.is_taken, self.kept(real)) == (False, [0, 0])
        assert "verify.other_environment" in {f.code for f in answer.answer.findings}

    def test_and_the_public_page_says_that_it_is_training(self, real, training):
        record, _ = training
        request = RequestFactory().post("/xac-thuc", {"file": SimpleUploadedFile("x", record)})
        request.outside, request.session = real.ministry, {}
        request.desk = RegisterDesk(real.ministry)

        page = verify(request).content.decode()

        assert "<h1>Đây là bản tập huấn, không phải học bạ thật</h1>" in page
        assert NAME in page

    def test_and_no_real_table_has_a_row_more(self, real, before, ground):
        del real
        with at(ground) as outside:
            seal_whole(outside)

        assert rows("public") == before

    def test_by_what_its_own_pages_refuse(self, ground):
        with at(ground) as outside:
            seal_whole(outside)
            by = {role: actor(outside, role) for role in (Role.CLERK, Role.PRINCIPAL)}
            admin = actor(outside, Role.SCHOOL_ADMIN)
            here = {"school": outside.office.code, "school_year": YEAR}
            pupil = outside.book.enrolments(here["school"], YEAR)[0].pupil.sector_code
            leaving = Leaving(
                receiver=NamedSchool(code=here["school"], name="x"),
                left_on=NOW.date(),
                reason=next(iter(TransferReason)),
                basis="x",
            )
            clerk, head = by[Role.CLERK], by[Role.PRINCIPAL]
            codes = {
                refused(pack_school, outside, actor=clerk, consent=a_consent(clerk), **here),
                refused(
                    release,
                    outside,
                    actor=head,
                    pupil=OnePupil(code=pupil, **here),
                    leaving=leaving,
                    consent=a_consent(head),
                ),
                refused(
                    give_code,
                    outside,
                    a_family_desk(),
                    actor=clerk,
                    sector_code=pupil,
                    kin=Kin.MOTHER,
                    name="Mẹ",
                    **here,
                ),
                refused(
                    let_in,
                    outside,
                    actor=head,
                    school=here["school"],
                    software=VNSCHOOL,
                    certificate=b"x",
                    basis="x",
                ),
                refused(
                    invite,
                    outside,
                    a_door(),
                    actor=admin,
                    by="x",
                    staff_code=f"{here['school']}-GV",
                    **here,
                ),
            }

        assert codes == {"practice.stays_here"}

    def test_nor_does_a_family_code_of_it_open_anything(self, ground, real):
        with at(ground) as outside:
            seal_whole(outside)
            pupil = outside.book.enrolments(outside.office.code, YEAR)[0].pupil
            _, code = give_code(
                replace(outside, is_practice=False),
                a_family_desk(),
                actor=actor(outside, Role.CLERK),
                school=outside.office.code,
                school_year=YEAR,
                sector_code=pupil.sector_code,
                kin=Kin.MOTHER,
                name="Mẹ",
            )

        born = pupil.born_on
        told = refused(come_in, real.school, a_family_desk(), code=code, born_on=born)
        assert told == "family.code_wrong"
