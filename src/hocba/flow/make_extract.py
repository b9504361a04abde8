"""Make an extract of an issued record: the parts that are wished for, under the school's seal."""

from collections.abc import Collection
from dataclasses import dataclass

from hocba.core.seal.extract_document import chosen_positions, extract_bytes, leaf_label
from hocba.core.sign.policy import POLICIES
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.parsed import ParsedRecord
from hocba.ports.documents import Documents
from hocba.ports.records import WorkingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeExtract:
    """An extract's file, and what it shows and withholds, by the labels of the leaves."""

    file: bytes
    shown: tuple[str, ...]
    withheld: tuple[str, ...]


def labels_of(parsed: ParsedRecord) -> tuple[str, ...]:
    """Return what the parts of a record are called, in their order."""
    return tuple(leaf_label(leaf) for leaf in parsed.leaves)


def extract_of(
    record: WorkingRecord, labels: Collection[str], *, documents: Documents
) -> MadeExtract:
    """
    Make an extract.

    labels: of the parts to show; the head is shown always.
    Raises: Refusal "extract.unknown_part", "extract.not_sealed", "records.no_content".
    """
    parsed = documents.record(record.document)
    chosen = chosen_positions(parsed.leaves, labels)
    file = extract_bytes(
        parsed.leaves,
        parsed.content.extract_seed,
        chosen,
        sealed=parsed.root,
        seal=_seal_of(record, parsed.content.general.signing_policy),
    )
    named = labels_of(parsed)
    return MadeExtract(
        file=file,
        shown=tuple(named[place] for place in chosen),
        withheld=tuple(name for place, name in enumerate(named) if place not in chosen),
    )


def _seal_of(record: WorkingRecord, policy_id: str) -> str:
    policy = POLICIES.get(policy_id)
    sealing = {slot.slot_id for slot in policy.slots if slot.covers_root} if policy else set()
    filled = record.frozen.filled if record.frozen else ()
    for one in filled:
        if one.slot_id in sealing:
            return one.fragment
    raise Refusal("extract.not_sealed", "no seal yet")
