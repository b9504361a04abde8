"""The settings of an installation."""

from dataclasses import fields
from pathlib import Path

import pytest

from hocba.core.terms.outcomes import Refusal
from hocba.wiring.settings import Settings, name_of, settings_from
from hocba.wiring.settings_page import settings_page

REAL = {
    "HOCBA_DEMO": "0",
    "HOCBA_DATABASE_URL": "postgresql://app:x@db/hocba",
    "HOCBA_SECRET_KEY": "s" * 50,
}


def codes_of(refusal):
    return {(finding.code, finding.where) for finding in refusal.value.findings}


def test_need_nothing_for_a_demo():
    assert settings_from({}) == Settings()


def test_demand_the_secrets_of_a_real_installation_all_at_once():
    with pytest.raises(Refusal) as refusal:
        settings_from({"HOCBA_DEMO": "0"})

    assert codes_of(refusal) == {
        ("settings.required", "HOCBA_DATABASE_URL"),
        ("settings.required", "HOCBA_SECRET_KEY"),
    }


def test_take_a_secret_from_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("k" * 60 + "\n")
    without_key = {name: text for name, text in REAL.items() if name != "HOCBA_SECRET_KEY"}

    settings = settings_from({**without_key, "HOCBA_SECRET_KEY_FILE": str(file)})

    assert settings.secret_key == "k" * 60


def test_name_a_secret_file_that_is_not_there():
    with pytest.raises(Refusal) as refusal:
        settings_from({"HOCBA_SECRET_KEY_FILE": "/nowhere"})

    assert codes_of(refusal) == {("settings.file_missing", "HOCBA_SECRET_KEY")}


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_refuse_a_port_that_is_none(port):
    with pytest.raises(Refusal) as refusal:
        settings_from({"HOCBA_PORT": port})

    assert codes_of(refusal) == {("settings.not_readable", "HOCBA_PORT")}


def test_never_show_a_secret():
    text = repr(settings_from(REAL))

    assert "s" * 50 not in text
    assert "app:x" not in text


@pytest.mark.parametrize("each", fields(Settings), ids=lambda each: each.name)
def test_are_each_explained_in_both_languages(each):
    page = Path("docs/operations/settings.md").read_text("utf-8")

    assert each.metadata["vi"]
    assert each.metadata["en"]
    assert f"`{name_of(each)}`" in page


def test_stand_in_the_manual_word_for_word():
    # `hocba settings-page > docs/operations/settings.md` writes it anew.
    assert Path("docs/operations/settings.md").read_text("utf-8") == settings_page()
