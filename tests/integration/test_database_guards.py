"""What the database itself refuses, whatever the program above it does."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from hocba.adapters.database.read_log import DatabaseReadLog
from hocba.adapters.database.records import DatabaseRecords
from hocba.adapters.database.registers import DatabaseRegisters
from hocba.adapters.database.school_book import DatabaseSchoolBook
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.life import Act
from hocba.core.compose.reading import Read, Way
from hocba.core.sign.register import Level, Register
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from tests.contract.test_school_stores import AT, a_key, grown, opened
from tests.school_world import OTHER_SCHOOL, SCHOOL, YEAR, a_school, an_enrolment

pytestmark = pytest.mark.django_db
TABLES = [
    *("school", "enrolment", "staff", "assessment", "record_exception", "record_code"),
    *("record", "record_history", "assignment_register", "account", "signing_key"),
    "staffing_entry",
    *("record_read", "invitation", "account_log", "roster_entry", "mark_change"),
    *("comment_phrase", "correction", "correction_step"),
    *("transfer", "transfer_step", "received_record"),
    *("partial_step", "received_partial"),
    *(
        "family_access",
        "guardianship",
        "due_stamp",
        "log_place",
        "record_share",
        "family_request",
        "issued_extract",
    ),
    *("notice", "mail", "mail_refusal", "reopening", "reopening_answer"),
    *("moment_assessment", "print_job", "print_sheet", "issued_copy"),
    *("signing_round", "signing_step", "signing_sheet", "held_back", "school_rule"),
    *("reminder", "delivery_attempt", "oversight_note", "oversight_count", "oversight_place"),
    *("vendor_system", "vendor_system_end", "result_source", "api_answer"),
    *("signing_means", "kept_signers", "refused_records", "kept_refusals"),
]


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def refused(words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


@pytest.fixture
def issued():
    records = DatabaseRecords()
    (record,) = opened(records, 1)
    records.append_many([grown(record, Act.ATTEST, Act.APPROVE, Act.SEAL)])
    return records.get(a_key(1))


class TestAppendOnly:
    def test_nobody_changes_a_history(self, issued):
        with within(EVERY_SCHOOL):
            with refused("append-only"):
                run("UPDATE record_history SET by = 'khac'")
            with refused("append-only"):
                run("DELETE FROM record_history")

    def test_nobody_changes_a_record_code(self):
        DatabaseSchoolBook().save_record_codes(SCHOOL, {"HS1": a_key(1).record_code})

        with refused("append-only"):
            run("UPDATE record_code SET sector_code = 'HS2'")

    def test_nobody_changes_a_register(self):
        register = Register(
            level=Level.SCHOOL,
            unit=SCHOOL,
            number=1,
            environment=Environment.TEST,
            issued_at=AT,
            holdings=(),
        )
        DatabaseRegisters().save(b"so", register)

        with refused("append-only"):
            run("UPDATE assignment_register SET file = 'khac'")

    def test_nobody_changes_a_reading(self):
        read = Read(
            key=a_key(1),
            school=SCHOOL,
            by="GV01",
            role=Role.HOMEROOM_TEACHER,
            way=Way.VIEW,
            at=AT,
            office=SCHOOL,
        )
        DatabaseReadLog().append([read])

        with refused("append-only"):
            run("UPDATE record_read SET by = 'khac'")
        with refused("append-only"):
            run("DELETE FROM record_read")


class TestIssuedRecords:
    @pytest.mark.parametrize(
        "change",
        [
            "content_xml = 'khac'",
            "content_digest = 'khac'",
            "root = 'khac'",
            "signatures = '[]'::jsonb || '[1]'",
            "class_name = '5A'",
            "issued = false",
        ],
    )
    def test_nobody_changes_an_issued_record(self, issued, change):
        with refused("issued record never changes"):
            run(f"UPDATE record SET {change}")

    def test_the_status_still_moves_on(self, issued):
        DatabaseRecords().append_many([grown(issued, Act.SUBMIT)])

        assert count("record_history") == 5

    def test_nobody_deletes_a_record(self, issued):
        with refused("never deleted"):
            run("DELETE FROM record WHERE NOT EXISTS (SELECT 1)  OR true")

    def test_nobody_renames_a_record(self, issued):
        with refused("keeps its name"):
            run("UPDATE record SET version = 2")

    def test_nobody_shortens_a_history(self, issued):
        with refused("only grows"):
            run("UPDATE record SET history_length = 0")


class TestTenancy:
    @pytest.mark.parametrize("table", TABLES)
    def test_every_table_holds_the_application_to_its_school(self, db, table):
        with connection.cursor() as cursor:
            cursor.execute("SELECT relrowsecurity FROM pg_class WHERE relname = %s", (table,))
            assert cursor.fetchone() == (True,)

    def test_the_application_sees_nothing_without_a_school(self, as_app):
        DatabaseSchoolBook().save_school(a_school())
        run("SELECT set_config('hocba.school', '', true)")

        assert count("school") == 0

    def test_the_application_sees_its_own_school_alone(self, as_app):
        book = DatabaseSchoolBook()
        book.save_enrolments(SCHOOL, YEAR, [an_enrolment(1)])
        book.save_enrolments(OTHER_SCHOOL, YEAR, [an_enrolment(2), an_enrolment(3)])

        with within(SCHOOL):
            assert count("enrolment") == 1
        with within(EVERY_SCHOOL):
            assert count("enrolment") == 3

    def test_the_application_writes_no_row_of_another_school(self, as_app):
        with within(SCHOOL), refused("row-level security"):
            run(
                "INSERT INTO record_code (school, sector_code, record_code) "
                f"VALUES ('{OTHER_SCHOOL}', 'HS1', 'HBX')"
            )

    def test_a_store_of_one_school_finds_no_record_of_another(self, as_app, issued):
        assert DatabaseRecords(OTHER_SCHOOL).many([a_key(1)]) == ()
        assert len(DatabaseRecords(SCHOOL).many([a_key(1)])) == 1

    def test_registers_of_upper_offices_are_everybody_s_to_read(self, as_app):
        upper = Register(
            level=Level.MINISTRY,
            unit="BO",
            number=1,
            environment=Environment.TEST,
            issued_at=AT,
            holdings=(),
        )
        DatabaseRegisters().save(b"bo", upper)

        assert DatabaseRegisters(OTHER_SCHOOL).files() == (b"bo",)


def test_the_models_and_the_migrations_agree(db):
    from django.core.management import call_command  # noqa: PLC0415

    call_command("makemigrations", "--check", "--dry-run", "--verbosity", "0")
