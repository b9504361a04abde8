"""Follow one signal of oversight: what it counts, where it is, and what those who looked wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.permit import Actor
from hocba.core.report.figures import Choice, Cut
from hocba.core.report.oversight import SIGNALS, SignalStory, signal_story
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.flow.oversee import require_overseer
from hocba.ports.outside import Outside
from hocba.ports.oversight import Following, Note

MAX_WORDS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedSignal:
    """One signal with its notes, oldest first. names: of units, by code."""

    school_year: SchoolYear
    at: datetime
    story: SignalStory
    names: Mapping[str, str]
    notes: tuple[Note, ...]

    @property
    def state(self) -> Following | None:
        """How it stands, as the latest note says; None where nobody wrote one."""
        return self.notes[-1].state if self.notes else None


def followed_signal(
    outside: Outside, *, actor: Actor, school_year: SchoolYear, signal: str, unit: str
) -> FollowedSignal:
    """
    Tell one signal at one unit, and all that was written on it.

    Raises: Refusal "permit.not_your_role", "oversight.no_such_signal".
    """
    require_overseer(actor)
    story, notes = _known(outside, school_year, signal, unit)
    lines = outside.repository.figures(Cut.SCHOOL, Choice(school_year=school_year)).lines
    units = outside.repository.figures(Cut.PROVINCE, Choice(school_year=school_year)).lines
    return FollowedSignal(
        school_year=school_year,
        at=outside.clock.now(),
        story=story,
        names={line.code: line.name for line in (*units, *lines)},
        notes=notes,
    )


def follow_signal(
    outside: Outside,
    *,
    actor: Actor,
    school_year: SchoolYear,
    signal: str,
    unit: str,
    words: str,
    state: Following = Following.LOOKING,
) -> None:
    """
    Write a note on a signal and say how it stands now; it stays as it is written.

    Raises: Refusal "permit.not_your_role", "oversight.no_words", "oversight.no_such_signal".
    """
    require_overseer(actor)
    said = " ".join(words.split())[:MAX_WORDS]
    if not said:
        raise Refusal("oversight.no_words")
    _known(outside, school_year, signal, unit)
    note = Note(
        signal=signal,
        unit=unit,
        school_year=school_year,
        by=actor.person,
        at=outside.clock.now(),
        words=said,
        state=state,
    )
    outside.desk.notes.append(note)


def _known(
    outside: Outside, school_year: SchoolYear, signal: str, unit: str
) -> tuple[SignalStory, tuple[Note, ...]]:
    """Return a signal that is there, or that was and has notes."""
    trait = next((each for each in SIGNALS if each.value == signal), None)
    notes = tuple(
        note
        for note in reversed(outside.desk.notes.of_year(school_year))
        if (note.signal, note.unit) == (signal, unit)
    )
    if trait is not None:
        cells = outside.desk.traits.counts(school_year)
        by_school = outside.office.level is Level.PROVINCE
        story = signal_story(cells, trait=trait, unit=unit, by_school=by_school)
        if story.signal.rate.numerator or notes:
            return story, notes
    raise Refusal("oversight.no_such_signal", signal=signal[:40], unit=unit[:35])
