"""
How a province is let in: its account and its certificate, each by request and approval.

One table, as for the life of a record; a state is a fold over the history, and expiry
follows from the certificate, so that nobody has to remember it.
Source: practice of the pilot of 2023-24 (63 accounts, 61 certificates approved).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from types import MappingProxyType
from typing import Final

from hocba.core.compose.permit import Actor
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.provinces import has_ended
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam


class AdmissionKind(StrEnum):
    """What is asked for."""

    ACCOUNT = "TAI_KHOAN"
    CERTIFICATE = "CHUNG_THU"


class AdmissionState(StrEnum):
    """Where a request stands."""

    NOT_ASKED = "CHUA_DE_NGHI"
    WAITING = "CHO_DUYET"
    REVIEWED = "DA_XEM_XET"
    """One officer of the ministry has looked and agreed; another one decides."""
    APPROVED = "DA_DUYET"
    REFUSED = "TU_CHOI"
    SUSPENDED = "TAM_DUNG"
    EXPIRED = "HET_HAN"
    """Only computed: approved, and the certificate's last day is over."""
    MERGED = "DA_SAP_NHAP"
    """Only computed: open on the day its province ended; the one that followed asks anew."""


class AdmissionAct(StrEnum):
    """What is done to a request."""

    REQUEST = "DE_NGHI"
    REVIEW = "XEM_XET"
    APPROVE = "DUYET"
    REFUSE = "TU_CHOI"
    SUSPEND = "TAM_DUNG"
    RESUME = "CHO_HOAT_DONG_LAI"
    CHANGE_OFFICER = "DOI_CAN_BO"
    """Somebody else answers for the province's account from now on; the reason says who."""


S, A = AdmissionState, AdmissionAct

ADMISSION_NEXT: Final[Mapping[tuple[AdmissionState, AdmissionAct], AdmissionState]] = (
    MappingProxyType(
        {
            (S.NOT_ASKED, A.REQUEST): S.WAITING,
            (S.WAITING, A.REVIEW): S.REVIEWED,
            (S.WAITING, A.REFUSE): S.REFUSED,
            (S.REVIEWED, A.APPROVE): S.APPROVED,
            (S.REVIEWED, A.REFUSE): S.REFUSED,
            (S.APPROVED, A.CHANGE_OFFICER): S.APPROVED,
            (S.APPROVED, A.SUSPEND): S.SUSPENDED,
            (S.SUSPENDED, A.RESUME): S.APPROVED,
            # A refused request is never revived, an expired certificate never renewed in
            # place: both are new requests, so that the old one keeps its history.
        }
    )
)

UNDECIDED: Final = frozenset({S.WAITING, S.REVIEWED})
"""A request that an officer of the ministry has to look at."""

OPEN: Final = UNDECIDED | {S.APPROVED, S.SUSPENDED}
"""While a request is in one of these, nobody asks for the same again; a merger ends them."""

_DOES: Final[Mapping[AdmissionAct, frozenset[Role]]] = MappingProxyType(
    {
        A.REQUEST: frozenset({Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER}),
        A.REVIEW: frozenset({Role.MINISTRY_OFFICER}),
        A.APPROVE: frozenset({Role.MINISTRY_OFFICER}),
        A.REFUSE: frozenset({Role.MINISTRY_OFFICER}),
        A.SUSPEND: frozenset({Role.MINISTRY_OFFICER}),
        A.RESUME: frozenset({Role.MINISTRY_OFFICER}),
        A.CHANGE_OFFICER: frozenset({Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER}),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionEntry:
    """One line of a request's history; never changed, never removed."""

    act: AdmissionAct
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """
    One request of one province.

    admission_id: opaque. certificate: DER, empty for an account, and for what is only told;
    fingerprint: SHA-256 of it, hex; valid_from, valid_to: of the certificate, None for an account.
    request_id: of the signed request that it came with, empty where an officer entered it.
    """

    admission_id: str
    province: str
    province_name: str
    kind: AdmissionKind
    history: tuple[AdmissionEntry, ...]
    certificate: bytes = b""
    fingerprint: str = ""
    holder: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    request_id: str = ""

    def state(self, now: datetime) -> AdmissionState:
        """
        Return where the request stands at an instant.

        Raises: Refusal "admission.not_now" when the history breaks the table.
        """
        stored = admission_state(self.history)
        if stored in OPEN and self._has_merged(now):
            return S.MERGED
        is_over = self.valid_to is not None and now > self.valid_to
        return S.EXPIRED if is_over and stored is S.APPROVED else stored

    def _has_merged(self, now: datetime) -> bool:
        asked_on = day_in_vietnam(self.history[0].at)
        return has_ended(self.province, since=asked_on, by=day_in_vietnam(now))


def admission_state(history: Iterable[AdmissionEntry]) -> AdmissionState:
    """
    Replay a request's history, oldest first.

    Raises: Refusal "admission.not_now".
    """
    return reduce(_after, (entry.act for entry in history), S.NOT_ASKED)


def why_not_admission(
    act: AdmissionAct, *, actor: Actor, admission: Admission, now: datetime
) -> Refusal | None:
    """
    Return why `actor` may not do `act` to the request now, or None when they may.

    Two officers of the ministry stand behind every admission: one reviews, another approves, and
    whoever asked does neither. An officer who enters what a province asked for on paper has
    looked at it: that is the review, see `opening`.
    """
    if actor.role not in _DOES[act]:
        return Refusal("admission.not_your_role", act=act.value, role=actor.role.value)
    state = admission.state(now)
    if (state, act) not in ADMISSION_NEXT:
        return Refusal("admission.not_now", act=act.value, state=state.value)
    if act is A.CHANGE_OFFICER and admission.kind is not AdmissionKind.ACCOUNT:
        return Refusal("admission.not_now", act=act.value, state=admission.kind.value)
    did = {entry.act for entry in admission.history if entry.by == actor.person}
    if act in (A.REVIEW, A.APPROVE) and A.REQUEST in did:
        return Refusal("admission.own_request", person=actor.person)
    if act is A.APPROVE and A.REVIEW in did:
        return Refusal("admission.own_review", person=actor.person)
    return None


def opening(actor: Actor, *, at: datetime, reason: str) -> tuple[AdmissionEntry, ...]:
    """Return the first lines of a request's history: asked for, and reviewed by who entered it."""
    asked = AdmissionEntry(act=A.REQUEST, by=actor.person, at=at, reason=reason)
    if actor.role is not Role.MINISTRY_OFFICER:
        return (asked,)
    return (asked, AdmissionEntry(act=A.REVIEW, by=actor.person, at=at, reason=""))


def why_not_admitted(
    admissions: Iterable[Admission], *, province: str, fingerprint: str, now: datetime
) -> tuple[Refusal, ...]:
    """
    Return every reason why a province may not report now with a certificate; none means it may.

    An account AND this very certificate must be approved, and the certificate unexpired.
    """
    own = [each for each in admissions if each.province == province]
    accounts = [each for each in own if each.kind is AdmissionKind.ACCOUNT]
    certificates = [each for each in own if each.fingerprint == fingerprint != ""]
    found: list[Refusal] = []
    if not _any_approved(accounts, now):
        state = _last_state(accounts, now)
        code = "admission.account_not_approved"
        if state == S.MERGED:
            code = "admission.province_merged"
        found.append(Refusal(code, province=province, state=state))
    if not _any_approved(certificates, now):
        state = _last_state(certificates, now)
        code = "admission.certificate_not_approved"
        if state == S.EXPIRED:
            code = "admission.certificate_expired"
        if state == S.MERGED:
            code = "admission.province_merged"
        found.append(Refusal(code, province=province, state=state))
    return tuple(found)


def _after(state: AdmissionState, act: AdmissionAct) -> AdmissionState:
    following = ADMISSION_NEXT.get((state, act))
    if following is None:
        raise Refusal("admission.not_now", act=act.value, state=state.value)
    return following


def _any_approved(admissions: Iterable[Admission], now: datetime) -> bool:
    return any(each.state(now) is S.APPROVED for each in admissions)


def _last_state(admissions: list[Admission], now: datetime) -> str:
    return admissions[-1].state(now).value if admissions else S.NOT_ASKED.value
