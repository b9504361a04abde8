"""
Take a package in: judge every entry, keep what is good, answer all of it. Province and ministry.

Bytes first, index second, receipt last: a receipt is given only for what is durable.
"""

from typing import Final

from hocba.core.submit.package import EntryKind
from hocba.core.terms.outcomes import Refusal
from hocba.flow.judge_entry import bench_for, readable_registers
from hocba.flow.open_package import LooseContainer, loosened, require_trusted
from hocba.flow.publish_log import publish
from hocba.flow.settle_package import settled
from hocba.flow.signing_keys import ready_key
from hocba.flow.weigh_entries import files_of, weighed
from hocba.ports.outside import Outside

_TRIES: Final = 5


def receive(outside: Outside, file: bytes) -> bytes:
    """
    Take a package in and return the receipt's bytes; the same package gets the same receipt.

    Raises: Refusal "package.refused" and the like when the package as a whole is refused, with
    all findings, and nothing is kept; "package.message_reused" when other bytes had this id;
    Fault "archive.*", "log.*", SigningStopped: to be sent again.
    """
    package = loosened(outside, file)
    known = _answered(outside, package)
    if known is not None:
        return known
    # A log that shows more than is kept means a repository put back to an older state: whoever
    # went on from there would tell two histories. Otherwise this only catches up.
    _publish(outside)
    kept = readable_registers(outside, outside.registers.files())
    head = package.manifest.head
    require_trusted(outside, package, bench_for(outside, head.sender, kept=kept, sent=()).book)
    key = ready_key(outside, outside.office.code)
    sent = readable_registers(outside, files_of(package, EntryKind.REGISTER))
    bench = bench_for(outside, head.sender, kept=kept, sent=sent)
    found = weighed(bench, package)
    for _ in range(_TRIES):
        seen = outside.repository.log()
        keeping = settled(outside, package, found, seen, key)
        try:
            # A crash before this line leaves bytes in the archive that no index names, and
            # registers that prove themselves: harmless. After it, the receipt is found again.
            outside.repository.keep(keeping, seen=seen.size)
        except Refusal as refusal:
            if refusal.code != "repository.moved_on":
                raise
            # Another package was faster: what is kept is looked at anew.
            known = _answered(outside, package)
            if known is not None:
                return known
            continue
        # A crash or a full disk here leaves a package that is kept and not yet in the published
        # log: sent again it gets its receipt, and the next publishing catches up.
        _publish(outside)
        return keeping.package.receipt
    raise Refusal("repository.moved_on", "others were faster every time")


def _publish(outside: Outside) -> None:
    if outside.log is not None:
        publish(outside)


def _answered(outside: Outside, package: LooseContainer) -> bytes | None:
    head = package.manifest.head
    known = outside.repository.package(head.message_id)
    if known is None:
        return None
    if known.digest != package.digest:
        raise Refusal("package.message_reused", "other bytes had this id", value=head.message_id)
    return known.receipt
