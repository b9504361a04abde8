"""The whole school before one consent, as a page: which classes are ready, and who lacks what."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from hocba.core.compose.life import Act
from hocba.core.compose.school_rules import SchoolRule, is_on
from hocba.core.compose.signing_rounds import SigningRound, Stage, why_not_choose
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.delegated import delegation_words
from hocba.faces.school.round_step import round_step
from hocba.faces.school.round_words import deed_words, lack_lines, lacks_told, stage_state
from hocba.faces.school.where import ROUNDS, RULES, Where, class_url
from hocba.faces.web.numbers import moment
from hocba.faces.web.presenters import FindingRow, Next, State
from hocba.faces.web.words import finding_row, refusal_words
from hocba.flow.school_outlook import ClassReady, Lack, school_outlook

ACT_FOR = {
    Role.PRINCIPAL: Act.APPROVE,
    Role.DEPUTY: Act.APPROVE,
    Role.CLERK: Act.SEAL,
}
"""What each role does to a whole school; who is not among them is shown it, greyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassChoice:
    """
    A class to be ticked. count: records that would be signed. refusal: why it cannot be.

    is_open: somebody in it lacks something that nobody has explained, or was held back.
    """

    name: str
    url: str
    count: int
    done: int
    told: str
    lines: tuple[str, ...]
    ticked: bool
    is_open: bool
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """One round in the list."""

    what: str
    url: str
    at: str
    by: str
    done: int
    total: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolSigningPage:
    """Which classes are ready, which are not and why; what was signed in rounds before."""

    headline: str
    lead: str
    rows: tuple[ClassChoice, ...]
    rounds: tuple[RoundRow, ...]
    button: str
    delegation: str = ""
    rule: str = ""
    rule_url: str = RULES
    finished: str = ""
    next: Next | None = None
    refusal: str = ""
    problem: str = ""
    findings: tuple[FindingRow, ...] = ()


def round_url(found: SigningRound) -> str:
    """Return the address of a round."""
    return f"{ROUNDS}/{found.round_id}"


def people_of(where: Where) -> dict[str, str]:
    """Return the names of the staff by code."""
    return {m.staff_code: m.full_name for m in where.outside.book.staff(where.school.code)}


def school_signing_page(
    where: Where, *, ticked: Sequence[str] | None = None, problem: Refusal | None = None
) -> SchoolSigningPage:
    """Show every class before this reader's consent. ticked: of a form that was not taken."""
    act = ACT_FOR.get(where.actor.role, Act.APPROVE)
    classes = school_outlook(
        where.outside, act, school=where.school.code, school_year=where.school_year
    )
    people = people_of(where)
    rounds = where.outside.signings.rounds.of_year(where.school.code, where.school_year)
    shown = [r for r in rounds if r.stage is not Stage.CHOOSING]
    rows = tuple(_choice(each, act, people, ticked) for each in classes)
    count = sum(row.count for row in rows if not row.refusal)
    delegation, refusal = _standing(where, act)
    return SchoolSigningPage(
        headline=_headline(act, rows, count),
        lead=_lead(act),
        rows=tuple(row for row in rows if not _is_finished(row)),
        finished=", ".join(row.name for row in rows if _is_finished(row)),
        rounds=tuple(_row(each, people) for each in shown),
        button=gettext("Chọn xong, xem mẫu rồi ký")
        if act is Act.APPROVE
        else gettext("Chọn xong, xem mẫu rồi đóng dấu"),
        delegation=delegation,
        rule=_rule(where, act),
        next=round_step(where),
        refusal=refusal or _nothing(count),
        problem=refusal_words(problem),
        findings=tuple(map(finding_row, problem.findings)) if problem else (),
    )


def _is_finished(row: ClassChoice) -> bool:
    return not row.count and not row.is_open and bool(row.done)


def _standing(where: Where, act: Act) -> tuple[str, str]:
    refusal = why_not_choose(act, actor=where.actor, school=where.school.code)
    if refusal is not None:
        return "", refusal_words(refusal)
    try:
        return delegation_words(where), ""
    except Refusal as none:
        return "", refusal_words(none)


def _nothing(count: int) -> str:
    return "" if count else gettext("Chưa có lớp nào chọn được.")


def _headline(act: Act, rows: Sequence[ClassChoice], count: int) -> str:
    classes = sum(bool(row.count) and not row.refusal for row in rows)
    if not classes:
        return (
            gettext("Chưa có lớp nào đóng dấu được cả lớp")
            if act is Act.SEAL
            else gettext("Không có học bạ nào chờ hiệu trưởng ký")
        )
    said = (
        ngettext(
            "%(n)s học bạ của %(c)s lớp chờ đóng dấu",
            "%(n)s học bạ của %(c)s lớp chờ đóng dấu",
            count,
        )
        if act is Act.SEAL
        else ngettext(
            "%(n)s học bạ của %(c)s lớp chờ hiệu trưởng ký",
            "%(n)s học bạ của %(c)s lớp chờ hiệu trưởng ký",
            count,
        )
    )
    return said % {"n": count, "c": classes}


def _lead(act: Act) -> str:
    if act is Act.SEAL:
        return gettext(
            "Lớp nào còn em thiếu chữ ký mà chưa ai ghi lý do thì chưa đóng dấu cả lớp được."
        )
    return gettext("Chọn lớp, xem vài học bạ rút ngẫu nhiên, rồi đồng ý một lần cho tất cả.")


def _choice(
    each: ClassReady, act: Act, people: dict[str, str], ticked: Sequence[str] | None
) -> ClassChoice:
    count, refusal = len(each.offered), ""
    if act is Act.SEAL and count and each.unexplained:
        said = ngettext(
            "%(n)s em còn thiếu chữ ký, chưa có lý do",
            "%(n)s em còn thiếu chữ ký, chưa có lý do",
            len(each.unexplained),
        )
        refusal = said % {"n": len(each.unexplained)}
    is_offered = bool(count) and not refusal
    return ClassChoice(
        name=each.name,
        url=class_url(each.name),
        count=count,
        done=each.done,
        told=lacks_told(each.lacking),
        lines=lack_lines(each.lacking, people),
        ticked=is_offered and (ticked is None or each.name in ticked),
        is_open=any(lack.lack is not Lack.EXCEPTED for lack in each.lacking),
        refusal=refusal,
    )


def _row(found: SigningRound, people: dict[str, str]) -> RoundRow:
    return RoundRow(
        what=deed_words(found.act, found.total),
        url=round_url(found),
        at=moment(found.owner.at),
        by=people.get(found.owner.by, found.owner.by),
        done=found.done - found.refused,
        total=found.total,
        state=stage_state(found.stage),
    )


def _rule(where: Where, act: Act) -> str:
    rules = where.outside.signings.rules.of_school(where.school.code)
    if act is not Act.SEAL or not is_on(rules, SchoolRule.TWO_PERSONS_SEAL):
        return ""
    return gettext("Quy tắc hai người: văn thư đề nghị, hiệu trưởng duyệt rồi mới đóng dấu.")
