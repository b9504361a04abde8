"""The signed registers of assignments that an office holds, its own and others'."""

from dataclasses import dataclass
from typing import Protocol

from hocba.core.sign.register import Level, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRegister:
    """One signed register's file and which one it is."""

    level: Level
    unit: str
    number: int
    file: bytes


class Registers(Protocol):
    """Append-only: a register is replaced by one with a higher number, never changed."""

    def save(self, file: bytes, register: Register) -> None:
        """
        Keep a register's file. The same bytes again change nothing.

        register: what the file says, already read.
        Raises: Refusal "registers.number_taken" when other bytes hold that number.
        """
        ...

    def files(self) -> tuple[bytes, ...]:
        """Return the latest register of every office, upper offices first."""
        ...

    def above_schools(self) -> tuple[tuple[Level, str, int], ...]:
        """Name the latest register of the ministry and of every province: level, unit, number."""
        ...

    def latest(self, level: Level, unit: str) -> KeptRegister | None:
        """Return an office's latest register, None when it has issued none."""
        ...

    def kept(self, level: Level, unit: str) -> tuple[KeptRegister, ...]:
        """Return every register of an office, oldest first."""
        ...
