"""Oversight on its pages: what is shown to whom, and notes that stay."""

import io
import json
from dataclasses import replace

import openpyxl
import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.urls import resolve

from hocba.core.compose.permit import Actor
from hocba.core.report.oversight_tally import Cell, Tally, Trait
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.cli.oversight import asked as asked_for
from hocba.faces.cli.oversight import counted
from hocba.flow.count_traits import count_traits
from hocba.flow.follow_signal import follow_signal
from hocba.flow.oversee import oversee
from hocba.ports.accounts import Account
from hocba.ports.oversight import Following
from tests.repository_world import (
    MINISTRY_DECIDES,
    PROVINCE_OFFICER,
    all_the_way,
    issue_class,
    three_offices,
)
from tests.school_world import PROVINCE, SCHOOL, YEAR, teacher

pytestmark = pytest.mark.usefixtures("as_app")

INSPECTOR = Actor(person="TT1", role=Role.INSPECTOR)
PEOPLE = {"so": PROVINCE_OFFICER, "bo": MINISTRY_DECIDES, "tt": INSPECTOR}


@pytest.fixture
def offices(tmp_path):
    offices = three_offices(tmp_path)
    offices.province.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in PEOPLE.items()]
    )
    issue_class(offices.school)
    all_the_way(offices)
    return offices


def asked(outside, path, form=None, *, by="tt"):
    request = RequestFactory().post(path, form) if form is not None else RequestFactory().get(path)
    request.outside = outside
    request.session = {"username": by, "display_name": by}
    request._messages = CookieStorage(request)
    view, args, kwargs = resolve(path)
    return view(request, *args, **kwargs)


def a_night(province, times):
    """As if so many signatures had been made at night, counted at the log's present end."""
    cell = Cell(
        school_year=YEAR.first, province=PROVINCE, school=SCHOOL, trait=Trait.AT_NIGHT.value
    )
    count_traits(province)
    place = province.desk.traits.next_index()
    province.desk.traits.add(Tally({cell: times}), seen=place, next_index=place)


@pytest.mark.parametrize(("office", "base"), [("province", "/so"), ("ministry", "/bo")])
def test_both_offices_see_who_composed_and_who_vouched(offices, office, base):
    outside = getattr(offices, office)
    count_traits(outside)
    shown = asked(outside, f"{base}/giam-sat").content.decode()
    assert "Hocba" in shown
    told = json.loads(asked(outside, f"{base}/giam-sat.json").content)
    assert (told["hoc_ba"], told["phan_mem"]["chi_so"]) == (3, 10_000)
    assert told["da_dem"] == told["nhat_ky"]
    assert sum(s["tu_so"] for s in told["to_chuc_chung_thuc"]["ty_phan"]) == told["chu_ky"]


def test_says_nothing_of_any_pupil_or_signer(offices):
    told = asked(offices.province, "/so/giam-sat.json").content.decode()
    for name in ("Lò Văn", "MAU0", "GV0", "HB"):
        assert name not in told.replace("Hocba", "")


def test_hands_signals_out_as_excel_with_what_they_are_counted_of(offices):
    a_night(offices.province, 7)
    file = asked(offices.province, "/so/giam-sat.xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
    (row,) = [row for row in rows if row[0] == Trait.AT_NIGHT and row[2] == SCHOOL]
    assert row[4] == 7


def test_a_note_on_a_signal_stays_with_it(offices):
    a_night(offices.province, 7)
    page = f"/so/giam-sat/dau-hieu/{Trait.AT_NIGHT}/{SCHOOL}"
    asked(offices.province, page, {"words": "Đã hỏi trường: nhập bù sau lũ."})
    asked(offices.province, page, {"words": "Đã xem sổ trực.", "state": "DA_RO"}, by="so")

    for shown in (page, "/so/giam-sat"):
        assert "Đã xem sổ trực" in asked(offices.province, shown).content.decode()
    assert "nhập bù sau lũ" in asked(offices.province, page).content.decode()
    newest, first = offices.province.desk.notes.of_year(YEAR)
    assert (first.by, first.unit, first.state) == ("TT1", SCHOOL, Following.LOOKING)
    assert newest.state is Following.CLEARED
    assert offices.ministry.desk.notes.of_year(YEAR) == ()


def test_a_signal_that_is_no_longer_counted_keeps_its_notes(offices):
    a_night(offices.province, 7)
    page = f"/so/giam-sat/dau-hieu/{Trait.AT_NIGHT}/{SCHOOL}"
    asked(offices.province, page, {"words": "Đồng hồ máy ký sai, đã chỉnh."})
    offices.province.desk.traits.forget()
    assert "đã chỉnh" in asked(offices.province, page).content.decode()


def test_reading_counts_nothing_and_a_press_counts_on(offices):
    places = [offices.province.desk.traits.next_index()]
    for path in ("/so/giam-sat", "/so/giam-sat.json", "/so/giam-sat.xlsx"):
        asked(offices.province, path)
        places.append(offices.province.desk.traits.next_index())
    assert places == [0] * 4

    shown = asked(offices.province, "/so/giam-sat").content.decode()
    # Nothing counted is not nothing found.
    assert "Chưa đếm học bạ nào" in shown
    assert "Đếm tiếp ngay" in shown
    asked(offices.province, "/so/giam-sat", {})
    assert offices.province.desk.traits.next_index() == offices.province.repository.log().size
    assert "Đếm tiếp ngay" not in asked(offices.province, "/so/giam-sat").content.decode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"words": " "}, "oversight.no_words"),
        ({"unit": "khac"}, "oversight.no_such_signal"),
        ({"signal": "' OR 1=1"}, "oversight.no_such_signal"),
        ({"actor": teacher()}, "permit.not_your_role"),
    ],
)
def test_a_note_says_something_about_a_signal_that_is_there(offices, change, code):
    a_night(offices.province, 7)
    said = {"actor": INSPECTOR, "signal": Trait.AT_NIGHT.value, "unit": SCHOOL, "words": "Xem"}
    with pytest.raises(Refusal) as refused:
        follow_signal(offices.province, school_year=YEAR, **(said | change))
    assert refused.value.code == code


@pytest.mark.parametrize("arguments", [(), ("--anew",)])
def test_the_command_counts_to_the_end_of_the_log_and_nothing_twice(offices, arguments, capsys):
    counted(asked_for(("--office", "SO")), offices.province)
    before = offices.province.desk.traits.counts(YEAR)
    assert counted(asked_for(("--office", "SO", *arguments)), offices.province) == 0
    assert offices.province.desk.traits.counts(YEAR) == before
    size = offices.province.repository.log().size
    assert f"{size}/{size}" in capsys.readouterr().out


def test_an_inspector_enters_nothing_but_oversight(offices):
    with pytest.raises(Refusal) as refused:
        asked(offices.province, "/so")
    assert refused.value.code == "web.no_role"


def test_an_empty_office_says_that_nothing_is_counted(offices, tmp_path):
    empty = replace(offices.province, desk=replace(offices.province.desk))
    found = oversee(empty, actor=INSPECTOR, school_year=type(YEAR)(2001))
    assert (found.told.records, found.told.software.index) == (0, None)
