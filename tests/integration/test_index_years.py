"""The index is partitioned by school year, and no partition is a way around its guards."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, Error, connection, transaction

from hocba.adapters.database.models.repository import KeptEntryModel
from hocba.adapters.database.office_scope import of_office
from hocba.adapters.database.repository import DatabaseRepository
from hocba.core.report.figures import Choice, Cut, Spot
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear, record_code
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Place
from hocba.ports.repository import KeptRecord, Standing
from tests.keepings import a_keeping, digest, keep
from tests.pki_world import NOW

YEARS = (2019, 2025, 2031)
"""Made by the migration, and one that nobody has made a partition for."""


def a_record(number, year, *, version=1):
    key = RecordKey(
        record_code=record_code((number << 8).to_bytes(8, "big")),
        school_year=SchoolYear(year),
        version=version,
    )
    spot = Spot(
        school=SchoolCode("01000001"),
        school_name="Trường Tiểu học\tĐống Đa \\ 'số 1'",
        ward=Place(code="00001", name="Phường Đống Đa"),
        province=Place(code="01", name="Hà Nội"),
        school_year=SchoolYear(year),
        grade=4,
        class_name="4A\\\n",
    )
    return KeptRecord(
        key=key,
        spot=spot,
        content_digest=digest("c", key),
        file_digest=digest("f", key),
        kept_at=NOW,
        log_index=0,
        replaces_version=version - 1 or None,
        replaces_digest=digest("before", key) if version > 1 else b"",
    )


def asked(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def partition_of(year):
    return f"kept_entry_{year}" if year < 2030 else "kept_entry_other"


@pytest.fixture
def repository(as_app):
    repository = DatabaseRepository("98")
    for year in YEARS:
        keep(repository, records=[a_record(7, year), a_record(year, year)])
    return repository


class TestYears:
    def test_stand_in_partitions_of_their_own_and_are_found_without_their_year(self, repository):
        years = [record.key.school_year.first for record in repository.versions(a_code())]
        files = [entry.digest for entry in repository.kept()]

        assert years == list(YEARS)
        assert set(repository.known(files)) == set(files)
        assert set(repository.known(files, years=[SchoolYear(2025)])) == set(files[2:4])
        assert [entry.log_index for entry in repository.kept()] == list(range(6))
        assert len(repository.leaves(1, 5)) == 4

    @pytest.mark.parametrize("year", YEARS)
    def test_come_back_as_they_were_kept(self, year, repository):
        record = a_record(7, year, version=2)
        keep(repository, records=[record])

        kept = repository.record(record.key)

        assert kept == replace(record, log_index=6)
        assert repository.record(a_record(7, year).key).standing is Standing.SUPERSEDED

    @pytest.mark.parametrize("year", YEARS)
    def test_keep_a_file_once(self, year, repository):
        before = repository.figures(Cut.CLASS, Choice(school_year=SchoolYear(year)))
        again = a_keeping(repository, records=[a_record(7, year), a_record(99, year)])

        with pytest.raises(Refusal) as refused:
            repository.keep(again, seen=6)

        assert refused.value.code == "repository.moved_on"
        # Nothing of it is half kept: neither the new record, nor the log, nor a counter.
        assert repository.record(a_record(99, year).key) is None
        assert repository.log().size == 6
        assert repository.figures(Cut.CLASS, Choice(school_year=SchoolYear(year))) == before

    @pytest.mark.parametrize("year", YEARS)
    def test_keep_a_version_once_whatever_its_bytes(self, year, repository):
        other = replace(a_record(7, year), file_digest=digest("other"))

        with pytest.raises(Refusal) as refused:
            keep(repository, records=[other])

        assert refused.value.code == "repository.moved_on"

    def test_move_out_of_the_net_once_their_partition_is_made(self, db):
        repository = DatabaseRepository("98")
        for year in YEARS:
            keep(repository, records=[a_record(7, year)])
        before = tuple(repository.kept())

        made = asked("SELECT hocba_make_year(2031), hocba_make_year(2031)")

        assert made == [(True, False)]
        assert asked("SELECT count(*) FROM kept_entry_other") == [(0,)]
        assert asked("SELECT count(*) FROM kept_entry_2031") == [(1,)]
        assert tuple(repository.kept()) == before
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            connection.cursor().execute("DELETE FROM kept_entry_2031")

    def test_are_made_by_the_owner_alone(self, repository):
        refused = pytest.raises(DatabaseError, match="permission denied")
        with refused, transaction.atomic():
            asked("SELECT hocba_make_year(2032)")


class TestPartitions:
    @pytest.mark.parametrize("year", YEARS)
    def test_show_the_application_nothing_directly(self, year, repository):
        with of_office("98"):
            assert KeptEntryModel.objects.count() == 6
            assert asked(f"SELECT count(*) FROM {partition_of(year)}") == [(0,)]

    @pytest.mark.parametrize("year", YEARS)
    def test_take_no_row_directly(self, year, repository):
        with (
            of_office("98"),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            asked(
                f"INSERT INTO {partition_of(year)} SELECT (e).* FROM (SELECT e FROM kept_entry AS e"
                f" WHERE school_year = {year} LIMIT 1) AS one RETURNING 1"
            )

    @pytest.mark.parametrize("year", YEARS)
    @pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET kind = 'x'"])
    def test_are_append_only_even_for_their_owner(self, year, statement, db):
        keep(DatabaseRepository("98"), records=[a_record(7, year)])

        with pytest.raises(Error, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement.format(partition_of(year)))

    def test_are_all_guarded(self, db):
        rows = asked(
            "SELECT c.relname, c.relrowsecurity, (SELECT count(*) FROM pg_trigger WHERE"
            " tgrelid = c.oid AND tgname = 'hocba_entry_stands' AND tgenabled = 'O')"
            " FROM pg_class AS c JOIN pg_inherits AS i ON i.inhrelid = c.oid"
            " WHERE i.inhparent = 'kept_entry'::regclass"
        )

        assert len(rows) > 10
        assert {row[1:] for row in rows} == {(True, 1)}


def a_code():
    return a_record(7, 2025).key.record_code


OLD = """
INSERT INTO kept_package (office, message_id, sender, digest, size, received_at, receipt, accepted,
    warned, rejected, pending)
VALUES ('98', 'm1', 'X', '', 0, now(), '', 2, 0, 0, 0);
INSERT INTO kept_entry (office, digest, kind, unit, school_year, path, event, segment, place,
    length, log_index, leaf, kept_at, message_id)
VALUES ('98', 'd1', 'HOC_BA', '01000001', 2025, 'hoc-ba/khac.xml', 'MOI', 's', 5, 6, 0, 'l1',
        '2026-06-05 17:01+00', 'm1'),
    ('98', 'd2', 'SO_PHAN_CONG', 'BO', NULL, 'so/a.xml', '', 's', 6, 6, 1, 'l2',
        '2026-06-05 17:01+00', 'm1');
INSERT INTO kept_record (office, record_code, school_year, version, school, school_name, ward_code,
    ward_name, province_code, province_name, grade, class_name, content_digest, file_digest,
    kept_at, log_index, replaces_digest)
VALUES ('98', 'HB0000000000000', 2025, 1, '01000001', 'Trường', '00001', 'Phường', '01', 'Hà Nội',
    4, '4A', 'c1', 'd1', '2026-06-05 17:01+00', 0, '');
"""


@pytest.mark.django_db(transaction=True)
def test_what_was_kept_before_is_carried_over():
    quiet = {"verbosity": 0, "interactive": False}
    # Back to the older shape by hand: what has been kept is never migrated backwards.
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        cursor.execute("GRANT USAGE ON SCHEMA public TO hocba_app")
    call_command("migrate", "database", "0003", **quiet)
    connection.cursor().execute(OLD)
    call_command("migrate", **quiet)

    repository = DatabaseRepository("98")
    record, register = repository.kept()
    (kept,) = repository.versions("HB0000000000000")

    assert (record.path, record.unit, record.message_id) == ("hoc-ba/khac.xml", "01000001", "m1")
    assert (register.digest, register.unit, register.log_index) == (b"d2", "BO", 1)
    assert (kept.spot.school_name, kept.content_digest) == ("Trường", b"c1")
    assert repository.figures(Cut.CLASS, Choice(school_year=SchoolYear(2025))).total.accepted == 1
    assert repository.rebuild_figures() == 0
    assert list(repository.known([b"d1", b"d3"])) == [b"d1"]
