"""
What a worker does: open by itself what a task names, once a process, and do the job.

`done` is importable by name, so that it goes to a worker as its name and not as code.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.report.archive_tally import Tally
from hocba.core.terms.codes import SchoolYear
from hocba.flow.archive_jobs import (
    Judge,
    evidence_of_segment,
    judge_of,
    reencoded_segment,
    registers_in_segment,
    rooted_segment,
    verified_segment,
)
from hocba.flow.archive_recount import recounted_segment
from hocba.flow.archive_work import Job, Order, Task, require_same_software
from hocba.ports.archive import Archive, Location
from hocba.ports.certificates import CertificatePaths
from hocba.wiring.archives import new_segment_at, opened_archive
from hocba.wiring.verifying import no_trust, trust_of

VERSION: Final = version("hocba")


def done(task: Task) -> Tally:
    """
    Do one task.

    Raises: Fault "engine.other_version", "archive.not_read", "archive.not_written"; Refusal or
    Fault "pki.trust_*".
    """
    require_same_software(task.order, VERSION)
    return _JOBS[task.order.job](task, _archive(task.order.archive))


@lru_cache(maxsize=4)
def _archive(place: str) -> Archive:
    return opened_archive(place)


@lru_cache(maxsize=2)
def _judge(order: Order) -> Judge:
    if order.at is None:
        raise ValueError("an order is judged as of an instant")
    trust = trust_of(Path(order.trust), now=order.at, registers=_registers(order))
    return judge_of(trust, documents=XmlDocuments(), now=order.at)


def _registers(order: Order) -> tuple[tuple[str, bytes], ...]:
    archive = _archive(order.archive)
    above = sorted(Path(order.above).glob("*.xml")) if order.above else ()
    inside = tuple(
        (
            f"{one.segment}+{one.offset}",
            archive.read(
                Location(segment=one.segment, offset=one.offset, length=one.length),
                digest=bytes.fromhex(one.digest),
            ),
        )
        for one in order.registers
    )
    return (*((file.name, file.read_bytes()) for file in above), *inside)


@cache
def _facts() -> CertificatePaths:
    """Reads certificates, and trusts none."""
    return no_trust().paths


def _verified(task: Task, archive: Archive) -> Tally:
    return verified_segment(archive, task.segment, judge=_judge(task.order))


def _recounted(task: Task, archive: Archive) -> Tally:
    year = SchoolYear(task.order.school_year or 0)
    return recounted_segment(
        archive, task.segment, documents=XmlDocuments(), year=year, only=task.only or b""
    )


def _reencoded(task: Task, archive: Archive) -> Tally:
    with new_segment_at(task.order.out, task.segment) as (target, keep):
        tally = reencoded_segment(archive, task.segment, target=target)
        if not tally.remarks:
            keep()
    return tally


def _evidence(task: Task, archive: Archive) -> Tally:
    return evidence_of_segment(archive, task.segment, documents=XmlDocuments(), paths=_facts())


def _registers_in(task: Task, archive: Archive) -> Tally:
    return registers_in_segment(archive, task.segment)


def _rooted(task: Task, archive: Archive) -> Tally:
    return rooted_segment(archive, task.segment, first=task.first)


_JOBS: Final[Mapping[Job, Callable[[Task, Archive], Tally]]] = MappingProxyType(
    {
        Job.REGISTERS: _registers_in,
        Job.VERIFY: _verified,
        Job.RECOUNT: _recounted,
        Job.REENCODE: _reencoded,
        Job.EVIDENCE: _evidence,
        Job.ROOTS: _rooted,
    }
)
