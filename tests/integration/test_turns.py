"""Settling takes turns, and a file's place may be told anew while the file itself stands."""

import threading
from dataclasses import replace

import pytest
from django.db import Error, connection, transaction

from hocba.adapters.database.office_scope import of_office
from hocba.adapters.database.repository import DatabaseRepository
from hocba.flow.receive_package import receive
from hocba.ports.archive import Location
from hocba.ports.repository import Move
from tests.repository_world import issue_class, packed, three_offices
from tests.school_world import PROVINCE


@pytest.fixture
def repository(as_app, tmp_path):
    offices = three_offices(tmp_path)
    issue_class(offices.school)
    receive(offices.province, offices.school.outbox.file(packed(offices.school).message_id))
    return offices.province.repository


def elsewhere(entry, number):
    new = Location(segment="moi", offset=number, length=entry.location.length)
    return Move(digest=entry.digest, old=entry.location, new=new)


class TestRelocating:
    def test_changes_where_files_stand_and_nothing_else(self, repository):
        before = tuple(repository.kept())
        moves = [elsewhere(entry, number) for number, entry in enumerate(before)]

        assert repository.relocate(moves) == len(before)

        moved = [
            replace(entry, location=move.new) for entry, move in zip(before, moves, strict=True)
        ]
        assert list(repository.kept()) == moved

    def test_leaves_a_file_that_stands_elsewhere_by_now(self, repository):
        first, second, *_ = repository.kept()
        stale = replace(elsewhere(first, 1), old=Location(segment="cu", offset=0, length=1))

        assert repository.relocate([stale, elsewhere(second, 2)]) == 1

        assert next(repository.kept()) == first

    def test_touches_no_file_of_another_office(self, repository):
        moves = [elsewhere(entry, number) for number, entry in enumerate(repository.kept())]

        assert DatabaseRepository("BO").relocate(moves) == 0

    @pytest.mark.parametrize("change", ["digest = leaf", "log_index = log_index + 9", "path = 'x'"])
    def test_is_no_way_to_change_a_file(self, repository, change):
        with (
            of_office(PROVINCE),
            pytest.raises(Error, match="append-only"),
            transaction.atomic(),
        ):
            connection.cursor().execute(f"UPDATE kept_entry SET segment = 'x', {change}")


@pytest.mark.django_db(transaction=True)
class TestTurns:
    def test_come_one_after_the_other(self):
        inside, most = [], []

        def settle(number):
            with DatabaseRepository("99").turn():
                inside.append(number)
                most.append(len(inside))
                # Long enough for the others to come in, were they let.
                connection.cursor().execute("SELECT pg_sleep(0.02)")
                inside.remove(number)
            connection.close()

        threads = [threading.Thread(target=settle, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert most == [1, 1, 1, 1]

    def test_of_two_offices_run_side_by_side(self):
        is_over = threading.Event()

        def settle():
            with DatabaseRepository("98").turn():
                is_over.set()
            connection.close()

        with DatabaseRepository("99").turn():
            thread = threading.Thread(target=settle)
            thread.start()
            assert is_over.wait(timeout=30)
        thread.join()
