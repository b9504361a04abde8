"""The jurist's table, spec/rules/tt22-2021/cases.toml, and the averages of TT 22."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hocba.core.assess.averages import rounded, term_average, term_level, year_average
from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_year import SecondaryYear, SubjectAgain, Summer
from hocba.core.rules.library import secondary_for
from hocba.core.terms.codes import school_year
from hocba.core.terms.levels import PassLevel, Promotion, Standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from tests.secondary_builders import FIRST_FOUR, TT22, a_secondary_year, value

_TABLE = Path("spec/rules/tt22-2021/cases.toml")
_CASES: list[dict[str, Any]] = tomllib.loads(_TABLE.read_text("utf-8"))["truong_hop"]
_KNOWN_FIELDS = {
    *("ten", "can_cu", "khoi", "diem_nen", "mon", "mon_hk1", "mon_hk2", "chon", "ren_luyen"),
    *("nghi", "he", "hoc_tap", "ren_luyen_nam", "sau_he", "ket_luan", "danh_hieu", "ca_nam"),
    "tu_choi_tai",
}


def _summer(written: Mapping[str, Any]) -> Summer:
    conduct = written.get("ren_luyen")
    return Summer(
        subjects=tuple(
            SubjectAgain(subject=key, value=value(mark))  # type: ignore[arg-type]
            for key, mark in written.get("mon", {}).items()
        ),
        conduct=None if conduct is None else Standing(conduct),
    )


def _year(case: Mapping[str, Any]) -> SecondaryYear:
    first, second = case.get("ren_luyen", ["T", "T"])
    both = case.get("mon", {})
    return a_secondary_year(
        case["khoi"],
        score=case.get("diem_nen", "8.5"),
        first={**both, **case.get("mon_hk1", {})},
        second={**both, **case.get("mon_hk2", {})},
        chosen=case.get("chon", FIRST_FOUR),
        conduct_first=Standing(first),
        conduct_second=Standing(second),
        absences=case.get("nghi", 0),
        summer=_summer(case["he"]) if "he" in case else None,
    )


_COMPUTED = [case for case in _CASES if "tu_choi_tai" not in case]
_REFUSED = [case for case in _CASES if "tu_choi_tai" in case]


def _names(cases: list[dict[str, Any]]) -> list[str]:
    return [case["ten"] for case in cases]


@pytest.mark.parametrize("case", _COMPUTED, ids=_names(_COMPUTED))
def test_a_case_has_the_outcome_that_the_table_says(case: dict[str, Any]) -> None:
    outcome = secondary_outcome(_year(case), TT22)

    of_year = {row.subject: row.year for row in outcome.subjects}
    assert outcome.learning is Standing(case["hoc_tap"])
    assert outcome.conduct is Standing(case.get("ren_luyen_nam", "T"))
    assert outcome.promotion is Promotion(case["ket_luan"])
    assert list(outcome.titles) == case.get("danh_hieu", [])
    assert outcome.learning_again == (Standing(case["sau_he"]) if "sau_he" in case else None)
    assert {key: of_year[key] for key in case.get("ca_nam", {})} == {
        key: value(written) for key, written in case.get("ca_nam", {}).items()
    }


@pytest.mark.parametrize("case", _REFUSED, ids=_names(_REFUSED))
def test_a_refused_case_names_every_place_at_once(case: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        secondary_outcome(_year(case), TT22)

    places = sorted(f"{finding.code} @ {finding.where}" for finding in refused.value.findings)
    assert refused.value.code == "secondary.not_valid"
    assert places == sorted(case["tu_choi_tai"])


def test_the_table_is_well_formed() -> None:
    names = _names(_CASES)

    assert len(names) == len(set(names)) >= 30
    assert not [case["ten"] for case in _CASES if case.keys() - _KNOWN_FIELDS]
    assert all(case["can_cu"] for case in _CASES)


def test_the_table_shows_every_level_and_title() -> None:
    assert {case["hoc_tap"] for case in _COMPUTED} == {level.value for level in Standing}
    assert {t for case in _COMPUTED for t in case.get("danh_hieu", [])} == {
        title.key for title in TT22.titles
    }


class TestAverages:
    @pytest.mark.parametrize(
        ("regular", "mid", "final", "expected"),
        [(("8", "9"), "7", "8", "7.9"), (("8", "8", "8", "8"), "8", "8", "8.0")],
    )
    def test_weigh_a_term_as_the_circular_says(
        self, regular: tuple[str, ...], mid: str, final: str, expected: str
    ) -> None:
        marks = [Decimal(mark) for mark in regular]

        found = term_average(marks, mid=Decimal(mid), final=Decimal(final), pack=TT22)

        assert found == Decimal(expected)

    @pytest.mark.parametrize(("exact", "expected"), [("8.25", "8.3"), ("6.45", "6.5")])
    def test_round_a_half_up(self, exact: str, expected: str) -> None:
        assert rounded(Decimal(exact), TT22.score) == Decimal(expected)

    def test_count_the_second_term_twice(self) -> None:
        first, second = Decimal("7.9"), Decimal("8.5")

        found = year_average(first, second, rule=TT22.average, scale=TT22.score)

        assert found == Decimal("8.3")

    @pytest.mark.parametrize("mark", ["10.1", "-0.1", "8.25", "NaN", "Infinity"])
    def test_refuse_a_mark_outside_the_scale(self, mark: str) -> None:
        with pytest.raises(Refusal) as refused:
            term_average([Decimal(mark)], mid=Decimal(5), final=Decimal(5), pack=TT22)

        assert refused.value.code == "secondary.mark_unfit"

    def test_ask_every_assessment_of_a_subject_by_comment_to_be_reached(self) -> None:
        good, bad = PassLevel.REACHED, PassLevel.NOT_REACHED

        assert term_level([good] * 4, due=4) is good
        assert term_level([good, bad, good, good], due=4) is bad
        assert term_level([good] * 3, due=4) is bad


class TestThePack:
    @pytest.mark.parametrize(
        ("first_year", "grade"),
        [
            *(("2021-2022", 6), ("2022-2023", 7), ("2022-2023", 10), ("2023-2024", 8)),
            *(("2023-2024", 11), ("2024-2025", 9), ("2024-2025", 12)),
        ],
    )
    def test_takes_a_grade_in_from_its_year_of_the_roadmap(
        self, first_year: str, grade: int
    ) -> None:
        year = school_year(first_year)

        assert secondary_for(year, grade) is TT22
        with pytest.raises(Refusal) as refused:
            secondary_for(year.before, grade)
        assert refused.value.code == "rules.no_pack"

    @pytest.mark.parametrize(("grade", "scored"), [(6, 8), (9, 8), (10, 5), (12, 5)])
    def test_has_as_many_scored_subjects_for_everybody(self, grade: int, scored: int) -> None:
        rows = [row for row in TT22.programme(grade) if row.required_in(grade)]

        assert sum(not row.by_comment for row in rows) == scored

    @pytest.mark.parametrize(("key", "marks"), [("tin_hoc", 2), ("cong_nghe", 2), ("toan", 4)])
    def test_asks_for_more_regular_marks_where_there_are_more_periods(
        self, key: str, marks: int
    ) -> None:
        subject = next(one for one in TT22.subjects if one.key == key)

        assert TT22.regular_marks_due(subject, 6) == marks
        assert TT22.regular_marks_due(subject, 9) == (3 if key == "cong_nghe" else marks)

    def test_knows_the_conduct_of_a_year_for_every_pair_of_terms(self) -> None:
        assert set(TT22.conduct_year) == set(Standing)
        assert all(set(row) == set(Standing) for row in TT22.conduct_year.values())

    def test_has_a_sentence_for_whatever_follows(self) -> None:
        assert set(TT22.promotion.sentences) == set(Promotion)

    def test_has_no_rules_for_a_primary_grade(self) -> None:
        with pytest.raises(Refusal) as refused:
            TT22.programme(5)

        assert refused.value.code == "rules.no_such_grade"


class TestAPupilWhoIsNotAssessed:
    @pytest.mark.parametrize(
        ("decided", "follows"),
        [
            (None, Promotion.DECISION_DUE),
            (True, Promotion.BY_DECISION),
            (False, Promotion.NOT_UP),
        ],
    )
    def test_goes_up_as_the_principal_decides(
        self, decided: bool | None, follows: Promotion
    ) -> None:
        year = SecondaryYear(
            grade=7,
            subjects=(),
            conduct_first=Missing.NOT_ASSESSED,
            conduct_second=Missing.NOT_ASSESSED,
            absences=None,
            not_assessed_by_law=True,
            promoted=decided,
        )

        outcome = secondary_outcome(year, TT22)

        assert outcome.learning is outcome.conduct is Missing.NOT_ASSESSED
        assert (outcome.promotion, outcome.titles) == (follows, ())

    def test_has_no_marks(self) -> None:
        with pytest.raises(Refusal) as refused:
            secondary_outcome(a_secondary_year(6, not_assessed_by_law=True), TT22)

        assert {finding.code for finding in refused.value.findings} == {
            "secondary.not_assessed_has_marks"
        }
