"""The province's pages from figures, packages and what the ministry has not taken."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from hocba.core.report.figures import Figure
from hocba.faces.province.presenters import PackagesPage, SendPage
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
