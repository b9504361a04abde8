"""A verdict in words: green only for what is genuine and in force."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.verify.verdict import Outcome, Step, Verdict, unreadable
from hocba.faces.public.verdicts import Answered, verdict_page
from hocba.faces.web.in_force import InForce, whole_outcome
from hocba.faces.web.presenters import Tone
from hocba.flow.verify_document import Examined

AT = datetime(2026, 6, 5, 10, 0, tzinfo=UTC)


def verdict(*found):
    return Verdict(findings=found, reached=tuple(Step))


def page(of, standing=InForce.CURRENT, language="vi"):
    examined = Examined(verdict=of, record=None)
    with translation.override(language):
        return verdict_page(Answered(examined=examined, standing=standing, checked_at=AT))


class TestWholeOutcome:
    def test_passes_only_what_is_genuine_and_in_force(self):
        passed = {
            (outcome, standing)
            for outcome in Outcome
            for standing in InForce
            if whole_outcome(outcome, standing) is Outcome.PASSED
        }
        assert passed == {(Outcome.PASSED, InForce.CURRENT)}

    def test_takes_a_genuine_record_of_unknown_standing_for_undecided(self):
        assert whole_outcome(Outcome.PASSED, InForce.UNKNOWN) is Outcome.INDETERMINATE

    @pytest.mark.parametrize("standing", [InForce.SUPERSEDED, InForce.WITHDRAWN])
    def test_does_not_let_what_is_no_longer_in_force_pass(self, standing):
        assert whole_outcome(Outcome.PASSED, standing) is Outcome.FAILED


class TestVerdictPage:
    def test_is_green_for_a_genuine_record_in_force(self):
        assert page(verdict()).tone is Tone.DONE
        assert page(verdict()).what_to_do == ""

    def test_is_amber_and_says_what_to_do_where_something_could_not_be_checked(self):
        unknown = Finding(code="authority.no_school_register", weight=Weight.INDETERMINATE)
        shown = page(verdict((Step.AUTHORITY, unknown)))

        assert shown.tone is Tone.TO_DO
        assert shown.what_to_do
        assert [s.state.tone for s in shown.sentences] == [Tone.DONE, Tone.TO_DO, Tone.DONE]

    def test_is_red_where_the_content_was_altered(self):
        altered = Finding(code="sign.digest_differs", where="ck-gvcn")
        shown = page(verdict((Step.REFERENCES, altered)))

        assert shown.tone is Tone.WRONG
        assert shown.sentences[0].state.tone is Tone.WRONG

    def test_says_of_bytes_that_are_no_record_that_later_steps_were_not_reached(self):
        broken = unreadable(Step.BYTES, [Finding(code="record.empty")])
        shown = page(broken, InForce.UNKNOWN)

        assert shown.tone is Tone.WRONG
        assert shown.checks[0].state.tone is Tone.WRONG
        assert all(check.state.tone is Tone.TO_DO and check.told for check in shown.checks[1:])

    def test_lists_every_step_with_all_its_findings(self):
        two = [(Step.VALUES, Finding(code="sign.value_wrong", where=slot)) for slot in ("a", "b")]
        shown = page(verdict(*two))

        assert [check.number for check in shown.checks] == [step.value for step in Step]
        assert len(shown.checks[Step.VALUES - 1].findings) == 2

    def test_speaks_english_to_who_asks(self):
        assert page(verdict(), language="en").headline == "This record is genuine and in force"
