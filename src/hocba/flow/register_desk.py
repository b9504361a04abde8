"""
Which registers stand at an office now, without reading the nation's for every package.

The registers of the ministry and of all provinces are read once and kept, for they say which
school is whose; a school's is read when a package speaks of the school.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.register_chain import Candidate, ReadBook, trusted_book, with_schools
from hocba.flow.entry_bench import Bench
from hocba.flow.keep_register import read_register
from hocba.ports.outside import Outside

_FRESH: Final = timedelta(minutes=10)
"""A register's signature is looked at anew after this: what is known of certificates ages."""

_Name = tuple[Level, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upper:
    """
    The registers of ministry and provinces that stand.

    provinces: the province whose register names a school.
    """

    read: ReadBook
    provinces: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a desk remembers, all of one moment. candidates: None for what is no register."""

    candidates: Mapping[_Name, Candidate | None]
    read_at: datetime
    upper: Upper


class RegisterDesk:
    """
    One office's memory of the registers above schools; one a process, for any number of packages.

    What is stored is asked for every package: a register that another process has taken in
    counts from the next package on. Threads may share it: what is remembered is replaced whole.
    """

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self._held: _Held | None = None

    def upper(self) -> RegisterBook:
        """Return the registers of ministry and provinces that stand now."""
        return self._stands_above(()).read.book

    def of_schools(self, *schools: str) -> RegisterBook:
        """
        Return the registers that stand now and speak of these schools, upper offices' included.

        Costs what these schools cost, whatever the size of the nation.
        """
        upper = self.upper()
        own = self._kept_of(schools)
        return with_schools(upper, own, environment=self.outside.environment).book

    def bench(self, sender: str, sent: Iterable[Candidate]) -> Bench:
        """
        Put the registers of a package on top of those that are kept, and see which stand.

        sent: readable registers of the package, of any level.
        """
        offered = tuple(sent)
        above = [each for each in offered if each.register.level is not Level.SCHOOL]
        upper = self._stands_above(above)
        schools = tuple(each for each in offered if each.register.level is Level.SCHOOL)
        units = {sender, *(each.register.unit for each in schools)}
        bench = Bench(
            outside=self.outside,
            sender=sender,
            book=upper.read.book,
            refused=upper.read.refused,
            provinces=upper.provinces,
            upper=upper.read,
            schools=schools,
        )
        return self.knowing(bench, *sorted(units))

    def knowing(self, bench: Bench, *units: str) -> Bench:
        """Return the bench with the registers of these schools that are kept."""
        schools = (*bench.schools, *self._kept_of(units))
        environment = self.outside.environment
        read = with_schools(bench.upper.book, schools, environment=environment)
        return replace(
            bench,
            book=read.book,
            refused=(*bench.upper.refused, *read.refused),
            schools=schools,
            asked=bench.asked | frozenset(units),
        )

    def _kept_of(self, schools: Sequence[str]) -> tuple[Candidate, ...]:
        kept = [self.outside.registers.latest(Level.SCHOOL, unit) for unit in schools]
        return readable_registers(self.outside, [each.file for each in kept if each is not None])

    def _stands_above(self, more: Sequence[Candidate]) -> Upper:
        held = self._current()
        return self._with((*filter(None, held.candidates.values()), *more)) if more else held.upper

    def _current(self) -> _Held:
        now, held = self.outside.clock.now(), self._held
        if held is not None and not timedelta() <= now - held.read_at < _FRESH:
            held = None
        names = self.outside.registers.above_schools()
        known = {} if held is None else held.candidates
        if held is not None and set(names) == set(known):
            return held
        candidates = {n: known[n] if n in known else self._candidate(n) for n in names}
        fresh = _Held(
            candidates=MappingProxyType(candidates),
            read_at=now if held is None else held.read_at,
            upper=self._with(filter(None, candidates.values())),
        )
        self._held = fresh
        return fresh

    def _candidate(self, name: _Name) -> Candidate | None:
        level, unit, _ = name
        kept = self.outside.registers.latest(level, unit)
        files = () if kept is None else (kept.file,)
        return next(iter(readable_registers(self.outside, files)), None)

    def _with(self, candidates: Iterable[Candidate]) -> Upper:
        read = trusted_book(
            candidates,
            ministry=self.outside.ministry,
            environment=self.outside.environment,
        )
        provinces = _provinces(read.book, day_in_vietnam(self.outside.clock.now()))
        return Upper(read=read, provinces=MappingProxyType(provinces))


def _provinces(book: RegisterBook, today: date) -> dict[str, str]:
    """Return whose register names each school; after a merger, the one that names it now."""
    named = [
        (holding.holds_on(today), holding.unit, unit)
        for (level, unit), register in book.registers.items()
        if level is Level.PROVINCE
        for holding in register.holdings
    ]
    past = {school: unit for holds, school, unit in named if not holds}
    return past | {school: unit for holds, school, unit in named if holds}


def readable_registers(outside: Outside, files: Iterable[bytes]) -> tuple[Candidate, ...]:
    """Read those of the files that are registers; the others are told of when they are judged."""
    found = []
    for file in files:
        try:
            found.append(read_register(outside, file))
        except Refusal:
            continue
    return tuple(found)
