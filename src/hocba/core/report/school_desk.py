"""
The province's desk: where every school stands, which of them are asked for, in which order.

Counts and dates alone, from declarations and receipts; nothing here ranks schools by pupils'
results. A pure function over all schools of an office: 800 of them are sorted in a moment.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Final

from hocba.core.report.figures import Figure
from hocba.core.sign.means import ends_soon
from hocba.core.submit.signers import CertificateEnd
from hocba.core.terms.people import Place
from hocba.core.terms.roles import Role
from hocba.core.terms.text import name_sort_key

PAGE_SIZE: Final = 50


class SchoolStage(Enum):
    """How far a school has come; the value is the filter's word in an address."""

    NOT_DECLARED = "chua-khai-bao"
    NOT_SENT = "chua-gui"
    UNEXPLAINED = "chua-khai-ly-do"
    PARTLY_SENT = "con-thieu"
    COMPLETE = "du"

    @property
    def is_late_at_the_end(self) -> bool:
        """Whether a school that stands here still owes something."""
        return self is not SchoolStage.COMPLETE


class Order(Enum):
    """Along what the desk is sorted."""

    NAME = "ten"
    COMMUNE = "xa"
    MISSING = "con-thieu"
    RETURNED = "tra-lai"
    LAST = "nhan-gan-nhat"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLine:
    """
    One school. returned: entries of its packages that were not taken, as its receipts say.

    last_at: of its latest package, None while none came. reminded_on: the latest reminder.
    seal_ends: last day of its seal's certificate, as far as accepted records show it.
    certificate_ends: of signers and seal, as the school stated; None where it told no day.
    """

    figure: Figure
    ward: Place
    declared_at: datetime | None = None
    returned: int = 0
    last_at: datetime | None = None
    reminded_on: date | None = None
    seal_ends: date | None = None
    certificate_ends: tuple[CertificateEnd, ...] | None = None

    @property
    def missing(self) -> int:
        """Pupils of whom the office has neither a record nor a reason."""
        return max(self.figure.pupils - self.figure.accepted - self.figure.excepted, 0)

    def needs_new_seal(self, today: date) -> bool:
        """Whether the seal's certificate ends within 60 days, or has ended."""
        return self.seal_ends is not None and ends_soon(self.seal_ends, today)

    def ending(self, today: date) -> tuple[CertificateEnd, ...]:
        """Return which certificates end within 60 days or have ended, the first to end first."""
        told = self.certificate_ends or ()
        return tuple(sorted((e for e in told if ends_soon(e.on, today)), key=lambda e: e.on))

    def signers_ending(self, today: date) -> int:
        """Count the certificates of persons among them."""
        return sum(each.count for each in self.ending(today) if each.role is not Role.SEAL)

    @property
    def stage(self) -> SchoolStage:
        """Where the school stands."""
        if self.declared_at is None:
            return SchoolStage.NOT_DECLARED
        if not self.figure.accepted:
            return SchoolStage.NOT_SENT
        if self.figure.undeclared > 0:
            return SchoolStage.UNEXPLAINED
        return SchoolStage.PARTLY_SENT if self.missing else SchoolStage.COMPLETE


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskQuestion:
    """What is asked of the desk. words: part of a school's name or code. page: from 1."""

    words: str = ""
    ward: str = ""
    stage: SchoolStage | None = None
    order: Order = Order.NAME
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """
    The answer. lines: of the page; found: of all pages, in order.

    by_stage: all schools that the words and the commune leave, whatever stage is asked for.
    """

    lines: tuple[SchoolLine, ...]
    found: tuple[SchoolLine, ...]
    by_stage: Mapping[SchoolStage, int]
    page: int
    pages: int


def desk(lines: Iterable[SchoolLine], question: DeskQuestion) -> Desk:
    """Choose, sort and cut one page out. A page past the last is the last."""
    within = [line for line in lines if _is_within(line, question)]
    by_stage = {stage: sum(1 for line in within if line.stage is stage) for stage in SchoolStage}
    found = [line for line in within if question.stage in (None, line.stage)]
    found.sort(key=lambda line: (_ORDERS[question.order](line), *_by_name(line)))
    pages = max(-(-len(found) // PAGE_SIZE), 1)
    page = min(max(question.page, 1), pages)
    return Desk(
        lines=tuple(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        found=tuple(found),
        by_stage=MappingProxyType(by_stage),
        page=page,
        pages=pages,
    )


def communes(lines: Iterable[SchoolLine]) -> Sequence[Place]:
    """Return the communes that have a school, by name; each code once."""
    by_code = {line.ward.code: line.ward for line in lines if line.ward.code}
    return sorted(by_code.values(), key=lambda place: (name_sort_key(place.name), place.code))


def why_no_reminder(line: SchoolLine, *, today: date) -> str:
    """Return the code of why a school is not reminded now; empty when it may be."""
    if not line.stage.is_late_at_the_end:
        return "desk.nothing_due"
    return "desk.reminded_today" if line.reminded_on == today else ""


def _is_within(line: SchoolLine, question: DeskQuestion) -> bool:
    if question.ward and line.ward.code != question.ward:
        return False
    words = question.words.casefold().strip()
    return not words or words in line.figure.name.casefold() or words in line.figure.code.casefold()


def _by_name(line: SchoolLine) -> tuple[str, str]:
    return name_sort_key(line.figure.name), line.figure.code


def _since(line: SchoolLine) -> int:
    return int(line.last_at.timestamp()) if line.last_at else 0


_ORDERS: Final[Mapping[Order, Callable[[SchoolLine], str | int]]] = MappingProxyType(
    {
        Order.NAME: lambda line: "",
        Order.COMMUNE: lambda line: name_sort_key(line.ward.name),
        Order.MISSING: lambda line: -line.missing,
        Order.RETURNED: lambda line: -line.returned,
        Order.LAST: _since,
    }
)
"""What needs a hand stands first: most missing, most returned, longest silent."""
