"""What province and ministry have done before a new school begins; see `tests/june_world.py`."""

from datetime import date

from hocba.core.compose.content import School
from hocba.core.sign.register import Holding, Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.people import Place
from hocba.core.terms.roles import Role
from hocba.flow.keep_register import issue_office_register
from hocba.lab.demo.cast import officer
from hocba.lab.demo.office_steps import admit
from hocba.ports.keys import KeyRef


def new_school(offices, *, certificates):
    """Admit the province, and name the school, its principal and its seal."""
    ministry, province = offices.at(Level.MINISTRY), offices.at(Level.PROVINCE)
    ministry.accounts.save_keys({owner: KeyRef(owner) for owner in certificates})
    admit(ministry, province)
    code = province.office.code
    issue_office_register(
        ministry,
        actor=officer("can-bo-bo-1"),
        holdings=[_holding(Role.PROVINCE, code, code, certificates)],
    )
    (school,) = set(certificates) - {code, MINISTRY_CODE, *_people(certificates)}
    (head,) = (person for person in _people(certificates) if person.endswith("-HT"))
    issue_office_register(
        province,
        actor=officer("can-bo-so"),
        holdings=[
            _holding(Role.PRINCIPAL, school, head, certificates),
            _holding(Role.SEAL, school, school, certificates),
        ],
    )
    offices.at(Level.SCHOOL).book.save_school(
        School(
            code=SchoolCode(school),
            name="Trường Tiểu học Hoa Ban (dữ liệu mẫu)",
            kind="CONG_LAP",
            ward=Place(code="03127", name="Phường Điện Biên Phủ"),
            province=Place(code=code, name="Điện Biên"),
        )
    )


def _people(certificates):
    return {owner for owner in certificates if "-" in owner}


def _holding(role, unit, person, certificates):
    return Holding(
        role=role,
        unit=unit,
        person=person,
        person_name=person,
        certificate=certificates[person],
        from_on=date(2020, 8, 1),
        basis="Quyết định mẫu",
    )
