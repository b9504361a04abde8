"""The operator's command: whom it invites, whom it refuses, and what it leaves in the log."""

from dataclasses import replace

import pytest

from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.cli.account import asked, opened
from hocba.flow.invite_staff import accept
from hocba.flow.open_accounts import WishedAccount, open_by_command
from tests.door_world import a_door
from tests.school_world import SCHOOL, a_running_school, office_outside

pytestmark = pytest.mark.usefixtures("as_app")
PASSWORD = "ruộng bậc thang tháng chín"
ADMIN = WishedAccount(
    log_in="qt.moi", display_name="Nguyễn  Thị Hoa", role=Role.SCHOOL_ADMIN, school=SCHOOL
)
OFFICER = WishedAccount(log_in="cb.so", display_name="Lò Thị Phương", role=Role.PROVINCE_OFFICER)


@pytest.fixture
def school():
    return a_running_school(pupils=1)


@pytest.fixture
def province(school):
    return office_outside(school, Level.PROVINCE)


def refusal_of(outside, wished, **words):
    with pytest.raises(Refusal) as refused:
        open_by_command(outside, a_door(), wished, **words)
    return refused.value.code


def test_a_first_administrator_gets_in_with_the_code_and_is_told_of_in_the_log(school):
    code = open_by_command(school, a_door(), ADMIN)

    accept(school, a_door(), code=code, password=PASSWORD)

    (actor,) = school.accounts.actors_of("qt.moi")
    assert (actor.role, actor.school, actor.person) == (Role.SCHOOL_ADMIN, SCHOOL, "QT.MOI")
    assert a_door().credentials.display_name("qt.moi") == "Nguyễn Thị Hoa"
    assert [each.by for each in a_door().log.of_school(SCHOOL)] == ["qt.moi", "may-chu"]


def test_an_officer_belongs_to_no_school(province):
    code = open_by_command(province, a_door(), OFFICER)

    accept(province, a_door(), code=code, password=PASSWORD)

    (actor,) = province.accounts.actors_of("cb.so")
    assert (actor.role, actor.school) == (Role.PROVINCE_OFFICER, None)


def test_a_second_administrator_is_refused_unless_it_is_said(school):
    accept(school, a_door(), code=open_by_command(school, a_door(), ADMIN), password=PASSWORD)
    other = replace(ADMIN, log_in="qt.khac")

    assert refusal_of(school, other) == "account.stands_already"
    assert open_by_command(school, a_door(), other, again=True)
    # Nobody else loses the way in by it.
    assert a_door().credentials.is_open("qt.moi")


def test_beginning_anew_ends_the_old_way_in(school):
    accept(school, a_door(), code=open_by_command(school, a_door(), ADMIN), password=PASSWORD)

    assert refusal_of(school, ADMIN) == "account.stands_already"
    open_by_command(school, a_door(), ADMIN, again=True)

    assert not a_door().credentials.is_open("qt.moi")


@pytest.mark.parametrize(
    ("wished", "code"),
    [
        (replace(ADMIN, role=Role.PRINCIPAL), "account.not_by_command"),
        (replace(ADMIN, role=Role.PROVINCE_OFFICER), "account.not_by_command"),
        (replace(ADMIN, log_in="QT moi"), "account.log_in_unfit"),
        (replace(ADMIN, log_in="x\ny.z"), "account.log_in_unfit"),
        (replace(ADMIN, display_name=" "), "account.log_in_unfit"),
        (replace(ADMIN, school=None), "account.school_due"),
        (replace(ADMIN, school=SchoolCode("KHONG_CO")), "school.unknown"),
    ],
)
def test_refuses_whom_it_may_not_or_cannot_open(school, wished, code):
    assert refusal_of(school, wished) == code


def test_an_officer_with_a_school_is_refused(province):
    assert refusal_of(province, replace(OFFICER, school=SCHOOL)) == "account.school_due"


def test_the_command_prints_the_log_in_and_its_code(province):
    said = []
    words = ["open", "--office", "SO", "--role", "CAN_BO_SO", "--log-in", "cb.so", "--name"]

    code = opened(asked([*words, "Lò Thị Phương"]), province, a_door(), said.append)

    assert code == 0
    assert said[0].startswith("cb.so\t")


def test_no_one_who_signs_can_be_asked_for():
    with pytest.raises(SystemExit) as misused:
        asked(
            ["open", "--office", "TRUONG", "--role", "HIEU_TRUONG", "--log-in", "a", "--name", "b"]
        )

    assert misused.value.code == 64
