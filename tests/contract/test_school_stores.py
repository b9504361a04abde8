"""What every store of a school's side must do, whatever it keeps its rows in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hocba.adapters.database.accounts import DatabaseAccounts
from hocba.adapters.database.records import DatabaseRecords
from hocba.adapters.database.registers import DatabaseRegisters
from hocba.adapters.database.school_book import DatabaseSchoolBook
from hocba.core.assess.year import SubjectOutcome, Supplement
from hocba.core.compose.exceptions import ExceptionReason, RecordException
from hocba.core.compose.life import Act, Entry, Status
from hocba.core.seal.document import Filled, Frozen
from hocba.core.sign.register import Level, Register
from hocba.core.terms.codes import RecordKey, SchoolYear, record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.levels import SubjectLevel
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Guardian, Place
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.accounts import Account
from hocba.ports.keys import KeyRef
from hocba.ports.records import RecordChange, WorkingRecord
from hocba.ports.school_book import Saved
from tests.builders import an_assessment
from tests.pki_world import NOW
from tests.school_world import (
    CLASS,
    OTHER_SCHOOL,
    SCHOOL,
    YEAR,
    a_member,
    a_pupil,
    a_school,
    an_enrolment,
    clerk,
    homeroom,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
AT = NOW.astimezone(VIETNAM)


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


@pytest.fixture
def book():
    return DatabaseSchoolBook()


@pytest.fixture
def records():
    return DatabaseRecords()


def a_key(number=1, *, version=1, year=YEAR):
    code = record_code((number << 8).to_bytes(8, "big"))
    return RecordKey(record_code=code, school_year=year, version=version)


def a_record(number=1, *, version=1, **changes):
    plain = WorkingRecord(
        key=a_key(number, version=version),
        school=SCHOOL,
        sector_code=f"HS{number}",
        class_name=CLASS,
        grade=4,
    )
    return replace(plain, **changes)


def frozen(text=b"<NoiDung/>", *slots):
    filled = tuple(Filled(slot_id=s, value=s.encode(), fragment=f"<{s}/>") for s in slots)
    return Frozen(
        content_xml=text, content_digest=b"\1" * 32, root=b"\2" * 32, leaf_count=7, filled=filled
    )


def entry(act, **changes):
    return replace(Entry(act=act, by="GV01", at=AT, proof=b"\3" * 32), **changes)


def opened(records, *numbers):
    changes = [
        RecordChange(record=a_record(n), entries=(entry(Act.LOCK),), frozen=frozen())
        for n in numbers
    ]
    records.append_many(changes)
    return records.many([change.record.key for change in changes])


def grown(record, *acts, **changes):
    return RecordChange(record=record, entries=tuple(entry(act) for act in acts), **changes)


class TestSchoolBook:
    def test_gives_back_a_school_as_it_was_saved(self, book):
        school = replace(a_school(), district=Place(code="094", name="Huyện cũ"))

        book.save_school(a_school())
        book.save_school(school)

        assert book.schools() == (school,)
        assert book.school(SCHOOL) == school

    def test_refuses_an_unknown_school(self, book):
        assert refusal_of(book.school, OTHER_SCHOOL) == "school.unknown"

    def test_gives_back_pupils_as_they_were_saved(self, book):
        full = a_pupil(
            1,
            birth_place="Điện Biên",
            home_town="Mường Ảng",
            address="Bản Ten",
            guardians=(Guardian(relation="ME", full_name="Lò Thị Hoa", occupation="Nông dân"),),
        )
        bare = a_pupil(2, personal_id=Missing.UNKNOWN, ethnic_code=None)
        enrolments = (
            replace(an_enrolment(1), pupil=full, disability="01"),
            replace(an_enrolment(2), pupil=bare, status="08", status_on=date(2026, 2, 24)),
        )

        book.save_enrolments(SCHOOL, YEAR, enrolments)

        assert set(book.enrolments(SCHOOL, YEAR)) == set(enrolments)

    def test_orders_pupils_the_vietnamese_way(self, book):
        names = ["Nguyễn Văn Ân", "Lê Thị An", "Trần Đức Dũng", "Bùi Thị Đào"]
        book.save_enrolments(
            SCHOOL,
            YEAR,
            [
                replace(an_enrolment(n), pupil=a_pupil(n, full_name=name))
                for n, name in enumerate(names)
            ],
        )

        in_order = [e.pupil.full_name for e in book.enrolments(SCHOOL, YEAR, CLASS)]

        assert in_order == ["Lê Thị An", "Nguyễn Văn Ân", "Trần Đức Dũng", "Bùi Thị Đào"]

    def test_counts_what_a_list_added_changed_and_left(self, book):
        book.save_enrolments(SCHOOL, YEAR, [an_enrolment(1), an_enrolment(2)])

        saved = book.save_enrolments(
            SCHOOL, YEAR, [an_enrolment(1), an_enrolment(2, class_name="4B"), an_enrolment(3)]
        )

        assert saved == Saved(added=1, changed=1, unchanged=1)
        assert len(book.enrolments(SCHOOL, YEAR)) == 3

    def test_lists_classes_by_grade_and_name_and_years_latest_first(self, book):
        rows = [an_enrolment(1), an_enrolment(2, class_name="1A", grade=1), an_enrolment(3)]
        book.save_enrolments(SCHOOL, YEAR, rows)
        book.save_enrolments(SCHOOL, YEAR.before, rows[:1])

        classes = book.classes(SCHOOL, YEAR)

        assert [(c.name, c.grade, c.pupils) for c in classes] == [("1A", 1, 1), ("4A", 4, 2)]
        assert book.school_years(SCHOOL) == (YEAR, YEAR.before)

    def test_gives_back_staff_as_they_were_saved(self, book):
        member = a_member("GV01", "Lò Thị Mai", homeroom("4A", to_on=date(2025, 12, 31)))

        assert book.save_staff(SCHOOL, [member]) == Saved(added=1)
        assert book.save_staff(SCHOOL, [member]) == Saved(unchanged=1)
        assert book.staff(SCHOOL) == (member,)

    def test_gives_back_results_as_they_were_saved(self, book):
        later = Supplement(
            subjects=(SubjectOutcome(subject="toan", level=SubjectLevel.DONE, score=6),),
            promoted=True,
            basis="QĐ 5",
        )
        year = an_assessment(
            4,
            levels={"tin_hoc": ""},
            scores={"toan": 0},
            comments={"pham_chat": "Ngoan"},
            height_cm=Decimal("131.5"),
            absent_excused=0,
            recognised=True,
            other_awards=("Giải ba",),
            supplement=later,
        )

        book.save_assessments(SCHOOL, YEAR, CLASS, {"HS1": year})

        assert book.assessments(SCHOOL, YEAR, CLASS) == {"HS1": year}
        assert book.assessments(SCHOOL, YEAR, "4B") == {}

    def test_replaces_and_ends_an_exception(self, book):
        noted = RecordException(
            school=SCHOOL,
            school_year=YEAR,
            sector_code="HS1",
            class_name=CLASS,
            reason=ExceptionReason.OTHER,
            note="Đang điều trị",
            expected_on=date(2026, 8, 20),
        )
        book.save_exceptions([replace(noted, reason=ExceptionReason.NO_PERSONAL_ID)])
        book.save_exceptions([noted])

        assert book.exceptions(SCHOOL, YEAR) == (noted,)
        book.end_exception(SCHOOL, YEAR, "HS1")
        assert book.exceptions(SCHOOL, YEAR, CLASS) == ()

    def test_gives_a_pupil_one_record_code_for_ever(self, book):
        first, second = a_key(1).record_code, a_key(2).record_code
        book.save_record_codes(SCHOOL, {"HS1": first})
        book.save_record_codes(SCHOOL, {"HS1": second})

        assert book.record_codes(SCHOOL, ["HS1", "HS2"]) == {"HS1": first}
        taken = refusal_of(book.save_record_codes, SCHOOL, {"HS2": first})
        assert taken == "school.record_code_taken"

    def test_keeps_schools_apart(self, book):
        book.save_enrolments(SCHOOL, YEAR, [an_enrolment(1)])

        assert book.enrolments(OTHER_SCHOOL, YEAR) == ()
        assert book.classes(OTHER_SCHOOL, YEAR) == ()


class TestRecords:
    def test_opens_a_record_with_its_bytes_and_history(self, records):
        (record,) = opened(records, 1)

        assert record.status is Status.LOCKED
        assert record.frozen == frozen()
        assert record.history == (entry(Act.LOCK),)
        assert records.get(a_key(1)) == record
        assert b"<NoiDung/>" in records.document(a_key(1))

    def test_adds_signatures_and_entries_together(self, records):
        (record,) = opened(records, 1)
        signed = frozen(b"<NoiDung/>", "ck-gvcn")

        records.append_many([grown(record, Act.ATTEST, frozen=signed)])

        kept = records.get(a_key(1))
        assert (kept.status, kept.frozen) == (Status.ATTESTED, signed)
        assert [e.act for e in kept.history] == [Act.LOCK, Act.ATTEST]

    def test_leaves_the_bytes_where_a_change_brings_none(self, records):
        (record,) = opened(records, 1)

        records.append_many([grown(record, Act.REOPEN)])

        assert records.get(a_key(1)).frozen == frozen()
        assert records.get(a_key(1)).status is Status.DRAFT

    def test_refuses_a_change_to_a_record_that_moved_on_and_writes_nothing(self, records):
        one, two = opened(records, 1, 2)
        records.append_many([grown(two, Act.ATTEST)])

        late = refusal_of(records.append_many, [grown(one, Act.ATTEST), grown(two, Act.ATTEST)])

        assert late == "records.moved_on"
        assert records.get(a_key(1)).history == one.history

    def test_refuses_to_open_a_record_twice(self, records):
        opened(records, 1)
        again = RecordChange(record=a_record(1), entries=(entry(Act.LOCK),), frozen=frozen())

        assert refusal_of(records.append_many, [again]) == "records.moved_on"

    def test_refuses_an_entry_that_breaks_the_table(self, records):
        (record,) = opened(records, 1)

        assert refusal_of(records.append_many, [grown(record, Act.SEAL)]) == "life.not_now"

    def test_refuses_to_grow_a_record_that_is_not_there(self, records):
        unknown = a_record(9, history=(entry(Act.LOCK),))

        moved = refusal_of(records.append_many, [grown(unknown, Act.ATTEST)])

        assert moved == "records.moved_on"
        assert refusal_of(records.get, a_key(9)) == "records.unknown"

    def test_says_that_a_record_has_no_bytes(self, records):
        records.append_many([RecordChange(record=a_record(1), entries=(entry(Act.LOCK),))])

        assert refusal_of(records.document, a_key(1)) == "records.no_content"

    def test_shows_the_latest_version_of_a_class_and_every_version_of_a_pupil(self, records):
        (first,) = opened(records, 1)
        records.append_many([grown(first, Act.ATTEST, Act.APPROVE, Act.SEAL)])
        second = a_record(1, version=2)
        records.append_many([RecordChange(record=second, entries=(entry(Act.LOCK),))])

        assert [r.key.version for r in records.of_class(SCHOOL, YEAR, CLASS)] == [2]
        assert [r.key.version for r in records.rows(SCHOOL, YEAR)] == [2]
        assert [r.key.version for r in records.versions(a_key(1).record_code)] == [1, 2]
        assert [r.key.version for r in records.of_school(SCHOOL, YEAR, [Status.ISSUED])] == [1]
        (link,) = records.latest_of_year(YEAR, [a_key(1).record_code])
        assert (link.key.version, link.status) == (1, Status.ISSUED)

    def test_moves_a_draft_to_the_pupil_s_new_class(self, records):
        (record,) = opened(records, 1)
        records.append_many([grown(record, Act.REOPEN)])
        draft = replace(records.get(a_key(1)), class_name="4B")

        records.append_many([grown(draft, Act.LOCK, frozen=frozen(b"<NoiDung>4B</NoiDung>"))])

        assert records.of_class(SCHOOL, YEAR, CLASS) == ()
        assert len(records.of_class(SCHOOL, YEAR, "4B")) == 1

    def test_answers_in_the_order_asked(self, records):
        opened(records, 1, 2, 3)
        keys = [a_key(3), a_key(9), a_key(1)]

        assert [record.key for record in records.many(keys)] == [a_key(3), a_key(1)]
        assert records.many([]) == ()


class TestRegisters:
    @pytest.fixture
    def registers(self):
        return DatabaseRegisters()

    def a_register(self, number, *, level=Level.SCHOOL, unit=SCHOOL):
        return Register(
            level=level,
            unit=unit,
            number=number,
            environment=Environment.TEST,
            issued_at=AT,
            holdings=(),
        )

    def test_gives_the_latest_of_every_office_from_the_top(self, registers):
        registers.save(b"truong 1", self.a_register(1))
        registers.save(b"bo 1", self.a_register(1, level=Level.MINISTRY, unit="BO"))
        registers.save(b"truong 2", self.a_register(2))

        assert registers.files() == (b"bo 1", b"truong 2")
        latest = registers.latest(Level.SCHOOL, SCHOOL)
        assert latest is not None
        assert (latest.number, latest.file) == (2, b"truong 2")
        assert [kept.number for kept in registers.kept(Level.SCHOOL, SCHOOL)] == [1, 2]
        assert registers.latest(Level.PROVINCE, "11") is None

    def test_takes_the_same_bytes_again_and_refuses_others(self, registers):
        registers.save(b"truong 1", self.a_register(1))
        registers.save(b"truong 1", self.a_register(1))

        clash = refusal_of(registers.save, b"khac", self.a_register(1))

        assert clash == "registers.number_taken"


class TestAccounts:
    @pytest.fixture
    def accounts(self):
        return DatabaseAccounts()

    def test_gives_every_role_of_a_log_in_once(self, accounts):
        mai = [
            Account(username="mai", display_name="Lò Thị Mai", actor=teacher()),
            Account(username="mai", display_name="Lò Thị Mai", actor=clerk()),
        ]
        accounts.save(mai)
        accounts.save([*mai, Account(username="binh", display_name="B", actor=principal())])

        assert accounts.actors_of("mai") == (teacher(), clerk())
        assert accounts.actors_of("ai") == ()
        assert len(accounts.of_school(SCHOOL)) == 3
        assert accounts.of_school(OTHER_SCHOOL) == ()

    def test_knows_the_key_of_whoever_has_one(self, accounts):
        accounts.save_keys({"GV01": KeyRef("cu"), SCHOOL: KeyRef("dau")}, school=SCHOOL)
        accounts.save_keys({"GV01": KeyRef("moi")})

        assert accounts.key_of("GV01") == KeyRef("moi")
        assert accounts.keys_of(["GV01", SCHOOL, "GV02"]) == {
            "GV01": KeyRef("moi"),
            SCHOOL: KeyRef("dau"),
        }
        assert refusal_of(accounts.key_of, "GV02") == "account.no_key"


def test_a_record_of_another_year_is_another_record(records):
    opened(records, 1)

    assert records.latest_of_year(SchoolYear(2024), [a_key(1).record_code]) == ()
