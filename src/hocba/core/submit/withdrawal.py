"""
A withdrawal: the school's sealed word that a version of a record no longer holds.

The document itself stays for ever; only its status changes. Source: spec/format.md §11.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.canonical import element, text
from hocba.core.compose.read import Node, local_name
from hocba.core.compose.wire import instant
from hocba.core.terms.codes import RecordKey, SchoolCode, parsed_record_code, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """
    The content of a `ThuHoi`.

    content_digest: SHA-256 of the withdrawn content, 32 bytes. reason: coded; basis: the
    decision, as schools cite it; approved_by: who decided.
    """

    key: RecordKey
    school: SchoolCode
    environment: Environment
    content_digest: bytes
    reason: str
    basis: str
    approved_by: str
    withdrawn_at: datetime


def written_withdrawal(withdrawal: Withdrawal) -> tuple[str, ...]:
    """Write a withdrawal as the children of a statement's `NoiDung`."""
    head = element(
        "TTChung",
        element("MaHocBa", withdrawal.key.record_code),
        element("NamHoc", str(withdrawal.key.school_year)),
        element("PhienBan", str(withdrawal.key.version)),
        element("MaCoSo", withdrawal.school),
        element("MoiTruong", withdrawal.environment.value),
        element("LapLuc", instant(withdrawal.withdrawn_at)),
    )
    reason = element(
        "LyDo",
        element("BamNoiDung", b64encode(withdrawal.content_digest).decode()),
        element("CanCu", text(withdrawal.basis)),
        element("PheDuyet", text(withdrawal.approved_by)),
        Ma=withdrawal.reason,
    )
    return head, reason


def withdrawal_of(node: Node) -> Withdrawal:
    """
    Read a withdrawal from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value".
    """
    try:
        head, reason = node
        parts = {local_name(child): child.text or "" for child in (*head, *reason)}
        return Withdrawal(
            key=RecordKey(
                record_code=parsed_record_code(parts["MaHocBa"]),
                school_year=school_year(parts["NamHoc"]),
                version=int(parts["PhienBan"]),
            ),
            school=SchoolCode(parts["MaCoSo"]),
            environment=Environment(parts["MoiTruong"]),
            content_digest=b64decode(parts["BamNoiDung"], validate=True),
            reason=reason.get("Ma") or "",
            basis=parts["CanCu"],
            approved_by=parts["PheDuyet"],
            withdrawn_at=datetime.fromisoformat(parts["LapLuc"]),
        )
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem
