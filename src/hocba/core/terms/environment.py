"""`MoiTruong`: whether a document is real, training or test; it stands inside signed bytes."""

from enum import StrEnum


class Environment(StrEnum):
    """The world that a document belongs to. No repository takes one of another world."""

    REAL = "THAT"
    TRAINING = "TAP_HUAN"
    TEST = "THU_NGHIEM"
