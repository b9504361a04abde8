"""Any order and any repetition of the same packages gives the same store and the same figures."""

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.core.compose.content import AmendReason
from hocba.core.report.figures import Choice, Cut
from hocba.core.terms.levels import SubjectLevel
from hocba.flow.amend_record import amend
from hocba.flow.count_figures import figures_of, recount
from hocba.flow.receive_package import receive
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.flow.sum_trees import tree_of
from hocba.flow.withdraw_record import withdraw
from tests.builders import an_assessment
from tests.repository_world import issue_class, packed, three_offices
from tests.school_world import HERE, YEAR, a_consent, clerk, principal, teacher

CHOICE = Choice(school_year=YEAR)
PACKAGES = 3


def three_packages(school):
    """All records; then an amended one; then a withdrawn one; each with its declaration."""
    amended, withdrawn, *_ = issue_class(school)
    first = packed(school)
    amend(
        school,
        actor=principal(),
        key=amended,
        reason=AmendReason.WRONG_MARK,
        basis="Biên bản 12/BB-TH",
        assessment=an_assessment(4, levels={"toan": SubjectLevel.DONE.value}),
    )
    sign_class(school, actor=teacher(), consent=a_consent(teacher()), **HERE)
    sign_class(school, actor=principal(), consent=a_consent(principal()), **HERE)
    seal_class(school, actor=clerk(), consent=a_consent(clerk()), **HERE)
    second = packed(school)
    withdraw(school, actor=principal(), key=withdrawn, basis="QĐ 15/QĐ-TH")
    third = packed(school)
    return tuple(school.outbox.file(p.message_id) for p in (first, second, third))


def store_after(province, packages):
    """Take packages in, say what is kept then, and undo it."""
    # What a published log has shown is never taken back, so here nothing is published.
    province = replace(province, log=None)
    with transaction.atomic():
        for package in packages:
            receive(province, package)
        entries = tuple(province.repository.kept())
        codes = {e.path[7:21] for e in entries if e.path.startswith("hoc-ba/")}
        _, rows = province.repository.rows(CHOICE)
        standing = {
            (str(kept.key), kept.standing)
            for row in rows
            for kept in province.repository.versions(row.record_code)
        }
        counted = {cut: figures_of(province, cut=cut, choice=CHOICE) for cut in Cut}
        for cut in Cut:
            assert counted[cut] == recount(province, cut=cut, choice=CHOICE)
        # The log's order is that of the packages; what was counted, digests included, is not.
        sums = tree_of(province, school_year=YEAR).provinces
        transaction.set_rollback(True)
    return {e.digest for e in entries}, codes, standing, counted, sums


@pytest.mark.django_db
def test_gives_the_same_store_and_figures(as_app, tmp_path):
    offices = three_offices(tmp_path)
    packages = three_packages(offices.school)
    expected = store_after(offices.province, packages)
    assert expected[3][Cut.SCHOOL].total.accepted == 2

    @settings(max_examples=12)
    @given(
        st.permutations(range(PACKAGES)),
        st.lists(st.integers(min_value=0, max_value=PACKAGES - 1), max_size=3),
        st.integers(min_value=0, max_value=PACKAGES),
    )
    def holds(order, repeated, place):
        sequence = [*order[:place], *repeated, *order[place:]]

        assert store_after(offices.province, [packages[i] for i in sequence]) == expected

    holds()
