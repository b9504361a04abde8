"""The command `hocba archive`: an order, an engine, a journal, and the answer."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hocba.adapters.blobs.durable import write_durably
from hocba.adapters.blobs.manifest_folder import ManifestFolder
from hocba.adapters.blobs.new_segment import without_parts
from hocba.adapters.blobs.object_store import is_address
from hocba.adapters.engines.journal_file import JournalFile
from hocba.adapters.memory.clock import SystemClock
from hocba.adapters.timestamps.authority import HttpTimeStamps
from hocba.core.report.archive_tally import Tally
from hocba.core.report.figures import Choice
from hocba.core.sign.register import Level
from hocba.core.terms.codes import school_year_on
from hocba.core.terms.outcomes import Fault
from hocba.faces.cli import archive as face
from hocba.faces.cli import archive_told as answers
from hocba.flow.archive_evidence import (
    compared,
    known_manifests,
    latest,
    renewed,
    stamps_on,
)
from hocba.flow.archive_recount import accepted_tasks, recounted
from hocba.flow.archive_work import Found, Job, Order, Task, begun, ended, tasks_of, worked
from hocba.flow.settle_package import log_origin
from hocba.ports.engine import Engine
from hocba.ports.evidence import EvidenceShelf
from hocba.ports.journal import Journal
from hocba.ports.outside import Outside
from hocba.wiring.archive_engines import engine_at
from hocba.wiring.archive_tasks import VERSION, done
from hocba.wiring.archives import begun_archive, opened_archive, place_of
from hocba.wiring.office_commands import office_at
from hocba.wiring.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command works with. order: of the job asked for; outside: the office's, if any."""

    question: face.Asked
    order: Order
    engine: Engine
    journal: Journal
    outside: Outside | None

    def through(self, order: Order, tasks: Sequence[Task] | None = None) -> Tally:
        """Work through all segments, or the tasks given."""
        if tasks is None:
            tasks = tasks_of(order, opened_archive(order.archive))
        said = answers.Progress(time.monotonic)
        return worked(tasks, done=done, engine=self.engine, journal=self.journal, said=said)

    @property
    def office(self) -> Outside:
        """The office that was named. Raises: Fault "settings.office_elsewhere"."""
        if self.outside is None:
            raise Fault("settings.office_elsewhere", "no office was named", retry=False)
        return self.outside


def archive(arguments: Sequence[str]) -> int:
    """Do one job on an archive and return the exit code."""
    question = face.asked(arguments)
    with _run(question) as run:
        answer, tally = _JOBS[question.what](run)
        # Killed before this line: the next run finds all segments done and answers at once.
        ended(run.journal)
    return answers.tell(answer, tally, as_json=question.is_json)


def verify(run: Run) -> tuple[answers.Answer, Tally]:
    """Find the registers that the archive itself holds, then judge every record with them."""
    clock = SystemClock() if run.outside is None else run.outside.clock
    order = begun(run.order, run.journal, now=clock.now())
    shelf = run.through(replace(order, job=Job.REGISTERS, trust="", above="", trust_digest=""))
    known = replace(order, registers=_registers(shelf))
    tally = run.through(known)
    return answers.verified(tally), tally


def recount(run: Run) -> tuple[answers.Answer, Tally]:
    """Count again from accepted bytes."""
    outside = run.office
    year = run.question.year or school_year_on(outside.clock.now().date())
    order = replace(run.order, school_year=year.first)
    tasks = accepted_tasks(tasks_of(order, opened_archive(order.archive)), outside, year)
    tally = run.through(order, tasks)
    found = recounted(tally, outside, cut=run.question.cut, choice=Choice(school_year=year))
    return answers.recounted(found), tally


def reencode(run: Run) -> tuple[answers.Answer, Tally]:
    """Write every segment anew at another place."""
    out = run.order.out
    if not begun_archive(out).segments():
        # A journal elsewhere may remember what is there no more.
        ended(run.journal)
    tally = run.through(run.order)
    if not is_address(out):
        without_parts(Path(out))
    return answers.reencoded(tally), tally


def renew(run: Run) -> tuple[answers.Answer, Tally]:
    """Sign what is there now, or hold it against what was signed last."""
    shelf = _shelf(run.office)
    manifests = known_manifests(shelf)
    if run.question.is_check:
        manifest = latest(manifests)
        sizes = {one.name: one.documents for one in manifest.segments}
        order = replace(run.order, job=Job.ROOTS)
        tasks = [
            replace(task, first=sizes[task.segment])
            for task in tasks_of(order, opened_archive(order.archive))
            if task.segment in sizes
        ]
        tally = run.through(order, tasks)
        stamps = stamps_on(shelf, run.office.paths, now=run.office.clock.now())
        return answers.renewed(compared(tally, manifest, stamps), is_check=True), tally
    tally = run.through(run.order)
    address = settings().time_stamps
    stamping = (HttpTimeStamps(address), run.office.paths) if address else None
    made = renewed(tally, shelf, now=run.office.clock.now(), stamping=stamping)
    return answers.renewed(made, is_check=False), tally


_JOBS: Final[Mapping[str, Callable[[Run], tuple[answers.Answer, Tally]]]] = MappingProxyType(
    {"verify": verify, "recount": recount, "reencode": reencode, "renew": renew}
)
_ORDERED: Final = MappingProxyType(
    {
        "verify": Job.VERIFY,
        "recount": Job.RECOUNT,
        "reencode": Job.REENCODE,
        "renew": Job.EVIDENCE,
    }
)


@contextmanager
def _run(question: face.Asked) -> Iterator[Run]:
    with ExitStack() as stack:
        outside = None if question.level is None else stack.enter_context(office_at(question.level))
        order = _order(question, outside)
        journal = stack.enter_context(JournalFile(_journal(question, order)))
        if question.is_fresh:
            ended(journal)
        yield Run(
            question=question,
            order=order,
            engine=stack.enter_context(engine_at(question.engine, workers=question.workers)),
            journal=journal,
            outside=outside,
        )


def _order(question: face.Asked, outside: Outside | None) -> Order:
    place = question.place if outside is None else place_of(settings(), outside.office.code)
    trust = question.trust or (None if outside is None else settings().trust.resolve())
    above: Path | None = None
    if question.what != "verify":
        trust = None
    elif outside is not None and question.trust is None:
        above = _above(outside)
    return Order(
        job=_ORDERED[question.what],
        archive=_seen_anywhere(place),
        software=VERSION,
        trust=str(trust or ""),
        above=str(above or ""),
        trust_digest=" ".join(_digest_of(folder) for folder in (trust, above) if folder),
        at=question.at,
        out=_seen_anywhere(question.out) if question.out else "",
    )


def _seen_anywhere(place: str) -> str:
    """Workers elsewhere stand in other folders."""
    return place if is_address(place) else str(Path(place).resolve())


def _above(outside: Outside) -> Path:
    """Write out the registers of ministry and provinces; those of schools the archive holds."""
    registers = outside.registers
    found = [registers.latest(level, unit) for level, unit, _ in registers.above_schools()]
    folder = settings().home.resolve() / "archive" / "registers" / outside.office.code
    files = {f"{one.level.value}-{one.unit}.xml": one.file for one in found if one is not None}
    write_durably(folder, files)
    return folder


def _digest_of(folder: Path) -> str:
    """Return SHA-256 over all files of a folder and their names: what it says may change."""
    found = sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{file.relative_to(folder)}\n".encode() + sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _journal(question: face.Asked, order: Order) -> Path:
    if question.journal is not None:
        return question.journal
    if order.out and not is_address(order.out):
        # It says what stands beside it, and goes when that goes.
        return Path(order.out) / "reencode.jsonl"
    places = f"{order.archive} {order.out}".rstrip()
    name = f"{order.job.value}-{sha256(places.encode()).hexdigest()[:12]}.jsonl"
    return settings().home / "archive" / name


def _registers(tally: Tally) -> tuple[Found, ...]:
    places = (name.split("/") for name in tally.starting("register:"))
    return tuple(
        Found(segment=segment, offset=int(offset), length=int(length), digest=digest)
        for segment, offset, length, digest in places
    )


def _shelf(outside: Outside) -> EvidenceShelf:
    log = outside.log
    if log is None:
        raise Fault("settings.office_elsewhere", "no log", retry=False, level=Level.SCHOOL.value)
    return EvidenceShelf(
        name=log_origin(outside),
        store=ManifestFolder(settings().home / "evidence" / outside.office.code),
        keys=log.keys,
        check=log.check,
    )
