"""A class of one school, from complete results to issued records, on a real database."""

import pytest

from hocba.core.compose.life import Act, Status
from hocba.core.terms.environment import Environment
from hocba.core.verify.judge import Setting
from hocba.core.verify.verdict import Outcome
from hocba.flow.compose_records import compose_class
from hocba.flow.keep_register import read_book
from hocba.flow.school_state import class_states, total
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.flow.verify_document import examine
from tests.school_world import (
    HERE,
    SCHOOL,
    YEAR,
    a_consent,
    a_running_school,
    clerk,
    deputy,
    principal,
    teacher,
)

pytestmark = pytest.mark.django_db


def issued(outside, *, approver=None):
    """Bring the whole class from results to issued records; return the keys."""
    approver = approver or principal()
    composed = compose_class(outside, actor=teacher(), **HERE)
    sign_class(outside, actor=teacher(), consent=a_consent(teacher()), **HERE)
    sign_class(outside, actor=approver, consent=a_consent(approver), **HERE)
    seal_class(outside, actor=clerk(), consent=a_consent(clerk()), **HERE)
    return composed.ready


def verdict_on(outside, key):
    setting = Setting(
        environments=frozenset({Environment.TEST}),
        book=read_book(outside).book,
        now=outside.clock.now(),
    )
    return examine(
        outside.records.document(key),
        documents=outside.documents,
        paths=outside.paths,
        setting=setting,
    ).verdict


def test_every_register_of_the_chain_stands(db):
    outside = a_running_school()

    read = read_book(outside)

    assert read.refused == ()
    assert len(read.book.registers) == 3


@pytest.mark.parametrize("approver", [principal(), deputy()])
def test_issues_records_that_every_verifier_passes(approver, as_app):
    outside = a_running_school()

    keys = issued(outside, approver=approver)

    assert len(keys) == 3
    for key in keys:
        verdict = verdict_on(outside, key)
        assert (verdict.outcome, verdict.findings) == (Outcome.PASSED, ())
        record = outside.records.get(key)
        assert record.status is Status.ISSUED
        acts = [entry.act for entry in record.history]
        assert acts == [Act.LOCK, Act.ATTEST, Act.APPROVE, Act.SEAL]


def test_says_how_far_the_class_is(as_app):
    outside = a_running_school()
    compose_class(outside, actor=teacher(), **HERE)
    sign_class(outside, actor=teacher(), consent=a_consent(teacher()), **HERE)

    (state,) = class_states(outside, school=SCHOOL, school_year=YEAR)

    assert (state.name, state.grade, state.roster, state.complete) == ("4A", 4, 3, 3)
    assert (state.locked, state.attested, state.approved, state.missing) == (3, 3, 0, 3)
    assert total([state, state]).attested == 6
