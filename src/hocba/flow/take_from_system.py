"""Take what a vendor's system sends for its school: results to be signed here, packages signed."""

from hashlib import sha256

from hocba.core.compose.content import Software
from hocba.core.compose.systems import System
from hocba.core.submit.package import EntryKind
from hocba.core.submit.receipt import Receipt
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.flow.deliver_package import deliver
from hocba.flow.import_results import take_results
from hocba.flow.open_package import LooseContainer, loosened
from hocba.flow.vendor_access import actor_of
from hocba.ports.outbox import SentPackage
from hocba.ports.outside import Outside
from hocba.ports.school_book import Saved


def take_system_results(
    outside: Outside,
    system: System,
    *,
    school_year: SchoolYear,
    class_name: str,
    file: bytes,
    name: str,
) -> Saved:
    """
    Take a class's results as if its sheet had been uploaded, and note whose they are.

    Raises: as `take_results`.
    """
    school = system.school
    with outside.marks.turn(school, school_year):
        before = outside.book.results(school, school_year, class_name)
        saved = take_results(
            outside,
            actor=actor_of(system),
            school=school,
            school_year=school_year,
            class_name=class_name,
            file=file,
            name=name,
        )
        after = outside.book.results(school, school_year, class_name)
        sent = {code: year for code, year in after.items() if before.get(code) != year}
        # In the turn's transaction: results never stand without the word on who sent them.
        outside.systems.note_results(system, school_year, sent, outside.clock.now())
    return saved


def hand_package_on(outside: Outside, system: System, file: bytes) -> tuple[Receipt, bytes]:
    """
    Hand on a package that the school signed and sealed in its vendor's system.

    It goes into the school's outbox first, so that a line that breaks loses nothing: the same
    package again is sent again, and is answered by the same receipt.
    Returns: the receipt of the office above, and its bytes.
    Raises: Refusal "package.*", "api.package_of_other_school", "api.other_software" with every
    finding; those of the office above when it refuses the whole; Fault "uplink.*".
    """
    package = loosened(outside, outside.containers.held(file))
    _require_own(outside, system, package)
    head = package.manifest.head
    sent = SentPackage(
        message_id=head.message_id,
        sender=head.sender,
        receiver=head.receiver,
        made_at=head.at,
        digest=sha256(file).digest(),
        size=len(file),
        count=head.count,
    )
    known = outside.outbox.get(sent.message_id)
    if known is not None and known.digest != sent.digest:
        raise Refusal("package.message_reused", value=sent.message_id)
    outside.outbox.put(sent, file)
    receipt = deliver(outside, sent.message_id)
    kept = outside.outbox.get(sent.message_id)
    return receipt, b"" if kept is None else kept.receipt


def _require_own(outside: Outside, system: System, package: LooseContainer) -> None:
    sender = package.manifest.head.sender
    if sender != system.school:
        raise Refusal("api.package_of_other_school", school=sender)
    known = {_named(each.software) for each in outside.systems.of_school(system.school)}
    known.add(_named(outside.software))
    findings = []
    for entry in package.manifest.entries:
        if entry.kind is not EntryKind.RECORD:
            continue
        record = outside.documents.record(package.container.read(entry.path))
        software = record.content.general.software
        if _named(software) not in known:
            details = {"vendor": software.vendor, "name": software.name}
            findings.append(Finding(code="api.other_software", where=entry.path, details=details))
    if findings:
        raise Refusal("api.other_software", findings=tuple(findings), **findings[0].details)


def _named(software: Software) -> tuple[str, str]:
    return software.vendor, software.name
