"""What the school's pages show."""

from dataclasses import dataclass
from datetime import date, datetime

from hocba.faces.web.presenters import (
    Count,
    DeadlineLine,
    Fact,
    FindingRow,
    HistoryRow,
    Link,
    Next,
    PackageRow,
    Stage,
    State,
)
from hocba.faces.web.secondary_rows import TermsRow
from hocba.ports.reminders import Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A class in the school's table. ready: complete and waiting for the first signature."""

    name: str
    url: str
    teacher: str
    pupils: int
    ready: int
    attested: int
    approved: int
    sealed: int
    accepted: int
    exceptions: int
    state: State
    act: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolHome:
    """The whole school, class by class, from where this reader stands."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    rows: tuple[ClassRow, ...]
    deadlines: tuple[DeadlineLine, ...] = ()
    next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldForm:
    """Why a row is left out of a signing: what stands in its fields. problem: beside them."""

    reason: str
    expected_on: str
    note: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilRow:
    """
    A pupil in a class. masked_id: empty where there is none. reason: why not further.

    content: SHA-256 of the record's content, hex, where the row can be chosen for signing.
    ticked: whether it is chosen; hold: what is asked where it is not.
    """

    number: int
    name: str
    masked_id: str
    result: str
    state: State
    reason: str = ""
    act: Link | None = None
    content: str = ""
    ticked: bool = True
    hold: HoldForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something the reader could do with a record; refusal greys the button and says why."""

    button: str
    url: str
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPage:
    """One class: where it stands, the next step, pupil by pupil."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    rows: tuple[PupilRow, ...]
    deeds: tuple[Deed, ...] = ()
    deadlines: tuple[DeadlineLine, ...] = ()
    next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    """A row of the table of subjects; score is "" where the subject has no test."""

    name: str
    level: str
    score: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitGroup:
    """Qualities or competences with the teacher's comment on the group."""

    title: str
    levels: tuple[Fact, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureRow:
    """A slot of the record. at None: not signed yet. told: who signed, with what, in words."""

    slot: str
    signer: str
    certificate: str
    at: datetime | None
    state: State
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version of the year's record, or a request about it, in the pupil's story."""

    words: str
    told: str
    state: State
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """
    A preview of one pupil's year: content, signatures, history, print.

    terms: the table of subjects of a secondary year, in place of `subjects`.
    story: its versions and what was asked about them, newest first; empty for a first version
    that nobody asked about. readings: who has seen it; shown to those who answer a pupil that asks.
    """

    headline: str
    lead: str
    state: State
    pipeline: tuple[Stage, ...]
    facts: tuple[Fact, ...]
    subjects: tuple[SubjectRow, ...]
    traits: tuple[TraitGroup, ...]
    outcome: tuple[Fact, ...]
    signatures: tuple[SignatureRow, ...]
    history: tuple[HistoryRow, ...]
    terms: tuple[TermsRow, ...] = ()
    readings: tuple[HistoryRow, ...] = ()
    story: tuple[VersionRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    deeds: tuple[Deed, ...] = ()
    print_url: str = ""
    years_url: str = ""
    xml_url: str = ""
    next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKind:
    """A kind of Excel file. key: the form's value. classes: to choose from, where one is due."""

    key: str
    title: str
    told: str
    template_url: str
    last: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """The three kinds of files; for which class, where the kind asks for one."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    kinds: tuple[SheetKind, ...]
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What a file would change. before: empty for something new."""

    place: str
    name: str
    what: str
    before: str
    after: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunPage:
    """
    What a file would do, before it does anything.

    ticket: names the checked file at the next step. good_rows: rows without an error.
    has_errors: only then must the reader say that the good rows are to be taken.
    """

    headline: str
    lead: str
    file_name: str
    counts: tuple[Count, ...]
    changes: tuple[ChangeRow, ...]
    more_changes: int
    findings: tuple[FindingRow, ...]
    ticket: str
    kind: str
    good_rows: int
    has_errors: bool
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonChoice:
    """A coded reason why a pupil has no record yet."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPackagesPage:
    """What the school has sent to the province, and the receipts."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    rows: tuple[PackageRow, ...]
    next: Next | None = None
    waiting: int = 0
    refusal: str = ""
    reminders: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRow:
    """Who holds which role, from when to when."""

    person: str
    role: str
    scope: str
    from_on: date | None
    to_on: date | None
    basis: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """The school's assignments, who is left out of the register, and the next one to sign."""

    headline: str
    lead: str
    counts: tuple[Count, ...]
    findings: tuple[FindingRow, ...]
    rows: tuple[AppointmentRow, ...]
    consent: str
    button: str
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPage:
    """Records that go back to draft. after: what follows, step by step."""

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    after: tuple[str, ...]
    rows: tuple[PupilRow, ...]
    reasons: tuple[ReasonChoice, ...]
    note_limit: int
    button: str
    act_url: str
    back_url: str
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendForm:
    """What stands in the fields, by their names. personal_id: empty unless it was just typed."""

    full_name: str
    born_on: str
    birth_place: str
    personal_id: str = ""
    reason: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendField:
    """A mark, level, number or comment. levels: to choose from; limit: of a comment."""

    name: str
    words: str
    value: str
    levels: tuple[str, ...] = ()
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendSection:
    """A subject, or another group of fields, of the year's results."""

    title: str
    fields: tuple[AmendField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendPage:
    """
    A request about one record. masked_id: the personal number that stands now.

    asks_facts: False for a withdrawal, which changes nothing in the record.
    """

    headline: str
    lead: str
    after: tuple[str, ...]
    form: AmendForm
    masked_id: str
    reasons: tuple[ReasonChoice, ...]
    act_url: str
    back_url: str
    refusal: str = ""
    problem: str = ""
    asks_facts: bool = True
    sections: tuple[AmendSection, ...] = ()
    most_mb: int = 5
