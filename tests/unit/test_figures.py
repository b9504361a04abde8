"""Figures, counted by hand on three classes of two schools."""

from decimal import Decimal

import pytest

from hocba.core.report.figures import (
    Choice,
    Cut,
    DeclaredRow,
    KeptRow,
    Rate,
    Spot,
    figures,
)
from hocba.core.terms.codes import RecordCode, SchoolCode, SchoolYear
from hocba.core.terms.people import Place

YEAR = SchoolYear(2025)
ALL = Choice(school_year=YEAR)


def a_spot(school="T1", *, grade=1, class_name="1A", ward="03127", province="11", year=YEAR):
    return Spot(
        school=SchoolCode(school),
        school_name=f"Trường {school}",
        ward=Place(code=ward, name=f"Xã {ward}"),
        province=Place(code=province, name=f"Tỉnh {province}"),
        school_year=year,
        grade=grade,
        class_name=class_name,
    )


def declared(spot, pupils, *, records=0, number=1, **exceptions):
    return DeclaredRow(
        spot=spot,
        number=number,
        pupils=pupils,
        records=records,
        signed=records,
        sealed=records,
        exceptions=exceptions,
    )


def kept(spot, number, *, version=1, withdrawn=False):
    code = RecordCode(f"HB{number:013d}")
    return KeptRow(spot=spot, record_code=code, version=version, is_withdrawn=withdrawn)


def counted(rows, records, cut=Cut.SCHOOL, choice=ALL):
    return figures(rows, records, cut=cut, choice=choice)


def test_adds_schools_grades_and_reasons():
    first, second = a_spot(), a_spot("T2", grade=2, class_name="2A", ward="03130")
    rows = [declared(first, 30, records=28, KHAC=2), declared(second, 20, records=19, KHAC=1)]
    records = [kept(first, 1), kept(first, 2), kept(second, 3)]

    by_school = counted(rows, records)
    by_grade = counted(rows, records, Cut.GRADE)

    assert [(f.code, f.pupils, f.accepted) for f in by_school.lines] == [
        ("T1", 30, 2),
        ("T2", 20, 1),
    ]
    assert [(f.code, f.name, f.records) for f in by_grade.lines] == [
        ("1", "Khối 1", 28),
        ("2", "Khối 2", 19),
    ]
    total = by_school.total
    assert total == by_grade.total
    assert (total.pupils, total.records, total.accepted, dict(total.exceptions)) == (
        *(50, 47, 3),
        {"KHAC": 3},
    )
    # 50 - 47 - 3
    assert total.undeclared == 0


def test_counts_the_declaration_with_the_highest_number_alone():
    old = declared(a_spot(), 31, number=1)
    gone = declared(a_spot(class_name="1B"), 9, number=1)
    new = declared(a_spot(), 30, number=2)

    assert counted([new, old, gone], []).total.pupils == 30


def test_counts_a_record_once_whatever_its_versions():
    spot = a_spot()

    assert counted([], [kept(spot, 1), kept(spot, 1, version=2)]).total.accepted == 1


def test_counts_no_record_whose_latest_version_is_withdrawn():
    spot = a_spot()
    withdrawn = kept(spot, 1, version=2, withdrawn=True)

    assert counted([], [kept(spot, 1), withdrawn]).total.accepted == 0


def test_counts_a_record_whose_older_version_was_withdrawn():
    spot = a_spot()
    rows = [kept(spot, 1, withdrawn=True), kept(spot, 1, version=2)]

    assert counted([], rows).total.accepted == 1


@pytest.mark.parametrize(
    ("choice", "pupils"),
    [
        (ALL, 60),
        (Choice(school_year=YEAR, province="11"), 30),
        (Choice(school_year=YEAR, ward="00001"), 30),
        (Choice(school_year=YEAR, school="T2"), 30),
        (Choice(school_year=YEAR, grade=5), 0),
        (Choice(school_year=SchoolYear(2024)), 0),
    ],
)
def test_counts_only_what_is_chosen(choice, pupils):
    rows = [declared(a_spot(), 30), declared(a_spot("T2", province="01", ward="00001"), 30)]

    assert counted(rows, [], choice=choice).total.pupils == pupils


class TestRate:
    def test_is_shown_as_vietnamese_pages_write_it(self):
        assert Rate(numerator=5947, denominator=10_000).shown == "59,47 %"

    def test_is_exact_and_rounds_half_up(self):
        # 1/800 = 0.125 %
        assert Rate(numerator=1, denominator=800).percent == Decimal("0.13")

    def test_without_a_denominator_is_a_dash(self):
        assert Rate(numerator=0, denominator=0).shown == "—"
