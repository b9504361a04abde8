"""What wants mending in a pupil list, and the list of any day."""

import tomllib
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files

import pytest

from hocba.core.compose.life import Status
from hocba.core.compose.quality import Trouble, doubts_of
from hocba.core.compose.roster import (
    RosterAct,
    RosterEntry,
    acts_between,
    changed_fields,
    list_on,
    standing,
    why_not_change,
)
from hocba.core.compose.staffing import appointment_findings, clashes
from hocba.core.terms.codes import Gender
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Appointment, Guardian
from hocba.core.terms.pupil_status import LEFT, PRESENCE
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM
from tests.school_world import SCHOOL, YEAR, a_member, a_pupil, an_enrolment, homeroom

FULL = {
    "birth_place": "Điện Biên",
    "home_town": "Điện Biên",
    "address": "Bản Him Lam",
    "guardians": (Guardian(relation="ME", full_name="Lò Thị Hoa"),),
}


def a_line(number, **changes):
    return replace(an_enrolment(number), pupil=a_pupil(number, **FULL, **changes))


def troubles(*lines):
    return [(d.trouble, d.enrolment.pupil.sector_code[-1], d.about) for d in doubts_of(lines)]


def test_finds_nothing_in_a_sound_list():
    assert troubles(a_line(1), a_line(2)) == []


def test_finds_a_pupil_without_a_number_but_not_one_who_needs_none():
    foreign = a_line(2, personal_id=Missing.NOT_APPLICABLE, nationality="LA")
    found = troubles(a_line(1, personal_id=Missing.UNKNOWN), foreign)
    assert found == [(Trouble.NO_PERSONAL_ID, "1", ())]


def test_finds_a_number_that_disagrees_with_gender():
    found = troubles(a_line(1, gender=Gender.FEMALE))
    assert found == [(Trouble.DOUBTFUL_ID, "1", ("code.id_century_or_gender_differs",))]


def test_finds_two_with_one_number_and_two_with_one_name_and_birth():
    one = a_line(1)
    twin = replace(one, pupil=replace(one.pupil, sector_code="MAU9"))
    assert {(t, who) for t, who, _ in troubles(one, twin)} == {
        (trouble, who) for trouble in (Trouble.SAME_ID, Trouble.SAME_PERSON) for who in ("1", "9")
    }


def test_names_the_empty_fields():
    assert troubles(an_enrolment(1)) == [
        (Trouble.FIELD_MISSING, "1", ("birth_place", "home_town", "address", "guardians"))
    ]


def test_passes_over_who_has_left():
    assert troubles(replace(an_enrolment(1), status="04")) == []


def an_entry(act, on, was, now):
    return RosterEntry(
        school=SCHOOL,
        school_year=YEAR,
        sector_code=now.pupil.sector_code,
        act=act,
        by="VT01",
        at=datetime(2026, 1, 5, 9, tzinfo=VIETNAM),
        on=on,
        basis="",
        was=None if was is None else standing(was),
        now=standing(now),
    )


def test_gives_the_list_of_a_day_before_a_move_a_leaving_and_an_arrival():
    stayed, new = a_line(1), a_line(2)
    moved = replace(stayed, class_name="4B")
    left = replace(moved, status="08", status_on=date(2026, 3, 2))
    history = [
        an_entry(RosterAct.MOVE, date(2026, 1, 5), stayed, moved),
        an_entry(RosterAct.ADD, date(2026, 2, 2), None, new),
        an_entry(RosterAct.STATUS, date(2026, 3, 2), moved, left),
    ]
    now = (left, new)
    assert list_on(now, history, date(2026, 3, 2)) == now
    assert list_on(now, history, date(2026, 3, 1)) == (moved, new)
    assert list_on(now, history, date(2026, 2, 1)) == (moved,)
    assert list_on(now, history, date(2026, 1, 4)) == (stayed,)


@pytest.mark.parametrize(
    ("status", "the_day_before"),
    [("01", ["01"]), ("06", []), ("07", ["01"]), ("08", ["01"]), ("12", ["01"])],
)
def test_takes_back_a_first_lists_status_that_holds_from_a_later_day(status, the_day_before):
    # The first list of a year has no history: the status and its day are all there is.
    arriving = date(2026, 3, 2)
    listed = replace(an_enrolment(1), status=status, status_on=None if status == "01" else arriving)
    assert list_on((listed,), (), arriving) == (listed,)
    before = list_on((listed,), (), date(2026, 3, 1))
    assert [each.status for each in before] == the_day_before


def test_knows_what_every_status_of_the_list_comes_to():
    lists = files("hocba.adapters.spreadsheets.vocabulary").joinpath("lists.toml").read_text("utf8")
    names = tomllib.loads(lists)["pupil_status"]
    assert set(PRESENCE) == set(names)
    leaving = ("Chuyển đi", "Thôi học")
    assert {code for code, (name, *_) in names.items() if name.startswith(leaving)} == LEFT


def test_names_what_leads_from_one_line_to_another():
    old = a_line(1)
    new = replace(old, class_name="4B", pupil=replace(old.pupil, address="Bản Mới"))
    assert acts_between(old, new) == (RosterAct.MEND, RosterAct.MOVE)
    assert changed_fields(old, new) == ("address",)


@pytest.mark.parametrize(
    ("act", "status", "code"),
    [
        (RosterAct.MEND, None, None),
        (RosterAct.MEND, Status.DRAFT, None),
        (RosterAct.STATUS, Status.LOCKED, "roster.record_in_signing"),
        (RosterAct.MEND, Status.ISSUED, "roster.record_issued"),
        (RosterAct.MOVE, Status.KEPT_BY_MINISTRY, "roster.record_issued"),
        (RosterAct.STATUS, Status.ISSUED, None),
    ],
)
def test_changes_nothing_behind_a_record(act, status, code):
    refusal = why_not_change(act, status)
    assert (refusal.code if refusal else None) == code


def test_wants_a_delegation_with_its_end_and_its_decision():
    found = appointment_findings(Appointment(role=Role.DEPUTY, from_on=date(2026, 5, 1)))
    assert [each.where for each in found] == ["basis", "to_on"]


def test_lets_no_two_be_homeroom_teacher_on_one_day():
    staff = (
        a_member("GV01", "Lò Thị Mai", replace(homeroom("4A"), to_on=date(2026, 1, 31))),
        a_member("GV02", "Quàng Văn Hùng"),
    )
    stand_in = replace(homeroom("4A"), from_on=date(2026, 1, 31))
    assert [f.code for f in clashes(stand_in, "GV02", staff)] == ["staff.two_at_once"]
    later = replace(stand_in, from_on=date(2026, 2, 1))
    assert clashes(later, "GV02", staff) == ()
