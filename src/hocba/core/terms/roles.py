"""Who may act: roles of persons and of offices."""

from enum import StrEnum


class Role(StrEnum):
    """A role that the assignment register or an account can give; values are published."""

    SUBJECT_TEACHER = "GVBM"
    HOMEROOM_TEACHER = "GVCN"
    PRINCIPAL = "HIEU_TRUONG"
    DEPUTY = "PHO_HIEU_TRUONG"
    CLERK = "VAN_THU"
    SEAL = "CON_DAU"
    """The school's own certificate; a clerk applies it."""
    SCHOOL_ADMIN = "QUAN_TRI_TRUONG"
    COMMUNE_OFFICER = "CAN_BO_XA"
    """Sees the schools of one commune, and reads no record."""
    PROVINCE_OFFICER = "CAN_BO_SO"
    PROVINCE = "SO_GDDT"
    """The department's own certificate for its packages and attestations."""
    MINISTRY_OFFICER = "CAN_BO_BO"
    MINISTRY = "BO_GDDT"
    """The ministry's own certificate for admissions and receipts."""
    INSPECTOR = "THANH_TRA"
    PUPIL_OR_PARENT = "HOC_SINH_PHU_HUYNH"
    RECEIVER = "NOI_DUOC_CHIA_SE"
    """Whom a family has shown a record."""
    VENDOR = "PHAN_MEM"
    OPERATOR = "VAN_HANH"
