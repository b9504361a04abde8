"""How a province is let in: the table, and why it may not report."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hocba.core.compose.permit import Actor
from hocba.core.submit.admission import (
    ADMISSION_NEXT,
    Admission,
    AdmissionAct,
    AdmissionEntry,
    AdmissionKind,
    AdmissionState,
    admission_state,
    opening,
    why_not_admission,
    why_not_admitted,
)
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
ASKED, REVIEWED, APPROVED = AdmissionAct.REQUEST, AdmissionAct.REVIEW, AdmissionAct.APPROVE
FINGERPRINT = "ab" * 32


def history(*acts, by="CB01"):
    return tuple(AdmissionEntry(act=act, by=by, at=NOW) for act in acts)


def an_account(*acts):
    return Admission(
        admission_id="1",
        province="11",
        province_name="Điện Biên",
        kind=AdmissionKind.ACCOUNT,
        history=history(*acts),
    )


def a_certificate(*acts, valid_for=timedelta(days=100), fingerprint=FINGERPRINT):
    return Admission(
        admission_id="2",
        province="11",
        province_name="Điện Biên",
        kind=AdmissionKind.CERTIFICATE,
        history=history(*acts),
        certificate=b"DER",
        fingerprint=fingerprint,
        valid_from=NOW - timedelta(days=1),
        valid_to=NOW + valid_for,
    )


def of_an_old_province(code):
    asked_at = datetime(2024, 4, 1, 8, tzinfo=UTC)
    entries = (replace(each, at=asked_at) for each in history(ASKED, REVIEWED, APPROVED))
    return replace(an_account(), province=code, history=tuple(entries))


def reasons(*admissions, fingerprint=FINGERPRINT):
    refused = why_not_admitted(admissions, province="11", fingerprint=fingerprint, now=NOW)
    return [refusal.code for refusal in refused]


def officer(person, role=Role.MINISTRY_OFFICER):
    return Actor(person=person, role=role)


class TestState:
    def test_follows_the_history(self):
        assert admission_state(()) is AdmissionState.NOT_ASKED
        assert admission_state(history(ASKED)) is AdmissionState.WAITING
        assert admission_state(history(ASKED, REVIEWED, APPROVED)) is AdmissionState.APPROVED

    def test_of_a_history_that_breaks_the_table_is_refused(self):
        with pytest.raises(Refusal) as refused:
            admission_state(history(APPROVED))

        assert refused.value.code == "admission.not_now"

    def test_expires_with_the_certificate_and_not_a_second_earlier(self):
        admission = a_certificate(ASKED, REVIEWED, APPROVED)

        assert admission.state(admission.valid_to) is AdmissionState.APPROVED
        later = admission.valid_to + timedelta(seconds=1)
        assert admission.state(later) is AdmissionState.EXPIRED

    def test_a_refused_request_is_never_revived(self):
        leaving = [act for state, act in ADMISSION_NEXT if state is AdmissionState.REFUSED]

        assert leaving == []


class TestWhyNot:
    @pytest.mark.parametrize(
        ("act", "done", "person", "code"),
        [
            (REVIEWED, {"CB01": ASKED}, "CB01", "admission.own_request"),
            (REVIEWED, {"CB01": ASKED}, "CB02", None),
            (APPROVED, {"CB01": ASKED}, "CB02", "admission.not_now"),
            (APPROVED, {"CB01": ASKED, "CB02": REVIEWED}, "CB01", "admission.own_request"),
            (APPROVED, {"CB01": ASKED, "CB02": REVIEWED}, "CB02", "admission.own_review"),
            (APPROVED, {"CB01": ASKED, "CB02": REVIEWED}, "CB03", None),
        ],
    )
    def test_two_officers_stand_behind_an_approval(self, act, done, person, code):
        entries = tuple(AdmissionEntry(act=a, by=by, at=NOW) for by, a in done.items())
        admission = replace(an_account(), history=entries)

        refusal = why_not_admission(act, actor=officer(person), admission=admission, now=NOW)

        assert (refusal.code if refusal else None) == code

    def test_who_enters_a_request_for_a_province_has_reviewed_it(self):
        entered = opening(officer("CB01"), at=NOW, reason="Công văn 12")
        sent = opening(officer("CBS", Role.PROVINCE_OFFICER), at=NOW, reason="")

        assert admission_state(entered) is AdmissionState.REVIEWED
        assert admission_state(sent) is AdmissionState.WAITING

    def test_the_officer_of_an_account_changes_and_of_a_certificate_there_is_none(self):
        change, actor = AdmissionAct.CHANGE_OFFICER, officer("CBS", Role.PROVINCE_OFFICER)
        account = an_account(ASKED, REVIEWED, APPROVED, change)
        certificate = a_certificate(ASKED, REVIEWED, APPROVED)

        assert account.state(NOW) is AdmissionState.APPROVED
        assert why_not_admission(change, actor=actor, admission=account, now=NOW) is None
        refused = why_not_admission(change, actor=actor, admission=certificate, now=NOW)
        assert refused.code == "admission.not_now"

    def test_a_province_officer_asks_and_does_not_approve(self):
        actor = officer("CBS", Role.PROVINCE_OFFICER)

        asked = why_not_admission(ASKED, actor=actor, admission=an_account(), now=NOW)
        approved = why_not_admission(APPROVED, actor=actor, admission=an_account(ASKED), now=NOW)

        assert asked is None
        assert approved.code == "admission.not_your_role"

    def test_nothing_is_approved_twice(self):
        admission = an_account(ASKED, REVIEWED, APPROVED)

        refusal = why_not_admission(APPROVED, actor=officer("CB02"), admission=admission, now=NOW)

        assert refusal.code == "admission.not_now"


class TestAProvinceMayReport:
    def test_with_an_approved_account_and_certificate(self):
        assert (
            reasons(an_account(ASKED, REVIEWED, APPROVED), a_certificate(ASKED, REVIEWED, APPROVED))
            == []
        )

    def test_also_while_an_older_certificate_is_expired(self):
        expired = a_certificate(
            ASKED, REVIEWED, APPROVED, valid_for=-timedelta(1), fingerprint="cd" * 32
        )

        admitted = (
            an_account(ASKED, REVIEWED, APPROVED),
            expired,
            a_certificate(ASKED, REVIEWED, APPROVED),
        )
        assert reasons(*admitted) == []

    @pytest.mark.parametrize(
        ("admissions", "codes"),
        [
            ((), ["admission.account_not_approved", "admission.certificate_not_approved"]),
            ((an_account(ASKED, REVIEWED, APPROVED),), ["admission.certificate_not_approved"]),
            ((a_certificate(ASKED, REVIEWED, APPROVED),), ["admission.account_not_approved"]),
            (
                (an_account(ASKED), a_certificate(ASKED)),
                ["admission.account_not_approved", "admission.certificate_not_approved"],
            ),
            (
                (
                    an_account(ASKED, REVIEWED, APPROVED),
                    a_certificate(ASKED, REVIEWED, APPROVED, valid_for=-timedelta(1)),
                ),
                ["admission.certificate_expired"],
            ),
            (
                (
                    an_account(ASKED, REVIEWED, APPROVED, AdmissionAct.SUSPEND),
                    a_certificate(ASKED, REVIEWED, APPROVED),
                ),
                ["admission.account_not_approved"],
            ),
        ],
    )
    def test_and_otherwise_is_told_every_reason(self, admissions, codes):
        assert reasons(*admissions) == codes

    def test_not_without_any_certificate_on_the_package(self):
        assert reasons(an_account(ASKED, REVIEWED, APPROVED), fingerprint="") == [
            "admission.certificate_not_approved"
        ]


class TestTheMerger:
    def test_ends_what_a_merged_province_was_given(self):
        before = of_an_old_province("24")
        assert before.state(datetime(2025, 6, 30, 16, 59, tzinfo=UTC)) is AdmissionState.APPROVED
        assert before.state(datetime(2025, 6, 30, 17, 0, tzinfo=UTC)) is AdmissionState.MERGED

    def test_is_the_reason_why_the_code_that_goes_on_may_not_report(self):
        refused = why_not_admitted(
            [of_an_old_province("24")], province="24", fingerprint=FINGERPRINT, now=NOW
        )
        assert refused[0].code == "admission.province_merged"

    def test_leaves_an_unchanged_province_as_it_is(self):
        assert of_an_old_province("01").state(NOW) is AdmissionState.APPROVED

    def test_leaves_nothing_to_be_done_with_the_request(self):
        leaving = [act for state, act in ADMISSION_NEXT if state is AdmissionState.MERGED]
        assert leaving == []
