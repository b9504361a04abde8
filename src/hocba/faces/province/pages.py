"""The province's pages from figures, packages, requests and what the ministry has not taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext, ngettext

from hocba.core.report.figures import Figure
from hocba.core.submit.admission import Admission, AdmissionKind, AdmissionState
from hocba.faces.province.presenters import (
    ConnectionPage,
    ConnectionRow,
    PackagesPage,
    SendPage,
)
from hocba.faces.web.admission_words import admission_facts, admission_history, admission_state
from hocba.faces.web.figure_words import upper_stages
from hocba.faces.web.presenters import Count, Fact, Link
from hocba.faces.web.queue import QueueRow
from hocba.faces.web.upward import kept_row, packages_headline, sent_row
from hocba.ports.outbox import SentPackage
from hocba.ports.repository import KeptPackage


def packages_page(
    packages: tuple[KeptPackage, ...],
    *,
    names: Mapping[str, str],
    total: Figure,
    queue: tuple[QueueRow, ...],
) -> PackagesPage:
    """Show the packages that came in from schools."""
    senders = len({package.sender for package in packages})
    said = ngettext(
        "%(n)s gói từ %(senders)s trường", "%(n)s gói từ %(senders)s trường", len(packages)
    )
    return PackagesPage(
        headline=packages_headline(packages),
        lead=said % {"n": len(packages), "senders": senders},
        pipeline=upper_stages(total),
        rows=tuple(
            kept_row(each, base="/so/goi-nop", sender_name=names.get(each.sender, ""))
            for each in packages
        ),
        queue=queue,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFacts:
    """
    What the sending page is made from. refusal: why nothing may be sent, in words.

    schools: name, and its code as `url`, of whom a package can be made by hand. school: the one
    that was chosen, empty for all.
    """

    office: str
    ministry: str
    unreported: int
    sent: tuple[SentPackage, ...]
    certificate: tuple[Fact, ...]
    refusal: str
    schools: tuple[Link, ...] = ()
    school: str = ""


def send_page(facts: SendFacts, *, total: Figure) -> SendPage:
    """Show what would go to the ministry, under which certificate."""
    count = facts.unreported
    said = ngettext("%(n)s tệp sẵn sàng gửi lên Bộ", "%(n)s tệp sẵn sàng gửi lên Bộ", count)
    button = ngettext("Gửi %(n)s tệp", "Gửi %(n)s tệp", count)
    nothing = "" if count else gettext("Không có gì để gửi: Bộ đã nhận mọi thứ ở đây.")
    return SendPage(
        headline=said % {"n": count} if count else _all_taken(facts.school),
        lead=gettext("Học bạ, khai báo sĩ số và sổ phân công đã kiểm tra đạt ở đây."),
        pipeline=upper_stages(total),
        counts=(
            Count(words=gettext("Tệp sẽ gửi"), value=count),
            Count(words=gettext("Gói đã gửi"), value=len(facts.sent)),
        ),
        certificate=facts.certificate,
        consent=sending_sentence(facts.office, count),
        button=button % {"n": count},
        sent=tuple(
            sent_row(each, base="/so/gui-bo", receiver_name=facts.ministry) for each in facts.sent
        ),
        refusal=nothing or facts.refusal,
        schools=facts.schools,
        school=facts.school,
    )


def _all_taken(school: str) -> str:
    if school:
        return gettext("Bộ đã nhận mọi thứ của trường này")
    return gettext("Bộ đã nhận mọi thứ của Sở")


def sending_sentence(office: str, count: int) -> str:
    """Return the sentence that the officer agrees to."""
    said = ngettext(
        "%(office)s gửi %(n)s tệp lên Kho học bạ số của Bộ, dưới chứng thư số của Sở.",
        "%(office)s gửi %(n)s tệp lên Kho học bạ số của Bộ, dưới chứng thư số của Sở.",
        count,
    )
    return said % {"office": office, "n": count}


RENEWED_BEFORE_DAYS: Final = 60
"""From then on the page asks for a new certificate; the old one holds to its last day."""
_UNDECIDED: Final = frozenset({AdmissionState.WAITING, AdmissionState.REVIEWED})


def connection_page(
    admissions: tuple[Admission, ...], *, total: Figure, now: datetime
) -> ConnectionPage:
    """Show the province's own account and certificate at the ministry."""
    named = {
        AdmissionKind.ACCOUNT: gettext("Tài khoản kết nối"),
        AdmissionKind.CERTIFICATE: gettext("Chứng thư số của Sở"),
    }
    latest = {kind: _latest(admissions, kind) for kind in named}
    standing = {kind: _standing(admissions, kind, now) for kind in named}
    both = all(standing.values())
    certificate = standing[AdmissionKind.CERTIFICATE]
    account = standing[AdmissionKind.ACCOUNT]
    return ConnectionPage(
        headline=_connected(certificate, now)
        if both and certificate is not None
        else gettext("Sở chưa gửi được học bạ lên Bộ"),
        lead=gettext("Cần cả tài khoản và chứng thư số được Bộ duyệt, còn hạn."),
        pipeline=upper_stages(total),
        connections=tuple(
            _connection(title, kind, standing[kind] or latest[kind], latest[kind], now)
            for kind, title in named.items()
        ),
        may_change_officer=account is not None,
        history=admission_history(admissions),
    )


def _latest(admissions: tuple[Admission, ...], kind: AdmissionKind) -> Admission | None:
    return next((each for each in reversed(admissions) if each.kind is kind), None)


def _standing(
    admissions: tuple[Admission, ...], kind: AdmissionKind, now: datetime
) -> Admission | None:
    """Return the latest request that is approved and holds: a newer one may still wait."""
    held = [e for e in admissions if e.kind is kind and e.state(now) is AdmissionState.APPROVED]
    return _latest(tuple(held), kind)


def _connected(certificate: Admission, now: datetime) -> str:
    days = (certificate.valid_to - now).days if certificate.valid_to else RENEWED_BEFORE_DAYS
    if days >= RENEWED_BEFORE_DAYS:
        return gettext("Sở được kết nối với Bộ")
    said = ngettext(
        "Chứng thư của Sở còn %(n)s ngày: gửi đề nghị chứng thư mới",
        "Chứng thư của Sở còn %(n)s ngày: gửi đề nghị chứng thư mới",
        days,
    )
    return said % {"n": days}


def _connection(
    title: str,
    kind: AdmissionKind,
    admission: Admission | None,
    latest: Admission | None,
    now: datetime,
) -> ConnectionRow:
    state = admission.state(now) if admission else AdmissionState.NOT_ASKED
    waits = gettext("Đang có một đề nghị chờ Bộ duyệt.")
    holds = gettext("Đã được duyệt và còn hiệu lực.")
    is_certificate = kind is AdmissionKind.CERTIFICATE
    refusal = waits if latest is not None and latest.state(now) in _UNDECIDED else ""
    if state is AdmissionState.APPROVED and not is_certificate:
        refusal = holds
    return ConnectionRow(
        title=title,
        state=admission_state(state),
        facts=admission_facts(admission, now) if admission else (),
        request_button=gettext("Gửi đề nghị cho Bộ"),
        request_kind=kind.value,
        refusal=refusal,
        takes_file=is_certificate,
    )
