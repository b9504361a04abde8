"""Hand a package in: look at its manifest, keep its bytes, and put it into the queue."""

from datetime import datetime
from typing import BinaryIO

from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Refusal
from hocba.flow.open_package import LooseContainer, digest_of, loosened, require_trusted
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.settle_package import answered
from hocba.ports.intake import HandedIn, IntakeShelf, IntakeState
from hocba.ports.outside import Outside


def hand_in(desk: RegisterDesk, file: BinaryIO) -> HandedIn:
    """
    Put a package into its office's queue; the same bytes again are the same package.

    Only who is entitled to report here gets into the queue; entries are not looked at yet.
    Raises: Refusal "intake.full"; "package.*" when the package as a whole is refused: that
    leaves its trace in the queue. Fault "intake.not_stored": to be handed in again.
    """
    outside = desk.outside
    shelf, now = shelf_of(outside), outside.clock.now()
    digest, size = digest_of(file)
    known = shelf.queue.find(digest)
    if known is not None:
        return known
    nobody = _handed(digest, size, now)
    try:
        package = loosened(outside, file, (digest, size))
    except Refusal as refusal:
        _refused(shelf, nobody, refusal, now)
        raise
    arrived = _arrived(package, now)
    try:
        if answered(outside, package) is None:
            require_trusted(outside, package, desk.upper())
    except Refusal as refusal:
        _refused(shelf, arrived, refusal, now)
        raise
    shelf.queue.require_room(arrived.sender, size, shelf.room, now=now)
    shelf.spool.store(file, digest)
    # A crash here leaves bytes that no queue names: handed in again they are found, else swept.
    # The other order could leave a package in the queue whose bytes are lost.
    return shelf.queue.put(arrived, shelf.room)


def shelf_of(outside: Outside) -> IntakeShelf:
    """
    Return where packages wait at an office.

    Raises: Refusal "intake.none_here" for an office that takes none, a school's.
    """
    if outside.intake is None:
        raise Refusal("intake.none_here", office=outside.office.code)
    return outside.intake


def _refused(shelf: IntakeShelf, package: HandedIn, refusal: Refusal, now: datetime) -> None:
    shelf.queue.refuse(package, refusal, now=now)


def _handed(digest: bytes, size: int, now: datetime) -> HandedIn:
    return HandedIn(
        slip=0,
        message_id=MessageId(""),
        sender="",
        digest=digest,
        size=size,
        entries=0,
        state=IntakeState.WAITING,
        handed_at=now,
    )


def _arrived(package: LooseContainer, now: datetime) -> HandedIn:
    head = package.manifest.head
    return HandedIn(
        slip=0,
        message_id=head.message_id,
        sender=head.sender,
        digest=package.digest,
        size=package.size,
        entries=len(package.manifest.entries),
        state=IntakeState.WAITING,
        handed_at=now,
    )
