"""Sign records and statements directly with the laboratory's keys, by the core's own writer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hocba.adapters.keys.holder import Holder
from hocba.adapters.keys.soft import signature_value
from hocba.core.compose.content import RecordContent
from hocba.core.seal.document import document_bytes, frozen, signed, to_sign
from hocba.core.sign.policy import policy
from hocba.core.sign.statement import StatementKind, drafted, statement_bytes
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.roles import Role

_ALGORITHM: Final = SignatureAlgorithm.RSA_SHA256


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs, in which role, at which instant. The key is RSA."""

    holder: Holder
    role: Role
    at: datetime


def sealed_record(content: RecordContent, by: Sequence[Signer]) -> bytes:
    """Return a record's file with every slot signed, `by` in the order of its policy."""
    document = frozen(content)
    due = policy(content.general.signing_policy)
    for signer in by:
        unsigned = to_sign(
            document,
            policy=due,
            role=signer.role,
            certificate=signer.holder.certificate,
            at=signer.at,
            algorithm=_ALGORITHM,
        )
        value = signature_value(signer.holder.key, _ALGORITHM, unsigned.digest)
        document = signed(document, unsigned, value)
    return document_bytes(document)


def signed_statement(kind: StatementKind, *children: str, by: Signer, version: int = 1) -> bytes:
    """Return a statement's file. version: of its form."""
    draft = drafted(
        kind,
        *children,
        role=by.role,
        certificate=by.holder.certificate,
        at=by.at,
        algorithm=_ALGORITHM,
        version=version,
    )
    return statement_bytes(draft, signature_value(by.holder.key, _ALGORITHM, draft.unsigned.digest))
