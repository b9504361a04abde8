"""
A province's signed request to the ministry: its account, its certificate, who answers for it.

It is signed with the very key that is to be let in: whoever sends it holds that key. A request
says nothing of being granted; what becomes of it is an `Admission`, or several.
Source: spec/format.md §22.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from hocba.core.compose.canonical import element, text
from hocba.core.compose.evidence_file import EvidenceFile
from hocba.core.compose.read import Node, attribute_of, is_plausible, text_of
from hocba.core.compose.wire import instant
from hocba.core.submit.admission import AdmissionKind
from hocba.core.submit.carried_paper import paper_of, written_paper
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.vietnam import day_in_vietnam

MOST_PAPER_BYTES: Final = 2 * 1024 * 1024
"""A decision of some pages, scanned. Strangers may send one: it is not to be large."""
MOST_BYTES: Final = 3 * 1024 * 1024
"""Of a whole request: the paper in base64, and the rest many times over."""
_FEWEST_DIGITS: Final = 8
_MOST_DIGITS: Final = 15


class Wish(StrEnum):
    """What is asked for. The last changes who answers for an account that is approved."""

    ACCOUNT = "TAI_KHOAN"
    CERTIFICATE = "CHUNG_THU"
    CHANGE_OFFICER = "DOI_CAN_BO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who answers for the province, and how the ministry reaches them."""

    full_name: str
    position: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRequest:
    """
    The content of a `DeNghiKetNoi`.

    request_id: 32 hex digits, by chance. by: the officer's code in the province's own house.
    decision, decided_on: the department's decision that names officer and certificate.
    content: the bytes of that decision's scan.
    """

    request_id: str
    province: str
    province_name: str
    environment: Environment
    made_at: datetime
    by: str
    wishes: tuple[Wish, ...]
    contact: Contact
    decision: str
    decided_on: date
    note: str
    paper: EvidenceFile
    content: bytes

    @property
    def asked_by(self) -> str:
        """The officer as the ministry's history names them: never one of its own people."""
        return f"{self.province}/{self.by}"


def admission_id(request_id: str, kind: AdmissionKind) -> str:
    """Return under which name a request's account or certificate stands, in both houses."""
    return sha256(f"hocba:ket-noi:1:{request_id}:{kind.value}".encode()).hexdigest()[:32]


def request_findings(request: ConnectionRequest) -> tuple[Finding, ...]:
    """Say all that is missing or odd in a request, each at its place in the form."""
    contact = request.contact
    due = {
        "HoTen": contact.full_name,
        "ChucVu": contact.position,
        "CanCu": request.decision,
        "NguoiLap": request.by,
    }
    missing = [
        Finding(code="connection.field_due", where=where) for where, told in due.items() if not told
    ]
    return (*missing, *_odd(request))


def _odd(request: ConnectionRequest) -> Iterator[Finding]:
    digits = sum(c.isdigit() for c in request.contact.phone)
    if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        yield Finding(code="connection.phone_wrong", where="DienThoai")
    name, at, host = request.contact.email.partition("@")
    if not (name and at and "." in host.strip(".")) or " " in request.contact.email:
        yield Finding(code="connection.email_wrong", where="ThuDienTu")
    if request.decided_on > day_in_vietnam(request.made_at):
        yield Finding(code="connection.decision_ahead", where="CanCu")
    if request.paper.size > MOST_PAPER_BYTES:
        details = {"most": str(MOST_PAPER_BYTES // 1024**2)}
        yield Finding(code="connection.paper_too_large", where="MinhChung", details=details)
    wishes = set(request.wishes)
    alone = Wish.CHANGE_OFFICER in wishes and len(wishes) > 1
    if not wishes or alone or len(wishes) != len(request.wishes):
        yield Finding(code="connection.wishes_wrong", where="Viec")


def written_connection(request: ConnectionRequest) -> tuple[str, ...]:
    """Write it as the children of a statement's `NoiDung`."""
    contact = request.contact
    return (
        element(
            "TTChung",
            element("MaDeNghi", request.request_id),
            element("MNGui", request.province),
            element("TenDonVi", text(request.province_name)),
            element("MNNhan", MINISTRY_CODE),
            element("MoiTruong", request.environment.value),
            element("LapLuc", instant(request.made_at)),
            element("NguoiLap", text(request.by)),
        ),
        element(
            "DeNghi",
            *(element("Viec", wish.value) for wish in request.wishes),
            element("CanCu", text(request.decision), Ngay=request.decided_on.isoformat()),
            element("GhiChu", text(request.note)),
        ),
        element(
            "CanBo",
            element("HoTen", text(contact.full_name)),
            element("ChucVu", text(contact.position)),
            element("DienThoai", text(contact.phone)),
            element("ThuDienTu", text(contact.email)),
        ),
        written_paper(request.paper, request.content),
    )


def connection_of(node: Node) -> ConnectionRequest:
    """
    Read it from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value", "correction.evidence_*".
    """
    try:
        head, asked, contact, paper = node
        code, sender, name, _, environment, made_at, by = (text_of(part) for part in head)
        *wishes, basis, note = asked
        full_name, position, phone, email = (text_of(part) for part in contact)
        at = datetime.fromisoformat(made_at)
        if not is_plausible(at):
            raise ValueError(made_at)
        told, content = paper_of(paper)
        return ConnectionRequest(
            request_id=code,
            province=sender,
            province_name=name,
            environment=Environment(environment),
            made_at=at,
            by=by,
            wishes=tuple(Wish(text_of(wish)) for wish in wishes),
            contact=Contact(full_name=full_name, position=position, phone=phone, email=email),
            decision=text_of(basis),
            decided_on=date.fromisoformat(attribute_of(basis, "Ngay")),
            note=text_of(note),
            paper=told,
            content=content,
        )
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem
