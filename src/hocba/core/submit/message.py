"""
What every message between offices says of itself: `TTChung` of packages and receipts.

The element names follow the pattern of Vietnam's e-invoice messages, which every vendor
knows. The ministry's own message format is not public: this one is Hocba's, and a connector
maps it. Source: spec/format.md §11.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final, NewType

from hocba.core.compose.canonical import element, text
from hocba.core.compose.read import Node, local_name
from hocba.core.compose.wire import instant
from hocba.core.terms.environment import Environment

MESSAGE_VERSION: Final = "1.0"

MINISTRY_CODE: Final = "BO"
"""The ministry's code as sender and receiver; provinces and schools have their own."""

MessageId = NewType("MessageId", str)
"""`MTDiep`: the sender's code and 32 hex digits in capitals; never used twice by a sender."""


class MessageType(StrEnum):
    """`MLTDiep`: what kind of message it is."""

    PACKAGE = "200"
    RECEIPT = "202"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """
    `TTChung` of a message.

    sender, receiver: codes of offices. answers: the message that this one refers to. count:
    entries in the body. at: aware, to the second.
    """

    message_type: MessageType
    message_id: MessageId
    sender: str
    receiver: str
    environment: Environment
    at: datetime
    count: int
    answers: MessageId | None = None


def message_id(sender: str, entropy: bytes) -> MessageId:
    """Make a message id from 16 random bytes."""
    return MessageId(sender + entropy[:16].hex().upper())


def answer_id(sender: str, package_digest: bytes) -> MessageId:
    """Make the id of the answer to a package: the same bytes always get the same answer."""
    seed = sha256(b"hocba:bien-nhan:1:" + package_digest).digest()
    return message_id(sender, seed)


def written_head(head: Head, *, version: str = MESSAGE_VERSION) -> str:
    """Write `TTChung`. version: of the message's format."""
    return element(
        "TTChung",
        element("PBan", version),
        element("MNGui", text(head.sender)),
        element("MNNhan", text(head.receiver)),
        element("MLTDiep", head.message_type.value),
        element("MTDiep", head.message_id),
        *([element("MTDTChieu", head.answers)] if head.answers else []),
        element("SLuong", str(head.count)),
        element("MoiTruong", head.environment.value),
        element("LapLuc", instant(head.at)),
    )


def head_of(node: Node) -> Head:
    """Read `TTChung`. Raises: ValueError, KeyError where a value cannot be read."""
    parts = dict(_texts(node))
    answers = parts.get("MTDTChieu")
    return Head(
        message_type=MessageType(parts["MLTDiep"]),
        message_id=MessageId(parts["MTDiep"]),
        sender=parts["MNGui"],
        receiver=parts["MNNhan"],
        environment=Environment(parts["MoiTruong"]),
        at=datetime.fromisoformat(parts["LapLuc"]),
        count=int(parts["SLuong"]),
        answers=MessageId(answers) if answers else None,
    )


def _texts(node: Node) -> Iterator[tuple[str, str]]:
    for child in node:
        yield local_name(child), child.text or ""
