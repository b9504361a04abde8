"""One consent for a class: composing, signing or sealing, with why not where that is so."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext, ngettext

from hocba.core.compose.school_rules import SchoolRule, is_on
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.class_consent import Sent, hold_form, keeper_here, reason_choices
from hocba.faces.school.consent_presenters import ConsentPage
from hocba.faces.school.delegated import delegation_words
from hocba.faces.school.home import act_words
from hocba.faces.school.one_class import AWAITED, OneClass, next_of, waits_headline
from hocba.faces.school.presenters import PupilRow
from hocba.faces.school.progress import stages
from hocba.faces.school.pupils import pupil_rows, record_url
from hocba.faces.school.where import Where, sign_url
from hocba.faces.web.certificates import certificate_facts
from hocba.faces.web.presenters import Fact, Link
from hocba.faces.web.words import finding_row, language, refusal_words, role_words
from hocba.flow.signing_keys import ready_key


def consent_page(
    where: Where,
    one: OneClass,
    *,
    sent: Sent | None = None,
    problem: Refusal | None = None,
) -> ConsentPage:
    """
    Show what one consent covers and what it leaves out.

    sent: a form that was not taken, so that nothing of it is lost; problem: why. A content that
    it did not show stands there as on a new page, and is said to have changed.
    """
    role = where.actor.role
    if one.outlook.due and role is Role.HOMEROOM_TEACHER:
        return _compose_page(where, one)
    delegation, certificate, refusal = _standing(where)
    covered, left = _parted(one, role)
    waits = waits_headline(one) if role is Role.HOMEROOM_TEACHER else ""
    if waits:
        refusal = rows_refusal(one)
    found = {} if problem is None else _beside(problem)
    covered = _marked(where, one, covered, sent=sent, beside=found)
    name, count = one.facts.class_name, sum(row.ticked for row in covered) or len(covered)
    nothing = "" if count or waits else gettext("Không có học bạ nào của lớp đang chờ bước này.")
    is_two = role is Role.CLERK and two_persons(where)
    button = gettext("Sang bước đề nghị hiệu trưởng duyệt") if is_two else act_words(role, count)
    return ConsentPage(
        headline=waits or _headline(role, name, count),
        lead=gettext(
            "Một lần xác nhận cho các học bạ được chọn dưới đây; bỏ chọn học bạ nào chưa sẵn sàng. "
            "Chỉ mã băm được gửi đi ký."
        ),
        pipeline=stages(one.progress),
        ready=covered,
        left_out=left,
        certificate=certificate,
        consent=consent_sentence(where, name, count),
        button=button,
        act_url=sign_url(name),
        refusal=nothing or refusal,
        needs_consent=not is_two,
        problem=refusal_words(problem),
        findings=tuple(finding_row(f) for f in problem.findings if f.where not in found)
        if problem
        else (),
        delegation=delegation,
        rule=gettext("Quy tắc hai người: văn thư đề nghị, hiệu trưởng duyệt rồi mới đóng dấu.")
        if is_two
        else "",
        reasons=reason_choices(),
        keeper=keeper_here(where),
    )


def two_persons(where: Where) -> bool:
    """Tell whether the school's rule asks for a second person before the seal."""
    rules = where.outside.signings.rules.of_school(where.school.code)
    return is_on(rules, SchoolRule.TWO_PERSONS_SEAL)


def _beside(problem: Refusal) -> Mapping[str, str]:
    """Return what is said beside a pupil's row, by sector code."""
    if problem.code != "signing.reasons_due":
        return {}
    return {f.where: told(f.code, f.details, language()) for f in problem.findings}


def consent_sentence(where: Where, name: str, count: int) -> str:
    """Return the sentence that the signer agrees to; it is kept as the consent's purpose."""
    said = (
        gettext(
            "%(school)s đóng dấu số vào %(n)s học bạ lớp %(name)s năm học %(year)s; "
            "từ đây nội dung không thay đổi."
        )
        if where.actor.role is Role.CLERK
        else gettext(
            "%(who)s, %(role)s, xác nhận nội dung %(n)s học bạ lớp %(name)s năm học %(year)s "
            "và ký bằng chữ ký số của mình."
        )
    )
    return said % {
        "school": where.school.name,
        "who": where.asking.display_name,
        "role": role_words(where.actor.role).lower(),
        "n": count,
        "name": name,
        "year": where.school_year,
    }


def rows_refusal(one: OneClass) -> str:
    """Return why the homeroom teacher has to wait: for whom, and how many rows."""
    step = next_of(one, Role.HOMEROOM_TEACHER)
    return "" if step is None else f"{step.title}: {step.why}."


def _headline(role: Role, name: str, count: int) -> str:
    if not count:
        return gettext("Lớp %(name)s không có học bạ nào đang chờ") % {"name": name}
    said = (
        ngettext(
            "%(n)s học bạ lớp %(name)s chờ đóng dấu",
            "%(n)s học bạ lớp %(name)s chờ đóng dấu",
            count,
        )
        if role is Role.CLERK
        else ngettext(
            "%(n)s học bạ lớp %(name)s sẵn sàng để ký",
            "%(n)s học bạ lớp %(name)s sẵn sàng để ký",
            count,
        )
    )
    return said % {"n": count, "name": name}


def _compose_page(where: Where, one: OneClass) -> ConsentPage:
    due = {enrolment.pupil.sector_code for enrolment in one.outlook.due}
    covered, left = _split(one, due)
    name = one.facts.class_name
    said = ngettext("Lập %(n)s học bạ", "Lập %(n)s học bạ", len(due)) % {"n": len(due)}
    return ConsentPage(
        headline=gettext("%(n)s học sinh lớp %(name)s đã đủ hồ sơ") % {"n": len(due), "name": name},
        lead=gettext("Lập xong thì nội dung được khóa; xem từng học bạ rồi mới ký."),
        pipeline=stages(one.progress),
        ready=covered,
        left_out=left,
        certificate=_standing(where)[1],
        consent=gettext("Lập học bạ cho các học sinh dưới đây theo kết quả đã nhập."),
        button=said,
        act_url=f"{sign_url(name)}/lap",
        needs_consent=False,
    )


def _parted(one: OneClass, role: Role) -> tuple[tuple[PupilRow, ...], tuple[PupilRow, ...]]:
    awaited = AWAITED.get(role)
    records = one.facts.records.items()
    return _split(
        one,
        {code for code, record in records if record.status is awaited and code not in one.unsigned},
    )


def _split(one: OneClass, covered: set[str]) -> tuple[tuple[PupilRow, ...], tuple[PupilRow, ...]]:
    listed = (*one.facts.enrolments, *one.facts.gone)
    rows = list(zip(listed, pupil_rows(one.facts), strict=True))
    inside = tuple(row for enrolment, row in rows if enrolment.pupil.sector_code in covered)
    outside = tuple(row for enrolment, row in rows if enrolment.pupil.sector_code not in covered)
    return inside, outside


def _marked(
    where: Where,
    one: OneClass,
    rows: tuple[PupilRow, ...],
    *,
    sent: Sent | None,
    beside: Mapping[str, str],
) -> tuple[PupilRow, ...]:
    """Bind every row to the content that it shows: that one is signed, or none."""
    facts = one.facts
    records = where.outside.records.of_class(where.school.code, facts.school_year, facts.class_name)
    digests = {r.key: r.frozen.content_digest.hex() for r in records if r.frozen is not None}
    by_number = dict(enumerate((*facts.enrolments, *facts.gone), start=1))
    marked = []
    for row in rows:
        pupil = by_number[row.number].pupil.sector_code
        key = facts.records[pupil].key
        content = digests.get(key, "")
        is_new = sent is not None and content not in sent.shown
        marked.append(
            replace(
                row,
                content=content,
                act=Link(words=gettext("Xem bản in"), url=f"{record_url(key)}/ban-in.pdf"),
                reason=gettext("Nội dung đã đổi từ lần xem trước; xem lại học bạ này.")
                if is_new
                else row.reason,
                ticked=content in sent.ticked if sent and not is_new else pupil not in facts.held,
                hold=hold_form(where, content, sent.fields if sent else {}, beside.get(pupil, "")),
            )
        )
    return tuple(marked)


def _standing(where: Where) -> tuple[str, tuple[Fact, ...], str]:
    """Return under which delegation and certificate would be signed, and why not, where so."""
    owner = where.school.code if where.actor.role is Role.CLERK else where.actor.person
    try:
        delegation = delegation_words(where)
        key = ready_key(where.outside, owner)
    except (Refusal, Fault) as problem:
        return "", (), refusal_words(problem)
    return delegation, certificate_facts(key.facts), ""
