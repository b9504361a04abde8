"""Two programs act on the same records at the same moment: one goes through, nothing is torn."""

import threading

import pytest
from django.db import connection

from hocba.adapters.database.records import DatabaseRecords
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.life import Act, Status
from hocba.core.terms.outcomes import Refusal
from tests.contract.test_school_stores import a_key, grown, opened

pytestmark = pytest.mark.django_db(transaction=True)
NUMBERS = range(1, 21)


def test_of_two_who_sign_the_same_class_one_is_told_that_it_moved_on():
    records = DatabaseRecords()
    read = opened(records, *NUMBERS)
    # The second reads them in another order: nobody may wait for the other for ever.
    attempts = [list(read), list(reversed(read))]
    ready = threading.Barrier(2)
    outcomes = []

    def act(found):
        ready.wait()
        try:
            DatabaseRecords().append_many([grown(record, Act.ATTEST) for record in found])
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(found,)) for found in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "records.moved_on"]
    kept = records.many([a_key(number) for number in NUMBERS])
    assert {record.status for record in kept} == {Status.ATTESTED}
    assert {len(record.history) for record in kept} == {2}


def test_a_tenant_is_forgotten_with_its_transaction():
    with within(EVERY_SCHOOL):
        pass

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('hocba.school', true)")
        assert cursor.fetchone()[0] in (None, "")
