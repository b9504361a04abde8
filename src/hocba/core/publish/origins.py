"""Names of ethnic groups and nationalities, for the codes that a record holds."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    text = files("hocba.core.publish").joinpath("origins.toml").read_text("utf-8")
    return tomllib.loads(text)


def ethnic_group(code: str | None) -> str:
    """Return an ethnic group's name; empty for None, the code itself where it is not known."""
    return "" if code is None else _names()["ethnic_groups"].get(code, code)


def nationality(code: str) -> str:
    """Return a nationality's Vietnamese name, or the code itself where it is not known."""
    return _names()["nationalities"].get(code, code)
