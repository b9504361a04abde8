"""Printed codes: an office signs what its page says, and the ministry says whose keys count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from hocba.core.compose.result_code import result_code
from hocba.core.publish.code_keys import (
    LIST_KIND,
    CodeKey,
    CodeKeyList,
    key_id_of,
    key_list_bytes,
    read_key_list,
)
from hocba.core.publish.paper import key_of
from hocba.core.publish.printed_code import LogPlace, PrintedClaims, unsigned_code
from hocba.core.sign.register import Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.parsed import ParsedRecord
from hocba.flow.signed_lists import heard_list, signed_list
from hocba.ports.certificates import CertificatePaths
from hocba.ports.code_keys import PrintedCodeKey
from hocba.ports.outside import Outside

KEY_LIST: Final = "code-keys.jws"
"""The name of the list in a trust directory."""

EDITION_DAYS: Final = 30
"""Days for which a list of keys is good: a phone in a village may be without a line so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeIssuer:
    """
    Who signs the codes of one print.

    office: code of the office that answers; None where the record's own school does.
    """

    key: PrintedCodeKey
    office: str | None
    at: datetime
    log: LogPlace | None = None


def issuer_here(outside: Outside, record: ParsedRecord) -> CodeIssuer:
    """
    Return the issuer of an office's prints, with the record's line in a log where one is known.

    A school keeps no log: it names the line that a receipt has told, the ministry's before the
    province's.
    """
    is_school = outside.office.level is Level.SCHOOL
    return CodeIssuer(
        key=outside.code_key,
        office=None if is_school else outside.office.code,
        at=max(outside.clock.now(), record.content.general.composed_at),
        log=_told_place(outside, record) if is_school else _log_place(outside, record),
    )


def _told_place(outside: Outside, record: ParsedRecord) -> LogPlace | None:
    places = outside.log_places.of_record(key_of(record.content))
    told = {place.log: place.index for place in places}
    if not told:
        return None
    log = MINISTRY_CODE if MINISTRY_CODE in told else min(told)
    return LogPlace(log=log, index=told[log])


def _log_place(outside: Outside, record: ParsedRecord) -> LogPlace | None:
    kept = outside.repository.record(key_of(record.content))
    # The same version with other content is not what the repository keeps.
    if kept is None or kept.content_digest != record.content_digest:
        return None
    return LogPlace(log=outside.office.code, index=kept.log_index)


def printed_code(record: ParsedRecord, issuer: CodeIssuer) -> str:
    """
    Return the signed text for a record's page.

    record: verified by the caller; a code is never made for one that failed.
    Raises: Fault "keys.file_broken".
    """
    content = record.content
    claims = PrintedClaims(
        issuer=issuer.office or content.school.code,
        issued_at=issuer.at,
        key=key_of(content),
        environment=content.general.environment,
        school=content.school.name,
        pupil=content.pupil.full_name,
        born_on=content.pupil.born_on,
        class_name=content.general.class_name,
        result=result_code(content),
        content_digest=record.content_digest,
        log=issuer.log,
    )
    unsigned = unsigned_code(claims, key_id_of(issuer.key.public()))
    return unsigned.text(issuer.key.sign(unsigned.to_sign))


def own_code_key(outside: Outside) -> CodeKey:
    """
    Return an office's key as it asks the ministry to list it.

    An office of several schools prints for each of them, and for nobody else.
    """
    own = outside.office
    is_school = own.level is Level.SCHOOL
    schools = outside.book.schools() if is_school else ()
    return CodeKey(
        public=outside.code_key.public(),
        offices=tuple(school.code for school in schools) or (own.code,),
        name=own.name,
        since=outside.clock.now(),
    )


def next_key_list(ministry: Outside, offered: Sequence[CodeKey], before: CodeKeyList | None) -> str:
    """
    Sign the next edition of the list of keys, as the ministry.

    A key that is listed already keeps its first day; the offices it speaks for are those of the
    latest offer. before: the edition in use, None for the first.
    Raises: Refusal "printed.not_the_ministry", "account.no_key", "keys.*"; SigningStopped.
    """
    now = ministry.clock.now()
    listed = CodeKeyList(
        environment=ministry.environment,
        number=1 if before is None else before.number + 1,
        made_at=now,
        next_at=now + timedelta(days=EDITION_DAYS),
        keys=_merged(offered, () if before is None else before.keys),
    )
    return signed_list(
        ministry,
        kind=LIST_KIND,
        payload=key_list_bytes(listed),
        made_at=now,
        purpose=f"Ký danh sách khóa mã in số {listed.number}",
    )


def publish_key_list(
    ministry: Outside,
    offered: Sequence[CodeKey],
    *,
    ended: Sequence[str] = (),
    lost: Sequence[str] = (),
) -> CodeKeyList:
    """
    Sign the next edition and put it in the place of the one in use.

    ended: ids, hex, of keys that are out of use: codes made from now on do not count, and no offer
    opens such a key again. lost: of those that somebody else may hold; of codes made before, too,
    a reader without a line then says that it does not know. A crash before the last line leaves
    the edition in use; its number is then given again.
    Raises: Refusal "printed.no_such_key"; as `next_key_list` and `heard_key_list`.
    """
    held = ministry.code_list.text()
    before = None if held is None else _heard_here(ministry, held)
    if ended or lost:
        before = _ended(before, ended, lost, at=ministry.clock.now())
    signed = next_key_list(ministry, offered, before)
    ministry.code_list.replace(signed)
    return _heard_here(ministry, signed)


def _ended(
    before: CodeKeyList | None, ended: Sequence[str], lost: Sequence[str], *, at: datetime
) -> CodeKeyList:
    listed = {key.key_id.hex() for key in before.keys} if before else set()
    unknown = [key_id for key_id in (*ended, *lost) if key_id not in listed]
    if before is None or unknown:
        raise Refusal("printed.no_such_key", value=", ".join(unknown))
    keys = tuple(
        replace(key, until=key.until or at, is_lost=key.is_lost or key.key_id.hex() in lost)
        if key.key_id.hex() in {*ended, *lost}
        else key
        for key in before.keys
    )
    return replace(before, keys=keys)


def _heard_here(outside: Outside, text: str) -> CodeKeyList:
    now = outside.clock.now()
    return heard_key_list(text, paths=outside.paths, ministry=outside.ministry, now=now)


def _merged(offered: Sequence[CodeKey], before: Sequence[CodeKey]) -> tuple[CodeKey, ...]:
    keys = {key.key_id: key for key in before}
    for key in offered:
        old = keys.get(key.key_id)
        keys[key.key_id] = (
            key
            if old is None
            else replace(key, since=old.since, until=old.until, is_lost=old.is_lost)
        )
    return tuple(keys.values())


def heard_key_list(
    text: str, *, paths: CertificatePaths, ministry: frozenset[str], now: datetime
) -> CodeKeyList:
    """
    Read a list of keys and make sure that the ministry signed it.

    ministry: SHA-256 fingerprints, hex, of the ministry's certificates that the reader pins.
    Raises: Refusal "printed.list_unreadable", "printed.list_not_signed" with all findings.
    """
    return heard_list(
        text, kind=LIST_KIND, read=read_key_list, paths=paths, ministry=ministry, now=now
    )
