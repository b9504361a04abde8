"""
The sender's signed word on how it tried to hand a package over.

Its instants are the sender's own. That the package is no younger than it says is shown by the
log's head that stands in it: a head that was published, and that witnesses have seen, before.
Source: spec/format.md §7.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.canonical import element
from hocba.core.compose.wire import instant
from hocba.core.submit.message import MessageId
from hocba.core.terms.environment import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryWord:
    """
    The content of a `LanGui`.

    package_digest: SHA-256, 32 bytes. log_size, log_root: the sender's own log. attempts: the
    instant and its outcome, oldest first; an empty outcome is a receipt that came.
    """

    sender: str
    receiver: str
    environment: Environment
    at: datetime
    message_id: MessageId
    made_at: datetime
    count: int
    size: int
    package_digest: bytes
    log_size: int
    log_root: bytes
    attempts: Sequence[tuple[datetime, str]]


def written_word(word: DeliveryWord) -> tuple[str, ...]:
    """Write it as the children of a statement's `NoiDung`."""
    head = element(
        "TTChung",
        element("MNGui", word.sender),
        element("MNNhan", word.receiver),
        element("MoiTruong", word.environment.value),
        element("LapLuc", instant(word.at)),
    )
    package = element(
        "GoiNop",
        MTDiep=word.message_id,
        LapLuc=instant(word.made_at),
        SLuong=str(word.count),
        KichThuoc=str(word.size),
        SHA256=word.package_digest.hex(),
    )
    log = element("NhatKy", b64encode(word.log_root).decode(), KichThuoc=str(word.log_size))
    attempts = [element("Lan", Luc=instant(at), KetQua=outcome) for at, outcome in word.attempts]
    return head, package, log, element("DSLan", *attempts)
