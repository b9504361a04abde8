"""Oversight of signing as a page: who can sign, who pays, how long it takes, what it costs."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext

from hocba.core.report.cost import CostLine, Priced
from hocba.core.report.signatures import ByProvider
from hocba.core.sign.means import Payer
from hocba.faces.web.means_words import means_words, payer_words
from hocba.faces.web.numbers import day, number
from hocba.faces.web.oversight_presenters import ConcentrationCard, ShareRow
from hocba.faces.web.oversight_words import concentration_card
from hocba.faces.web.presenters import Count, FigureNote, Link
from hocba.faces.web.words import language, role_words
from hocba.flow.oversee_signing import SigningOverseen

SHOWN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitRow:
    """How long certificates of one authority took. days: on average; empty where unknown."""

    authority: str
    count: int
    known: int
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """Who pays at one unit: payer and certificates, in the order of the columns."""

    name: str
    certificates: int
    by: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """One cost a record, in words. each: empty where it is not known; then `price` says why."""

    words: str
    told: str
    each: str
    price: str
    quantity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningPage:
    """All of it. more: units that the page leaves to the file."""

    headline: str
    lead: str
    note: FigureNote
    counts: tuple[Count, ...]
    cards: tuple[ConcentrationCard, ...]
    payers: tuple[str, ...]
    units: tuple[UnitRow, ...]
    more: int
    waits: tuple[WaitRow, ...]
    costs: tuple[CostRow, ...]
    back: Link


def signing_page(found: SigningOverseen, *, base: str) -> SigningPage:
    """Show it. base: of oversight."""
    told, year = found.told, found.school_year
    return SigningPage(
        headline=_headline(found),
        lead=gettext(
            "Theo kê khai có đóng dấu của trường: %(n)s trên %(all)s trường. Con số không xếp hạng "
            "ai và không nói chữ ký nào kém giá trị."
        )
        % {"n": told.schools, "all": found.schools},
        note=FigureNote(
            as_of=found.at,
            denominator=gettext("chứng thư còn hạn trong kê khai mới nhất của từng trường"),
            excel_url=f"{base}/chu-ky-so.xlsx?nam={year}",
            json_url=f"{base}/chu-ky-so.json?nam={year}",
        ),
        counts=(
            *(
                Count(words=role_words(each.role), value=each.certified, of=each.due)
                for each in told.roles
            ),
        ),
        cards=_cards(found),
        payers=tuple(payer_words(payer) for payer in Payer),
        units=tuple(
            UnitRow(
                name=unit.name,
                certificates=unit.certificates,
                by=tuple((payer_words(payer), unit.by.get(payer, 0)) for payer in Payer),
            )
            for unit in told.units[:SHOWN]
        ),
        more=max(len(told.units) - SHOWN, 0),
        waits=tuple(
            WaitRow(
                authority=each.authority,
                count=each.count,
                known=each.known,
                days="" if each.average is None else _decimal(each.average),
            )
            for each in told.waits
        ),
        costs=tuple(map(_cost, found.costs)),
        back=Link(words=gettext("Giám sát"), url=f"{base}?nam={year}"),
    )


def _headline(found: SigningOverseen) -> str:
    rate = found.told.signers
    if not found.told.schools:
        return gettext("Chưa trường nào kê khai chữ ký số")
    said = gettext("%(can)s trên %(due)s người và con dấu phải ký đã có chứng thư")
    counts = {
        "can": number(rate.numerator, language()),
        "due": number(rate.denominator, language()),
    }
    return said % counts


def _cards(found: SigningOverseen) -> tuple[ConcentrationCard, ...]:
    told = found.told
    whole = sum(told.payers.values())
    by_payer = ConcentrationCard(
        title=gettext("Ai trả tiền chứng thư"),
        told=gettext("Như trường ghi. Chưa ghi thì đếm là chưa ghi."),
        rows=tuple(
            ShareRow(name=payer_words(payer), count=told.payers.get(payer, 0), of=whole)
            for payer in Payer
            if told.payers.get(payer, 0)
        ),
    )
    by_means = ConcentrationCard(
        title=gettext("Khóa để ở đâu"),
        told=gettext("Như trường ghi."),
        rows=tuple(
            ShareRow(name=means_words(means), count=count, of=whole)
            for means, count in sorted(told.means.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
    )
    signed = found.signed
    left = gettext("%(n)s chứng thư chưa ghi nơi giữ khóa, không nằm trong tỷ phần.")
    return (
        by_payer,
        by_means,
        _with(
            concentration_card(gettext("Nơi giữ khóa: chứng thư kê khai"), told.providers),
            left % {"n": _n(told.unnamed)} if told.unnamed else "",
        ),
        _with(
            concentration_card(gettext("Nơi giữ khóa: chữ ký đã nhận"), signed.providers),
            _left_out(signed.by_provider),
        ),
        concentration_card(gettext("Tổ chức cấp: chứng thư kê khai"), signed.stated_authorities),
        concentration_card(gettext("Tổ chức cấp: chữ ký đã nhận"), signed.authorities),
    )


def _with(card: ConcentrationCard, more: str) -> ConcentrationCard:
    return ConcentrationCard(title=card.title, told=f"{card.told} {more}".strip(), rows=card.rows)


def _left_out(found: ByProvider) -> str:
    """Say which signatures are in no share, and why."""
    if not found.left_out:
        return ""
    said = gettext(
        "Không nằm trong tỷ phần: %(unnamed)s chữ ký chưa ghi nơi giữ khóa, %(mixed)s của nơi cấp "
        "mà trường dùng nhiều nơi giữ khóa, %(unstated)s chưa có kê khai."
    )
    return said % {
        "unnamed": _n(found.unnamed),
        "mixed": _n(found.mixed),
        "unstated": _n(found.unstated),
    }


def _n(count: int) -> str:
    return number(count, language())


def _cost(line: CostLine) -> CostRow:
    words, told = {
        Priced.CERTIFICATE: (
            gettext("Ký"),
            gettext(
                "Giá một chứng thư một năm, nhân số chứng thư còn hạn, chia cho học bạ đã nhận "
                "trong năm học của các trường đã kê khai."
            ),
        ),
        Priced.GIGABYTE: (
            gettext("Lưu, mỗi năm"),
            gettext(
                "Giá một gigabyte một năm, nhân số byte của kho, chia cho mọi tệp học bạ đang giữ."
            ),
        ),
        Priced.OPERATION: (
            gettext("Vận hành"),
            gettext("Chi phí vận hành một năm, chia cho học bạ đã nhận của năm học."),
        ),
    }[line.what]
    price = line.price
    stated = gettext("Chưa có đơn giá trong chi-phi.toml.")
    if price is not None:
        stated = gettext("%(amount)s đồng, ngày %(on)s, theo %(source)s") % {
            "amount": number(price.amount, language()),
            "on": day(price.on),
            "source": price.source,
        }
    return CostRow(
        words=words,
        told=told,
        each="" if line.each is None else _decimal(line.each),
        price=stated,
        quantity=_quantity(line),
    )


def _quantity(line: CostLine) -> str:
    said = {
        Priced.CERTIFICATE: gettext("%(n)s chứng thư, %(records)s học bạ"),
        Priced.GIGABYTE: gettext("%(n)s byte, %(records)s học bạ"),
        Priced.OPERATION: gettext("%(records)s học bạ"),
    }[line.what]
    whole = line.quantity * 10**9 if line.what is Priced.GIGABYTE else line.quantity
    records = number(line.records, language())
    return said % {"n": number(int(Fraction(whole)), language()), "records": records}


def _decimal(value: Decimal) -> str:
    whole, _, tenth = str(value).partition(".")
    mark = "." if language() == "en" else ","
    return f"{number(int(whole), language())}{mark}{tenth}"
