"""The province's pages from figures, packages, requests and what the ministry has not taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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


def connection_page(
    admissions: tuple[Admission, ...], *, total: Figure, now: datetime
) -> ConnectionPage:
    """Show the province's own account and certificate at the ministry."""
    named = {
        AdmissionKind.ACCOUNT: gettext("Tài khoản kết nối"),
        AdmissionKind.CERTIFICATE: gettext("Chứng thư số của Sở"),
    }
    latest = {kind: _latest(admissions, kind) for kind in named}
    both = all(
        each is not None and each.state(now) is AdmissionState.APPROVED for each in latest.values()
    )
    return ConnectionPage(
        headline=gettext("Sở được kết nối với Bộ")
        if both
        else gettext("Sở chưa gửi được học bạ lên Bộ"),
        lead=gettext("Cần cả tài khoản và chứng thư số được Bộ duyệt, còn hạn."),
        pipeline=upper_stages(total),
        connections=tuple(
            _connection(title, kind, latest[kind], now) for kind, title in named.items()
        ),
        history=admission_history(admissions),
    )


def _latest(admissions: tuple[Admission, ...], kind: AdmissionKind) -> Admission | None:
    return next((each for each in reversed(admissions) if each.kind is kind), None)


def _connection(
    title: str, kind: AdmissionKind, admission: Admission | None, now: datetime
) -> ConnectionRow:
    state = admission.state(now) if admission else AdmissionState.NOT_ASKED
    waits = gettext("Đang có một đề nghị chờ Bộ duyệt.")
    holds = gettext("Đã được duyệt và còn hiệu lực.")
    refusals = {AdmissionState.WAITING: waits, AdmissionState.APPROVED: holds}
    return ConnectionRow(
        title=title,
        state=admission_state(state),
        facts=admission_facts(admission, now) if admission else (),
        request_button=gettext("Gửi đề nghị cho Bộ"),
        request_kind=kind.value,
        refusal=refusals.get(state, ""),
    )
