"""What is asked of the figures: which year and place, cut along what, read on which map."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from hocba.core.report.figures import Choice, Cut
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolCode, SchoolYear, school_year
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.provinces import Atlas, atlas_of_year
from hocba.faces.web.figure_words import school_year_at

_GRADES: Final = range(1, 13)
_LONGEST: Final = 35


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureQuestion:
    """
    What is asked. level: of the office that counts. own: the reader's school, which then is
    all that is shown. atlas: the map of provinces; None where no map is to be drawn.
    """

    level: Level
    cut: Cut
    choice: Choice
    own: SchoolCode | None = None
    atlas: Atlas | None = None

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """The ways of cutting that say something of what was chosen."""
        if self.choice.school:
            return (Cut.GRADE, Cut.CLASS)
        if self.choice.ward:
            return (Cut.SCHOOL, Cut.GRADE)
        if self.choice.province or self.level is Level.PROVINCE:
            return (Cut.SCHOOL, Cut.COMMUNE, Cut.GRADE)
        return (Cut.PROVINCE, Cut.GRADE)

    @property
    def query(self) -> str:
        """The question as an address carries it; the same question gives the same address."""
        choice = self.choice
        told = {
            "xem": self.cut.value,
            "nam": str(choice.school_year),
            "tinh": choice.province,
            "xa": choice.ward,
            "truong": None if self.own else choice.school,
            "khoi": choice.grade,
            "ban-do": self.atlas.value if self.atlas else None,
        }
        return urlencode({name: value for name, value in told.items() if value})

    def of(self, **changes: str | int | None) -> "FigureQuestion":
        """Return the question with another choice, cut as suits it."""
        chosen = replace(self, choice=replace(self.choice, **changes))  # type: ignore[arg-type]
        return chosen if chosen.cut in chosen.cuts else replace(chosen, cut=chosen.cuts[0])


def question_of(
    query: Mapping[str, str], *, level: Level, now: datetime, own: SchoolCode | None = None
) -> FigureQuestion:
    """Read what is asked; what is not understood is as if it were not asked."""
    year = _year(query.get("nam", ""), school_year_at(now))
    choice = Choice(
        school_year=year,
        province=None if own else query.get("tinh", "")[:_LONGEST] or None,
        ward=None if own else query.get("xa", "")[:_LONGEST] or None,
        school=own or query.get("truong", "")[:_LONGEST] or None,
        grade=_grade(query.get("khoi", "")),
    )
    plain = FigureQuestion(level=level, cut=Cut.GRADE, choice=choice, own=own)
    asked = query.get("xem", "")
    cut = Cut(asked) if asked in set(Cut) else plain.cuts[0]
    return replace(plain, cut=cut, atlas=_atlas(query.get("ban-do", ""), cut, year))


def _year(written: str, otherwise: SchoolYear) -> SchoolYear:
    try:
        return school_year(written)
    except Refusal:
        return otherwise


def _grade(written: str) -> int | None:
    return next((grade for grade in _GRADES if written == str(grade)), None)


def _atlas(written: str, cut: Cut, year: SchoolYear) -> Atlas | None:
    """Figures of the 63 can be read on the 34; those of the 34 cannot be parted again."""
    if cut is not Cut.PROVINCE:
        return None
    own = atlas_of_year(year)
    return Atlas.TODAY if written == Atlas.TODAY.value else own
