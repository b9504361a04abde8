"""63 provinces become 34: who may report, for whom, and on which map it is counted."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from hocba.adapters.keys.soft import SoftKeys
from hocba.adapters.memory.clock import StoryClock
from hocba.adapters.uplink.local import LocalUplink
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.core.report.figures import Choice, Cut
from hocba.core.report.on_map import on_map
from hocba.core.sign.register import Holding, Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.provinces import MERGED_ON, Atlas, provinces
from hocba.core.terms.roles import Role
from hocba.flow.admit_province import request_account
from hocba.flow.keep_register import issue_office_register
from hocba.flow.receive_package import receive
from hocba.flow.send_package import pack_province, send
from hocba.lab.nation.calendar import LISTS_GOOD_UNTIL
from hocba.lab.nation.cast import fingerprint
from hocba.lab.nation.ledger import holdings_of
from hocba.lab.nation.package import declaration_of_school, packed_school
from hocba.lab.nation.plan import numbered
from hocba.lab.nation.school import IssuedSchool, issued_school
from hocba.lab.people.places import wards
from hocba.lab.people.plans import SchoolKind, SchoolPlan
from hocba.lab.people.rolls import Roll
from hocba.lab.pilot.calendar import PILOT
from hocba.lab.pilot.making import POOL, office_holder
from hocba.lab.pki.laboratory import Laboratory
from hocba.ports.keys import KeyRef
from tests.nation_offices import admit, office
from tests.nation_world import keys
from tests.repository_world import MINISTRY_ASKS, MINISTRY_DECIDES, PROVINCE_OFFICER
from tests.school_world import a_consent, an_outside

pytestmark = pytest.mark.django_db

OLD_BAC_GIANG, OLD_BAC_NINH, BAC_NINH = "24", "27", "24"
IN_APRIL = datetime(2024, 4, 8, 1, tzinfo=UTC)
LAST_DAY = datetime(2025, 6, 30, 1, tzinfo=UTC)
FIRST_DAY = datetime(2025, 7, 1, 1, tzinfo=UTC)
AFTER = datetime(2025, 7, 3, 1, tzinfo=UTC)
HERE = Choice(school_year=PILOT.year)
SEED = 7
SINCE = PILOT.certified_at.date()


@cache
def laboratory():
    return Laboratory.build(keys(), PILOT.certified_at)


@cache
def schools() -> dict[str, IssuedSchool]:
    """A school of Bắc Giang and one of Bắc Ninh, two records each, of June 2024."""
    plans = [
        SchoolPlan(
            number=1,
            name="Trường Tiểu học Sơn Ca (dữ liệu mẫu)",
            kind=SchoolKind.PUBLIC,
            province=code,
            ward=next(iter(wards(code, Atlas.BEFORE))),
            classes_per_grade=1,
            pupils_per_class=2,
            grades=(1,),
            atlas=Atlas.BEFORE,
        )
        for code in (OLD_BAC_GIANG, OLD_BAC_NINH)
    ]
    roll = Roll(sizes=(2,), special={})
    planned = (replace(each, calendar=PILOT, roll=roll) for each in numbered(plans))
    return {
        each.plan.province: issued_school(laboratory(), POOL, each, seed=SEED) for each in planned
    }


def package(province, *, receiver):
    issued = schools()[province]
    return packed_school(issued, declaration_of_school(issued), seed=SEED, receiver=receiver)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The ministry and two provinces of 2024; `successor` is what they became."""

    ministry: object
    old: dict[str, object]
    successor: object
    clock: StoryClock


@pytest.fixture
def world(as_app, tmp_path: Path) -> World:
    """All that happens until the morning of 1 July 2025."""
    lab, clock = laboratory(), StoryClock(IN_APRIL)
    holders = {code: office_holder(lab, code) for code in (MINISTRY_CODE, "24", "27")}
    merged = lab.issue_organisation(name="Sở GD&ĐT Bắc Ninh, từ 01/7/2025", role="province")
    refs = {KeyRef(code): holder for code, holder in holders.items()}
    paths = lab.paths(until=LISTS_GOOD_UNTIL)
    plain = an_outside(
        clock=clock,
        paths=paths,
        keys=SoftKeys({**refs, KeyRef("24-moi"): merged}, paths),
        ministry=frozenset({fingerprint(holders[MINISTRY_CODE])}),
        containers=ZipContainers(),
    )
    plain.accounts.save_keys({code: KeyRef(code) for code in holders})
    ministry = office(plain, Level.MINISTRY, MINISTRY_CODE, tmp_path)
    up = LocalUplink(lambda sent: receive(ministry, sent))
    old = {
        code: replace(office(plain, Level.PROVINCE, code, tmp_path), uplink=up)
        for code in (OLD_BAC_GIANG, OLD_BAC_NINH)
    }
    for code in old:
        admit(ministry, code, holders[code].certificate)
    named = [province_holding(code, holders[code]) for code in old]
    issue_office_register(ministry, actor=MINISTRY_DECIDES, holdings=named)
    for code, province in old.items():
        attested = holdings_of(schools()[code])
        issue_office_register(province, actor=PROVINCE_OFFICER, holdings=attested)
    clock.set(LAST_DAY)
    # What ends is said on the last day by those who still may say it.
    closing = [replace(h, to_on=LAST_DAY.date()) for h in holdings_of(schools()[OLD_BAC_NINH])]
    issue_office_register(old[OLD_BAC_NINH], actor=PROVINCE_OFFICER, holdings=closing)
    clock.set(FIRST_DAY)
    named_now = [province_holding(BAC_NINH, merged, since=FIRST_DAY.date())]
    issue_office_register(ministry, actor=MINISTRY_DECIDES, holdings=named_now)
    plain.accounts.save_keys({BAC_NINH: KeyRef("24-moi")})
    return World(ministry=ministry, old=old, successor=old[OLD_BAC_GIANG], clock=clock)


def province_holding(code, holder, *, since=SINCE):
    return Holding(
        role=Role.PROVINCE,
        unit=code,
        person=code,
        person_name=code,
        certificate=fingerprint(holder),
        from_on=since,
        basis="Dữ liệu mẫu",
    )


def attest_all_schools(world: World) -> None:
    since = MERGED_ON
    taken_over = [
        replace(holding, from_on=since)
        for issued in schools().values()
        for holding in holdings_of(issued)
    ]
    issue_office_register(world.successor, actor=PROVINCE_OFFICER, holdings=taken_over)


def reported(world: World):
    sent = pack_province(
        world.successor, actor=PROVINCE_OFFICER, consent=a_consent(PROVINCE_OFFICER)
    )
    return send(world.successor, sent.message_id)


def readmitted(world: World) -> None:
    key = world.successor.accounts.key_of(BAC_NINH)
    admit(world.ministry, BAC_NINH, world.successor.keys.certificate(key).certificate)


class TestTheProvinceThatFollows:
    def test_reports_records_of_both_and_each_keeps_the_province_of_its_day(self, world):
        attest_all_schools(world)
        readmitted(world)
        world.clock.set(AFTER)
        for code in (OLD_BAC_GIANG, OLD_BAC_NINH):
            receive(world.successor, package(code, receiver=BAC_NINH))

        receipt = reported(world)

        assert {each.answer.is_taken for each in receipt.answers} == {True}
        figures = world.ministry.repository.figures(Cut.PROVINCE, HERE)
        assert {(each.code, each.name, each.accepted) for each in figures.lines} == {
            ("24", "Tỉnh Bắc Giang", 2),
            ("27", "Tỉnh Bắc Ninh", 2),
        }
        today = on_map(figures, Atlas.TODAY)
        name = provinces(Atlas.TODAY)[BAC_NINH].name
        assert [(e.code, e.name, e.accepted) for e in today.lines] == [(BAC_NINH, name, 4)]

    def test_does_not_report_with_what_was_approved_before(self, world):
        attest_all_schools(world)
        receive(world.successor, package(OLD_BAC_GIANG, receiver=BAC_NINH))
        with pytest.raises(Refusal) as refused:
            reported(world)
        codes = [each.code for each in refused.value.findings]
        assert "admission.province_merged" in codes

    def test_takes_no_school_that_it_does_not_attest_yet(self, world):
        with pytest.raises(Refusal) as refused:
            receive(world.successor, package(OLD_BAC_NINH, receiver=BAC_NINH))
        assert refused.value.code == "package.refused"


class TestTheProvinceThatEnded:
    def test_asks_for_nothing_any_more(self, world):
        with pytest.raises(Refusal) as refused:
            request_account(
                world.ministry,
                actor=MINISTRY_ASKS,
                province=OLD_BAC_NINH,
                province_name="Sở GD&ĐT Bắc Ninh",
            )
        assert refused.value.code == "province.not_on_map"
