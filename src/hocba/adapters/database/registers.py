"""Signed registers in PostgreSQL, never changed once they are there."""

from collections.abc import Iterable

from django.db.models import Max

from hocba.adapters.database.models.registers import RegisterModel
from hocba.adapters.database.practice_scope import practised
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.sign.register import Level, Register
from hocba.core.terms.outcomes import Refusal
from hocba.ports.registers import KeptRegister

_FROM_THE_TOP = {level.value: place for place, level in enumerate(Level)}


class DatabaseRegisters:
    """
    Implements `Registers`.

    tenant: the one school whose register it may write, or `EVERY_SCHOOL` of the office.
    """

    def __init__(self, tenant: str = EVERY_SCHOOL) -> None:
        self._tenant = tenant

    def save(self, file: bytes, register: Register) -> None:
        """Keep a register's file; see the port."""
        level, unit, number = register.level.value, register.unit, register.number
        with within(self._tenant):
            RegisterModel.objects.bulk_create(
                [
                    RegisterModel(
                        level=level,
                        unit=unit,
                        number=number,
                        # In practice the offices above belong to the one school, too.
                        school=unit if register.level is Level.SCHOOL else practised(),
                        file=file,
                    )
                ],
                ignore_conflicts=True,
            )
            # Read back: the same bytes are a repetition, others are a clash.
            kept = RegisterModel.objects.get(level=level, unit=unit, number=number)
            if bytes(kept.file) != file:
                raise Refusal("registers.number_taken", unit=unit, number=str(number))

    def files(self) -> tuple[bytes, ...]:
        """Return the latest register of every office; see the port."""
        with within(self._tenant):
            rows = RegisterModel.objects.order_by("level", "unit", "-number")
            latest = list(rows.distinct("level", "unit"))
        latest.sort(key=lambda row: (_FROM_THE_TOP[row.level], row.unit))
        return tuple(bytes(row.file) for row in latest)

    def above_schools(self) -> tuple[tuple[Level, str, int], ...]:
        """Name the latest registers of offices above schools; see the port."""
        with within(self._tenant):
            rows = RegisterModel.objects.exclude(level=Level.SCHOOL.value).order_by()
            latest = list(rows.values_list("level", "unit").annotate(Max("number")))
        named = [(Level(level), unit, number) for level, unit, number in latest]
        return tuple(sorted(named, key=lambda name: (_FROM_THE_TOP[name[0].value], name[1])))

    def latest(self, level: Level, unit: str) -> KeptRegister | None:
        """Return an office's latest register; see the port."""
        with within(self._tenant):
            rows = RegisterModel.objects.filter(level=level.value, unit=unit)
            return next(iter(_kept(rows.order_by("-number")[:1])), None)

    def kept(self, level: Level, unit: str) -> tuple[KeptRegister, ...]:
        """Return every register of an office; see the port."""
        with within(self._tenant):
            rows = RegisterModel.objects.filter(level=level.value, unit=unit)
            return _kept(rows.order_by("number"))


def _kept(rows: Iterable[RegisterModel]) -> tuple[KeptRegister, ...]:
    return tuple(
        KeptRegister(level=Level(row.level), unit=row.unit, number=row.number, file=bytes(row.file))
        for row in rows
    )
