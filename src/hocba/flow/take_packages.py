"""
Take packages in from the queue, one after the other; any number of processes side by side.

A package that a killed process held is simply taken again: what it had archived no index names,
what it had kept is found with its receipt.
"""

from hocba.core.terms.outcomes import Refusal
from hocba.flow.hand_in_package import shelf_of
from hocba.flow.publish_log import publish
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.take_in import taken_in
from hocba.flow.weigh_entries import Told
from hocba.ports.intake import HandedIn, IntakeShelf
from hocba.ports.outside import Outside


def take_next(desk: RegisterDesk, told: Told, *, slip: int | None = None) -> HandedIn | None:
    """
    Take in the package whose turn it is and return how it ended; None when none is free.

    told: after every batch; what it raises stops the work, and the package waits on.
    slip: take in this very one, if it is free and still waits.
    Raises: Fault "archive.*", "intake.*", SigningStopped: the package waits on, behind others.
    """
    outside = desk.outside
    shelf = shelf_of(outside)
    with shelf.queue.claimed(now=outside.clock.now(), slip=slip) as package:
        if package is None:
            return None
        try:
            return _taken(desk, shelf, package, told)
        except Refusal as refusal:
            # A crash here leaves it in the queue: refused again for the same reasons.
            refused = shelf.queue.refuse(package, refusal, now=outside.clock.now())
            shelf.spool.remove((package.digest,))
            return refused
        except BaseException as problem:
            shelf.queue.released(package.slip, failed=isinstance(problem, Exception))
            raise


def publish_kept(outside: Outside) -> int:
    """
    Publish the log, and let the receipts leave that it covers now; return how many.

    Raises: Fault "log.*".
    """
    shelf = shelf_of(outside)
    point = None if outside.log is None else publish(outside)
    size = outside.repository.log().size if point is None else point.size
    # A crash before this line leaves receipts that wait for the next publishing.
    return shelf.queue.answer(size)


def sweep(outside: Outside) -> int:
    """Remove bytes of packages that nobody needs: answered, refused, or left by a crash."""
    shelf = shelf_of(outside)
    return shelf.spool.sweep(shelf.queue.unanswered())


def _taken(
    desk: RegisterDesk, shelf: IntakeShelf, package: HandedIn, told: Told
) -> HandedIn | None:
    outside = desk.outside

    def tell(done: int) -> None:
        shelf.queue.progress(package.slip, done)
        told(done)

    with shelf.spool.opened(package.digest) as file:
        taken_in(desk, file, tell)
    size = outside.repository.log().size
    # A crash before this line leaves a package that is kept and still in the queue: taken again,
    # its receipt is found. The log is by now as long as its receipt says, or longer.
    shelf.queue.kept(package.slip, log_size=size, now=outside.clock.now())
    shelf.spool.remove((package.digest,))
    return shelf.queue.find(package.digest)
