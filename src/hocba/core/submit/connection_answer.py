"""
What the ministry says of a province's requests: each with its whole history.

Signed by the ministry: a province shows it, whatever the line was. Source: spec/format.md §22.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hocba.core.compose.canonical import element, text
from hocba.core.compose.read import Node, attribute_of, text_of
from hocba.core.compose.wire import instant
from hocba.core.submit.admission import Admission, AdmissionAct, AdmissionEntry, AdmissionKind
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionAnswer:
    """
    The content of a `TraLoiKetNoi`.

    province: to whom it is said. request_id: of the request that it answers, empty where the
    line was asked. admissions: with their fingerprints, without the certificates' bytes.
    """

    province: str
    request_id: str
    environment: Environment
    made_at: datetime
    admissions: tuple[Admission, ...]


def written_answer(answer: ConnectionAnswer) -> tuple[str, ...]:
    """Write it as the children of a statement's `NoiDung`."""
    head = element(
        "TTChung",
        element("MNGui", MINISTRY_CODE),
        element("MNNhan", answer.province),
        element("MaDeNghi", answer.request_id),
        element("MoiTruong", answer.environment.value),
        element("LapLuc", instant(answer.made_at)),
    )
    return head, element("DSDeNghi", *map(_written, answer.admissions))


def _written(admission: Admission) -> str:
    spans = {"Tu": admission.valid_from, "Den": admission.valid_to}
    return element(
        "DeNghi",
        *map(_written_step, admission.history),
        Ma=admission.admission_id,
        Loai=admission.kind.value,
        MaDeNghi=admission.request_id,
        TenDonVi=admission.province_name,
        NguoiGiu=admission.holder,
        SHA256=admission.fingerprint,
        **{name: instant(at) for name, at in spans.items() if at is not None},
    )


def _written_step(entry: AdmissionEntry) -> str:
    return element(
        "Buoc", text(entry.reason), Viec=entry.act.value, Nguoi=entry.by, Luc=instant(entry.at)
    )


def answer_of(node: Node) -> ConnectionAnswer:
    """
    Read it from a statement's parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value".
    """
    try:
        head, told = node
        _, province, request_id, environment, made_at = (text_of(part) for part in head)
        return ConnectionAnswer(
            province=province,
            request_id=request_id,
            environment=Environment(environment),
            made_at=datetime.fromisoformat(made_at),
            admissions=tuple(_admission(each, province) for each in told),
        )
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def _admission(node: Node, province: str) -> Admission:
    return Admission(
        admission_id=attribute_of(node, "Ma"),
        province=province,
        province_name=attribute_of(node, "TenDonVi"),
        kind=AdmissionKind(attribute_of(node, "Loai")),
        history=tuple(map(_step, node)),
        request_id=attribute_of(node, "MaDeNghi"),
        fingerprint=attribute_of(node, "SHA256"),
        holder=attribute_of(node, "NguoiGiu"),
        valid_from=_instant(node, "Tu"),
        valid_to=_instant(node, "Den"),
    )


def _instant(node: Node, name: str) -> datetime | None:
    written = node.get(name)
    return datetime.fromisoformat(written) if written else None


def _step(node: Node) -> AdmissionEntry:
    return AdmissionEntry(
        act=AdmissionAct(attribute_of(node, "Viec")),
        by=attribute_of(node, "Nguoi"),
        at=datetime.fromisoformat(attribute_of(node, "Luc")),
        reason=text_of(node),
    )


def news(known: Sequence[AdmissionEntry], told: Sequence[AdmissionEntry]) -> int | None:
    """
    Return how many of the lines told are known, so that the others are news.

    Returns: None where one history contradicts the other: lines are never changed or lost, so
    one of both is not what it says. An older answer tells a beginning of what is known.
    """
    both = list(zip(known, told, strict=False))
    # Instants are told to the second.
    if any(_plain(here) != _plain(there) for here, there in both):
        return None
    return len(both)


def _plain(entry: AdmissionEntry) -> AdmissionEntry:
    return replace(entry, at=entry.at.replace(microsecond=0))
