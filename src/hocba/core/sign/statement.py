"""
Statements: every signed document that is not a record has one shape and one signature.

    <SoPhanCong xmlns="urn:hocba:so-phan-cong:1"><NoiDung Id="noi-dung">…</NoiDung>
    <DSCKS><ds:Signature Id="ck-nguoi-lap">…</ds:Signature></DSCKS></SoPhanCong>

Source: spec/format.md §7.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from hocba.core.compose.canonical import DECLARATION, declared, element
from hocba.core.compose.wire import CONTENT_ID
from hocba.core.sign.policy import Slot
from hocba.core.sign.xades import Target, Unsigned, finished, prepared
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.roles import Role

OFFICES = (Role.PROVINCE, Role.MINISTRY)


class StatementKind(Enum):
    """
    Root element and roles of every kind of statement; the namespace follows from the root.

    versions: how many forms of it are known, each with a namespace of its own; readers take all.
    """

    REGISTER = ("SoPhanCong", "so-phan-cong", (Role.PRINCIPAL, *OFFICES), 2)
    PACKAGE = ("GoiNop", "goi-nop", (Role.SEAL, *OFFICES))
    RECEIPT = ("BienNhan", "bien-nhan", OFFICES)
    DECLARATION = ("KhaiBaoSiSo", "khai-bao-si-so", (Role.SEAL,))
    SIGNERS = ("KeKhaiChuKySo", "ke-khai-chu-ky-so", (Role.SEAL,), 2)
    REFUSALS = ("KeKhaiTraLai", "ke-khai-tra-lai", (Role.PROVINCE,))
    WITHDRAWAL = ("ThuHoi", "thu-hoi", (Role.SEAL,))
    ATTEMPTS = ("LanGui", "lan-gui", (Role.SEAL, *OFFICES))
    TRANSFER = ("ChuyenTruong", "chuyen-truong", (Role.PRINCIPAL,))
    CONNECTION = ("DeNghiKetNoi", "de-nghi-ket-noi", (Role.PROVINCE,))
    CONNECTION_ANSWER = ("TraLoiKetNoi", "tra-loi-ket-noi", (Role.MINISTRY,))
    CORRECTION = ("DeNghiDinhChinh", "de-nghi-dinh-chinh", (Role.PRINCIPAL,))
    CORRECTION_ANSWER = ("TraLoiDinhChinh", "tra-loi-dinh-chinh", (Role.PROVINCE,))

    def __init__(self, root: str, name: str, roles: tuple[Role, ...], versions: int = 1) -> None:
        self.root = root
        self.namespaces = tuple(f"urn:hocba:{name}:{n}" for n in range(1, versions + 1))
        self.slot = Slot(slot_id="ck-nguoi-lap", roles=roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A statement that lacks only its signature value. content: canonical `NoiDung`."""

    kind: StatementKind
    namespace: str
    content: bytes
    unsigned: Unsigned


def drafted(
    kind: StatementKind,
    *children: str,
    role: Role,
    certificate: bytes,
    at: datetime,
    algorithm: SignatureAlgorithm,
    version: int = 1,
) -> Draft:
    """Write a statement's content from fragments and prepare its signature."""
    body = element("NoiDung", *children, Id=CONTENT_ID)
    namespace = kind.namespaces[version - 1]
    content = declared(body, namespace).encode()
    unsigned = prepared(
        slot=kind.slot,
        role=role,
        targets=[Target(element_id=CONTENT_ID, digest=sha256(content).digest())],
        certificate=certificate,
        at=at,
        algorithm=algorithm,
    )
    return Draft(kind=kind, namespace=namespace, content=content, unsigned=unsigned)


def statement_bytes(draft: Draft, value: bytes) -> bytes:
    """Return the signed statement's bytes."""
    kind = draft.kind
    signature = finished(draft.unsigned, value)
    opening = f'{DECLARATION}<{kind.root} xmlns="{draft.namespace}">'
    return b"".join(
        (
            opening.encode(),
            draft.content,
            f"<DSCKS>{signature}</DSCKS></{kind.root}>\n".encode(),
        )
    )
