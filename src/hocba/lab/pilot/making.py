"""Make the schools' packages, in one process or in several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from hocba.adapters.keys.holder import Holder
from hocba.core.sign.register import Holding
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.provinces import Atlas
from hocba.lab.nation.cast import MINISTRY_NAME, KeyPool, make_key, province_office
from hocba.lab.nation.folder import write_whole
from hocba.lab.nation.ledger import holdings_of
from hocba.lab.nation.package import declaration_of_school, packed_school
from hocba.lab.nation.plan import PlannedSchool
from hocba.lab.nation.school import issued_school
from hocba.lab.nation.workers import Workers
from hocba.lab.people.places import provinces
from hocba.lab.pilot.calendar import PILOT
from hocba.lab.pilot.signers import stated_signers
from hocba.lab.pki.laboratory import Laboratory

POOL = KeyPool(teachers=24, heads=8)
"""Key pairs repeat as in `hocba lab nation`; every signer has a certificate of his own."""


@dataclass(frozen=True)
class Shop:
    """What every task needs to know. keys: the laboratory's folder; out: for packages."""

    keys: Path
    out: Path
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPackage:
    """What a school has sealed. file: its package."""

    province: str
    file: Path
    records: int
    holdings: tuple[Holding, ...]


def laboratory_of(keys: Path) -> Laboratory:
    """Return the authorities of the pilot."""
    return Laboratory.build(keys, PILOT.certified_at)


def office_holder(laboratory: Laboratory, code: str) -> Holder:
    """Return the certificate and key of a province of the old map, or of the ministry."""
    if code == MINISTRY_CODE:
        return laboratory.issue_organisation(name=MINISTRY_NAME, role="ministry")
    name = province_office(provinces(Atlas.BEFORE)[code])
    return laboratory.issue_organisation(name=name, role="province")


def make_keys(shop: Shop, offices: Sequence[str], workers: Workers) -> Iterator[None]:
    """Make every key of offices and of the pool; those that lie there already are kept."""
    # The authorities' first, by this process alone: two at once would disagree.
    laboratory_of(shop.keys)
    yield from workers.each(partial(_make_key, shop), [*offices, *POOL.labels()])


def make_packages(
    shop: Shop, schools: Sequence[PlannedSchool], workers: Workers
) -> Iterator[SchoolPackage]:
    """Make every school's package, in any order."""
    yield from workers.each(partial(_make_package, shop), schools)


@cache
def _laboratory(keys: Path) -> Laboratory:
    """One for each process: a key that was used once need not be read again."""
    return laboratory_of(keys)


def _make_key(shop: Shop, wanted: str | tuple[str, int]) -> None:
    laboratory = _laboratory(shop.keys)
    if isinstance(wanted, str):
        office_holder(laboratory, wanted)
    else:
        make_key(laboratory, *wanted)


def _make_package(shop: Shop, planned: PlannedSchool) -> SchoolPackage:
    issued = issued_school(_laboratory(shop.keys), POOL, planned, seed=shop.seed)
    declaration = declaration_of_school(issued)
    package = packed_school(
        issued, declaration, seed=shop.seed, signers=stated_signers(issued, declaration.head)
    )
    province = planned.plan.province
    file = shop.out / "packages" / province / f"{planned.code}.zip"
    write_whole(file, package)
    return SchoolPackage(
        province=province,
        file=file,
        records=len(issued.records),
        holdings=holdings_of(issued),
    )
