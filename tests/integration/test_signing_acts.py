"""Signing and sealing: who may, with what, and what happens when a token is pulled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.compose.life import Act, Status
from hocba.core.compose.permit import Actor
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.compose_records import compose_class
from hocba.flow.keep_register import issue_office_register, issue_school_register
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.ports.keys import KeyRef
from hocba.ports.records import RecordChange
from tests.school_world import (
    CLASS,
    DEPUTY,
    HERE,
    OFFICER,
    OTHER_TEACHER,
    PRINCIPAL,
    SCHOOL,
    TEACHER,
    YEAR,
    a_consent,
    a_holding,
    a_member,
    a_running_school,
    an_outside,
    clerk,
    deputy,
    homeroom,
    office_outside,
    pki,
    principal,
    soft_keys,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")


@pytest.fixture
def outside():
    outside = a_running_school()
    compose_class(outside, actor=teacher(), **HERE)
    return outside


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value


def statuses(outside):
    return [row.status for row in outside.records.rows(SCHOOL, YEAR, CLASS)]


def sign(outside, actor, **words):
    return sign_class(outside, **{"actor": actor, "consent": a_consent(actor), **HERE, **words})


def seal(outside, **words):
    return seal_class(outside, **{"actor": clerk(), "consent": a_consent(clerk()), **HERE, **words})


class TestOrder:
    def test_the_principal_waits_for_the_teacher_and_the_seal_for_both(self, outside):
        assert refusal_of(sign, outside, principal()).code == "records.nothing_due"
        assert refusal_of(seal, outside).code == "records.nothing_due"

        sign(outside, teacher())

        assert refusal_of(sign, outside, teacher()).code == "records.nothing_due"
        assert refusal_of(seal, outside).code == "records.nothing_due"

    def test_nobody_signs_twice_in_two_roles(self, outside):
        sign(outside, teacher())
        as_deputy = Actor(person=TEACHER, role=Role.DEPUTY, school=SCHOOL)

        assert refusal_of(sign, outside, as_deputy).code == "permit.signed_already"

    @pytest.mark.parametrize("actor", [clerk(), replace(clerk(), role=Role.SCHOOL_ADMIN)])
    def test_neither_clerk_nor_administrator_signs_in_person(self, outside, actor):
        assert refusal_of(sign, outside, actor).code == "permit.not_your_role"

    def test_only_the_clerk_applies_the_seal(self, outside):
        sign(outside, teacher())
        sign(outside, principal())

        refused = refusal_of(seal, outside, actor=principal(), consent=a_consent(principal()))

        assert refused.code == "permit.not_your_role"

    def test_refuses_a_consent_that_somebody_else_gave(self, outside):
        consent = a_consent(principal())

        refused = refusal_of(sign, outside, teacher(), consent=consent)

        assert refused.code == "permit.consent_of_other"
        assert statuses(outside) == [Status.LOCKED] * 3


class TestAuthority:
    def test_refuses_a_teacher_whom_the_register_knows_for_another_class(self, outside):
        # The account says 4A, the signed register says 1A: the register decides.
        imposter = teacher(OTHER_TEACHER)

        refused = refusal_of(sign, outside, imposter)

        assert refused.code == "authority.other_class"
        assert [finding.code for finding in refused.findings] == ["authority.other_class"]
        assert statuses(outside) == [Status.LOCKED] * 3

    def test_refuses_a_teacher_whose_assignment_is_over(self, outside):
        yesterday = (outside.clock.now() - timedelta(days=1)).date()
        ended = a_member(TEACHER, "Lò Thị Mai", homeroom(CLASS, to_on=yesterday))
        outside.book.save_staff(SCHOOL, [ended])
        issue_school_register(outside, actor=principal(), school=SCHOOL, school_year=YEAR)

        assert refusal_of(sign, outside, teacher()).code == "authority.not_on_that_day"

    def test_refuses_a_deputy_without_a_recorded_delegation(self, outside):
        sign(outside, teacher())
        held = replace(deputy_appointment(outside), basis="")
        outside.book.save_staff(SCHOOL, [a_member(DEPUTY, "Cà Thị Dung", held)])
        outside.clock.move(timedelta(days=1))
        found = issue_school_register(outside, actor=principal(), school=SCHOOL, school_year=YEAR)

        assert "school.delegation_without_basis" in [f.code for f in found.left_out]
        assert refusal_of(sign, outside, deputy()).code == "delegation.over"

    def test_refuses_everybody_before_there_is_a_register(self):
        outside = a_running_school()
        compose_class(outside, actor=teacher(), **HERE)

        refused = refusal_of(sign, replace(outside, ministry=frozenset()), teacher())

        assert refused.code == "authority.no_school_register"

    def test_refuses_a_seal_that_the_province_no_longer_names(self, outside):
        sign(outside, teacher())
        sign(outside, principal())
        outside.clock.move(timedelta(days=1))
        issue_office_register(
            office_outside(outside, Level.PROVINCE),
            actor=Actor(person=OFFICER, role=Role.PROVINCE_OFFICER),
            holdings=[a_holding(Role.PRINCIPAL, SCHOOL, PRINCIPAL)],
        )

        assert refusal_of(seal, outside).code == "authority.not_on_that_day"


def deputy_appointment(outside):
    (member,) = [m for m in outside.book.staff(SCHOOL) if m.staff_code == DEPUTY]
    return member.appointments[0]


class TestCertificates:
    def test_refuses_a_certificate_that_has_expired(self, outside):
        outside.clock.move(timedelta(days=3650))

        refused = refusal_of(sign, outside, teacher())

        assert refused.code == "keys.certificate_unfit"
        assert refused.findings

    def test_refuses_whoever_has_no_key(self, outside):
        nobody = teacher("GV99")

        assert refusal_of(sign, outside, nobody).code == "account.no_key"

    def test_takes_a_key_that_the_signer_brings(self):
        holders, paths = pki()
        office = replace_keys(without=TEACHER)
        outside = a_running_school(an_outside(), pupils=1)
        compose_class(outside, actor=teacher(), **HERE)
        bare = replace(outside, keys=office)

        assert refusal_of(sign, bare, teacher()).code == "keys.no_such_key"
        own = type(office)({KeyRef(TEACHER): holders[KeyRef(TEACHER)]}, paths)
        assert len(sign(bare, teacher(), keys=own).done) == 1


def replace_keys(*, without):
    holders, paths = pki()
    rest = {ref: holder for ref, holder in holders.items() if ref != without}
    return type(soft_keys())(rest, paths)


class TestPulledToken:
    def test_keeps_what_was_signed_and_signs_the_rest_under_the_same_consent(self, outside):
        pulled = soft_keys(unplugs_after=2)
        consent = a_consent(teacher(), signatures=3)

        first = sign(outside, teacher(), consent=consent, keys=pulled)

        assert first.stopped is not None
        assert first.stopped.code == "keys.token_lost"
        assert len(first.done) == 2
        assert sorted(statuses(outside)) == [Status.ATTESTED, Status.ATTESTED, Status.LOCKED]
        second = sign(outside, teacher(), consent=consent, keys=pulled)
        assert (len(second.done), second.stopped) == (1, None)
        assert statuses(outside) == [Status.ATTESTED] * 3

    def test_the_seal_resumes_too(self, outside):
        sign(outside, teacher())
        sign(outside, principal())
        pulled = soft_keys(unplugs_after=1)
        consent = a_consent(clerk(), signatures=3)

        assert len(seal(outside, consent=consent, keys=pulled).done) == 1
        assert len(seal(outside, consent=consent, keys=pulled).done) == 2
        assert statuses(outside) == [Status.ISSUED] * 3

    def test_one_consent_never_covers_more_than_it_said(self, outside):
        consent = a_consent(teacher(), signatures=2)

        assert refusal_of(sign, outside, teacher(), consent=consent).code == (
            "keys.consent_too_small"
        )
        assert statuses(outside) == [Status.LOCKED] * 3


class TestSomebodyWasQuicker:
    def test_writes_nothing_when_a_record_moved_on_while_the_key_was_at_work(self, outside):
        class Slow:
            """A provider in whose time the principal reopens one record."""

            def __init__(self, keys, records):
                self._keys, self._records = keys, records

            def certificate(self, ref):
                return self._keys.certificate(ref)

            def sign(self, batch, *, now):
                values = self._keys.sign(batch, now=now)
                self._records.append_many([meanwhile])
                return values

        one = outside.records.of_class(SCHOOL, YEAR, CLASS)[0]
        entry = replace(one.history[0], act=Act.REOPEN, by=PRINCIPAL, reason="Sai tên")
        meanwhile = RecordChange(record=one, entries=(entry,))

        refused = refusal_of(sign, outside, teacher(), keys=Slow(outside.keys, outside.records))

        assert refused.code == "records.moved_on"
        assert sorted(statuses(outside)) == sorted([Status.LOCKED, Status.LOCKED, Status.DRAFT])


def contents(outside):
    return [r.frozen.content_digest for r in outside.records.of_class(SCHOOL, YEAR, CLASS)]


def test_signs_what_the_signer_was_shown_and_chose(outside):
    first, *others = contents(outside)
    done = sign(outside, teacher(), seen=frozenset(others)).done

    assert len(done) == len(others)
    waiting = [r for r in outside.records.of_class(SCHOOL, YEAR, CLASS) if r.key not in done]
    assert [(r.status, r.frozen.content_digest) for r in waiting] == [(Status.LOCKED, first)]


def test_signs_nothing_where_one_content_is_not_what_was_shown(outside):
    seen = frozenset((*contents(outside)[1:], bytes(32)))

    assert refusal_of(sign, outside, teacher(), seen=seen).code == "records.other_than_shown"
    assert set(statuses(outside)) == {Status.LOCKED}


def test_signs_nothing_twice_when_the_same_page_is_sent_again(outside):
    seen = frozenset(contents(outside))
    sign(outside, teacher(), seen=seen)

    refused = refusal_of(sign, outside, teacher(), seen=seen)
    assert (refused.code, refused.details["count"]) == ("records.done_already", "3")
