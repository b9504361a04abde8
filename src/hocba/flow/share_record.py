"""Share a record with one receiver, for a period, in chosen years and parts; taken back at will."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hocba.core.compose.families import ACCESS_BYTES, FamilyMember
from hocba.core.compose.invitations import CODE_BYTES, digest_of, written_code
from hocba.core.compose.read_parts import ShownParts
from hocba.core.compose.reading import Way
from hocba.core.compose.sharing import Share, ShareState, Wished, required_share, required_wish
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.family_records import issued_years, note_reading
from hocba.flow.make_extract import extract_of, labels_of
from hocba.ports.families import FamilyDesk
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedYear:
    """
    One year as a receiver sees it. file: the extract, or the whole record where all is shared.

    parts: what is shown, as values. shown, withheld: labels of its parts.
    """

    record: WorkingRecord
    parts: ShownParts
    file: bytes
    shown: tuple[str, ...]
    withheld: tuple[str, ...]


def parts_to_share(outside: Outside, access: FamilyMember) -> dict[SchoolYear, tuple[str, ...]]:
    """Return the parts of every issued year of the family's child, by their labels."""
    return {
        record.key.school_year: labels_of(outside.documents.record(record.document))
        for record in issued_years(outside, access.record_code)
    }


def share(
    outside: Outside, desk: FamilyDesk, access: FamilyMember, wished: Wished
) -> tuple[Share, str]:
    """
    Share what is wished for.

    Returns: the share, and its code, which is kept nowhere and can be shown this once.
    Raises: Refusal "share.*", "extract.unknown_part".
    """
    parts = parts_to_share(outside, access)
    now = outside.clock.now()
    open_now = [
        one
        for one in desk.shares.of_record(access.record_code)
        if one.state_at(now) is ShareState.OPEN
    ]
    granted = required_wish(wished, standing=tuple(parts), open_now=len(open_now))
    known = {label for year in granted.years for label in parts[year]}
    if unknown := sorted(set(granted.parts) - known):
        raise Refusal("extract.unknown_part", value=", ".join(unknown)[:80])
    code = written_code(outside.chance.draw(CODE_BYTES))
    made = Share(
        share_id=f"CS-{written_code(outside.chance.draw(ACCESS_BYTES)).replace('-', '')}",
        digest=digest_of(code),
        school=access.school,
        record_code=access.record_code,
        access_id=access.access_id,
        receiver=granted.receiver,
        purpose=granted.purpose,
        years=granted.years,
        parts=granted.parts,
        made_at=now,
        ends_at=now + timedelta(days=granted.days),
    )
    desk.shares.add(made)
    return made, code


def take_back(outside: Outside, desk: FamilyDesk, access: FamilyMember, share_id: str) -> None:
    """
    End a share; from now on it shows nothing.

    Raises: Refusal "share.not_open" for one that is over, or of another child.
    """
    if not desk.shares.withdraw(access.record_code, share_id, outside.clock.now()):
        raise Refusal("share.not_open")


def share_of(outside: Outside, desk: FamilyDesk, code: str) -> Share:
    """Return an open share. Raises: Refusal "share.unknown", "share.withdrawn", "share.expired"."""
    return required_share(desk.shares.by_digest(digest_of(code)), outside.clock.now())


def opened(
    outside: Outside, share: Share, *, way: Way, years: Sequence[SchoolYear] | None = None
) -> Sequence[SharedYear]:
    """
    Return what a share shows now, noting each year as read by the receiver before it is shown.

    years: of the share's, those that are asked for; None for all.

    A year whose record was replaced since shows the version in force.
    Raises: Refusal "share.*" as `required_share`.
    """
    required_share(share, outside.clock.now())
    records = [
        record
        for record in issued_years(outside, share.record_code)
        if record.key.school_year in (share.years if years is None else years)
    ]
    for record in records:
        note_reading(outside, record, by=share.share_id, role=Role.RECEIVER, way=way)
    return tuple(_shared(outside, share, record) for record in records)


def _shared(outside: Outside, share: Share, record: WorkingRecord) -> SharedYear:
    labels = labels_of(outside.documents.record(record.document))
    wanted = set(labels) if share.is_whole else set(share.parts) & set(labels)
    made = extract_of(record, wanted, documents=outside.documents)
    return SharedYear(
        record=record,
        # Read out of what is handed out, so that nothing is shown that the file does not prove.
        parts=outside.documents.extract(made.file).shown,
        file=record.document if share.is_whole else made.file,
        shown=made.shown,
        withheld=made.withheld,
    )
