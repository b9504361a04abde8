"""No small cell can be read off a table of figures, neither seen nor worked out from one sum."""

from hypothesis import given
from hypothesis import strategies as st

from hocba.core.report.figures import Choice, Cut, Figure, in_order
from hocba.core.report.suppression import SMALLEST_SHOWN, guarded
from hocba.core.terms.codes import SchoolYear

REASONS = ("CHUA_CO_DINH_DANH", "KHAC", "REN_LUYEN_HE", "TRUONG_QUOC_TE")
counts = st.one_of(st.just(0), st.integers(1, 12), st.integers(50, 500))


def a_line(code, exceptions):
    excepted = sum(exceptions.values())
    return Figure(
        code=code,
        name=code,
        pupils=1000 + excepted,
        records=1000,
        signed=1000,
        sealed=1000,
        accepted=1000,
        exceptions=exceptions,
    )


@st.composite
def tables(draw):
    lines = [
        a_line(f"X{at}", draw(st.dictionaries(st.sampled_from(REASONS), counts)))
        for at in range(draw(st.integers(1, 6)))
    ]
    return in_order(lines, cut=Cut.COMMUNE, choice=Choice(school_year=SchoolYear(2025)))


@given(tables())
def test_hides_every_small_cell_and_never_one_alone(found):
    shown = guarded(found)
    lines = (*found.lines, found.total)

    for line in lines:
        for reason, count in line.exceptions.items():
            if 0 < count < SMALLEST_SHOWN:
                assert (line.code, reason) in shown.hidden
        # A line's sum is shown: one hidden cell alone would be what is left of it.
        assert len(shown.hidden_of(line)) != 1
    for reason in REASONS:
        assert sum((line.code, reason) in shown.hidden for line in lines) != 1


@given(tables())
def test_shows_everything_where_nothing_is_small(found):
    lines = (*found.lines, found.total)
    is_small = any(0 < n < SMALLEST_SHOWN for line in lines for n in line.exceptions.values())

    assert bool(guarded(found).hidden) == is_small


def test_hides_as_little_as_keeps_the_secret():
    lines = [
        a_line("A", {"REN_LUYEN_HE": 3, "KHAC": 20}),
        a_line("B", {"REN_LUYEN_HE": 9, "KHAC": 7}),
        a_line("C", {"REN_LUYEN_HE": 80, "KHAC": 90}),
    ]
    choice = Choice(school_year=SchoolYear(2025))

    hidden = guarded(in_order(lines, cut=Cut.COMMUNE, choice=choice)).hidden

    assert hidden == {(code, reason) for code in "AB" for reason in ("KHAC", "REN_LUYEN_HE")}
