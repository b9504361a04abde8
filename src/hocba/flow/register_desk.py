"""
Which registers stand at an office now, without reading the nation's for every package.

The registers of the ministry and of all provinces are read once and kept, for they say which
school is whose; a school's is read when a package speaks of the school.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.register_chain import Candidate, ReadBook, trusted_book, with_schools
from hocba.flow.judge_entry import Bench
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


class RegisterDesk:
    """
    One office's memory of the registers above schools; one a process, for any number of packages.

    What is stored is asked for every package: a register that another process has taken in
    counts from the next package on.
    """

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self._candidates: Mapping[_Name, Candidate | None] = MappingProxyType({})
        self._read_at: datetime | None = None
        self._upper: Upper | None = None

    def upper(self) -> RegisterBook:
        """Return the registers of ministry and provinces that stand now."""
        self._refresh()
        return self._standing().read.book

    def bench(self, sender: str, sent: Iterable[Candidate]) -> Bench:
        """
        Put the registers of a package on top of those that are kept, and see which stand.

        sent: readable registers of the package, of any level.
        """
        self._refresh()
        offered = tuple(sent)
        above = [each for each in offered if each.register.level is not Level.SCHOOL]
        upper = self._with(above) if above else self._standing()
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
        kept = [self.outside.registers.latest(Level.SCHOOL, unit) for unit in units]
        files = [each.file for each in kept if each is not None]
        schools = (*bench.schools, *readable_registers(self.outside, files))
        environment = self.outside.environment
        read = with_schools(bench.upper.book, schools, environment=environment)
        return replace(
            bench,
            book=read.book,
            refused=(*bench.upper.refused, *read.refused),
            schools=schools,
            asked=bench.asked | frozenset(units),
        )

    def _refresh(self) -> None:
        now = self.outside.clock.now()
        if self._read_at is None or not timedelta() <= now - self._read_at < _FRESH:
            self._candidates, self._read_at, self._upper = MappingProxyType({}), now, None
        names = self.outside.registers.above_schools()
        if set(names) == set(self._candidates):
            return
        self._candidates = MappingProxyType({name: self._candidate(name) for name in names})
        self._upper = None

    def _candidate(self, name: _Name) -> Candidate | None:
        if name in self._candidates:
            return self._candidates[name]
        level, unit, _ = name
        kept = self.outside.registers.latest(level, unit)
        files = () if kept is None else (kept.file,)
        return next(iter(readable_registers(self.outside, files)), None)

    def _standing(self) -> Upper:
        if self._upper is None:
            self._upper = self._with(())
        return self._upper

    def _with(self, more: Iterable[Candidate]) -> Upper:
        read = trusted_book(
            (*filter(None, self._candidates.values()), *more),
            ministry=self.outside.ministry,
            environment=self.outside.environment,
        )
        provinces = {
            holding.unit: unit
            for (level, unit), register in read.book.registers.items()
            if level is Level.PROVINCE
            for holding in register.holdings
        }
        return Upper(read=read, provinces=MappingProxyType(provinces))


def readable_registers(outside: Outside, files: Iterable[bytes]) -> tuple[Candidate, ...]:
    """Read those of the files that are registers; the others are told of when they are judged."""
    found = []
    for file in files:
        try:
            found.append(read_register(outside, file))
        except Refusal:
            continue
    return tuple(found)
