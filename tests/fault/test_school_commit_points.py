"""
A crash at each commit point of a school's acts leaves nothing half done; later it goes through.

Each fault is thrown where the comment at the commit point says what a crash would leave.
"""

from dataclasses import replace

import pytest

from hocba.core.compose.life import Status
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.flow.compose_records import compose_class
from hocba.flow.import_pupils import take_pupils
from hocba.flow.keep_register import issue_school_register
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.lab.sheets import messy_pupil_list
from tests.school_world import (
    HERE,
    SCHOOL,
    YEAR,
    a_consent,
    a_running_school,
    an_enrolment,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")


class Crashed(BaseException):
    """The machine goes down: nothing that catches exceptions sees it."""


class CrashingAt:
    """A port as the real one, but for one method, which crashes before or after its work."""

    def __init__(self, real, method, *, after=False):
        self._real, self._method, self._after = real, method, after

    def __getattr__(self, name):
        real = getattr(self._real, name)
        if name != self._method:
            return real

        def crashing(*args, **words):
            if self._after:
                real(*args, **words)
            raise Crashed

        return crashing


def compose(outside):
    return compose_class(outside, actor=teacher(), **HERE)


def attest(outside):
    return sign_class(outside, actor=teacher(), consent=a_consent(teacher()), **HERE)


def approve(outside):
    return sign_class(outside, actor=principal(), consent=a_consent(principal()), **HERE)


def seal(outside):
    return seal_class(outside, actor=clerk(), consent=a_consent(clerk()), **HERE)


def statuses(outside):
    return [row.status for row in outside.records.rows(SCHOOL, YEAR)]


STEPS = [
    (compose, None, Status.LOCKED),
    (attest, Status.LOCKED, Status.ATTESTED),
    (approve, Status.ATTESTED, Status.APPROVED),
    (seal, Status.APPROVED, Status.ISSUED),
]


@pytest.mark.parametrize("number", range(len(STEPS)))
@pytest.mark.parametrize("after", [False, True])
def test_a_crash_around_the_write_leaves_all_or_nothing(number, after):
    outside = a_running_school()
    for earlier, _, _ in STEPS[:number]:
        earlier(outside)
    act, before, then = STEPS[number]
    crashing = replace(outside, records=CrashingAt(outside.records, "append_many", after=after))

    with pytest.raises(Crashed):
        act(crashing)

    # Each act is one transaction with what it reads and whom it tells: until its end, nothing.
    assert statuses(outside) == ([] if before is None else [before] * 3)
    act(outside)
    assert statuses(outside) == [then] * 3


@pytest.mark.parametrize("method", ["save_record_codes", "save_exceptions", "end_exception"])
@pytest.mark.parametrize("after", [False, True])
def test_a_crash_while_composing_gives_no_pupil_two_codes(method, after):
    outside = a_running_school()
    crashing = replace(outside, book=CrashingAt(outside.book, method, after=after))
    try:
        compose(crashing)
    except Crashed:
        pass
    else:
        assert method == "end_exception"
    known = outside.book.record_codes(SCHOOL, [e.pupil.sector_code for e in roster(outside)])

    compose(outside)

    codes = outside.book.record_codes(SCHOOL, [e.pupil.sector_code for e in roster(outside)])
    assert statuses(outside) == [Status.LOCKED] * 3
    assert {pupil: codes[pupil] for pupil in known} == known
    assert len(set(codes.values())) == 3


def roster(outside):
    return outside.book.enrolments(SCHOOL, YEAR)


def test_a_crash_at_the_key_leaves_records_that_still_await_it():
    outside = a_running_school()
    compose(outside)

    with pytest.raises(Crashed):
        attest(replace(outside, keys=CrashingAt(outside.keys, "sign", after=True)))

    assert statuses(outside) == [Status.LOCKED] * 3
    assert len(attest(outside).done) == 3


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_while_a_register_is_issued_leaves_its_number_free_or_it_whole(after):
    outside = a_running_school()
    crashing = replace(outside, registers=CrashingAt(outside.registers, "save", after=after))

    with pytest.raises(Crashed):
        issue_school_register(crashing, actor=principal(), school=SCHOOL, school_year=YEAR)

    latest = outside.registers.latest(Level.SCHOOL, SCHOOL)
    assert latest is not None
    assert latest.number == (2 if after else 1)
    found = issue_school_register(outside, actor=principal(), school=SCHOOL, school_year=YEAR)
    assert found.register.number == latest.number + 1


def test_a_crash_in_the_middle_of_a_list_imports_none_of_it():
    outside = a_running_school()
    before = roster(outside)
    file = messy_pupil_list([an_enrolment(n) for n in range(20, 40)], 1)
    crashing = replace(outside, book=CrashingAt(outside.book, "save_enrolments"))

    with pytest.raises(Crashed):
        take_pupils(
            crashing, actor=clerk(), school=SCHOOL, school_year=YEAR, file=file, name="a.xlsx"
        )

    assert roster(outside) == before


def test_one_bad_change_of_a_batch_keeps_all_others_from_being_written():
    outside = a_running_school()
    compose(outside)

    class OneTooMany(CrashingAt):
        """Hands the store one change that no longer fits."""

        def __getattr__(self, name):
            real = getattr(self._real, name)
            if name != "append_many":
                return real

            def spoilt(changes):
                stale = replace(changes[-1].record, history=changes[-1].record.history * 2)
                return real([*changes[:-1], replace(changes[-1], record=stale)])

            return spoilt

    with pytest.raises(Refusal) as refused:
        attest(replace(outside, records=OneTooMany(outside.records, "")))

    assert refused.value.code == "records.moved_on"
    assert statuses(outside) == [Status.LOCKED] * 3
