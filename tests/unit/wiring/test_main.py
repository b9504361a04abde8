"""The program `hocba` and its table of commands."""

import subprocess
import sys

import pytest

from hocba.wiring.main import COMMANDS, MISUSED, REFUSED, command, main


@pytest.mark.parametrize("name", COMMANDS)
def test_finds_the_function_of_every_command(name):
    assert callable(command(name))


def test_calls_an_unknown_command_misuse(capsys):
    assert main(["no-such-command"]) == MISUSED
    assert "migrate" in capsys.readouterr().err


def test_lists_its_commands_on_help(capsys):
    assert main(["--help"]) == 0
    assert "serve" in capsys.readouterr().out


def test_tells_a_refusal_in_both_languages(monkeypatch, capsys):
    monkeypatch.setenv("HOCBA_PORT", "http")

    assert main(["migrate"]) == REFUSED

    told = capsys.readouterr().err
    assert "HOCBA_PORT có giá trị không đọc được" in told
    assert "HOCBA_PORT has a value that cannot be read" in told


def test_loads_no_django_before_a_command_asks_for_it():
    code = "import sys, hocba.wiring.main; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
