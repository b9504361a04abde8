"""Records as our own writer makes them, step by step, so that one step can go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from hocba.adapters.keys.holder import Holder
from hocba.core.compose.content import RecordContent
from hocba.core.compose.partial_content import PartialContent
from hocba.core.seal.document import Frozen, document_bytes, frozen, next_slot, signed, to_sign
from hocba.core.sign.policy import policy
from hocba.core.sign.xades import Unsigned
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.roles import Role
from hocba.lab.vectors.case import COMPOSED_AT
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.keys import algorithm_for, value_of

LATER: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs a slot, in which role, when, and with which algorithm."""

    holder: Holder
    role: Role
    at: datetime
    algorithm: SignatureAlgorithm


def signers(cast: Cast, **chosen: str) -> tuple[Signer, ...]:
    """
    Return teacher, principal and seal. chosen: other names of the cast, by slot.

    A deputy who stands in for the principal claims the role of a deputy.
    """
    names = {"teacher": "teacher", "principal": "principal", "seal": "seal", **chosen}
    roles = {
        "teacher": Role.HOMEROOM_TEACHER,
        "principal": Role.DEPUTY if names["principal"].startswith("deputy") else Role.PRINCIPAL,
        "seal": Role.SEAL,
    }
    return tuple(
        Signer(
            holder=_holder(cast, names[slot]),
            role=role,
            at=COMPOSED_AT + LATER * place,
            algorithm=algorithm_for(_holder(cast, names[slot])),
        )
        for place, (slot, role) in enumerate(roles.items(), start=1)
    )


def _holder(cast: Cast, name: str) -> Holder:
    found = cast.people.get(name)
    return cast.wrong[name] if found is None else found


def signed_by(content: RecordContent, by: tuple[Signer, ...]) -> bytes:
    """Return the record's file, signed by each in turn."""
    return document_bytes(signed_document(frozen(content), content, by))


def signed_document(
    document: Frozen, content: RecordContent | PartialContent, by: tuple[Signer, ...]
) -> Frozen:
    """Return the document with the next slots filled."""
    due = policy(content.general.signing_policy)
    for signer in by:
        unsigned = to_sign(
            document,
            policy=due,
            role=signer.role,
            certificate=signer.holder.certificate,
            at=signer.at,
            algorithm=signer.algorithm,
        )
        document = signed(document, unsigned, _value(signer, unsigned))
    return document


def without_policy(content: RecordContent, by: tuple[Signer, ...]) -> bytes:
    """Return a record signed in roles that its policy does not allow."""
    document = frozen(content)
    due = policy(content.general.signing_policy)
    for signer in by:
        slot = next_slot(document, due)
        allowing = replace(slot, roles=(signer.role,))
        bent = replace(due, slots=tuple(allowing if s is slot else s for s in due.slots))
        unsigned = to_sign(
            document,
            policy=bent,
            role=signer.role,
            certificate=signer.holder.certificate,
            at=signer.at,
            algorithm=signer.algorithm,
        )
        document = signed(document, unsigned, _value(signer, unsigned))
    return document_bytes(document)


def with_algorithms(
    by: tuple[Signer, ...], algorithms: Mapping[int, SignatureAlgorithm]
) -> tuple[Signer, ...]:
    """Return the signers with other algorithms, by place."""
    return tuple(
        replace(signer, algorithm=algorithms.get(place, signer.algorithm))
        for place, signer in enumerate(by)
    )


def at_times(by: tuple[Signer, ...], times: Mapping[int, datetime]) -> tuple[Signer, ...]:
    """Return the signers at other times, by place."""
    return tuple(replace(signer, at=times.get(place, signer.at)) for place, signer in enumerate(by))


def _value(signer: Signer, unsigned: Unsigned) -> bytes:
    return value_of(signer.holder, signer.algorithm.value, unsigned.signed_info)
