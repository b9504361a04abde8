"""
Work through an archive: one pure function a segment, tallies that add up, a journal to resume by.

    tally = worked(orders_of_segments, done=done, engine=engine, journal=journal, said=say)

A crash at any moment leaves whole lines in the journal; their segments are not done again. A
segment that was done and not written down is done again, and comes to the same.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from hocba.core.report.archive_tally import Tally, merged, tally_json, tally_of
from hocba.core.terms.outcomes import Fault
from hocba.ports.archive import Archive
from hocba.ports.engine import Engine
from hocba.ports.journal import Journal


class Job(StrEnum):
    """What is done to every segment."""

    REGISTERS = "registers"
    """Find the registers of assignments, on which verification rests."""
    VERIFY = "verify"
    RECOUNT = "recount"
    REENCODE = "reencode"
    EVIDENCE = "evidence"
    """Roots of digest trees, and what the signatures rest on."""
    ROOTS = "roots"
    """Roots alone, to be held against a manifest."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Found:
    """A document that workers read by themselves. digest: SHA-256 in hex."""

    segment: str
    offset: int
    length: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """
    All that a worker must know, in values that travel: it opens archive and trust by itself.

    archive: a folder's path or an address as `s3://...`; trust: a trust directory's path, which
    every worker sees; above: a folder with registers of the offices above schools, where the
    trust directory has none; trust_digest: over the files of both, for what they say may change.
    at: the instant as of which is judged; None until the run begins.
    school_year: its first year, for a recount. out: where re-encoded segments go.
    software: version of the program; another one may find other things.
    """

    job: Job
    archive: str
    software: str
    trust: str = ""
    above: str = ""
    trust_digest: str = ""
    at: datetime | None = None
    registers: tuple[Found, ...] = ()
    school_year: int | None = None
    out: str = ""

    @property
    def digest(self) -> str:
        """Name the order by all that it says; 64 hex digits."""
        return sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """
    One segment of an order.

    order_digest: of the order, worked out once. only: offsets of the documents that count, as
    `array("Q")` writes them, None for all. first: how many documents count, None for all.
    grows: documents may still be added, so what is found now is not written down for good.
    """

    order: Order
    order_digest: str
    segment: str
    only: bytes | None = field(default=None, repr=False)
    first: int | None = None
    grows: bool = False

    @property
    def name(self) -> str:
        """Name the task by all that its result depends on."""
        only = "all" if self.only is None else sha256(self.only).hexdigest()
        told = f"{self.order_digest} {self.segment} {only} {self.first}"
        return sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How far a run is. documents: met so far, those of a resumed journal included."""

    done: int
    total: int
    documents: int
    resumed: int


def tasks_of(order: Order, archive: Archive) -> tuple[Task, ...]:
    """Return a task for every segment, oldest first; only the last one still grows."""
    names, digest = archive.segments(), order.digest
    return tuple(
        Task(order=order, order_digest=digest, segment=name, grows=name == names[-1])
        for name in names
    )


def begun(order: Order, journal: Journal, *, now: datetime) -> Order:
    """
    Return the order as of the instant at which it was begun: now, or when the journal says.

    Without this a resumed run would judge its second half by another day.
    """
    if order.at is not None:
        return order
    for told in _told(journal):
        if told.get("order") == order.digest:
            return replace(order, at=datetime.fromisoformat(told["at"]))
    journal.add(json.dumps({"order": order.digest, "at": now.isoformat()}))
    return replace(order, at=now)


def worked(
    tasks: Sequence[Task],
    *,
    done: Callable[[Task], Tally],
    engine: Engine,
    journal: Journal,
    said: Callable[[Stage], None],
) -> Tally:
    """
    Do every task that the journal does not hold, and add all up.

    done: importable by name, pure: the same task always comes to the same tally.
    Raises: Fault "engine.worker_lost" and faults of reading that may pass; what is finished by
    then stands in the journal, and the same call goes on from there.
    """
    kept = {task.name: None for task in tasks if not task.grows}
    known = {name: tally for name, tally in _finished(journal) if name in kept}
    left = [task for task in tasks if task.name not in known]
    documents = sum(tally.counts.get("documents", 0) for tally in known.values())

    def found() -> Iterator[Tally]:
        nonlocal documents
        yield from known.values()
        for count, (task, tally) in enumerate(zip(left, engine.each(done, left), strict=True), 1):
            if not task.grows:
                # Killed before this line: the segment is done again. After it: never again.
                journal.add(_line(task, tally))
            documents += tally.counts.get("documents", 0)
            said(
                Stage(
                    done=len(known) + count,
                    total=len(tasks),
                    documents=documents,
                    resumed=len(known),
                )
            )
            yield tally

    return merged(found())


def ended(journal: Journal) -> None:
    """Close the run: the next one begins anew, and does not answer with what was true before."""
    journal.add(json.dumps({"ended": True}))


def require_same_software(order: Order, own: str) -> None:
    """Raise unless the worker runs what the driver runs. Raises: Fault "engine.other_version"."""
    if order.software != own:
        raise Fault("engine.other_version", own, retry=False, own=own, asked=order.software)


def _line(task: Task, tally: Tally) -> str:
    return f'{{"task":"{task.name}","segment":"{task.segment}","tally":{tally_json(tally)}}}'


def _finished(journal: Journal) -> Iterator[tuple[str, Tally]]:
    for told in _told(journal):
        if "task" in told:
            yield told["task"], tally_of(told["tally"])


def _told(journal: Journal) -> Sequence[dict[str, Any]]:
    """Return what the journal says of the run that has not ended."""
    told: list[dict[str, Any]] = []
    for line in journal.lines():
        one = json.loads(line)
        told.append(one)
        if "ended" in one:
            told.clear()
    return told
