"""
Join ports to adapters: one `Outside` for each office that this installation hosts.

`HOME/offices.json` says which offices those are; the demo writes it, an operator edits it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hocba.adapters.blobs.log_folder import WitnessFolder
from hocba.adapters.blobs.print_tray import PrintTrayFolder
from hocba.adapters.blobs.spool import SpoolFolder
from hocba.adapters.database.accounts import DatabaseAccounts
from hocba.adapters.database.admissions import DatabaseAdmissions
from hocba.adapters.database.connections import DatabaseConnections
from hocba.adapters.database.corrections import DatabaseCorrections
from hocba.adapters.database.delivery_attempts import DatabaseDeliveryAttempts
from hocba.adapters.database.due_stamps import DatabaseDueStamps
from hocba.adapters.database.held_backs import DatabaseHeldBacks, DatabaseSchoolRules
from hocba.adapters.database.intake import DatabaseIntake
from hocba.adapters.database.issued_copies import DatabaseIssuedCopies
from hocba.adapters.database.log_places import DatabaseLogPlaces
from hocba.adapters.database.look_ups import DatabaseLookUps
from hocba.adapters.database.marks import DatabaseMarks
from hocba.adapters.database.notices import DatabaseNotices
from hocba.adapters.database.outbox import DatabaseOutbox
from hocba.adapters.database.oversight import DatabaseNotes, DatabaseTraits
from hocba.adapters.database.partials import DatabasePartials
from hocba.adapters.database.prints import DatabasePrintQueue
from hocba.adapters.database.pupil_index import DatabasePupilIndex
from hocba.adapters.database.read_log import DatabaseReadLog
from hocba.adapters.database.records import DatabaseRecords
from hocba.adapters.database.refusals import DatabaseRefusals
from hocba.adapters.database.registers import DatabaseRegisters
from hocba.adapters.database.reminders import DatabaseReminders
from hocba.adapters.database.reopenings import DatabaseReopenings
from hocba.adapters.database.repository import DatabaseRepository
from hocba.adapters.database.school_book import DatabaseSchoolBook
from hocba.adapters.database.school_years import DatabaseSchoolYears
from hocba.adapters.database.signing_means import DatabaseSigningMeans
from hocba.adapters.database.signing_rounds import DatabaseSigningRounds
from hocba.adapters.database.standings import DatabaseStandings
from hocba.adapters.database.systems import DatabaseSystems
from hocba.adapters.database.transfers import DatabaseTransfers
from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.adapters.keys.code_list import CodeListFile
from hocba.adapters.keys.folder import kept
from hocba.adapters.keys.keyed_digest import KeyedDigest
from hocba.adapters.keys.note_keys import NoteKeyFolder, check_ed25519
from hocba.adapters.keys.soft import SoftKeys
from hocba.adapters.keys.status_lists import StatusListFolder
from hocba.adapters.memory.clock import MovingClock, SystemChance, SystemClock
from hocba.adapters.paper.printer import TypstPrinter
from hocba.adapters.pki.paths import Paths
from hocba.adapters.pki.trust import read_trust
from hocba.adapters.spreadsheets.workbooks import Workbooks
from hocba.adapters.timestamps.authority import HttpTimeStamps
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.compose.content import Software
from hocba.core.report.cost import Price, Priced, prices_of
from hocba.core.report.coverage_basis import CoverageBasis, coverage_basis_of
from hocba.core.sign.register import Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Fault
from hocba.flow.printed_codes import KEY_LIST
from hocba.ports.clock import Clock
from hocba.ports.desk import DeskShelf
from hocba.ports.intake import IntakeShelf
from hocba.ports.log_store import LogShelf
from hocba.ports.outside import Office, Outside
from hocba.ports.prints import PrintShelf
from hocba.ports.signings import SigningShelf
from hocba.ports.time_stamps import Stamping
from hocba.wiring.archives import office_archive, office_log, office_papers
from hocba.wiring.campaigns import campaigns_at
from hocba.wiring.settings import Settings
from hocba.wiring.ways import Ways, away, next_door

VERSION: Final = "0.1.0"
SOFTWARE: Final = Software(name="Hocba", version=VERSION, vendor="Hocba")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """
    What `offices.json` says.

    school, province, ministry: None where another installation runs them. story_at: a trial's
    present, at which its clock stood when this was written; None for the machine's clock.
    """

    environment: Environment
    school: Office | None
    province: Office | None
    ministry: Office | None
    story_at: datetime | None = None


def hosted(settings: Settings) -> Hosted:
    """
    Read which offices are hosted.

    Raises: Fault "settings.no_offices" when nobody has set up this installation yet,
    "settings.offices_wrong" when the file cannot be understood or names no office.
    """
    file = settings.home / "offices.json"
    try:
        offices = _hosted(json.loads(file.read_text("utf-8")))
    except FileNotFoundError as missing:
        raise Fault("settings.no_offices", str(file), retry=False, path=str(file)) from missing
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        details = {"path": str(file), "value": repr(wrong)}
        raise Fault("settings.offices_wrong", str(wrong), retry=False, **details) from wrong
    if offices.school is offices.province is offices.ministry is None:
        details = {"path": str(file), "value": "school, province, ministry"}
        raise Fault("settings.offices_wrong", "no office", retry=False, **details)
    return offices


def _hosted(told: Mapping[str, Any]) -> Hosted:
    story = told.get("story_at")
    return Hosted(
        environment=Environment(told["environment"]),
        school=_schools(told.get("school")),
        province=_office(Level.PROVINCE, told.get("province")),
        ministry=_office(Level.MINISTRY, told.get("ministry")),
        story_at=datetime.fromisoformat(story) if story else None,
    )


def write_hosted(settings: Settings, offices: Hosted) -> None:
    """Write `offices.json`, whole or not at all."""
    told = {
        "environment": offices.environment.value,
        "school": {"name": offices.school.name} if offices.school else None,
        "province": _told(offices.province),
        "ministry": _told(offices.ministry),
        "story_at": offices.story_at.isoformat() if offices.story_at else None,
    }
    settings.home.mkdir(parents=True, exist_ok=True)
    part = settings.home / "offices.part"
    part.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
    part.replace(settings.home / "offices.json")


def _office(level: Level, told: Mapping[str, str] | None) -> Office | None:
    return None if told is None else Office(level=level, code=told["code"], name=told["name"])


def _schools(told: Mapping[str, str] | None) -> Office | None:
    return None if told is None else Office(level=Level.SCHOOL, code="*", name=told["name"])


def _told(office: Office | None) -> Mapping[str, str] | None:
    return None if office is None else {"code": office.code, "name": office.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """The outsides of all hosted offices; each sends to the one above it."""

    by_level: Mapping[Level, Outside]

    def at(self, level: Level) -> Outside:
        """
        Return one office's outside.

        Raises: Fault "settings.office_elsewhere" when another installation runs it.
        """
        found = self.by_level.get(level)
        if found is None:
            raise Fault("settings.office_elsewhere", level.value, retry=False, level=level.value)
        return found


def clock_of(settings: Settings, told: Hosted) -> Clock:
    """
    Return the machine's clock, or a story's, which went on since it was told.

    No story moves the clock of real records: only a world whose every byte says that it is a
    trial may stand in another month.
    """
    if told.story_at is None or told.environment is Environment.REAL:
        return SystemClock()
    written = (settings.home / "offices.json").stat().st_mtime
    return MovingClock(told.story_at, since=datetime.fromtimestamp(written, UTC))


def offices_of(settings: Settings, told: Hosted, *, clock: Clock | None = None) -> Offices:
    """Build every hosted office, from the ministry down. clock: the machine's when left out."""
    shared = _Shared(settings=settings, told=told, clock=clock or SystemClock())
    built: dict[Level, Outside] = {}
    above: Outside | None = None
    # An office that is elsewhere breaks the line: nobody sends past the office above.
    for office in (told.ministry, told.province, told.school):
        ways = away(settings, is_topmost=not built) if above is None else next_door(above)
        above = None if office is None else shared.outside(office, ways)
        if above is not None:
            built[above.office.level] = above
    return Offices(by_level=MappingProxyType(built))


def coverage_basis_at(home: Path) -> CoverageBasis | None:
    """
    Return what `HOME/do-phu.toml` states; None where there is no such file.

    Raises: Refusal "coverage.*" with all that is wrong.
    """
    file = home / "do-phu.toml"
    return coverage_basis_of(file.read_text("utf-8")) if file.exists() else None


def prices_at(home: Path) -> Mapping[Priced, Price]:
    """
    Return what `HOME/chi-phi.toml` states; nothing where there is no such file.

    Raises: Refusal "cost.*" with all that is wrong.
    """
    file = home / "chi-phi.toml"
    return prices_of(file.read_text("utf-8")) if file.exists() else {}


class _Shared:
    """What all offices of one installation have in common, read once."""

    def __init__(self, *, settings: Settings, told: Hosted, clock: Clock) -> None:
        self._settings = settings
        self._told = told
        self._clock = clock
        self._paths = Paths(read_trust(settings.trust))
        self._keys = SoftKeys(kept(settings.keys), self._paths)
        self._ministry = _pinned(settings.trust)
        self._campaigns = campaigns_at(settings.home)
        self._coverage = coverage_basis_at(settings.home)
        self._prices = prices_at(settings.home)

    def outside(self, office: Office, ways: Ways) -> Outside:
        code = office.code
        folder = "truong" if code == "*" else code
        return Outside(
            office=office,
            environment=self._told.environment,
            software=SOFTWARE,
            ministry=self._ministry,
            clock=self._clock,
            chance=SystemChance(),
            book=DatabaseSchoolBook(),
            years=DatabaseSchoolYears(),
            marks=DatabaseMarks(),
            records=DatabaseRecords(),
            corrections=DatabaseCorrections(),
            reopenings=DatabaseReopenings(),
            signings=_signings(),
            notices=DatabaseNotices(),
            papers=office_papers(self._settings),
            transfers=DatabaseTransfers(),
            partials=DatabasePartials(),
            accounts=DatabaseAccounts(),
            systems=DatabaseSystems(),
            registers=DatabaseRegisters(),
            read_log=DatabaseReadLog(),
            repository=DatabaseRepository(code),
            pupils=DatabasePupilIndex(
                code, KeyedDigest(self._settings.keys, f"{folder}.tra-cuu.key")
            ),
            look_ups=DatabaseLookUps(code),
            archive=office_archive(self._settings, folder),
            outbox=DatabaseOutbox(code),
            log_places=DatabaseLogPlaces(),
            containers=ZipContainers(),
            admissions=DatabaseAdmissions(MINISTRY_CODE),
            keys=self._keys,
            paths=self._paths,
            documents=XmlDocuments(),
            sheets=Workbooks(),
            printer=TypstPrinter(),
            code_key=CodeKeyFile(self._settings.keys, folder),
            code_list=CodeListFile(self._settings.trust, KEY_LIST),
            standings=DatabaseStandings(code),
            status_lists=StatusListFolder(self._settings.trust),
            uplink=ways.uplink,
            desk=_desk(office, ways),
            campaigns=self._campaigns,
            coverage=self._coverage if office.level is Level.MINISTRY else None,
            prices=self._prices,
            log=None if office.level is Level.SCHOOL else self._log(code),
            intake=None if office.level is Level.SCHOOL else self._intake(code),
            prints=self._prints() if office.level is Level.SCHOOL else None,
            means=DatabaseSigningMeans() if office.level is Level.SCHOOL else None,
            stamping=self._stamping() if office.level is Level.SCHOOL else None,
            correction_line=ways.corrections if office.level is Level.SCHOOL else None,
        )

    def _stamping(self) -> Stamping | None:
        if not self._settings.time_stamps:
            return None
        asked = HttpTimeStamps(self._settings.time_stamps)
        return Stamping(authority=asked, due=DatabaseDueStamps())

    def _prints(self) -> PrintShelf:
        return PrintShelf(
            queue=DatabasePrintQueue(),
            tray=PrintTrayFolder(self._settings.home / "ban-in"),
            copies=DatabaseIssuedCopies(),
        )

    def _keyed(self, folder: str) -> KeyedDigest:
        return KeyedDigest(self._settings.keys, f"{folder}.tra-cuu.key")

    def _intake(self, code: str) -> IntakeShelf:
        spool = SpoolFolder(self._settings.home / "goi-cho" / code)
        return IntakeShelf(queue=DatabaseIntake(code), spool=spool)

    def _log(self, code: str) -> LogShelf:
        return LogShelf(
            store=office_log(self._settings, code),
            # What a witness remembers is its own, and is never to be replaced from elsewhere.
            memory=WitnessFolder(self._settings.own_blobs / code / "witness"),
            keys=NoteKeyFolder(self._settings.keys, code),
            check=check_ed25519,
        )


def _signings() -> SigningShelf:
    return SigningShelf(
        rounds=DatabaseSigningRounds(), held=DatabaseHeldBacks(), rules=DatabaseSchoolRules()
    )


def _desk(office: Office, ways: Ways) -> DeskShelf:
    code = office.code
    return DeskShelf(
        reminders=DatabaseReminders(code),
        attempts=DatabaseDeliveryAttempts(code),
        traits=DatabaseTraits(code),
        notes=DatabaseNotes(code),
        connections=DatabaseConnections(code),
        above=ways.book,
        line=ways.line if office.level is Level.PROVINCE else None,
        refusals=DatabaseRefusals(code),
    )


def _pinned(trust: Path) -> frozenset[str]:
    told = json.loads((trust / "authority.json").read_text("utf-8"))
    return frozenset(told["ministry"])
