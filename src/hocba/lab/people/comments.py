"""Comments as primary teachers write them, composed of an opener, a body and a closing."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final, NamedTuple

_BANDS: Final[Mapping[int, str]] = {1: "1", 2: "23", 3: "23", 4: "45", 5: "45"}
_FILES: Final = ("language", "science", "arts", "traits")
_SHARED: Final = "shared"


class Phrases(NamedTuple):
    """Everything from which the comments on one subject, grade and level are put together."""

    openers: tuple[str, ...]
    bodies: tuple[str, ...]
    closings: tuple[str, ...]

    def compose(self, chance: Random) -> str:
        """Return one comment: one or two sentences, 40 to 220 characters, NFC."""
        drawn = chance.getrandbits(48)
        drawn, opener = divmod(drawn, len(self.openers))
        drawn, body = divmod(drawn, len(self.bodies))
        closing = self.closings[drawn % len(self.closings)]
        return f"{self.openers[opener]}{self.bodies[body]}. {closing}"

    def every(self) -> tuple[str, ...]:
        """Return all comments that can be composed."""
        return tuple(
            f"{opener}{body}. {closing}"
            for opener in self.openers
            for body in self.bodies
            for closing in self.closings
        )


@cache
def phrases(topic: str, grade: int, level: str) -> Phrases:
    """
    Return the phrases for a topic in a grade at a level.

    topic: a subject (`toan`) or a group of traits (`pham_chat`) of the rule pack.
    level: `T`, `H` or `C`; a trait's `Đ` is written about like `H`.
    """
    own = _bank()[topic]
    shared = _shared()
    return Phrases(
        openers=tuple(shared["openers"][level]),
        bodies=(*own[level], *own.get(f"{level}_{_BANDS[grade]}", ())),
        closings=(*shared["closings"][level], *own[f"{level}_next"]),
    )


@cache
def topics() -> tuple[str, ...]:
    """Return every subject and group of traits that the bank can write about."""
    return tuple(_bank())


@cache
def _bank() -> Mapping[str, Mapping[str, list[str]]]:
    return {topic: own for name in _FILES for topic, own in _read(name).items()}


@cache
def _shared() -> Mapping[str, Mapping[str, list[str]]]:
    return _read(_SHARED)


def _read(name: str) -> Mapping[str, Mapping[str, list[str]]]:
    file = files("hocba.lab.people.phrases") / f"{name}.toml"
    return tomllib.loads(file.read_text("utf-8"))
