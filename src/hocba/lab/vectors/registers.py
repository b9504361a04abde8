"""The registers of the vectors' world, signed, and the trust directories that hold them."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from hocba.adapters.keys.holder import Holder
from hocba.core.sign.register import Holding, Level, Register, written_register
from hocba.core.sign.statement import StatementKind, drafted, statement_bytes
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM
from hocba.lab.pki.laboratory import Laboratory
from hocba.lab.vectors.cast import OTHER_SCHOOL, SCHOOL, Cast
from hocba.lab.vectors.keys import algorithm_for, value_of

_SINCE: Final = date(2025, 8, 15)
_MOVED_ON: Final = date(2026, 3, 31)
_ISSUED_AT: Final = datetime(2026, 6, 8, 10, 0, tzinfo=VIETNAM)
_YEAR: Final = SchoolYear(2025)
_CLASSES: Final = ("1A", "2A", "3A", "4A", "5A")
TRUST: Final = "trust"
WITHOUT_REGISTERS: Final = "trust-khong-so"
FALSE_REGISTERS: Final = "trust-so-gia"
OLD_REGISTERS: Final = "trust-so-cu"


def write_trusts(cast: Cast, to: Path, *, only: str = "") -> None:
    """Write every trust directory that the vectors are judged with, or one of that name."""
    ministry = _register(Level.MINISTRY, "BO", [_office(cast, "province", "11", Role.PROVINCE)])
    above = {
        "bo.xml": _signed(ministry, cast["ministry"], Role.MINISTRY),
        "so-11.xml": _signed(_province(cast), cast["province"], Role.PROVINCE),
    }
    school = _signed(_school(cast), cast["principal"], Role.PRINCIPAL)
    old = _signed(_school(cast, only="teacher_public"), cast["principal"], Role.PRINCIPAL, _BEFORE)
    # Signed by an office that the ministry never admitted.
    false = _signed(_province(cast), cast["province_false"], Role.PROVINCE)
    held = {
        TRUST: {**above, f"{SCHOOL}.xml": school},
        WITHOUT_REGISTERS: {},
        FALSE_REGISTERS: {"bo.xml": above["bo.xml"], "so-11.xml": false},
        OLD_REGISTERS: {**above, f"{SCHOOL}.xml": old},
    }
    for name, registers in held.items():
        if only not in ("", name):
            continue
        write_trust(cast.lab, to / name, registers, ministry=cast["ministry"])


_BEFORE: Final = datetime(2025, 9, 5, 9, 0, tzinfo=VIETNAM)


def write_trust(
    lab: Laboratory, directory: Path, registers: Mapping[str, bytes], *, ministry: Holder
) -> None:
    """Write one trust directory. registers: by the names of their files."""
    lab.write_trust(directory)
    folder = directory / "registers"
    folder.mkdir(exist_ok=True)
    for stale in folder.glob("*.xml"):
        stale.unlink()
    for name, file in registers.items():
        (folder / name).write_bytes(file)
    pins = {"ministry": [fingerprint(ministry)]}
    (directory / "authority.json").write_text(json.dumps(pins, indent=2) + "\n", "utf-8")


def fingerprint(holder: Holder) -> str:
    """Return the name by which registers know a certificate."""
    return sha256(holder.certificate).hexdigest()


def _register(level: Level, unit: str, holdings: Iterable[Holding]) -> Register:
    return Register(
        level=level,
        unit=unit,
        number=2,
        environment=Environment.TEST,
        issued_at=_ISSUED_AT,
        holdings=tuple(holdings),
    )


def _signed(register: Register, holder: Holder, role: Role, at: datetime = _ISSUED_AT) -> bytes:
    dated = Register(
        level=register.level,
        unit=register.unit,
        number=register.number,
        environment=register.environment,
        issued_at=at,
        holdings=register.holdings,
    )
    algorithm = algorithm_for(holder)
    draft = drafted(
        StatementKind.REGISTER,
        *written_register(dated),
        role=role,
        certificate=holder.certificate,
        at=at + timedelta(minutes=5),
        algorithm=algorithm,
    )
    return statement_bytes(draft, value_of(holder, algorithm, draft.unsigned.signed_info))


def _office(cast: Cast, name: str, unit: str, role: Role) -> Holding:
    return _holding(cast[name], name.upper(), unit, role)


def _holding(
    holder: Holder,
    person: str,
    unit: str,
    role: Role,
    *,
    class_name: str = "",
    to_on: date | None = None,
    basis: str = "",
) -> Holding:
    return Holding(
        role=role,
        unit=unit,
        person=person,
        person_name=f"{person} (dữ liệu mẫu)",
        certificate=fingerprint(holder),
        from_on=_SINCE,
        to_on=to_on,
        school_year=_YEAR if class_name else None,
        class_name=class_name,
        basis=basis,
    )


def _province(cast: Cast) -> Register:
    holdings = [
        _office(cast, "principal", SCHOOL, Role.PRINCIPAL),
        _office(cast, "principal_ec", SCHOOL, Role.PRINCIPAL),
        _office(cast, "seal", SCHOOL, Role.SEAL),
        _office(cast, "seal_ec", SCHOOL, Role.SEAL),
        # Named as a seal by mistake: the certificate is still a person's.
        _holding(cast["stranger"], "SEAL_OF_A_PERSON", SCHOOL, Role.SEAL),
        _office(cast, "principal_elsewhere", OTHER_SCHOOL, Role.PRINCIPAL),
        _office(cast, "seal_elsewhere", OTHER_SCHOOL, Role.SEAL),
    ]
    return _register(Level.PROVINCE, "11", holdings)


def _school(cast: Cast, *, only: str = "") -> Register:
    if only:
        return _register(Level.SCHOOL, SCHOOL, [_of_class(cast[only], only, "3A")])
    teachers = [_of_class(cast["teacher"], "GV01", name) for name in _CLASSES]
    others = ("teacher_ec", "teacher_public", "teacher_ended_since", "teacher_revoked_since")
    teachers += [_of_class(cast[name], name.upper(), "3A") for name in others]
    # The deputy teaches too, with a certificate of his own for that.
    teachers += [_of_class(cast["deputy_teaching"], "PHT01", "3A")]
    # The principal also teaches: what must stop him from signing twice is not the register.
    teachers += [_of_class(cast[n], f"{n}_GV", "3A") for n in ("principal", "principal_ec")]
    teachers += [_of_class(cast["seal"], "SEAL", "3A")]
    teachers += [_of_class(cast["teacher_other_class"], "GV02", "3C")]
    teachers += [_of_class(h, f"SAI_{name.upper()}", "3A") for name, h in cast.wrong.items()]
    moved = _holding(
        cast["teacher_moved"],
        "GV03",
        SCHOOL,
        Role.HOMEROOM_TEACHER,
        class_name="3A",
        to_on=_MOVED_ON,
    )
    basis = "Giấy ủy quyền số 05/GUQ-THHB ngày 02/06/2026"
    deputies = [
        _holding(cast["deputy"], "PHT01", SCHOOL, Role.DEPUTY, basis=basis),
        _holding(cast["deputy_without_basis"], "PHT02", SCHOOL, Role.DEPUTY),
    ]
    return _register(Level.SCHOOL, SCHOOL, [*teachers, moved, *deputies])


def _of_class(holder: Holder, person: str, class_name: str) -> Holding:
    return _holding(holder, person, SCHOOL, Role.HOMEROOM_TEACHER, class_name=class_name)
