"""The records of one class that are signed or sealed at once: key, authority, bytes, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from hocba.core.compose.life import NEXT, Act, Entry
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim, RegisterBook
from hocba.flow.batch_signing import (
    Due,
    Prepared,
    Signed,
    change_of,
    prepared_batch,
    signed_values,
)
from hocba.flow.notify import notify
from hocba.flow.signing_keys import ReadyKey, ready_key, require_entitled
from hocba.flow.time_stamps import stamps_on
from hocba.ports.keys import Consent, SignatureValue, SigningProvider
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord
from hocba.ports.time_stamps import DueStamp

_TELLS: Final[Mapping[Act, NoticeKind]] = MappingProxyType(
    {
        Act.ATTEST: NoticeKind.ATTESTED,
        Act.APPROVE: NoticeKind.APPROVED,
        Act.SEAL: NoticeKind.SEALED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is done, by whom, to a class. act: ATTEST, APPROVE or SEAL."""

    act: Act
    actor: Actor
    school: SchoolCode
    school_year: SchoolYear
    class_name: str

    @property
    def owner(self) -> str:
        """Whose key signs: a seal is the school's own."""
        return self.school if self.act is Act.SEAL else self.actor.person

    @property
    def role(self) -> Role:
        """In which role the signature is made."""
        return Role.SEAL if self.act is Act.SEAL else self.actor.role


def entitled_key(
    outside: Outside, part: Part, book: RegisterBook, keys: SigningProvider | None = None
) -> ReadyKey:
    """
    Return the key that signs a class, if its certificate holds and its holder is entitled today.

    Raises: Refusal "account.no_key", "keys.*", "authority.*".
    """
    key = ready_key(outside, part.owner, keys)
    claim = Claim(
        certificate=key.facts.fingerprint,
        claimed=part.role,
        school=part.school,
        school_year=part.school_year,
        class_name=part.class_name,
        on=day_in_vietnam(outside.clock.now()),
    )
    require_entitled(book, claim)
    return key


def sign_due(
    outside: Outside, part: Part, due: Due, *, key: ReadyKey, consent: Consent, tells: bool = True
) -> Signed:
    """
    Sign what is due of a class in one batch; unless told otherwise, tell whose turn it is then.

    Raises: "keys.*"; "records.moved_on" when somebody was quicker: then nothing is written.
    """
    now = outside.clock.now()
    batch, unfit = prepared_batch(outside, due.records, role=part.role, key=key, at=now)
    values, stopped = signed_values(batch, key=key, consent=consent, now=now)
    made = batch[: len(values)]
    signed = tuple(zip(made, values, strict=True))
    tokens = _stamps(outside, part.act, signed)
    changes = [
        change_of(one, value, act=part.act, by=part.actor.person, at=now, time_stamp=token)
        for (one, value), token in zip(signed, tokens, strict=True)
    ]
    # Sign first, write second: a crash in between leaves signatures that nobody holds, and
    # records that still await them. The other order could leave a record that says it is signed.
    # An old version falls in the transaction in which the new one is issued, so that there is
    # never a moment with two valid versions, or none.
    with outside.notices.together(part.school):
        outside.records.append_many([*changes, *_superseded(outside, part.act, made, at=now)])
        if part.act is Act.SEAL:
            _owe(outside, made, tokens, at=now)
        notify(
            outside,
            _TELLS[part.act],
            school=part.school,
            school_year=part.school_year,
            class_name=part.class_name,
            count=len(changes) if tells else 0,
            by=part.actor.person,
        )
    done = tuple(one.record.key for one in made)
    return Signed(done=done, refused=(*due.refused, *unfit), stopped=stopped)


def _stamps(
    outside: Outside, act: Act, signed: Sequence[tuple[Prepared, SignatureValue]]
) -> tuple[bytes, ...]:
    """Ask for time stamps on seals; on others there are none."""
    if act is not Act.SEAL:
        return (b"",) * len(signed)
    return stamps_on(outside, [(one.unsigned.slot, value) for one, value in signed])


def _owe(
    outside: Outside, sealed: Sequence[Prepared], tokens: Sequence[bytes], *, at: datetime
) -> None:
    if outside.stamping is None or outside.is_practice:
        return
    outside.stamping.due.owe(
        [
            DueStamp(
                school=one.record.school,
                key=one.record.key,
                slot_id=one.unsigned.slot.slot_id,
                since=at,
            )
            for one, token in zip(sealed, tokens, strict=True)
            if not token
        ]
    )


def require_some(signed: Signed) -> Signed:
    """Return what was signed. Raises: the first reason, where every record was refused."""
    if signed.refused and not signed.done and signed.stopped is None:
        raise signed.refused[0].refusal
    return signed


def _superseded(
    outside: Outside, act: Act, sealed: Sequence[Prepared], *, at: datetime
) -> list[RecordChange]:
    if act is not Act.SEAL:
        return []
    issued = {_before(one.record.key): one.record for one in sealed if one.record.key.version > 1}
    return [
        RecordChange(record=old, entries=(_falls(issued[old.key], at=at),))
        for old in outside.records.many(tuple(issued))
        if (old.status, Act.SUPERSEDE) in NEXT
    ]


def _before(key: RecordKey) -> RecordKey:
    return replace(key, version=key.version - 1)


def _falls(new: WorkingRecord, *, at: datetime) -> Entry:
    # Whoever opened the new version decided that the old one falls; the seal carries it out.
    opening = new.history[0]
    return Entry(act=Act.SUPERSEDE, by=opening.by, at=at, reason=opening.reason)
