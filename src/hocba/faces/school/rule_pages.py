"""The rules of signing that a school sets for itself: a page, its form, its log."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hocba.core.compose.school_rules import RuleChange, SchoolRule, is_on, why_not_set
from hocba.core.terms.outcomes import Refusal
from hocba.faces.school.school_signing import people_of
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.presenters import HistoryRow, State, Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import refusal_words, role_words
from hocba.flow.set_rule import set_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """One rule, how it stands, and who has set it when. turn: the form's value."""

    headline: str
    lead: str
    rule: str
    told: str
    state: State
    turn: str
    button: str
    history: tuple[HistoryRow, ...]
    refusal: str = ""
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def rules(request: OfficeRequest, asking: Asking) -> HttpResponse:
    """Show the school's rules of signing, or set one."""
    where, problem = where_of(request, asking), ""
    if request.method == "POST":
        try:
            set_rule(
                where.outside,
                SchoolRule.TWO_PERSONS_SEAL,
                turned_on=request.POST.get("turn") == "bat",
                actor=where.actor,
                school=where.school.code,
                words=request.POST.get("words", "")[:300],
            )
            tell(request, gettext("Đã đặt quy tắc; thay đổi được ghi vào nhật ký."))
            return HttpResponseRedirect(request.path)
        except Refusal as refusal:
            if refusal.code.startswith("permit."):
                raise
            problem = refusal_words(refusal)
    page = rules_page(where, problem=problem)
    here, status = gettext("Quy tắc ký"), 409 if problem else 200
    return shown(request, where, "school/rules.html", page, here=here, status=status)


def rules_page(where: Where, *, problem: str = "") -> RulesPage:
    """Show the rule of two persons as it stands."""
    rule, people = SchoolRule.TWO_PERSONS_SEAL, people_of(where)
    log = where.outside.signings.rules.of_school(where.school.code)
    holds = is_on(log, rule)
    refusal = why_not_set(rule, turned_on=not holds, actor=where.actor, school=where.school.code)
    return RulesPage(
        headline=gettext("Đóng dấu cần hai người")
        if holds
        else gettext("Văn thư đóng dấu một mình"),
        lead=gettext("Quy tắc do trường tự đặt. Ai đổi, lúc nào, vì sao đều ở lại trong nhật ký."),
        rule=gettext("Hai người cùng đóng dấu"),
        told=gettext(
            "Văn thư chọn học bạ và đề nghị; hiệu trưởng, hoặc phó hiệu trưởng trong thời gian "
            "được ủy quyền, xem mẫu rồi duyệt; sau đó con dấu mới được đóng. Áp dụng cho cả "
            "trường, từng lớp và từng học bạ. Hiệu trưởng và quản trị đều bật được; chỉ hiệu "
            "trưởng tắt được."
        ),
        state=State(words=gettext("Đang bật"), tone=Tone.DONE)
        if holds
        else State(words=gettext("Đang tắt"), tone=Tone.CALM),
        turn="tat" if holds else "bat",
        button=gettext("Tắt quy tắc") if holds else gettext("Bật quy tắc"),
        history=tuple(_row(change, people) for change in reversed(log)),
        refusal=refusal_words(refusal),
        problem=problem,
    )


def _row(change: RuleChange, people: dict[str, str]) -> HistoryRow:
    return HistoryRow(
        at=change.at,
        words=gettext("Bật: hai người cùng đóng dấu")
        if change.is_on
        else gettext("Tắt: hai người cùng đóng dấu"),
        by=f"{people.get(change.by, change.by)}, {role_words(change.role).lower()}",
        basis=change.words,
    )
