"""Receive a package and answer it at once. Province and ministry."""

from typing import BinaryIO

from hocba.core.terms.outcomes import Fault, Refusal
from hocba.flow.hand_in_package import hand_in
from hocba.flow.publish_log import publish
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.take_in import taken_in
from hocba.flow.take_packages import publish_kept, take_next
from hocba.ports.intake import IntakeState
from hocba.ports.outside import Outside


def receive(outside: Outside, file: bytes | BinaryIO, desk: RegisterDesk | None = None) -> bytes:
    """
    Take a package in and return the receipt's bytes; the same package gets the same receipt.

    desk: of this office, when there are many packages. Where the office has a queue the package
    passes through it, and a refused one leaves its trace there.
    Raises: as `taken_in` and `hand_in`; Fault "log.*", "intake.being_taken": to be sent again.
    """
    opened = outside.containers.held(file) if isinstance(file, bytes) else file
    due = desk or RegisterDesk(outside)
    # A log that shows more than is kept means a repository put back to an older state: whoever
    # went on from there would tell two histories. Otherwise this only catches up.
    _publish(outside)
    if outside.intake is not None:
        return _through_the_queue(due, opened)
    kept = taken_in(due, opened, _nobody)
    # A crash or a full disk here leaves a package that is kept and not yet in the published
    # log: sent again it gets its receipt, and the next publishing catches up.
    _publish(outside)
    return kept.receipt


def _through_the_queue(desk: RegisterDesk, file: BinaryIO) -> bytes:
    outside = desk.outside
    package = hand_in(desk, file)
    if package.state in (IntakeState.WAITING, IntakeState.WORKING):
        # None: a worker was faster and is at it, or has just ended it.
        package = take_next(desk, _nobody, slip=package.slip) or package
    if package.state is IntakeState.REFUSED:
        raise Refusal(package.refusal, findings=package.findings, sender=package.sender)
    publish_kept(outside)
    kept = outside.repository.package(package.message_id)
    if kept is None:
        raise Fault("intake.being_taken", retry=True, value=package.message_id)
    return kept.receipt


def _publish(outside: Outside) -> None:
    if outside.log is not None:
        publish(outside)


def _nobody(done: int) -> None:
    """Tell nobody how far a package is."""
