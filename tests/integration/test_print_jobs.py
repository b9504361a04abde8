"""A class printed as one job: asked for, done by whoever is free, fetched, cleared."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.blobs.print_tray import PrintTrayFolder
from hocba.adapters.database.issued_copies import DatabaseIssuedCopies
from hocba.adapters.database.prints import DatabasePrintQueue
from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.adapters.paper.printer import TypstPrinter
from hocba.adapters.xml.attachment import opened
from hocba.core.compose.reading import Way
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.jobs.school_work import work_here
from hocba.flow.print_jobs import ask_prints, clear_old, job_asked, pages_fetched, print_next
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.prints import PrintShelf
from tests.repository_world import issue_class, three_offices
from tests.school_world import (
    CLASS,
    OTHER_SCHOOL,
    OTHER_TEACHER,
    SCHOOL,
    YEAR,
    clerk,
    principal,
    teacher,
)


def with_a_desk(school, folder):
    shelf = PrintShelf(
        queue=DatabasePrintQueue(),
        tray=PrintTrayFolder(folder / "ban-in"),
        copies=DatabaseIssuedCopies(),
    )
    means = {"printer": TypstPrinter(), "code_key": CodeKeyFile(folder / "khoa", "truong")}
    return replace(school, prints=shelf, **means)


@pytest.fixture
def school(db, as_app, tmp_path):
    return with_a_desk(three_offices(tmp_path, pupils=3).school, tmp_path)


def asked(outside, actor=None, **changes):
    where = {"school": SCHOOL, "school_year": YEAR, "class_name": CLASS, **changes}
    return ask_prints(outside, actor=actor or clerk(), **where)


def worked(school):
    done = work_here(RegisterDesk(school), until_empty=True, is_stopped=lambda: False)
    return done.printed


class Told:
    """Counts sheets; stops the worker after some of them."""

    def __init__(self, after):
        self.left = after

    def __call__(self):
        if not self.left:
            raise Fault("paper.not_set", "the world fails", retry=True, problem="thử")
        self.left -= 1


class TestAsking:
    def test_puts_a_sheet_for_every_issued_record_into_the_queue(self, school):
        keys = issue_class(school)

        job = asked(school)

        assert (job.total, job.done, job.by, job.class_name) == (3, 0, clerk().person, CLASS)
        assert {sheet.key for sheet in school.prints.queue.sheets(job)} == set(keys)

    def test_twice_finds_the_same_job_until_it_is_printed(self, school):
        issue_class(school)
        first = asked(school)

        assert asked(school).job_id == first.job_id
        worked(school)
        assert asked(school).job_id != first.job_id

    def test_before_anything_is_sealed_is_refused(self, school):
        with pytest.raises(Refusal) as refused:
            asked(school)

        assert refused.value.code == "print.nothing_issued"

    @pytest.mark.parametrize(
        ("actor", "scope", "code"),
        [
            (teacher(OTHER_TEACHER, "1A"), {}, "permit.other_class"),
            (teacher(), {"class_name": ""}, "permit.other_class"),
            (principal(), {"school": OTHER_SCHOOL}, "permit.other_school"),
        ],
    )
    def test_for_what_is_not_ones_own_is_refused(self, school, actor, scope, code):
        issue_class(school)

        with pytest.raises(Refusal) as refused:
            asked(school, actor, **scope)

        assert refused.value.code == code


class TestPrinting:
    def test_lays_one_genuine_page_a_pupil_in_the_tray(self, school):
        keys = issue_class(school)
        job = asked(school)

        (done,) = worked(school)

        assert (done.job_id, done.done, done.refused) == (job.job_id, 3, 0)
        assert done.ended_at is not None
        files = {
            opened(school.prints.tray.read(job.job_id, sheet.name))
            for sheet in school.prints.queue.sheets(job)
        }
        assert files == {school.records.document(key) for key in keys}

    def test_goes_on_where_the_world_had_failed_it(self, school):
        issue_class(school)
        job = asked(school)

        with pytest.raises(Fault):
            print_next(RegisterDesk(school), Told(2))
        half = school.prints.queue.get(SCHOOL, job.job_id)
        before = {
            sheet.name: (school.prints.tray._job(job.job_id) / sheet.name).stat().st_mtime_ns
            for sheet in school.prints.queue.sheets(half)
            if sheet.is_done
        }
        assert (half.done, half.failures, half.ended_at) == (2, 1, None)
        # It waits behind others for a while.
        assert worked(school) == ()
        school.clock.move(timedelta(minutes=1))
        (done,) = worked(school)

        assert done.done == 3
        for name, at in before.items():
            assert (school.prints.tray._job(job.job_id) / name).stat().st_mtime_ns == at

    def test_of_one_bad_record_holds_up_no_class(self, school):
        issue_class(school)
        job = asked(school)
        genuine = school.records

        class Altered:
            """One record's bytes come back changed."""

            def __getattr__(self, name):
                return getattr(genuine, name)

            def get(self, key):
                record = genuine.get(key)
                if key != school.prints.queue.sheets(job)[0].key:
                    return record
                altered = record.frozen.content_xml.replace("Lò".encode(), "Lô".encode())
                return replace(record, frozen=replace(record.frozen, content_xml=altered))

        (done,) = worked(replace(school, records=Altered()))

        assert (done.done, done.refused) == (3, 1)
        assert school.prints.queue.sheets(job)[0].refusal == "paper.not_genuine"


class TestFetching:
    def test_notes_a_reading_of_every_page_and_none_before(self, school):
        keys = issue_class(school)
        job = asked(school)
        worked(school)
        assert not any(school.read_log.of_record(key.record_code) for key in keys)

        found = job_asked(school, actor=principal(), school=SCHOOL, job_id=job.job_id)
        pages_fetched(school, actor=principal(), job=found)

        for key in keys:
            (read,) = school.read_log.of_record(key.record_code)
            assert (read.by, read.way, read.key) == (principal().person, Way.PRINT, key)

    def test_is_closed_to_another_classs_teacher(self, school):
        issue_class(school)
        job = asked(school)

        with pytest.raises(Refusal) as refused:
            job_asked(school, actor=teacher(OTHER_TEACHER, "1A"), school=SCHOOL, job_id=job.job_id)

        assert refused.value.code == "permit.other_class"

    def test_of_an_unknown_job_is_refused(self, school):
        with pytest.raises(Refusal) as refused:
            job_asked(school, actor=clerk(), school=SCHOOL, job_id="0" * 16)

        assert refused.value.code == "print.unknown"

    def test_is_over_after_a_week(self, school):
        issue_class(school)
        job = asked(school)
        worked(school)
        assert clear_old(school) == 0

        school.clock.move(timedelta(days=8))
        assert clear_old(school) == 1

        found = job_asked(school, actor=clerk(), school=SCHOOL, job_id=job.job_id)
        with pytest.raises(Refusal) as refused:
            pages_fetched(school, actor=clerk(), job=found)
        assert refused.value.code == "print.cleared"
        assert not school.prints.tray._job(job.job_id).exists()
