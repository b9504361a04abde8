"""What the ministry says of records that no longer hold, heard without asking it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.publish.status_list import Listed
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.flow.status_lists import EDITION_DAYS, StatusDesk, publish_status_lists
from hocba.flow.withdraw_record import withdraw
from tests.code_world import Standings, Statuses
from tests.integration.test_amending import amended, sign_all
from tests.repository_world import all_the_way, issue_class, three_offices
from tests.school_world import NOW, YEAR, fingerprint, pki, principal

pytestmark = pytest.mark.usefixtures("as_app")


def desk(lists, *, now=NOW, ministry="BO"):
    ministries = frozenset({fingerprint(ministry)})
    return StatusDesk(lists, paths=pki()[1], ministry=ministries, now=now)


def asked(of, digest, *, world=Environment.TEST, year=YEAR):
    return of.status(school_year=year, environment=world, content_digest=digest)


@pytest.fixture
def told(tmp_path):
    """A ministry that says what it is told, and its lists."""
    ministry = three_offices(tmp_path).ministry
    standings, lists = Standings(), Statuses()
    standings.superseded, standings.withdrawn = [b"\x01" * 32], [b"\x02" * 32]
    standings.kept = [b"\x01" * 32, b"\x01" * 5 + b"\x09" * 27]
    return replace(ministry, standings=standings, status_lists=lists), lists


def test_what_schools_amend_and_withdraw_comes_to_stand_in_the_list(tmp_path):
    offices = three_offices(tmp_path)
    first, second, third = issue_class(offices.school)
    all_the_way(offices)
    amended(offices.school, first)
    sign_all(offices.school)
    withdraw(offices.school, actor=principal(), key=second, basis="QĐ 15/QĐ-TH")
    all_the_way(offices)
    kept = offices.ministry.repository.record

    (listed,) = publish_status_lists(offices.ministry)

    said = {
        key: listed.status(kept(key).content_digest)
        for key in (first, replace(first, version=2), second, third)
    }
    assert list(said.values()) == [
        Listed.SUPERSEDED,
        Listed.NOT_LISTED,
        Listed.WITHDRAWN,
        Listed.NOT_LISTED,
    ]


class TestAnEdition:
    def test_tells_the_replaced_from_the_withdrawn_and_spares_who_only_shares_a_place(self, told):
        ministry, lists = told
        publish_status_lists(ministry)
        of = desk(lists)

        assert asked(of, b"\x01" * 32).listed is Listed.SUPERSEDED
        assert asked(of, b"\x02" * 32).listed is Listed.WITHDRAWN
        assert asked(of, b"\x01" * 5 + b"\x09" * 27).listed is Listed.NOT_LISTED
        assert asked(of, b"\x03" * 32).findings == ()

    def test_is_numbered_after_the_one_before(self, told):
        ministry, lists = told

        numbers = [publish_status_lists(ministry)[0].number for _ in range(3)]

        assert numbers == [1, 2, 3]
        assert asked(desk(lists), b"\x03" * 32).edition.number == 3

    def test_warns_once_the_next_is_due(self, told):
        ministry, lists = told
        publish_status_lists(ministry)
        late = ministry.clock.now() + timedelta(days=EDITION_DAYS, seconds=1)

        found = asked(desk(lists, now=late), b"\x03" * 32)

        assert found.listed is Listed.NOT_LISTED
        assert [each.code for each in found.findings] == ["status.stale"]

    @pytest.mark.parametrize(
        ("break_it", "code"),
        [
            (lambda text: text[:-4] + "AAAA", "printed.list_not_signed"),
            (lambda text: "x" + text, "printed.list_unreadable"),
            (lambda text: "", "printed.list_unreadable"),
        ],
    )
    def test_that_is_broken_says_nothing_and_tells_so(self, told, break_it, code):
        ministry, lists = told
        publish_status_lists(ministry)
        lists.replace(YEAR, break_it(lists.text(YEAR)))

        found = asked(desk(lists), b"\x03" * 32)

        assert (found.listed, [each.code for each in found.findings]) == (None, [code])

    def test_of_another_signer_year_or_world_says_nothing(self, told):
        ministry, lists = told
        publish_status_lists(ministry)
        lists.replace(YEAR.before, lists.text(YEAR))

        assert asked(desk(lists, ministry="11"), b"\x03" * 32).listed is None
        assert asked(desk(lists), b"\x03" * 32, year=YEAR.before).listed is None
        assert asked(desk(lists), b"\x03" * 32, world=Environment.REAL).listed is None

    def test_is_the_ministrys_to_sign(self, tmp_path):
        offices = three_offices(tmp_path)
        issue_class(offices.school)
        all_the_way(offices)

        with pytest.raises(Refusal) as refusal:
            publish_status_lists(offices.province)

        assert refusal.value.code == "printed.not_the_ministry"
