"""Packages without a receipt, and where the books differ: what it says, what can be done."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext

from hocba.core.report.reconciliation import Difference, Reconciliation
from hocba.core.terms.messages import told
from hocba.faces.province.desk_presenters import (
    AttemptRow,
    DifferenceRow,
    ReconciliationPage,
    WaitingPage,
)
from hocba.faces.web.numbers import moment
from hocba.faces.web.presenters import Count, Fact, State, Tone
from hocba.faces.web.upward import short_id
from hocba.faces.web.words import language
from hocba.ports.attempts import Attempt
from hocba.ports.outbox import SentPackage

SHOWN: Final = 200


def waiting_page(sent: SentPackage, attempts: Sequence[Attempt]) -> WaitingPage:
    """Show a package that has no receipt yet."""
    lead = gettext("Gửi lại lúc nào cũng an toàn: cùng một gói luôn nhận cùng một biên nhận.")
    return WaitingPage(
        headline=gettext("Gói %(id)s chưa có biên nhận") % {"id": short_id(sent.message_id)},
        lead=lead,
        base=f"/so/gui-bo/{sent.message_id}",
        facts=(
            Fact(words=gettext("Lập lúc"), value=moment(sent.made_at)),
            Fact(words=gettext("Số mục"), value=str(sent.count)),
            Fact(words=gettext("Dấu vết gói"), value=sent.digest.hex(), note="SHA-256"),
        ),
        attempts=tuple(AttemptRow(at=each.at, state=_outcome(each)) for each in attempts),
        consent=proof_sentence(sent),
    )


def proof_sentence(sent: SentPackage) -> str:
    """Return the sentence that the officer agrees to when attempts are to be proved."""
    said = gettext("Ký giấy chứng các lần gửi gói %(id)s dưới chứng thư số của Sở.")
    return said % {"id": short_id(sent.message_id)}


def mending_sentence(office: str) -> str:
    """Return the sentence that the officer agrees to when differences are to be mended."""
    said = gettext("%(office)s gửi lại những gì Bộ chưa có, dưới chứng thư số của Sở.")
    return said % {"office": office}


def reconciliation_page(found: Reconciliation, *, office: str) -> ReconciliationPage:
    """Show where the books differ, the worst first."""
    counts = found.counts
    ordered = sorted(found.differing, key=lambda each: (_ORDER.index(each.difference), each.path))
    return ReconciliationPage(
        headline=_headline(found),
        lead=gettext("So ba sổ: tệp Sở đang giữ, biên nhận của Bộ, và danh sách Bộ đang có từ Sở."),
        counts=(
            Count(words=gettext("Tệp khớp cả ba sổ"), value=found.agreed),
            *(
                Count(words=_difference(each).words, value=counts[each], is_good_at_zero=True)
                for each in _ORDER
            ),
        ),
        rows=tuple(
            DifferenceRow(path=each.path, state=_difference(each.difference))
            for each in ordered[:SHOWN]
        ),
        more=max(len(ordered) - SHOWN, 0),
        consent=mending_sentence(office),
        is_mendable=found.is_mendable,
    )


_ORDER: Final = (
    *(Difference.OTHER_BYTES, Difference.UNKNOWN_HERE, Difference.LOST_ABOVE),
    *(Difference.NO_RECEIPT, Difference.NOT_ABOVE),
)


def _headline(found: Reconciliation) -> str:
    if not found.differing:
        return gettext("Sổ của Sở và của Bộ khớp nhau")
    return gettext("%(n)s tệp lệch giữa sổ của Sở và của Bộ") % {"n": len(found.differing)}


def _difference(difference: Difference) -> State:
    return {
        Difference.NOT_ABOVE: State(words=gettext("Bộ chưa nhận"), tone=Tone.WAITS),
        Difference.NO_RECEIPT: State(words=gettext("Bộ có, thiếu biên nhận"), tone=Tone.TO_DO),
        Difference.LOST_ABOVE: State(words=gettext("Có biên nhận, Bộ không có"), tone=Tone.WRONG),
        Difference.OTHER_BYTES: State(words=gettext("Cùng tên, khác nội dung"), tone=Tone.WRONG),
        Difference.UNKNOWN_HERE: State(words=gettext("Bộ có, Sở không có"), tone=Tone.WRONG),
    }[difference]


def _outcome(attempt: Attempt) -> State:
    if not attempt.outcome:
        return State(words=gettext("Đã có biên nhận"), tone=Tone.DONE)
    said = told(attempt.outcome, {}, language())
    return State(words=said if "{" not in said else attempt.outcome, tone=Tone.TO_DO)
