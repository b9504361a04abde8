"""Verify with nothing but a trust directory: no office, no server, no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.verify.judge import Setting
from hocba.core.verify.parsed import ParsedRecord
from hocba.core.verify.register_chain import ReadBook
from hocba.flow.read_registers import Shelf
from hocba.flow.status_lists import HeardStatus, StatusDesk
from hocba.flow.verify_document import Examined, ExaminedPartial, examine, examine_partial
from hocba.ports.certificates import CertificatePaths
from hocba.ports.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """
    What a lonely verifier starts from.

    environments: the worlds of the anchors; empty where there is no trust at all, and then a
    record of any world can be looked at and none passes.
    """

    paths: CertificatePaths
    shelf: Shelf
    ministry: frozenset[str]
    environments: frozenset[Environment]
    statuses: StatusDesk | None = None

    @property
    def lacks(self) -> tuple[Finding, ...]:
        """What is missing, whatever the record."""
        if not self.environments:
            return (Finding(code="verify.no_trust", weight=Weight.INDETERMINATE),)
        if not self.ministry:
            return (Finding(code="verify.no_ministry_pinned", weight=Weight.INDETERMINATE),)
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """What was found, which registers were read for it, and what a status list says of it."""

    examined: Examined
    registers: ReadBook
    status: HeardStatus


def examine_alone(
    file: bytes,
    *,
    documents: Documents,
    trust: Trust,
    now: datetime,
    stamps: Sequence[bytes] = (),
) -> Alone:
    """
    Verify one file with the registers of the world that the file itself belongs to.

    stamps: as `examine`.
    """
    worlds = trust.environments or frozenset(Environment)
    first = min(worlds)
    given = partial(
        _examined, file, worlds=worlds, documents=documents, trust=trust, now=now, stamps=stamps
    )
    found = given(first)
    record = found.examined.record
    world = first if record is None else record.content.general.environment
    if world is first or world not in worlds:
        return found
    # Only the content says which registers are due; few directories hold those of two worlds.
    return given(world)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlonePartial:
    """What was found of a partial record, and which registers were read for it."""

    examined: ExaminedPartial
    registers: ReadBook


def examine_partial_alone(
    file: bytes,
    *,
    documents: Documents,
    trust: Trust,
    now: datetime,
    stamps: Sequence[bytes] = (),
) -> AlonePartial:
    """Verify one partial record as `examine_alone` does a record; no status list names it."""
    worlds = trust.environments or frozenset(Environment)
    world = _world_of(file, documents)
    registers = trust.shelf.book(
        ministry=trust.ministry, environment=world if world in worlds else min(worlds)
    )
    setting = Setting(environments=worlds, book=registers.book, now=now)
    examined = examine_partial(
        file, documents=documents, paths=trust.paths, setting=setting, stamps=stamps
    )
    return AlonePartial(examined=examined, registers=registers)


def _world_of(file: bytes, documents: Documents) -> Environment | None:
    try:
        return documents.partial(file).content.general.environment
    except Refusal:
        return None


def _examined(
    file: bytes,
    world: Environment,
    worlds: frozenset[Environment],
    *,
    documents: Documents,
    trust: Trust,
    now: datetime,
    stamps: Sequence[bytes],
) -> Alone:
    registers = trust.shelf.book(ministry=trust.ministry, environment=world)
    setting = Setting(environments=worlds, book=registers.book, now=now)
    examined = examine(file, documents=documents, paths=trust.paths, setting=setting, stamps=stamps)
    record = examined.record
    status = HeardStatus(listed=None)
    if record is not None and trust.statuses is not None:
        status = _status(trust.statuses, record)
    return Alone(examined=examined, registers=registers, status=status)


def _status(statuses: StatusDesk, record: ParsedRecord) -> HeardStatus:
    general = record.content.general
    return statuses.status(
        school_year=general.school_year,
        environment=general.environment,
        content_digest=record.content_digest,
    )
