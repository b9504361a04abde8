"""A value that is not there, and why: never an empty string."""

from enum import StrEnum


class Missing(StrEnum):
    """Why a value is missing; the attribute `Thieu` of an empty element."""

    UNKNOWN = "CHUA_BIET"
    NOT_APPLICABLE = "KHONG_AP_DUNG"
    WITHHELD_BY_LAW = "KHONG_CUNG_CAP_THEO_LUAT"
    NOT_ASSESSED = "KHONG_DANH_GIA"
