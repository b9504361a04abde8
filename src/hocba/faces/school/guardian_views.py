"""Who stands for a pupil: recorded by the school from papers, so that they come in by number."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hocba.core.compose.families import Kin
from hocba.core.compose.guardianship import (
    Guardianship,
    Standing,
    full_age_on,
    required_standing,
)
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Pupil
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.where import Where, shown, where_of
from hocba.faces.web.asking import SCHOOL, Asking, OfficeRequest, only_for
from hocba.faces.web.numbers import day, day_of
from hocba.faces.web.presenters import FindingRow, State, Tone
from hocba.faces.web.told import tell
from hocba.faces.web.words import finding_row, kin_words
from hocba.flow.family_access import pupil_of_family
from hocba.flow.guardians import end_guardian, record_guardian

_KINS: Final = (Kin.MOTHER, Kin.FATHER, Kin.GUARDIAN)
_WIDEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianRow:
    """One entry. number: all digits masked but the last."""

    guardianship_id: str
    name: str
    kin: str
    number: str
    basis: str
    period: str
    state: State
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardiansPage:
    """A pupil's guardians and the form. typed: as sent, the number never sent back."""

    headline: str
    lead: str
    url: str
    codes_url: str
    kins: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    rows: tuple[GuardianRow, ...]
    own_number: str
    typed: Mapping[str, str]
    findings: tuple[FindingRow, ...] = ()


def guardians_url(sector_code: str) -> str:
    """Return the address of a pupil's guardians."""
    return f"/truong/hoc-sinh/{sector_code}/giam-ho"


@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
@only_for(SCHOOL)
def guardians(request: OfficeRequest, asking: Asking, code: str) -> HttpResponse:
    """Show who stands for a pupil; record somebody, or end an entry."""
    where = where_of(request, asking)
    pupil = pupil_of_family(
        where.outside, where.actor, where.school.code, where.school_year, code
    ).pupil
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            tell(request, _done(request, where, pupil))
            return HttpResponseRedirect(guardians_url(code))
        except Refusal as refusal:
            if refusal.code != "family.guardian_incomplete":
                raise
            findings = refusal.findings
    page = _page(request, where, pupil, findings)
    status = 409 if findings else 200
    here = pupil.full_name
    return shown(request, where, "school/guardians.html", page, here=here, status=status)


def _done(request: OfficeRequest, where: Where, pupil: Pupil) -> str:
    outside, school = where.outside, where.school.code
    if ended := request.POST.get("end", ""):
        end_guardian(
            outside, request.family, actor=where.actor, school=school, guardianship_id=ended
        )
        return gettext("Đã kết thúc; người này không vào xem được nữa.")
    made = record_guardian(
        outside,
        request.family,
        actor=where.actor,
        school=school,
        sector_code=pupil.sector_code,
        standing=_stated(request, where, pupil),
    )
    return gettext("Đã ghi %(name)s.") % {"name": made.name}


def _stated(request: OfficeRequest, where: Where, pupil: Pupil) -> Standing:
    """Raises: Refusal "family.guardian_incomplete" with everything that is wrong."""
    told, today = request.POST, day_in_vietnam(where.outside.clock.now())
    findings: list[Finding] = []
    from_on = _day(told.get("from", ""), "from", findings) or today
    until_on = _day(told.get("until", ""), "until", findings)
    kin, number = told.get("kin", ""), pupil.personal_id
    try:
        standing = required_standing(
            kin=Kin(kin) if kin in {each.value for each in _KINS} else Kin.GUARDIAN,
            name=told.get("name", ""),
            number=told.get("number", ""),
            basis=told.get("basis", ""),
            from_on=from_on,
            until_on=until_on,
            pupil_number=None if isinstance(number, Missing) else number,
        )
    except Refusal as refusal:
        raise Refusal(refusal.code, findings=(*refusal.findings, *findings)) from refusal
    if findings:
        raise Refusal("family.guardian_incomplete", findings=tuple(findings))
    return standing


def _day(typed: str, field: str, findings: list[Finding]) -> date | None:
    if not typed.strip():
        return None
    try:
        return day_of(typed.strip())
    except Refusal as refusal:
        findings.append(Finding(code=refusal.code, where=field, details=refusal.details))
        return None


def _page(
    request: OfficeRequest, where: Where, pupil: Pupil, findings: tuple[Finding, ...]
) -> GuardiansPage:
    now = where.outside.clock.now()
    listed = request.family.guardianships.of_pupil(where.school.code, pupil.sector_code)
    rows = tuple(_row(one, is_open=one.holds_at(now)) for one in listed)
    count = sum(row.is_open for row in rows)
    said = ngettext(
        "%(n)s người vào xem được bằng số định danh",
        "%(n)s người vào xem được bằng số định danh",
        count,
    )
    opening = {"from": day(day_in_vietnam(now)), "until": day(full_age_on(pupil.born_on))}
    names = ("kin", "name", "basis", "from", "until")
    typed = {each: request.POST.get(each, "")[:_WIDEST] for each in names}
    return GuardiansPage(
        headline=said % {"n": count}
        if count
        else gettext("Chưa ghi ai được vào bằng số định danh"),
        lead=gettext(
            "Chỉ ghi người mà trường đã thấy giấy tờ. Họ đăng nhập bằng %(way)s, xem được học bạ "
            "của học sinh này và không của ai khác."
        )
        % {"way": request.door.identity.name if request.door.identity else "OpenID Connect"},
        url=guardians_url(pupil.sector_code),
        codes_url=f"/truong/hoc-sinh/{pupil.sector_code}/gia-dinh",
        kins=tuple((kin.value, kin_words(kin)) for kin in _KINS),
        names=tuple(guardian.full_name for guardian in pupil.guardians),
        rows=rows,
        own_number=gettext("Chính học sinh vào bằng số định danh của mình, không cần ghi ở đây.")
        if not isinstance(pupil.personal_id, Missing)
        else gettext("Học sinh chưa có số định danh trong danh sách nên chưa tự vào được."),
        typed=typed if findings else {**typed, **opening},
        findings=tuple(
            replace(finding_row(each), place=_labels().get(each.where, "")) for each in findings
        ),
    )


def _labels() -> dict[str, str]:
    """Return the fields' names as the form shows them."""
    return {
        "name": gettext("Họ và tên"),
        "number": gettext("Số định danh cá nhân"),
        "basis": gettext("Giấy tờ trường đã thấy"),
        "from": gettext("Từ ngày"),
        "until": gettext("Đến hết ngày"),
    }


def _row(one: Guardianship, *, is_open: bool) -> GuardianRow:
    until = day(one.until_on) if one.until_on else gettext("không thời hạn")
    if one.ended_at is not None:
        state = State(words=gettext("Đã kết thúc"), tone=Tone.CALM)
    elif is_open:
        state = State(words=gettext("Đang có hiệu lực"), tone=Tone.DONE)
    else:
        state = State(words=gettext("Ngoài thời hạn"), tone=Tone.CALM)
    return GuardianRow(
        guardianship_id=one.guardianship_id,
        name=one.name,
        kin=kin_words(one.kin),
        number="•" * 9 + one.number_end,
        basis=one.basis,
        period=gettext("từ %(from)s đến %(until)s") % {"from": day(one.from_on), "until": until},
        state=state,
        is_open=is_open,
    )
