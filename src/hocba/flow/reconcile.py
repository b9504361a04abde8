"""Reconcile with the office above in both directions, and mend by sending again."""

from contextlib import suppress

from hocba.core.compose.permit import Actor
from hocba.core.report.reconciliation import (
    MENDED_BY_SENDING,
    Books,
    Reconciliation,
    reconciled,
)
from hocba.core.submit.refusals import refusals_path
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.flow.deliver_package import deliver
from hocba.flow.send_package import pack_province, register_file
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside


def reconcile(outside: Outside) -> Reconciliation:
    """
    Compare what is kept here, what receipts say, and what the office above lists.

    Raises: Fault "uplink.not_reached" where no line leads to it.
    """
    if outside.desk.above is None:
        raise Fault("uplink.not_reached", "no office above is configured", retry=False)
    # Above first: what is taken meanwhile is then a receipt too many, never a loss.
    above = outside.desk.above.holdings(outside.office.code)
    receipted = outside.outbox.receipted()
    here = {entry.path: entry.digest for entry in outside.repository.kept()}
    # The office's own register is sent, and not kept among what came from schools.
    own = register_file(outside, outside.office.level, outside.office.code)
    here |= {entry.path: entry.digest for entry, _ in own}
    # So are its own statements on what it returned.
    made = outside.desk.refusals.numbers([outside.office.code])
    stated = {refusals_path(code, number): digest for (code, number), digest in made.items()}
    here |= {path: digest for path, digest in stated.items() if path in above}
    return reconciled(Books(here=here, receipted=receipted, above=above))


def mend(outside: Outside, *, actor: Actor, consent: Consent) -> Reconciliation:
    """
    Send again what waits, then what the office above has not got, and reconcile once more.

    Nothing is taken back and nothing removed: a file that is known above is answered as before.
    Safe to repeat, and to break off anywhere: each package and each receipt stands by itself.
    consent.count: as for `pack_province`, for the one package that may have to be made.
    Raises: as `reconcile`, `deliver` and `pack_province`.
    """
    for waiting in outside.outbox.waiting(outside.office.code):
        # One that is refused as a whole stays with its attempts, and keeps no other back.
        with suppress(Refusal):
            deliver(outside, waiting.message_id)
    # What is above without a receipt, though nothing waits, went with a package that is not
    # remembered here: sent anew, it is answered.
    left = {
        each.path for each in reconcile(outside).differing if each.difference in MENDED_BY_SENDING
    }
    entries = [entry for entry in outside.repository.kept() if entry.path in left]
    if entries:
        package = pack_province(outside, actor=actor, consent=consent, entries=entries)
        deliver(outside, package.message_id)
    return reconcile(outside)
