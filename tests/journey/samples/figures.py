"""The nation's figures on the old map, with sample values: every band, small cells, a late day."""

from datetime import date, timedelta
from itertools import cycle

from hocba.core.report.figures import Choice, Cut, Figure, Rate, in_order
from hocba.core.report.participation import Participation
from hocba.core.report.suppression import guarded
from hocba.core.report.timeliness import timeliness
from hocba.core.rules.campaigns import due_in, shipped_campaigns
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.provinces import Atlas, provinces
from hocba.faces.web.figure_pages import figures_page
from hocba.faces.web.figure_question import question_of
from hocba.flow.figure_report import FigureReport
from hocba.ports.outside import Office
from tests.journey.samples.frames import AT

YEAR = SchoolYear(2023)
SHARES = cycle((100, 99, 97, 90, 60, 40, 10))


def _line(code, name, pupils, share):
    accepted = pupils * share // 100
    few = min(3, pupils - accepted)
    return Figure(
        code=code,
        name=name,
        pupils=pupils,
        records=accepted,
        signed=accepted,
        sealed=accepted,
        accepted=accepted,
        exceptions={"REN_LUYEN_HE": few} if few else {},
    )


def national():
    """Make the page; its words want Django's language, so not when this is imported."""
    lines = [
        _line(place.code, place.name, 20_000 + 1_711 * int(place.code), share)
        # The last province has declared nothing yet.
        for place, share in zip(list(provinces(Atlas.BEFORE).values())[:-1], SHARES, strict=False)
    ]
    days = {date(2024, 6, 10) + timedelta(days=3 * at): 40_000 + 900 * at for at in range(20)}
    found = FigureReport(
        office=Office(level=Level.MINISTRY, code="BO", name="Bộ Giáo dục và Đào tạo"),
        at=AT,
        guarded=guarded(in_order(lines, cut=Cut.PROVINCE, choice=Choice(school_year=YEAR))),
        schools=Participation(declared=14_012, sending=13_377, complete=9_001),
        timeliness=timeliness(days, due_in(shipped_campaigns(), YEAR)[0]),
        atlas=Atlas.BEFORE,
        homerooms=Rate(numerator=27_500, denominator=29_093),
    )
    question = question_of({"nam": str(YEAR)}, level=Level.MINISTRY, now=AT)
    return figures_page(found, question, base="/bo/so-lieu", names={}, now=SchoolYear(2025))
