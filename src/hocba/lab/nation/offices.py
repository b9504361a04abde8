"""The ministry and the provinces of the nation: trust, and the registers they sign."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from hocba.adapters.pki.authority_folder import PINS_NAME
from hocba.core.sign.register import Holding, Level, Register, written_register
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Place
from hocba.core.terms.roles import Role
from hocba.lab.nation.calendar import CERTIFIED_AT, LISTS_GOOD_UNTIL
from hocba.lab.nation.cast import fingerprint, office_holder, province_office
from hocba.lab.nation.folder import REGISTER_OF_MINISTRY, NationFolder
from hocba.lab.nation.signing import Signer, signed_statement
from hocba.lab.pki.laboratory import Laboratory

_MINISTRY_ISSUES_AT: Final = CERTIFIED_AT + timedelta(days=2)
_PROVINCE_ISSUES_AT: Final = CERTIFIED_AT + timedelta(days=8)


def write_trust(folder: NationFolder, laboratory: Laboratory) -> None:
    """Write anchors, revocation lists and the pinned ministry."""
    laboratory.write_trust(folder.trust, until=LISTS_GOOD_UNTIL)
    pins = {"ministry": [fingerprint(office_holder(laboratory, MINISTRY_CODE))]}
    (folder.trust / PINS_NAME).write_text(json.dumps(pins, indent=2) + "\n", "utf-8")


def write_ministry_register(
    folder: NationFolder, laboratory: Laboratory, provinces: Iterable[Place]
) -> None:
    """Attest the certificates of the provinces."""
    holdings = tuple(
        Holding(
            role=Role.PROVINCE,
            unit=province.code,
            person=province.code,
            person_name=province_office(province),
            certificate=fingerprint(office_holder(laboratory, province.code)),
            from_on=CERTIFIED_AT.date(),
            basis="Phê duyệt chứng thư số báo cáo học bạ số (dữ liệu mẫu)",
        )
        for province in provinces
    )
    register = Register(
        level=Level.MINISTRY,
        unit=MINISTRY_CODE,
        number=1,
        environment=Environment.TEST,
        issued_at=_MINISTRY_ISSUES_AT,
        holdings=holdings,
    )
    _write(folder, laboratory, register, REGISTER_OF_MINISTRY, role=Role.MINISTRY)


def write_province_register(
    folder: NationFolder, laboratory: Laboratory, code: str, holdings: Iterable[Holding]
) -> tuple[Register, bytes]:
    """Attest the principals and seals of a province's schools; return the register, its file."""
    register = Register(
        level=Level.PROVINCE,
        unit=code,
        number=1,
        environment=Environment.TEST,
        issued_at=_PROVINCE_ISSUES_AT,
        holdings=tuple(holdings),
    )
    return register, _write(folder, laboratory, register, f"{code}.xml", role=Role.PROVINCE)


def _write(
    folder: NationFolder, laboratory: Laboratory, register: Register, name: str, *, role: Role
) -> bytes:
    by = Signer(holder=office_holder(laboratory, register.unit), role=role, at=register.issued_at)
    file = signed_statement(StatementKind.REGISTER, *written_register(register), by=by)
    folder.registers.mkdir(exist_ok=True)
    (folder.registers / name).write_bytes(file)
    return file
