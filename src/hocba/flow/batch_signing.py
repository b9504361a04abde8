"""One consent, one batch: what signing by persons and sealing have in common."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from hocba.core.compose.content import AnyContent, SecondaryContent
from hocba.core.compose.life import NEXT, Act, Entry, done_to, signers_of
from hocba.core.compose.permit import Actor, Subject, why_not
from hocba.core.seal.document import Frozen, document_bytes, open_rows, signed, to_sign
from hocba.core.sign.policy import SigningPolicy, policy
from hocba.core.sign.xades import Unsigned
from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.parsed import ParsedSignature
from hocba.flow.signing_keys import ReadyKey
from hocba.ports.certificates import CertificatePaths
from hocba.ports.keys import Consent, SignatureValue, SigningBatch, SigningStopped
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRecord:
    """A record that was not signed, and why."""

    key: RecordKey
    refusal: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """
    What came of a batch.

    refused: were due but may not be signed by this person. stopped: the token or the line
    gave way; `done` stands, and the same call under the same consent signs the rest.
    """

    done: tuple[RecordKey, ...]
    refused: tuple[RefusedRecord, ...] = ()
    stopped: SigningStopped | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Which records of a class await an act, and which of these this actor may not touch."""

    records: tuple[WorkingRecord, ...]
    refused: tuple[RefusedRecord, ...]


def due_for(
    act: Act,
    *,
    actor: Actor,
    records: Sequence[WorkingRecord],
    seen: frozenset[bytes] | None = None,
) -> Due:
    """
    Return the records that await `act`; of these, where `seen` is given, those alone.

    seen: SHA-256 of the contents that the signer was shown and chose; None for who acts without
    a page. Raises: Refusal "records.nothing_due"; "records.done_already" where this actor has
    done it to all that is missing; "records.other_than_shown" where one of them awaits it no
    more, or with another content; the first reason where all are refused.
    """
    awaiting = [record for record in records if (record.status, act) in NEXT]
    if seen is not None:
        awaiting = _as_shown(awaiting, seen, act=act, actor=actor, records=records)
    if not awaiting:
        raise Refusal("records.nothing_due", "no record awaits this", act=act.value)
    asked = [(r, why_not(act, actor=actor, subject=subject_of(r))) for r in awaiting]
    refused = tuple(RefusedRecord(key=r.key, refusal=no) for r, no in asked if no is not None)
    if len(refused) == len(awaiting):
        raise refused[0].refusal
    return Due(records=tuple(r for r, no in asked if no is None), refused=refused)


def _as_shown(
    awaiting: Sequence[WorkingRecord],
    seen: frozenset[bytes],
    *,
    act: Act,
    actor: Actor,
    records: Sequence[WorkingRecord],
) -> list[WorkingRecord]:
    # What was not looked at is not signed, and nobody signs another content than was shown.
    found = {r.frozen.content_digest: r for r in awaiting if r.frozen is not None}
    missing = seen - found.keys()
    if missing and len(made := _made_by(actor, act, records, missing)) == len(missing):
        # The page was sent again: a second tab, or the way back after signing.
        at = f"{max(entry.at for entry in made):%d/%m/%Y %H:%M}"
        raise Refusal("records.done_already", count=str(len(made)), at=at)
    if missing:
        raise Refusal("records.other_than_shown", count=str(len(missing)))
    return [record for digest, record in found.items() if digest in seen]


def _made_by(
    actor: Actor, act: Act, records: Sequence[WorkingRecord], contents: frozenset[bytes]
) -> list[Entry]:
    """Return what this actor has done already to the contents as they stand."""
    return [
        entry
        for record in records
        if record.frozen is not None and record.frozen.content_digest in contents
        for entry in done_to(record.history, act)
        if entry.by == actor.person
    ]


def subject_of(record: WorkingRecord) -> Subject:
    """Return a record as the question of permission sees it."""
    return Subject(
        school=record.school,
        school_year=record.key.school_year,
        class_name=record.class_name,
        status=record.status,
        signers=signers_of(record.history),
        open_rows=() if record.frozen is None else open_rows(record.frozen),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A record whose next signature lacks only its value."""

    record: WorkingRecord
    document: Frozen
    unsigned: Unsigned


def prepared_batch(
    outside: Outside, records: Sequence[WorkingRecord], *, role: Role, key: ReadyKey, at: datetime
) -> tuple[tuple[Prepared, ...], tuple[RefusedRecord, ...]]:
    """
    Prepare the next signature of every record; return those that it may not be set upon, too.

    A signature whose certificate has ended since cannot be proven any more when the record
    comes to the province: nobody sets the next one upon it ("sign.earlier_unfit").
    Raises: Refusal "records.no_content", "record.*" when a content cannot be read: nobody
    signs what a verifier could not read; "sign.role_not_due".
    """
    earlier = EarlierSignatures(outside.paths, at)
    ready: list[Prepared] = []
    refused: list[RefusedRecord] = []
    for record in records:
        document = record.frozen
        if document is None:
            raise Refusal("records.no_content", "never locked", value=str(record.key))
        parsed = outside.documents.record(document_bytes(document))
        if unfit := earlier.why_not(parsed.signatures):
            refused.append(RefusedRecord(key=record.key, refusal=unfit))
            continue
        unsigned = to_sign(
            document,
            policy=policy_of(parsed.content),
            role=role,
            certificate=key.certificate,
            at=at,
            algorithm=key.algorithm,
        )
        ready.append(Prepared(record=record, document=document, unsigned=unsigned))
    return tuple(ready), tuple(refused)


class EarlierSignatures:
    """Whether signatures already made still prove themselves; a class was signed at one time."""

    def __init__(self, paths: CertificatePaths, now: datetime) -> None:
        self._paths, self._now = paths, now
        self._known: dict[tuple[bytes, datetime | None], Refusal | None] = {}

    def why_not(self, made: Sequence[ParsedSignature]) -> Refusal | None:
        """Return why no signature may be set upon these, or None."""
        return next(filter(None, map(self._of_one, made)), None)

    def _of_one(self, made: ParsedSignature) -> Refusal | None:
        name = (made.certificate, made.signing_time)
        if name not in self._known:
            self._known[name] = self._asked(made)
        return self._known[name]

    def _asked(self, made: ParsedSignature) -> Refusal | None:
        at = made.signing_time or self._now
        path = self._paths.path(made.certificate, made.intermediates, at, now=self._now)
        if path.outcome == "PASSED":
            return None
        facts = self._paths.facts(made.certificate)
        ends = f"{day_in_vietnam(facts.not_after):%d/%m/%Y}"
        return Refusal(
            "sign.earlier_unfit", findings=path.findings, name=facts.common_name, on=ends
        )


def policy_of(content: AnyContent) -> SigningPolicy:
    """
    Return the signing policy that a content names, with the slots of its own subjects.

    Raises: Refusal "sign.unknown_policy".
    """
    rows = content.rows if isinstance(content, SecondaryContent) else ()
    return policy(content.general.signing_policy, rows)


def signed_values(
    batch: Sequence[Prepared], *, key: ReadyKey, consent: Consent, now: datetime
) -> tuple[tuple[SignatureValue, ...], SigningStopped | None]:
    """Return the values of the first signatures of the batch, and what stopped the rest, if so."""
    asked = SigningBatch(
        key_ref=key.ref,
        algorithm=key.algorithm,
        digests=tuple(one.unsigned.digest for one in batch),
        consent=consent,
    )
    try:
        return key.provider.sign(asked, now=now), None
    except SigningStopped as stopped:
        # What is signed cost somebody a PIN: it is kept, and the rest asked for again.
        return stopped.done, stopped


def change_of(
    one: Prepared,
    value: SignatureValue,
    *,
    act: Act,
    by: str,
    at: datetime,
    time_stamp: bytes = b"",
) -> RecordChange:
    """Return the change that puts one signature into its record. time_stamp: on it, or empty."""
    entry = Entry(act=act, by=by, at=at, proof=sha256(value).digest())
    frozen = signed(one.document, one.unsigned, value, time_stamp=time_stamp)
    return RecordChange(record=one.record, entries=(entry,), frozen=frozen)


def require_own_consent(consent: Consent, actor: Actor) -> None:
    """
    Refuse a consent that somebody else gave.

    Raises: Refusal "permit.consent_of_other".
    """
    if consent.by != actor.person:
        raise Refusal("permit.consent_of_other", person=consent.by)


def reopened(frozen: Frozen) -> Frozen:
    """Return a frozen content without its signatures, as it stands after a return to draft."""
    return replace(frozen, filled=())
