"""
What a record costs: prices as an office states them, times what it measures itself.

    signing    a year's price of a certificate x certificates that hold, over the records that were
               accepted of the schools that stated their signers
    storage    a year's price of a gigabyte x bytes stored, over all records kept; a year's keeping
    operation  what the office's operation costs a year, over the year's accepted records

Prices are data, each with its day and its source: the file `chi-phi.toml`. Where a price or a
quantity is missing the cost is unknown, and never zero. The three are not added up: they are
paid by different purses and counted over different records.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from hocba.core.terms.outcomes import Finding, Refusal

GIGABYTE: Final = 10**9


class Priced(StrEnum):
    """What a price is for."""

    CERTIFICATE = "CHUNG_THU"
    """One certificate, a year."""
    GIGABYTE = "LUU_TRU"
    """One gigabyte (10^9 bytes), a year, copies included."""
    OPERATION = "VAN_HANH"
    """All that the office pays for running, a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One price. amount: đồng a year. on: the day it is of; source: on what ground it stands."""

    what: Priced
    amount: int
    on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """
    What the office measured. accepted: records of the school year that count now.

    stated: of these, of schools that stated their signers; certificates: of those signers.
    kept: all records, versions and years included; stored: bytes of the archive.
    """

    accepted: int
    stated: int
    certificates: int
    kept: int
    stored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """
    One cost a record. quantity: what the price is multiplied by; records: what it is divided by.

    price: None where none is stated.
    """

    what: Priced
    price: Price | None
    quantity: Fraction
    records: int

    @property
    def each(self) -> Decimal | None:
        """Đồng a record, one decimal place, half up; None where it is not known."""
        if self.price is None or not self.records or not self.quantity:
            return None
        exact = self.price.amount * self.quantity / self.records
        return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
            Decimal("0.1"), ROUND_HALF_UP
        )


def cost(prices: Mapping[Priced, Price], measured: Measured) -> tuple[CostLine, ...]:
    """Return the three costs, known or not."""
    quantities = {
        Priced.CERTIFICATE: (Fraction(measured.certificates), measured.stated),
        Priced.GIGABYTE: (Fraction(measured.stored, GIGABYTE), measured.kept),
        Priced.OPERATION: (Fraction(1), measured.accepted),
    }
    return tuple(
        CostLine(what=what, price=prices.get(what), quantity=quantity, records=records)
        for what, (quantity, records) in quantities.items()
    )


def prices_of(written: str) -> Mapping[Priced, Price]:
    """
    Read a file's text: `[[price]]` tables with `what`, `amount`, `on`, `source`.

    Raises: Refusal "cost.file_unreadable"; "cost.file_wrong" with findings "cost.not_readable",
    "cost.priced_twice".
    """
    try:
        told = tomllib.loads(written)
    except tomllib.TOMLDecodeError as problem:
        raise Refusal("cost.file_unreadable", str(problem), value=str(problem)) from problem
    tables = told.get("price", [])
    found: dict[Priced, Price] = {}
    findings: list[Finding] = []
    for at, table in enumerate(tables if isinstance(tables, list) else [tables], start=1):
        try:
            price = _price(table)
        except (KeyError, ValueError, TypeError) as wrong:
            findings.append(_finding("cost.not_readable", f"price[{at}]", str(wrong)[:100]))
            continue
        if price.what in found:
            findings.append(_finding("cost.priced_twice", f"price[{at}]", price.what.value))
        found[price.what] = price
    findings += [_finding("cost.not_readable", name, "?") for name in sorted(set(told) - {"price"})]
    if findings:
        raise Refusal("cost.file_wrong", findings=tuple(findings), count=str(len(findings)))
    return found


def _price(table: Any) -> Price:
    amount, on, source = table["amount"], table["on"], table["source"]
    if type(amount) is not int or amount <= 0:
        raise ValueError(f"amount = {amount!r}")
    # A moment is a date to Python and none to a calendar of days.
    if type(on) is not date:
        raise ValueError(f"on = {on!r}")
    if not isinstance(source, str) or not source.strip():
        raise ValueError(f"source = {source!r}")
    return Price(what=Priced(table["what"]), amount=amount, on=on, source=source.strip())


def _finding(code: str, place: str, value: str) -> Finding:
    return Finding(code=code, where=place, details={"place": place, "value": value})
