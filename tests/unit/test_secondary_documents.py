"""A secondary record's document: written, read back, signed row by row in any order."""

from dataclasses import replace

import pytest

from hocba.adapters.xml.reader import read_record
from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_year import SubjectAgain, Summer
from hocba.core.compose.content import SecondaryContent
from hocba.core.seal.document import document_bytes, frozen, open_slots
from hocba.core.sign.policy import policy
from hocba.core.terms.levels import Standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.lab.vectors.secondary_world import content, year
from tests.secondary_builders import TT22, a_secondary_year, value


def a_content(of_year=None):
    return content("tests", of_year)


def read(of_content: SecondaryContent):
    return read_record(document_bytes(frozen(of_content)))


YEARS = {
    "grade 6": a_secondary_year(6),
    "grade 12 with what was chosen": a_secondary_year(12),
    "an optional subject": a_secondary_year(8, first={"ngoai_ngu_2": "7.5"}),
    "let off a subject": a_secondary_year(first={"gdtc": "mien"}, second={"gdtc": "mien"}),
    "a summer that nobody came to": a_secondary_year(
        score="3.0", first={"toan": "9.0"}, second={"toan": "9.0"}, summer=Summer()
    ),
    "a summer that helped": a_secondary_year(
        first={"toan": "3.0", "khtn": "3.0"},
        second={"toan": "3.0", "khtn": "3.0"},
        summer=Summer(
            subjects=(
                SubjectAgain(subject="toan", value=value("6.0")),
                SubjectAgain(subject="khtn", value=value("6.5")),
            )
        ),
    ),
    "conduct trained": a_secondary_year(
        conduct_second=Standing.NOT_REACHED, summer=Summer(conduct=Standing.REACHED)
    ),
    "awards and a comment": a_secondary_year(comment="Em tiến bộ.", other_awards=("Giải ba", "Cờ")),
}


class TestContent:
    @pytest.mark.parametrize("name", YEARS)
    def test_is_read_as_it_was_written(self, name):
        whole = a_content(YEARS[name])

        parsed = read(whole)

        assert parsed.content == whole
        assert len(parsed.leaves) == parsed.leaf_count

    def test_writes_a_mark_with_its_one_place(self):
        whole = a_content(a_secondary_year(score="8"))

        assert b"<HocKi1>8.0</HocKi1>" in frozen(whole).content_xml

    def test_of_a_pupil_judged_by_a_plan_keeps_why_marks_are_missing(self):
        none = Missing.NOT_ASSESSED
        plan = replace(
            year(),
            subjects=tuple(replace(row, first=none, second=none) for row in year().subjects),
            conduct_first=none,
            conduct_second=none,
            not_assessed_by_law=True,
        )

        assert read(a_content(plan)).content.assessment == plan


class TestSlots:
    def test_of_all_rows_are_open_at_first_and_no_other(self):
        whole = a_content()
        due = policy(whole.general.signing_policy, whole.rows)

        found = open_slots(frozen(whole), due)

        assert [slot.subject for slot in found] == list(whole.rows)

    def test_follow_the_subjects_that_a_pupil_has(self):
        chosen = a_content(a_secondary_year(10))

        due = policy(chosen.general.signing_policy, chosen.rows)

        assert [slot.subject for slot in due.slots[:-3]] == list(chosen.rows)

    def test_of_an_unknown_policy_are_refused(self):
        with pytest.raises(Refusal) as refused:
            policy("trung-hoc/9", ("toan",))

        assert refused.value.code == "sign.unknown_policy"


def test_the_outcome_is_that_of_the_pack():
    whole = a_content()

    assert whole.outcome == secondary_outcome(whole.assessment, TT22)
