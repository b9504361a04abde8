"""Who may do what at a school besides the acts on a record: lists, results, registers."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role


class Duty(StrEnum):
    """What is done for a school, a class or an office, before or beside any record."""

    IMPORT_PUPILS = "NHAP_HOC_SINH"
    IMPORT_STAFF = "NHAP_NHAN_SU"
    KEEP_ROSTER = "GHI_DANH_SACH"
    KEEP_STAFF = "GHI_PHAN_CONG"
    KEEP_MEANS = "GHI_CHU_KY_SO"
    IMPORT_RESULTS = "NHAP_KET_QUA"
    NOTE_EXCEPTION = "GHI_TRUONG_HOP_NGOAI_LE"
    DECIDE_PROMOTION = "QUYET_DINH_LEN_LOP"
    ASK_REOPENING = "XIN_MO_LAI"
    ASK_CORRECTION = "DE_NGHI_DINH_CHINH"
    DECIDE_CORRECTION = "DUYET_DINH_CHINH"
    DECIDE_FOR_PROVINCE = "SO_DUYET_DINH_CHINH"
    RELEASE_PUPIL = "CHO_CHUYEN_TRUONG"
    RECEIVE_PUPIL = "TIEP_NHAN_CHUYEN_TRUONG"
    GIVE_FAMILY_CODE = "TRAO_MA_GIA_DINH"
    ASK_STAMPS = "XIN_DAU_THOI_GIAN"
    ANSWER_FAMILY = "TRA_LOI_GIA_DINH"
    ISSUE_EXTRACT = "CAP_TRICH_LUC"
    ISSUE_COPY = "CAP_BAN_SAO"
    PRINT_CLASS = "IN_CA_LOP"
    ISSUE_REGISTER = "LAP_SO_PHAN_CONG"
    DELEGATE = "UY_QUYEN"
    SET_RULES = "DAT_QUY_TAC"
    MANAGE_ACCOUNTS = "QUAN_LY_TAI_KHOAN"
    KEEP_SYSTEMS = "QUAN_LY_PHAN_MEM"
    ISSUE_PROVINCE_REGISTER = "LAP_SO_CUA_SO"
    ISSUE_MINISTRY_REGISTER = "LAP_SO_CUA_BO"


_OFFICE: Final = frozenset({Role.CLERK, Role.SCHOOL_ADMIN})

DUTIES: Final[Mapping[Duty, frozenset[Role]]] = MappingProxyType(
    {
        Duty.IMPORT_PUPILS: _OFFICE | {Role.VENDOR},
        Duty.IMPORT_STAFF: _OFFICE | {Role.VENDOR},
        Duty.KEEP_ROSTER: _OFFICE,
        Duty.KEEP_STAFF: _OFFICE | {Role.PRINCIPAL},
        Duty.KEEP_MEANS: _OFFICE | {Role.PRINCIPAL},
        Duty.IMPORT_RESULTS: frozenset({Role.HOMEROOM_TEACHER, Role.SCHOOL_ADMIN, Role.VENDOR}),
        Duty.NOTE_EXCEPTION: _OFFICE | {Role.HOMEROOM_TEACHER, Role.PRINCIPAL},
        Duty.DECIDE_PROMOTION: frozenset({Role.PRINCIPAL}),
        Duty.ASK_REOPENING: frozenset({Role.HOMEROOM_TEACHER}),
        Duty.ASK_CORRECTION: _OFFICE | {Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.DEPUTY},
        Duty.DECIDE_CORRECTION: frozenset({Role.PRINCIPAL}),
        Duty.DECIDE_FOR_PROVINCE: frozenset({Role.PROVINCE_OFFICER}),
        Duty.RELEASE_PUPIL: frozenset({Role.PRINCIPAL}),
        Duty.RECEIVE_PUPIL: frozenset({Role.PRINCIPAL}),
        Duty.GIVE_FAMILY_CODE: _OFFICE | {Role.HOMEROOM_TEACHER, Role.PRINCIPAL},
        Duty.ASK_STAMPS: _OFFICE | {Role.PRINCIPAL},
        Duty.ANSWER_FAMILY: _OFFICE | {Role.PRINCIPAL},
        Duty.ISSUE_EXTRACT: frozenset({Role.CLERK, Role.PRINCIPAL}),
        Duty.ISSUE_COPY: frozenset({Role.CLERK, Role.PRINCIPAL}),
        Duty.PRINT_CLASS: _OFFICE | {Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.DEPUTY},
        Duty.ISSUE_REGISTER: frozenset({Role.PRINCIPAL}),
        Duty.DELEGATE: frozenset({Role.PRINCIPAL}),
        Duty.SET_RULES: frozenset({Role.PRINCIPAL, Role.SCHOOL_ADMIN}),
        Duty.MANAGE_ACCOUNTS: frozenset({Role.SCHOOL_ADMIN}),
        Duty.KEEP_SYSTEMS: frozenset({Role.PRINCIPAL, Role.SCHOOL_ADMIN}),
        Duty.ISSUE_PROVINCE_REGISTER: frozenset({Role.PROVINCE_OFFICER}),
        Duty.ISSUE_MINISTRY_REGISTER: frozenset({Role.MINISTRY_OFFICER}),
    }
)
"""Source: Hocba's policy. The administrator keeps data and never signs."""


def why_not_now(
    duty: Duty,
    *,
    actor: Actor,
    school: SchoolCode | None = None,
    school_year: SchoolYear | None = None,
    class_name: str = "",
) -> Refusal | None:
    """
    Return the reason why `actor` may not do `duty` there, or None when they may.

    class_name: empty for what concerns the whole school, which no class teacher may do.
    """
    if actor.role not in DUTIES[duty]:
        return Refusal("permit.not_your_role", act=duty.value, role=actor.role.value)
    if actor.school is not None and actor.school != school:
        return Refusal("permit.other_school", school=school or "")
    in_one_class = actor.role is Role.HOMEROOM_TEACHER
    if in_one_class and (actor.school_year, actor.class_name) != (school_year, class_name):
        return Refusal("permit.other_class", class_name=class_name)
    return None
