"""
Take one package in: judge every entry, keep what is good, answer all of it.

Bytes first, index second, receipt last: a receipt is given only for what is durable.
"""

from typing import BinaryIO

from hocba.flow.open_package import loosened, require_trusted
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.settle_package import answered, settle
from hocba.flow.signing_keys import ready_key
from hocba.flow.weigh_entries import Told, weighed
from hocba.ports.repository import KeptPackage


def taken_in(desk: RegisterDesk, file: BinaryIO, told: Told) -> KeptPackage:
    """
    Take a package in; the same package is kept once and has one receipt.

    The receipt is for the sender only when the published log covers it.
    Raises: Refusal "package.refused" and the like when the package as a whole is refused, with
    all findings, and nothing is kept; "package.message_reused" when other bytes had this id;
    Fault "archive.*", SigningStopped: to be taken again.
    """
    outside = desk.outside
    package = loosened(outside, file)
    known = answered(outside, package)
    if known is not None:
        return known
    require_trusted(outside, package, desk.upper())
    key = ready_key(outside, outside.office.code)
    return settle(outside, package, weighed(desk, package, told), key)
