"""`offices.json`, as operators write it and get it wrong."""

import json
from datetime import datetime, timedelta

import pytest

from hocba.core.sign.register import Level
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Fault
from hocba.wiring.offices import clock_of, hosted, offices_of, write_hosted
from hocba.wiring.settings import Settings

MINISTRY = {"code": "BO", "name": "Bộ"}


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "authority.json").write_text('{"ministry": []}', "utf-8")
    (tmp_path / "trust" / "trust.json").write_text('{"anchors": []}', "utf-8")
    return Settings(home=tmp_path)


def written(settings, told):
    text = told if isinstance(told, str) else json.dumps(told)
    (settings.home / "offices.json").write_text(text, "utf-8")
    return settings


def fault(settings):
    with pytest.raises(Fault) as raised:
        hosted(settings)
    return raised.value


def test_that_is_missing_is_told(settings):
    assert fault(settings).code == "settings.no_offices"


@pytest.mark.parametrize(
    "told",
    [
        "",
        "{",
        "[]",
        {},
        {"environment": "THU_NGHIEM"},
        {"environment": "thu nghiem", "ministry": MINISTRY},
        {"environment": "THU_NGHIEM", "ministry": {"code": "BO"}},
        {"environment": "THU_NGHIEM", "ministry": "BO"},
        {"environment": "THU_NGHIEM", "ministry": MINISTRY, "story_at": "hôm nay"},
    ],
)
def test_that_is_wrong_is_told_with_its_path(told, settings):
    found = fault(written(settings, told))

    assert found.code == "settings.offices_wrong"
    assert found.details["path"].endswith("offices.json")


def test_names_one_office_alone(settings):
    told = hosted(written(settings, {"environment": "THU_NGHIEM", "ministry": MINISTRY}))

    assert (told.school, told.province, told.ministry.code) == (None, None, "BO")
    assert told.environment is Environment.TEST
    write_hosted(settings, told)
    assert hosted(settings) == told


@pytest.mark.parametrize(("environment", "heeds"), [("THU_NGHIEM", True), ("THAT", False)])
def test_moves_the_clock_of_no_real_records(environment, heeds, settings):
    june = "2026-06-08T08:00:00+07:00"
    told = {"environment": environment, "ministry": MINISTRY, "story_at": june}
    found = hosted(written(settings, told))

    apart = clock_of(settings, found).now() - datetime.fromisoformat(june)

    assert (abs(apart) < timedelta(hours=1)) is heeds


@pytest.mark.parametrize("hosts_ministry", [True, False])
def test_a_school_never_sends_past_its_province(hosts_ministry, settings):
    told = {
        "environment": "THU_NGHIEM",
        "school": {"name": "Các trường"},
        "ministry": MINISTRY if hosts_ministry else None,
    }
    school = offices_of(settings, hosted(written(settings, told))).at(Level.SCHOOL)

    with pytest.raises(Fault) as raised:
        school.uplink.send(b"")

    assert raised.value.code == "uplink.not_reached"
