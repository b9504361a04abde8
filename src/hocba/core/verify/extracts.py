"""
Judge an extract: is every shown part one that the school has sealed, and had it the authority?

The steps are those of a record, of which an extract allows fewer: the persons' signatures cover
the whole content, and what is withheld cannot be digested. The seal covers their values, so it
stands for them; that is said, and never taken for having looked. Source: spec/format.md §16.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hocba.core.compose.read_parts import ShownParts
from hocba.core.seal.extract import SALT_BYTES
from hocba.core.sign.policy import Slot, policy
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.tree import leaf_digest, root_from_proof
from hocba.core.verify.contents import text_findings
from hocba.core.verify.judge import Setting, environment_findings
from hocba.core.verify.parsed import ParsedSignature
from hocba.core.verify.signatures import (
    Evidence,
    Found,
    algorithm_findings,
    certificate_findings,
    reference_findings,
    time_findings,
    value_findings,
)
from hocba.core.verify.signers import Placed, signer_findings
from hocba.core.verify.verdict import Outcome, Step

EXTRACT_STEPS: Final = (
    Step.BYTES,
    Step.SHAPE,
    Step.CONTENT,
    Step.ENVIRONMENT,
    Step.EXTRACT,
    Step.REFERENCES,
    Step.ALGORITHMS,
    Step.VALUES,
    Step.CERTIFICATES,
    Step.AUTHORITY,
    Step.TIMES,
)
"""The steps of an extract. Not among them: SLOTS, for the persons', and RULES."""

_COVERED: Final = frozenset({"root", "properties:0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedLeaf:
    """A shown leaf. position: its place among all leaves. form: its canonical bytes."""

    position: int
    salt: bytes
    path: tuple[bytes, ...]
    form: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedExtract:
    """
    An extract as read; nothing is judged.

    root: the value in `GocTrichLuc`; leaf_count: its `SoLa`. file_digest: SHA-256 of the file.
    """

    shown: ShownParts
    leaves: tuple[ParsedLeaf, ...]
    root: bytes
    leaf_count: int
    seal: ParsedSignature
    file_digest: bytes

    @property
    def withheld(self) -> int:
        """How many parts of the record the extract does not show."""
        return self.leaf_count - len(self.leaves)

    @property
    def covered(self) -> frozenset[bytes]:
        """
        Digests of what the seal covers and the extract withholds, the record's content among them.

        True as far as the seal is; by the content's a repository finds the record.
        """
        return frozenset(one.digest for one in self.seal.references if not one.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractVerdict:
    """What the steps of an extract found. reached: as of a record's verdict."""

    findings: tuple[Found, ...]
    reached: tuple[Step, ...] = EXTRACT_STEPS

    @property
    def outcome(self) -> Outcome:
        """The heaviest finding decides; a step that was not reached is never a pass."""
        return _heaviest(
            (finding.weight for _, finding in self.findings),
            is_whole=len(self.reached) == len(EXTRACT_STEPS),
        )

    def of_step(self, step: Step) -> tuple[Finding, ...]:
        """Return what one step found."""
        return tuple(finding for found_in, finding in self.findings if found_in is step)

    def outcome_of_step(self, step: Step) -> Outcome:
        """Return one step's own outcome; INDETERMINATE where it was not reached."""
        weights = (finding.weight for finding in self.of_step(step))
        return _heaviest(weights, is_whole=step in self.reached)


def _heaviest(weights: Iterable[Weight], *, is_whole: bool) -> Outcome:
    found = set(weights)
    if Weight.FAILED in found:
        return Outcome.FAILED
    if Weight.INDETERMINATE in found or not is_whole:
        return Outcome.INDETERMINATE
    return Outcome.PASSED


def judge_extract(extract: ParsedExtract, evidence: Evidence, setting: Setting) -> ExtractVerdict:
    """Judge an extract. evidence: what cryptography says of its seal."""
    return ExtractVerdict(findings=tuple(_found(extract, evidence, setting)))


def _found(extract: ParsedExtract, evidence: Evidence, setting: Setting) -> Iterable[Found]:
    general, seal = extract.shown.general, extract.seal
    yield from text_findings([leaf.form for leaf in extract.leaves])
    yield from environment_findings(general.environment, setting)
    yield from _leaf_findings(extract)
    slot = _sealing_slot(general.signing_policy)
    if slot is None:
        details = {"value": general.signing_policy}
        yield Step.AUTHORITY, Finding(code="sign.unknown_policy", details=details)
        return
    here = tuple(reference for reference in seal.references if reference.target)
    only_here = seal._replace(references=here)
    yield from reference_findings(only_here, where=slot.slot_id, expected=_COVERED)
    yield from algorithm_findings(seal, where=slot.slot_id)
    yield from value_findings(evidence, where=slot.slot_id)
    yield from certificate_findings(seal, evidence, slot=slot, environment=general.environment)
    placed = Placed(slot=slot, signature=seal, evidence=evidence)
    yield from signer_findings(extract.shown, [placed], setting.book)
    yield from time_findings([(slot, seal)], composed_at=general.composed_at, now=setting.now)


def _sealing_slot(policy_id: str) -> Slot | None:
    try:
        slots = policy(policy_id).slots
    except Refusal:
        return None
    return next((slot for slot in slots if slot.covers_root), None)


def _leaf_findings(extract: ParsedExtract) -> Iterable[Found]:
    before = -1
    for leaf in extract.leaves:
        details = {"position": str(leaf.position)}
        if leaf.position <= before:
            yield Step.EXTRACT, Finding(code="extract.out_of_order", details=details)
        before = leaf.position
        if not _leads_to_root(leaf, extract):
            yield Step.EXTRACT, Finding(code="extract.not_in_record", details=details)


def _leads_to_root(leaf: ParsedLeaf, extract: ParsedExtract) -> bool:
    # A salt of another length would let bytes go over from the leaf to the salt unseen.
    if len(leaf.salt) != SALT_BYTES:
        return False
    found = root_from_proof(
        digest=leaf_digest(leaf.salt + leaf.form),
        index=leaf.position,
        size=extract.leaf_count,
        path=leaf.path,
    )
    return found == extract.root
