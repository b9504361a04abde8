"""The one catalogue of what can be refused or found: in two languages, who mends it, its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from hocba.core.terms.outcomes import Finding

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One code's texts; `{name}` placeholders are filled from a finding's details."""

    code: str
    vi: str
    en: str
    mend_vi: str
    mend_en: str
    who: str
    source: str


@cache
def catalogue() -> Mapping[str, Message]:
    """Return every message by code, read once from the package's own data files."""
    found: dict[str, Message] = {}
    for file in sorted(files("hocba.core.terms.catalogue").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for code, texts in tomllib.loads(file.read_text("utf-8")).items():
                found[code] = Message(code=code, **texts)
    return MappingProxyType(found)


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


@cache
def spoken_values() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return how codes inside findings are said: detail name -> code -> language -> words."""
    file = files("hocba.core.terms") / "spoken_values.toml"
    return MappingProxyType(tomllib.loads(file.read_text("utf-8")))


def _filled(template: str, details: Mapping[str, str], language: Language) -> str:
    return template.format_map(_Blank(_said(details, language)))


def _said(details: Mapping[str, str], language: Language) -> dict[str, str]:
    tables = spoken_values()
    return {
        name: tables.get(name, {}).get(value, {}).get(language, value)
        for name, value in details.items()
    }


def told(code: str, details: Mapping[str, str], language: Language = "vi") -> str:
    """Return what is wrong, in words; an unknown code is shown as itself, never hidden."""
    message = catalogue().get(code)
    if message is None:
        return code
    return _filled(message.vi if language == "vi" else message.en, details, language)


def mend(code: str, details: Mapping[str, str], language: Language = "vi") -> str:
    """Return how to mend it, in words; empty for an unknown code."""
    message = catalogue().get(code)
    if message is None:
        return ""
    return _filled(message.mend_vi if language == "vi" else message.mend_en, details, language)


def spoken(finding: Finding, language: Language = "vi") -> str:
    """Return a finding as one line: place, what is wrong, how to mend it."""
    place = f"{finding.where}: " if finding.where else ""
    told_text = told(finding.code, finding.details, language)
    return f"{place}{told_text} {mend(finding.code, finding.details, language)}".strip()
