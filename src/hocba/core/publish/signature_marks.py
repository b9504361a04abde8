"""What the digital signatures of a record look like on paper. Source: NĐ 30/2020/NĐ-CP."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from hocba.core.publish.filled_form import SignatureMark, Signatures
from hocba.core.publish.printed_words import signing_time
from hocba.core.terms.roles import Role
from hocba.core.verify.parsed import ParsedSignature
from hocba.core.verify.signatures import Evidence

_HEADINGS: Final[Mapping[Role, tuple[str, ...]]] = MappingProxyType(
    {
        Role.HOMEROOM_TEACHER: ("GIÁO VIÊN CHỦ NHIỆM",),
        Role.PRINCIPAL: ("HIỆU TRƯỞNG",),
        # A deputy signs on behalf. Source: Nghị định 30/2020/NĐ-CP, Điều 13.
        Role.DEPUTY: ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"),
        Role.SEAL: ("CON DẤU SỐ",),
    }
)


def signature_marks(
    signatures: Sequence[ParsedSignature], evidence: Sequence[Evidence]
) -> Signatures:
    """Return the marks by the roles that the signatures claim; evidence: one a signature."""
    found: dict[Role, SignatureMark] = {}
    for signature, proof in zip(signatures, evidence, strict=True):
        for role in Role:
            if signature.roles == (role.value,) and role in _HEADINGS:
                found.setdefault(role, _mark(role, signature, proof))
    return Signatures(
        homeroom=found.get(Role.HOMEROOM_TEACHER),
        principal=found.get(Role.PRINCIPAL) or found.get(Role.DEPUTY),
        seal=found.get(Role.SEAL),
    )


def row_marks(
    subjects: Sequence[str], signatures: Sequence[ParsedSignature], evidence: Sequence[Evidence]
) -> Mapping[str, SignatureMark]:
    """
    Return how each row of a secondary record was signed, by its subject.

    subjects: in the order of the rows, whose signatures come first, in the same order.
    """
    found = {}
    for key, signature, proof in zip(subjects, signatures, evidence, strict=False):
        if signature.roles == (Role.SUBJECT_TEACHER.value,):
            found[key] = _mark(Role.SUBJECT_TEACHER, signature, proof)
    return found


def _mark(role: Role, signature: ParsedSignature, proof: Evidence) -> SignatureMark:
    at = signature.signing_time
    return SignatureMark(
        heading=_HEADINGS.get(role, ()),
        name=proof.facts.common_name if proof.facts else "",
        signed_at="" if at is None else signing_time(at),
        issuer=proof.facts.issuer_name if proof.facts else "",
    )
