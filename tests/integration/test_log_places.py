"""A school's prints name the line that a receipt has told, and the log keeps the record there."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.core.publish.printed_code import LogPlace
from hocba.core.terms.codes import RecordKey
from hocba.flow.family_records import issued_years
from hocba.flow.printed_codes import issuer_here
from hocba.flow.send_package import send
from hocba.flow.take_receipt import take_receipt
from tests.family_world import a_code, a_family_desk
from tests.repository_world import issue_class, packed, packed_above, three_offices
from tests.school_world import PROVINCE

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture
def offices(tmp_path):
    three = three_offices(tmp_path, pupils=2)
    issue_class(three.school)
    return replace(three, school=replace(three.school, code_key=CodeKeyFile(tmp_path, "truong")))


def record_of(school):
    access, _ = a_code(school, a_family_desk())
    (record,) = issued_years(school, access.record_code)
    return record


def place_in_print(school, record):
    return issuer_here(school, school.documents.record(record.document)).log


def test_a_print_names_no_line_before_a_receipt_and_the_ministry_s_after_both(offices):
    school = offices.school
    record = record_of(school)
    assert place_in_print(school, record) is None

    send(school, packed(school).message_id)
    kept = offices.province.repository.record(record.key)
    assert place_in_print(school, record) == LogPlace(log=PROVINCE, index=kept.log_index)

    sent = packed_above(offices.province)
    send(offices.province, sent.message_id)
    receipt = offices.province.outbox.get(sent.message_id).receipt
    take_receipt(school, receipt)
    above = offices.ministry.repository.record(record.key)
    assert place_in_print(school, record) == LogPlace(log="BO", index=above.log_index)
    take_receipt(school, receipt)
    assert len(school.log_places.of_record(record.key)) == 2


def test_a_place_is_told_of_the_very_bytes_and_stays(offices):
    school = offices.school
    record = record_of(school)
    send(school, packed(school).message_id)
    (place,) = school.log_places.of_record(record.key)
    school.log_places.note([replace(place, index=place.index + 1)])
    assert school.log_places.of_record(record.key) == (place,)
    other = RecordKey(
        record_code=record.key.record_code, school_year=record.key.school_year, version=2
    )
    assert school.log_places.of_record(other) == ()
    with pytest.raises(DatabaseError):
        move_it()


def move_it():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hocba.school', '*', true)")
        cursor.execute("UPDATE log_place SET index = 0")
