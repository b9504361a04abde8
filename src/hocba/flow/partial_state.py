"""What stands of a pupil's partial record: results so far, the document, those that came along."""

from dataclasses import dataclass
from hashlib import sha256

from hocba.core.assess.moments import Moment
from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.life import Act, Status
from hocba.core.compose.partial_content import (
    Assessed,
    AssessedThen,
    PartialContent,
    given_so_far,
    given_then,
    without,
)
from hocba.core.compose.permit import Actor, Subject, why_not
from hocba.core.compose.transfers import ReceivedPartial
from hocba.core.rules.library import is_secondary
from hocba.core.seal.document import document_bytes, frozen
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import has_left
from hocba.flow.assess_again import OnePupil
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class CamePartial:
    """A partial record that came with a pupil, and what it says."""

    received: ReceivedPartial
    content: PartialContent


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialState:
    """
    All that is known of a pupil's partial record of a year.

    assessed: what this school gave so far, None where nothing was. versions: oldest first.
    came: from other schools in this year. year_record: status of this year's record, if any.
    """

    line: Enrolment
    assessed: Assessed | None
    versions: tuple[WorkingRecord, ...]
    came: tuple[CamePartial, ...]
    year_record: Status | None

    @property
    def latest(self) -> WorkingRecord | None:
        """The version that counts, if there is one."""
        return self.versions[-1] if self.versions else None

    @property
    def sealed(self) -> WorkingRecord | None:
        """The sealed one that holds, if there is one."""
        last = self.latest
        return last if last is not None and last.status is Status.ISSUED else None

    @property
    def shown_mark(self) -> str:
        """What a page shows of the results, in short: who signs them signs what was shown."""
        return sha256(repr(self.assessed).encode()).hexdigest()[:32]


def partial_state(outside: Outside, pupil: OnePupil) -> PartialState:
    """
    Return what stands of a pupil's partial record.

    Raises: Refusal "school.unknown_pupil"; Fault "correction.paper_lost".
    """
    lines = outside.book.enrolments(pupil.school, pupil.school_year)
    line = next((each for each in lines if each.pupil.sector_code == pupil.code), None)
    if line is None:
        raise Refusal("school.unknown_pupil", value=pupil.code[:20], class_name="")
    came = came_with(outside, pupil)
    rows = outside.records.rows(pupil.school, pupil.school_year)
    return PartialState(
        line=line,
        assessed=_own(_assessed(outside, pupil, line.grade), came),
        versions=outside.partials.of_pupil(pupil.school, pupil.school_year, pupil.code),
        came=came,
        year_record=next((row.status for row in rows if row.sector_code == pupil.code), None),
    )


def came_with(outside: Outside, pupil: OnePupil) -> tuple[CamePartial, ...]:
    """Return the partial records of a year that came with a pupil, read."""
    return tuple(
        CamePartial(
            received=each,
            content=outside.documents.partial(outside.papers.read(each.file_digest)).content,
        )
        for each in outside.partials.received(pupil.school, pupil.code)
        if each.school_year == pupil.school_year
    )


def content_of(outside: Outside, record: WorkingRecord) -> PartialContent:
    """
    Read what a partial record of this school says.

    Raises: Refusal "records.no_content".
    """
    if record.frozen is None:
        raise Refusal("records.no_content", value=str(record.key))
    return outside.documents.partial(document_bytes(record.frozen)).content


def _assessed(outside: Outside, pupil: OnePupil, grade: int) -> Assessed | None:
    year = outside.book.results(pupil.school, pupil.school_year).get(pupil.code)
    if is_secondary(grade):
        if not isinstance(year, SecondaryYear) or year.grade != grade:
            return None
        return given_so_far(year)
    found = [
        AssessedThen(moment=moment, results=results)
        for moment in Moment
        if (given := _given(outside, pupil, moment)) is not None
        and given.grade == grade
        and (results := given_then(given)) is not None
    ]
    return tuple(found) or None


def _given(outside: Outside, pupil: OnePupil, moment: Moment) -> YearAssessment | None:
    if moment is Moment.YEAR_END:
        return outside.book.assessments(pupil.school, pupil.school_year).get(pupil.code)
    return outside.marks.within_year(pupil.school, pupil.school_year, moment).get(pupil.code)


def _own(assessed: Assessed | None, came: tuple[CamePartial, ...]) -> Assessed | None:
    # Nobody signs another school's marks as the own: its partial record goes along anyway.
    for each in came:
        if assessed is not None:
            assessed = without(assessed, each.content.assessed)
    return assessed


def why_not_compose(state: PartialState, *, actor: Actor, pupil: OnePupil) -> Refusal | None:
    """Return why this actor cannot make and sign a partial record now; asked by the button too."""
    latest, line = state.latest, state.line
    subject = Subject(
        school=pupil.school,
        school_year=pupil.school_year,
        class_name=line.class_name,
        status=Status.DRAFT,
    )
    if refusal := why_not(Act.LOCK, actor=actor, subject=subject):
        return refusal
    if has_left(line.status):
        return Refusal("transfer.left_already", name=line.pupil.full_name)
    if state.year_record is not None:
        return Refusal("partial.year_record", status=state.year_record.value)
    if latest is not None and latest.status not in (Status.DRAFT, Status.WITHDRAWN):
        return Refusal("partial.there_already", status=latest.status.value)
    if state.assessed is None:
        return Refusal("partial.nothing_assessed", name=line.pupil.full_name)
    return None


def is_stale(outside: Outside, state: PartialState, record: WorkingRecord) -> bool:
    """Tell whether other results stand by now than a partial record says."""
    if record.frozen is None or state.assessed is None:
        return True
    content = content_of(outside, record)
    again = PartialContent(
        general=content.general,
        school=content.school,
        pupil=content.pupil,
        since=content.since,
        until=content.until,
        assessed=state.assessed,
        extract_seed=content.extract_seed,
    )
    return frozen(again).content_digest != record.frozen.content_digest
