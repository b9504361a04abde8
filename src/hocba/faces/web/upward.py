"""What all offices show of packages and receipts."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext, ngettext

from hocba.core.submit.message import MessageId
from hocba.core.submit.receipt import Answer, EntryAnswer, Receipt
from hocba.faces.web.numbers import moment
from hocba.faces.web.presenters import (
    Count,
    Fact,
    PackageRow,
    ReceiptEntry,
    ReceiptPage,
    Stage,
    State,
    Tone,
)
from hocba.faces.web.words import finding_row
from hocba.ports.outbox import SentPackage
from hocba.ports.repository import KeptPackage

_ID_DIGITS: Final = 32
_SHOWN_DIGITS: Final = 8
_SHOWN_ENTRIES: Final = 200


def short_id(message_id: MessageId) -> str:
    """Return a message's id as a list shows it: the sender and eight digits."""
    sender, digits = message_id[:-_ID_DIGITS], message_id[-_ID_DIGITS:]
    return f"{sender}-{digits[:_SHOWN_DIGITS]}"


def answer_state(answer: Answer) -> State:
    """Return an answer to an entry as a word with a colour."""
    return {
        Answer.ACCEPTED: State(words=gettext("Nhận"), tone=Tone.DONE),
        Answer.ACCEPTED_WITH_WARNINGS: State(
            words=gettext("Nhận, có điều cần xem"), tone=Tone.DONE
        ),
        Answer.REJECTED: State(words=gettext("Trả lại"), tone=Tone.WRONG),
        Answer.PENDING: State(words=gettext("Chưa kiểm tra được"), tone=Tone.TO_DO),
    }[answer]


def kept_row(package: KeptPackage, *, base: str, sender_name: str = "") -> PackageRow:
    """Return a package that came in. base: the address below which its receipt stands."""
    taken = package.accepted + package.warned
    left = package.rejected + package.pending
    return PackageRow(
        message_id=short_id(package.message_id),
        url=f"{base}/{package.message_id}",
        party=sender_name or package.sender,
        sent_at=package.received_at,
        entries=taken + left,
        accepted=taken,
        rejected=left,
        state=_whole_state(left),
    )


def sent_row(package: SentPackage, *, base: str, receiver_name: str = "") -> PackageRow:
    """Return a package that was made here, with its receipt where one came."""
    waits = State(words=gettext("Chờ biên nhận"), tone=Tone.WAITS)
    return PackageRow(
        message_id=short_id(package.message_id),
        url=f"{base}/{package.message_id}",
        party=receiver_name or package.receiver,
        sent_at=package.made_at,
        entries=package.count,
        accepted=package.taken if package.receipt else None,
        rejected=package.not_taken if package.receipt else None,
        state=_whole_state(package.not_taken) if package.receipt else waits,
    )


def packages_headline(found: tuple[KeptPackage, ...]) -> str:
    """Say whether anything was left out of the packages."""
    if not found:
        return gettext("Chưa có gói nộp nào")
    left = sum(package.rejected + package.pending for package in found)
    if not left:
        return gettext("Mọi mục trong các gói đều đã được nhận")
    said = ngettext("%(n)s mục đã trả lại cho bên gửi", "%(n)s mục đã trả lại cho bên gửi", left)
    return said % {"n": left}


def _whole_state(left: int) -> State:
    if left:
        return State(words=gettext("Nhận, có mục trả lại"), tone=Tone.TO_DO)
    return State(words=gettext("Nhận đủ"), tone=Tone.DONE)


def receipt_page(
    receipt: Receipt,
    *,
    receipt_url: str,
    package_url: str = "",
    pipeline: Sequence[Stage] = (),
) -> ReceiptPage:
    """Tell a receipt entry by entry, what was left out first."""
    taken = sum(1 for each in receipt.answers if each.answer.is_taken)
    left = len(receipt.answers) - taken
    ordered = sorted(receipt.answers, key=lambda each: each.answer.is_taken)
    return ReceiptPage(
        headline=_receipt_headline(taken, left),
        lead=gettext("Gói %(id)s · biên nhận ký lúc %(at)s")
        % {
            "id": short_id(receipt.head.answers or receipt.head.message_id),
            "at": moment(receipt.head.at),
        },
        facts=_facts(receipt),
        counts=(
            Count(words=gettext("Nhận"), value=taken, of=len(receipt.answers)),
            Count(words=gettext("Trả lại"), value=left, is_good_at_zero=True),
        ),
        entries=tuple(map(_entry, ordered[:_SHOWN_ENTRIES])),
        pipeline=tuple(pipeline),
        package_url=package_url,
        receipt_url=receipt_url,
        more=max(len(ordered) - _SHOWN_ENTRIES, 0),
    )


def _receipt_headline(taken: int, left: int) -> str:
    if not left:
        said = ngettext("Bên nhận đã nhận cả %(n)s mục", "Bên nhận đã nhận cả %(n)s mục", taken)
        return said % {"n": taken}
    said = ngettext(
        "Bên nhận đã nhận %(n)s mục, trả lại %(left)s",
        "Bên nhận đã nhận %(n)s mục, trả lại %(left)s",
        taken,
    )
    return said % {"n": taken, "left": left}


def _facts(receipt: Receipt) -> tuple[Fact, ...]:
    head = receipt.head
    return (
        Fact(words=gettext("Số biên nhận"), value=head.message_id),
        Fact(words=gettext("Trả lời gói"), value=head.answers or ""),
        Fact(words=gettext("Bên nhận"), value=head.sender),
        Fact(words=gettext("Bên gửi"), value=head.receiver),
        Fact(words=gettext("Dấu vết gói"), value=receipt.package_digest.hex(), note="SHA-256"),
        Fact(
            words=gettext("Nhật ký sau gói"),
            value=str(receipt.log.size),
            note=receipt.log.origin,
        ),
    )


def _entry(each: EntryAnswer) -> ReceiptEntry:
    return ReceiptEntry(
        name=each.path,
        url="",
        state=answer_state(each.answer),
        log_position=each.log_index,
        findings=tuple(finding_row(finding) for finding in each.findings),
    )
