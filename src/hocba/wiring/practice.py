"""
Where practice schools stand: a schema of its own, and one small home each below `HOME/tap-huan`.

A practice school is wired as an installation of its own that hosts one school and has no office
above it: other keys, another trust, other bytes. What it shares with the real ones is the program.
"""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from hocba.adapters.database.practice import DatabasePractice
from hocba.adapters.database.practice_scope import practising
from hocba.adapters.keys.practice_authority import PracticeFolder, lay_keys
from hocba.core.compose.practice import practice_school
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.environment import Environment
from hocba.ports.clock import Clock
from hocba.ports.outside import Office, Outside
from hocba.ports.practice import Certified, KeptPractice
from hocba.wiring.offices import Hosted, offices_of
from hocba.wiring.settings import Settings

_NOTED_EVERY_S: Final = 3600.0
_MOST_KEPT: Final = 64
"""Practice schools whose outside a process keeps built: keys and trust, some 200 kB each."""


class PracticeHomes:
    """Implements `PracticeGround`. clock: that of the real offices."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._rows = DatabasePractice()
        self._built = lru_cache(maxsize=_MOST_KEPT)(self._outside)

    def of(self, learner: str) -> SchoolCode | None:
        """Return the practice school of a log-in; see the port."""
        found = self._rows.of(learner)
        return found if found is not None and self.stands(found) else None

    def all(self) -> tuple[KeptPractice, ...]:
        """Return every practice school; see the port."""
        learners = self._rows.learners()
        folders = self._settings.practice.iterdir() if self._settings.practice.is_dir() else ()
        codes = {*learners, *(folder.name for folder in folders)}
        return tuple(
            KeptPractice(
                code=SchoolCode(code), learner=learners.get(code, ""), used_at=self._used_at(code)
            )
            for code in sorted(codes)
        )

    def lay_keys(
        self, code: SchoolCode, certified: Mapping[str, Certified], *, ministry: str, now: datetime
    ) -> Mapping[str, str]:
        """Make a school's own authority, keys and trust; see the port."""
        own = self._own(code)
        folder = PracticeFolder(keys=own.keys, trust=own.trust)
        return lay_keys(folder, certified, ministry=ministry, now=now)

    @contextmanager
    def working_in(self, code: SchoolCode) -> Iterator[Outside]:
        """Hold a practice school's outside; see the port."""
        with practising(code):
            yield self.outside(code)

    def remove(self, code: SchoolCode) -> None:
        """Remove a practice school; see the port. Keys go last: until then it can be named."""
        self._rows.forget(code)
        shutil.rmtree(self._settings.practice / code, ignore_errors=True)

    def stands(self, code: str) -> bool:
        """Tell whether a practice school of this code has its keys here."""
        return self._mark(code).is_file()

    def outside(self, code: SchoolCode) -> Outside:
        """Return a practice school's outside, for a block that works in it."""
        mark = self._mark(code)
        if time.time() - mark.stat().st_mtime > _NOTED_EVERY_S:
            mark.touch()
        # A school that is started afresh has another code: what is built stays right.
        return self._built(code)

    def _outside(self, code: SchoolCode) -> Outside:
        name = practice_school(code).name
        told = Hosted(
            environment=Environment.TRAINING,
            school=Office(level=Level.SCHOOL, code=code, name=name),
            province=None,
            ministry=None,
        )
        built = offices_of(self._own(code), told, clock=self._clock).at(Level.SCHOOL)
        # Nothing is due anywhere: no deadline counts down in a lesson.
        return replace(built, is_practice=True, campaigns=())

    def _own(self, code: str) -> Settings:
        """Return the settings of one practice school: its own home, bytes in it, nobody above."""
        return replace(self._settings, home=self._settings.practice / code, blobs="", uplink_url="")

    def _mark(self, code: str) -> Path:
        # Written last when keys are laid.
        return self._own(code).trust / "authority.json"

    def _used_at(self, code: str) -> datetime:
        try:
            return datetime.fromtimestamp(self._mark(code).stat().st_mtime, UTC)
        except FileNotFoundError:
            return datetime.fromtimestamp(0, UTC)
