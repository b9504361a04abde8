"""
A glance at a record that is as it should be: all checks of steps 3 to 13, no words.

It may say "flawless" only where `judge_plainly` finds nothing whatever; in any doubt it says no,
and the plain judge looks. So a check that is missing here is a hole, and one too many costs time
only. Held by `tests/property/test_glance.py`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from hocba.core.compose.content import SecondaryContent
from hocba.core.seal.extract import extract_root
from hocba.core.sign.policy import POLICIES, Slot
from hocba.core.sign.profile import CANONICAL, DIGESTS, SHA256
from hocba.core.terms.certificates import HolderKind
from hocba.core.terms.environment import Environment
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.contents import (
    is_foreign_plain,
    is_plain,
    text_findings,
    version_findings,
)
from hocba.core.verify.parsed import ParsedRecord, ParsedReference, ParsedSignature
from hocba.core.verify.rules import follows_rules, rule_findings
from hocba.core.verify.signatures import CLOCK_DRIFT, KNOWN_ALGORITHMS, Due, Evidence, due_by
from hocba.core.verify.signers import signers_stand

_TRANSFORMS: Final = frozenset((canonical,) for canonical in CANONICAL)


def is_flawless(
    record: ParsedRecord,
    evidence: Sequence[Evidence],
    *,
    environments: frozenset[Environment],
    book: RegisterBook,
    now: datetime,
) -> bool:
    """Tell that nothing is wrong with a record; False where a closer look is due."""
    content = record.content
    if isinstance(content, SecondaryContent):
        # A dozen signatures by as many people: the plain judge looks at each.
        return False
    general = content.general
    if general.environment not in environments or general.signing_policy not in POLICIES:
        return False
    due = due_by(general.signing_policy)
    return (
        _signatures_stand(record.signatures, evidence, due=due, environment=general.environment)
        and _in_time(record.signatures, since=general.composed_at, now=now)
        and signers_stand(record, evidence, slots=due.slots, book=book)
        and not any(version_findings(content))
        and (_is_plain(record) or not any(text_findings(record.leaves)))
        and _extract_fits(record)
        and (follows_rules(content) or not any(rule_findings(content)))
    )


def _signatures_stand(
    signatures: Sequence[ParsedSignature],
    evidence: Sequence[Evidence],
    *,
    due: Due,
    environment: Environment,
) -> bool:
    if not len(signatures) == len(evidence) == len(due.slots):
        return False
    for one, proof, slot, expected in zip(
        signatures, evidence, due.slots, due.targets, strict=True
    ):
        if not (
            _covers(one.references, expected)
            and one.canonicalisation in CANONICAL
            and one.algorithm in KNOWN_ALGORITHMS
            and proof.value_ok
            and _certificate_stands(one, proof, slot=slot, environment=environment)
        ):
            return False
    return True


def _covers(references: Sequence[ParsedReference], expected: frozenset[str]) -> bool:
    for one in references:
        if (
            one.digest != one.actual
            or one.digest_method not in DIGESTS
            or one.transforms not in _TRANSFORMS
        ):
            return False
    # As many as are due and none of another kind: so each of them once.
    targets = {one.target for one in references}
    return targets == expected and len(references) == len(expected)


def _certificate_stands(
    signature: ParsedSignature, evidence: Evidence, *, slot: Slot, environment: Environment
) -> bool:
    facts, path = evidence.facts, evidence.path
    if facts is None or path is None or path.findings:
        return False
    if len(signature.certificate_digests) != 1:
        return False
    method, digest = signature.certificate_digests[0]
    if method != SHA256 or digest.hex() != facts.fingerprint:
        return False
    real = Environment.REAL
    if environment is real and path.anchor is not None and path.anchor.environment is not real:
        return False
    due = HolderKind.ORGANISATION if slot.by_organisation else HolderKind.PERSON
    return facts.holder is due or facts.holder is HolderKind.UNKNOWN


def _in_time(signatures: Iterable[ParsedSignature], *, since: datetime, now: datetime) -> bool:
    latest, end = since, now + CLOCK_DRIFT
    for one in signatures:
        at = one.signing_time
        # Closer than the plain check, which lets clocks drift between signatures too.
        if at is None or not latest <= at <= end:
            return False
        latest = at
    return True


def _is_plain(record: ParsedRecord) -> bool:
    foreign = record.foreign
    return is_plain(record.leaves) if foreign is None else is_foreign_plain(foreign)


def _extract_fits(record: ParsedRecord) -> bool:
    leaves = record.leaves
    return (
        len(leaves) == record.leaf_count
        and extract_root(leaves, record.content.extract_seed) == record.root
    )
