"""The page on which a school writes down with what its people sign, and who pays for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.sign.means import Means, Payer, ends_soon
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.roster_pages import Field
from hocba.faces.school.where import Where
from hocba.faces.web.means_words import means_words, payer_words
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.words import language, refusal_words, role_words
from hocba.flow.state_signers import SignerLine

FIELDS = ("means", "provider", "payer", "asked_on", "got_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerRow:
    """Who has to sign. until: last day of the certificate. told: as the school wrote it down."""

    holder: str
    name: str
    role: str
    state: State
    authority: str
    until: date | None
    told: str
    payer: str
    is_chosen: bool
    is_person: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansPage:
    """All signers, and the form that writes something down of those who are marked."""

    headline: str
    lead: str
    rows: tuple[SignerRow, ...]
    fields: tuple[Field, ...]
    problem: str
    refusal: str


def means_page(
    where: Where,
    lines: Sequence[SignerLine],
    typed: Mapping[str, str],
    chosen: frozenset[str] = frozenset(),
    findings: tuple[Finding, ...] = (),
) -> MeansPage:
    """Show who has to sign; what was typed and marked stays, each error beside its field."""
    refusal = why_not_now(Duty.KEEP_MEANS, actor=where.actor, school=where.school.code)
    by_field = {each.where: told(each.code, each.details, language()) for each in findings}
    fields = tuple(_field(name, typed, by_field.pop(name, "")) for name in FIELDS)
    can = sum(line.holds for line in lines)
    open_ones = sum(line.holds and line.noted is None for line in lines)
    said = ngettext(
        "%(can)s trên %(n)s người và con dấu phải ký đã có chứng thư",
        "%(can)s trên %(n)s người và con dấu phải ký đã có chứng thư",
        len(lines),
    )
    today = day_in_vietnam(where.outside.clock.now())
    ending = sum(_days_left(line, today) is not None for line in lines)
    soon = ngettext(
        "%(n)s chứng thư còn dưới 60 ngày: xin cấp mới ngay.",
        "%(n)s chứng thư còn dưới 60 ngày: xin cấp mới ngay.",
        ending,
    )
    left = ngettext(
        "Còn %(n)s chứng thư chưa ghi ai trả tiền.",
        "Còn %(n)s chứng thư chưa ghi ai trả tiền.",
        open_ones,
    )
    whole = gettext("Đã ghi đủ ai trả tiền.")
    goes_up = gettext("Số đếm theo nhóm, không có tên, đi theo gói nộp lên Sở và Bộ.")
    return MeansPage(
        headline=said % {"can": can, "n": len(lines)},
        lead=" ".join(
            (
                *((soon % {"n": ending},) if ending else ()),
                left % {"n": open_ones} if open_ones else whole,
                goes_up,
            )
        ),
        rows=tuple(_row(line, chosen, today) for line in lines),
        fields=fields,
        problem=" ".join(by_field.values()),
        refusal=refusal_words(refusal),
    )


def _days_left(line: SignerLine, today: date) -> int | None:
    """Return how many days a certificate still holds that ends soon, None of any other."""
    if line.facts is None or not line.holds:
        return None
    on = day_in_vietnam(line.facts.not_after)
    return (on - today).days if ends_soon(on, today) else None


def _state(line: SignerLine, today: date) -> State:
    if line.facts is None:
        return State(words=gettext("Chưa có chứng thư"), tone=Tone.TO_DO)
    if not line.holds:
        return State(words=gettext("Chứng thư hết hạn"), tone=Tone.WRONG)
    left = _days_left(line, today)
    if left is not None:
        said = ngettext("còn %(n)s ngày", "còn %(n)s ngày", left) % {"n": left}
        return State(words=said, tone=Tone.TO_DO)
    return State(words=gettext("Có chứng thư"), tone=Tone.DONE)


def _row(line: SignerLine, chosen: frozenset[str], today: date) -> SignerRow:
    facts, noted = line.facts, line.noted
    kept = [] if noted is None else [means_words(noted.means), noted.provider]
    return SignerRow(
        holder=line.due.holder,
        name=line.due.name,
        role=role_words(line.due.role),
        state=_state(line, today),
        authority=facts.authority if facts else "",
        until=day_in_vietnam(facts.not_after) if facts else None,
        told=" · ".join(filter(None, kept)),
        payer=payer_words(noted.payer if noted else Payer.UNKNOWN),
        is_chosen=line.due.holder in chosen,
        is_person=line.due.role is not Role.SEAL,
    )


def _field(name: str, typed: Mapping[str, str], problem: str) -> Field:
    words, note = {
        "means": (gettext("Khóa để ở đâu"), ""),
        "provider": (
            gettext("Nơi giữ khóa, dịch vụ ký"),
            gettext("Tên thường gọi, ví dụ tên dịch vụ ký từ xa hoặc nơi cấp USB Token."),
        ),
        "payer": (gettext("Ai trả tiền"), gettext("Ghi đúng như đang có; không ai bị xếp hạng.")),
        "asked_on": (gettext("Ngày xin cấp"), gettext("Ngày/tháng/năm, ví dụ 05/09/2025.")),
        "got_on": (gettext("Ngày nhận được"), ""),
    }[name]
    return Field(
        name=name,
        key=name,
        words=words,
        value=typed.get(name, ""),
        note=note,
        problem=problem,
        choices=_choices(name),
    )


def _choices(name: str) -> tuple[tuple[str, str], ...]:
    # Nothing is chosen beforehand: a default would be taken for the school's word.
    none = ("", gettext("Chọn"))
    if name == "means":
        return (none, *((each.value, means_words(each)) for each in Means))
    if name == "payer":
        return (none, *((each.value, payer_words(each)) for each in Payer))
    return ()
