"""Bad vectors, steps 4, 5 and 10: genuine signatures of people who had no business signing."""

from collections.abc import Iterator
from dataclasses import replace

from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.lab.vectors.case import Case, bad, unsure
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.contents import content
from hocba.lab.vectors.ours import signed_by, signers, without_policy
from hocba.lab.vectors.registers import FALSE_REGISTERS, OLD_REGISTERS, WITHOUT_REGISTERS


def unauthorised_cases(cast: Cast) -> Iterator[Case]:
    """Give the vectors."""
    yield from _not_theirs(cast)
    yield from _twice(cast)
    yield from _roles(cast)
    yield from _unproven(cast)
    file = signed_by(content("training", environment=Environment.TRAINING), signers(cast))
    note = "A training record where test records are due"
    yield bad("ban-tap-huan", file, note, "verify.other_environment")


def _not_theirs(cast: Cast) -> Iterator[Case]:
    not_held = "authority.role_not_held"
    lines = (
        ("gvcn-lop-khac", {"teacher": "teacher_other_class"}, "authority.other_class"),
        ("gvcn-da-thoi-phan-cong", {"teacher": "teacher_moved"}, "authority.not_on_that_day"),
        ("gvcn-khong-co-trong-so", {"teacher": "stranger"}, not_held),
        ("hieu-truong-truong-khac", {"principal": "principal_elsewhere"}, not_held),
        ("con-dau-truong-khac", {"seal": "seal_elsewhere"}, not_held),
        (
            "uy-quyen-khong-can-cu",
            {"principal": "deputy_without_basis"},
            "authority.delegation_without_basis",
        ),
    )
    for name, chosen, code in lines:
        file = signed_by(content(name), signers(cast, **chosen))
        yield bad(name, file, f"Signed by {', '.join(chosen.values())}".replace("_", " "), code)
    first, _, third = signers(cast)
    claims = signers(cast, principal="deputy")[1]
    someone = replace(claims, holder=cast["stranger"])
    file = signed_by(content("deputy without delegation"), (first, someone, third))
    note = "A deputy to whom nothing was delegated"
    yield bad("pho-khong-duoc-uy-quyen", file, note, not_held)


def _twice(cast: Cast) -> Iterator[Case]:
    code = "authority.same_signer_twice"
    file = signed_by(content("twice"), signers(cast, teacher="principal"))
    yield bad("mot-nguoi-hai-vai-tro", file, "One certificate in two roles", code)
    file = signed_by(content("two certificates"), signers(cast, teacher="principal_ec"))
    note = "One personal identifier in two roles, on two certificates"
    yield bad("mot-nguoi-hai-chung-thu", file, note, code)
    by = signers(cast, teacher="deputy_teaching", principal="deputy")
    file = signed_by(content("two entries"), by)
    note = "One person of the register in two roles, with two certificates"
    yield bad("mot-nguoi-hai-dong-so", file, note, code)


def _roles(cast: Cast) -> Iterator[Case]:
    first, second, third = signers(cast)
    wrong = replace(first, role=Role.SUBJECT_TEACHER)
    file = without_policy(content("role"), (wrong, second, third))
    note = "The teacher claims a role that the slot does not take"
    yield bad("vai-tro-khong-dung-cho", file, note, "sign.role_not_due")
    claimed = replace(second, role=Role.DEPUTY)
    file = signed_by(content("role of a deputy"), (first, claimed, third))
    note = "The principal claims to be a deputy"
    yield bad("hieu-truong-nhan-la-pho", file, note, "authority.role_not_held")


def _unproven(cast: Cast) -> Iterator[Case]:
    nothing = ("authority.no_school_register", "authority.no_province_register")
    file = signed_by(content("unproven"), signers(cast))
    note = "A good record, judged without any register"
    yield unsure("khong-co-so-phan-cong", file, note, *nothing, trust=WITHOUT_REGISTERS)
    note = "A good record, judged with a register by an office that the ministry never admitted"
    yield unsure("so-phan-cong-gia", file, note, *nothing, trust=FALSE_REGISTERS)
    note = "A good record, judged with a register older than the assignment"
    code = "authority.register_too_old"
    yield unsure("so-phan-cong-cu", file, note, code, trust=OLD_REGISTERS)
