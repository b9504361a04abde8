"""Why records go back to draft: a code for counting, and words that stay in the history."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean

NOTE_LIMIT: Final = 300
"""Characters of a note."""


class ReturnReason(StrEnum):
    """Why a record goes back before it is issued. The list is Hocba's."""

    WRONG_RESULT = "SAI_KET_QUA"
    WRONG_COMMENT = "NHAN_XET_CHUA_DAT"
    WRONG_PERSONAL_FACT = "SAI_THONG_TIN_CA_NHAN"
    WRONG_CLASS = "SAI_LOP"
    OTHER = "KHAC"


_WORDS: Final[Mapping[ReturnReason, str]] = MappingProxyType(
    {
        ReturnReason.WRONG_RESULT: "Kết quả học tập chưa đúng",
        ReturnReason.WRONG_COMMENT: "Nhận xét chưa đạt",
        ReturnReason.WRONG_PERSONAL_FACT: "Thông tin cá nhân chưa đúng",
        ReturnReason.WRONG_CLASS: "Xếp lớp chưa đúng",
        ReturnReason.OTHER: "Lý do khác",
    }
)


def written_reason(reason: ReturnReason, note: str) -> str:
    """
    Return a reason as the history and later changes of the record keep it, in Vietnamese.

    Raises: Refusal "school.note_due" when OTHER comes without a note.
    """
    said = clean(note)[:NOTE_LIMIT]
    if reason is ReturnReason.OTHER and not said:
        raise Refusal("school.note_due", "a note is due")
    return f"{_WORDS[reason]}: {said}" if said else _WORDS[reason]
