"""The outside of an act: everything that it reaches, in one value that wiring builds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hocba.core.compose.content import Software
from hocba.core.report.cost import Price, Priced
from hocba.core.report.coverage_basis import CoverageBasis
from hocba.core.rules.campaigns import Campaign
from hocba.core.sign.register import Level
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.ports.accounts import Accounts
from hocba.ports.admissions import Admissions
from hocba.ports.archive import Archive
from hocba.ports.certificates import CertificatePaths
from hocba.ports.clock import Chance, Clock
from hocba.ports.code_keys import CodeListShelf, PrintedCodeKey
from hocba.ports.containers import Containers
from hocba.ports.correction_line import CorrectionLine
from hocba.ports.corrections import Corrections, Papers
from hocba.ports.desk import DeskShelf
from hocba.ports.documents import Documents
from hocba.ports.intake import IntakeShelf
from hocba.ports.keys import SigningProvider
from hocba.ports.log_places import LogPlaces
from hocba.ports.log_store import LogShelf
from hocba.ports.marks import Marks
from hocba.ports.notices import Notices
from hocba.ports.outbox import Outbox
from hocba.ports.paper import Printer
from hocba.ports.partials import Partials
from hocba.ports.prints import PrintShelf
from hocba.ports.pupil_index import LookUps, PupilIndex
from hocba.ports.read_log import ReadLog
from hocba.ports.records import Records
from hocba.ports.registers import Registers
from hocba.ports.reopenings import Reopenings
from hocba.ports.repository import Repository
from hocba.ports.school_book import SchoolBook
from hocba.ports.school_years import SchoolYears
from hocba.ports.signing_means import SigningMeansBook
from hocba.ports.signings import SigningShelf
from hocba.ports.spreadsheets import Spreadsheets
from hocba.ports.standings import Standings, StatusLists
from hocba.ports.systems import Systems
from hocba.ports.time_stamps import Stamping
from hocba.ports.transfers import Transfers
from hocba.ports.uplink import Uplink


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """
    Whose office this is.

    code: `BO`, a province's code, or a school's; `*` for one that serves several schools.
    """

    level: Level
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """
    What acts may reach.

    ministry: SHA-256 fingerprints, hex, of the ministry's certificates that the settings pin:
    the top of the chain of registers. environment: the only world this office takes part in.
    log: where the office publishes its log; None for a school, which keeps none.
    campaigns: when records are due here. coverage: the pupils that statistics know, if stated.
    prices: what signing, storage and operation cost, as far as stated.
    intake: where packages wait to be taken in; None where each is taken in as it comes.
    prints: the printing desk of a school; None above it. is_practice: whether this is a learner's
    practice school, from which nothing goes out. means: what schools write down of their
    signers, and then state with every package; None where none of them does. stamping: whom a
    school asks for time stamps; None where it asks nobody. correction_line: at a
    school whose province is another installation, the way to its desk; None where one book serves.
    """

    office: Office
    environment: Environment
    software: Software
    ministry: frozenset[str]
    clock: Clock
    chance: Chance
    book: SchoolBook
    years: SchoolYears
    marks: Marks
    records: Records
    corrections: Corrections
    reopenings: Reopenings
    signings: SigningShelf
    notices: Notices
    papers: Papers
    transfers: Transfers
    partials: Partials
    accounts: Accounts
    systems: Systems
    registers: Registers
    read_log: ReadLog
    repository: Repository
    pupils: PupilIndex
    look_ups: LookUps
    archive: Archive
    outbox: Outbox
    log_places: LogPlaces
    containers: Containers
    admissions: Admissions
    keys: SigningProvider
    paths: CertificatePaths
    documents: Documents
    sheets: Spreadsheets
    printer: Printer
    code_key: PrintedCodeKey
    code_list: CodeListShelf
    standings: Standings
    status_lists: StatusLists
    uplink: Uplink
    desk: DeskShelf
    campaigns: tuple[Campaign, ...]
    coverage: CoverageBasis | None = None
    prices: Mapping[Priced, Price] = field(default_factory=dict)
    log: LogShelf | None = None
    intake: IntakeShelf | None = None
    prints: PrintShelf | None = None
    stamping: Stamping | None = None
    is_practice: bool = False
    means: SigningMeansBook | None = None
    correction_line: CorrectionLine | None = None

    def require_real(self) -> None:
        """Refuse what would go out of a practice school. Raises: Refusal "practice.stays_here"."""
        if self.is_practice:
            raise Refusal("practice.stays_here")
