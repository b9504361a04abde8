"""The verdict as values: no cryptography, no XML, only what they would have said."""

import pytest

from hocba.core.sign.policy import SEAL, Slot, row_slot
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.verify.contents import text_findings
from hocba.core.verify.signatures import distinct_signer_findings
from hocba.core.verify.verdict import Outcome, Step, Verdict, unreadable


def a_verdict(*weights, reached=tuple(Step)):
    found = tuple((Step.RULES, Finding(code="x.y", weight=weight)) for weight in weights)
    return Verdict(findings=found, reached=reached)


class TestOutcome:
    @pytest.mark.parametrize(
        ("weights", "outcome"),
        [
            ([], Outcome.PASSED),
            ([Weight.WARNING], Outcome.PASSED),
            ([Weight.INDETERMINATE, Weight.WARNING], Outcome.INDETERMINATE),
            ([Weight.INDETERMINATE, Weight.FAILED], Outcome.FAILED),
        ],
    )
    def test_is_decided_by_the_heaviest_finding(self, weights, outcome):
        assert a_verdict(*weights).outcome is outcome
        assert a_verdict(*weights).outcome_of_step(Step.RULES) is outcome

    def test_never_passes_what_was_not_reached(self):
        short = a_verdict(reached=(Step.BYTES,))

        assert short.outcome is Outcome.INDETERMINATE
        assert short.outcome_of_step(Step.RULES) is Outcome.INDETERMINATE

    def test_of_unreadable_bytes_is_failed_and_stops_there(self):
        verdict = unreadable(Step.SHAPE, [Finding(code="record.schema")])

        assert verdict.outcome is Outcome.FAILED
        assert verdict.reached == (Step.BYTES, Step.SHAPE)

    @pytest.mark.parametrize("weight", [Weight.FAILED, Weight.INDETERMINATE])
    def test_raises_for_code_that_relies_on_it(self, weight):
        with pytest.raises(Refusal) as refused:
            a_verdict(weight).require_passed()

        assert refused.value.code == "verify.not_passed"
        assert len(refused.value.findings) == 1

    def test_lets_code_go_on_that_relies_on_a_pass(self):
        a_verdict(Weight.WARNING).require_passed()


class TestText:
    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("<HoTen>Trần Thị Ổn</HoTen>", []),
            ("<NhanXet>Em tốt.\nCố lên.</NhanXet>", []),
            ("<HoTen>Tra\u0302\u0300n</HoTen>", ["record.not_nfc"]),
            ("<HoTen>An\u0085</HoTen>", ["record.control_character"]),
            ("<HoTen>An\u202e</HoTen>", ["record.control_character"]),
            ("<HoTen>An\ue000</HoTen>", ["record.control_character"]),
            ("<HoTen>An\tBình</HoTen>", ["record.control_character"]),
            ('<NguoiThan NgheNghiep="a&#x9;b"></NguoiThan>', ["record.control_character"]),
            ("<HoTen>An&#xD;</HoTen>", ["record.control_character"]),
            ("<CoBan>\n\t<HoTen>An</HoTen>\n\t</CoBan>", []),
            ("<HoTen>An\u200b\u0300</HoTen>", []),
        ],
    )
    def test_is_of_one_form_and_plain(self, text, codes):
        found = [finding.code for _, finding in text_findings([text.encode()])]

        assert found == codes

    def test_is_shown_so_that_it_cannot_steer_the_reader(self):
        ((_, finding),) = text_findings(["<HoTen>An\u202e</HoTen>".encode()])

        assert finding.details["value"] == "An\\u202e"


class TestSigners:
    @staticmethod
    def twice(*names):
        slots = [
            (Slot(slot_id=f"ck-{place}", roles=()), frozenset(known))
            for place, known in enumerate(names)
        ]
        return [finding.where for _, finding in distinct_signer_findings(slots)]

    def test_who_share_no_name_are_different(self):
        assert self.twice({"a", "x"}, {"b", "y"}, {"c"}) == []

    def test_who_share_one_name_are_one(self):
        assert self.twice({"a", "cccd"}, {"b", "cccd"}, {"c"}) == ["ck-1"]

    def test_without_any_name_are_not_taken_for_one(self):
        assert self.twice(set(), set()) == []

    def test_of_all_three_slots_are_found_twice(self):
        assert self.twice({"a"}, {"a", "b"}, {"b"}) == ["ck-1", "ck-2"]

    def test_may_sign_rows_and_for_the_whole_as_well(self):
        teacher, homeroom = frozenset({"a"}), Slot(slot_id="ck-gvcn", roles=())

        found = distinct_signer_findings(
            [(row_slot("toan"), teacher), (row_slot("tin_hoc"), teacher), (homeroom, teacher)]
        )

        assert list(found) == []

    def test_of_a_row_is_never_the_seal_as_well(self):
        one = frozenset({"a"})

        found = distinct_signer_findings([(row_slot("toan"), one), (SEAL, one)])

        assert [finding.code for _, finding in found] == ["authority.same_signer_twice"]
