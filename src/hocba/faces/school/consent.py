"""One consent for a class: composing, signing or sealing, with why not where that is so."""

from dataclasses import replace

from django.utils.translation import gettext, ngettext

from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.roles import Role
from hocba.faces.school.home import act_words
from hocba.faces.school.one_class import AWAITED, OneClass, next_of
from hocba.faces.school.presenters import ConsentPage, PupilRow
from hocba.faces.school.progress import stages
from hocba.faces.school.pupils import pupil_rows
from hocba.faces.school.where import Where, sign_url
from hocba.faces.web.certificates import certificate_facts
from hocba.faces.web.presenters import Fact
from hocba.faces.web.words import refusal_words, role_words
from hocba.flow.signing_keys import ready_key


def consent_page(where: Where, one: OneClass) -> ConsentPage:
    """Show what one consent covers and what it leaves out."""
    role = where.actor.role
    if one.outlook.due and role is Role.HOMEROOM_TEACHER:
        return _compose_page(where, one)
    certificate, refusal = _certificate(where)
    if role is Role.HOMEROOM_TEACHER and one.open_rows:
        refusal = rows_refusal(one)
    covered, left = _parted(one, role)
    covered = _marked(where, one, covered)
    name, count = one.facts.class_name, len(covered)
    nothing = "" if count else gettext("Không có học bạ nào của lớp đang chờ bước này.")
    return ConsentPage(
        headline=_headline(role, name, count),
        lead=gettext(
            "Một lần xác nhận cho các học bạ được chọn dưới đây; bỏ chọn học bạ nào chưa sẵn sàng. "
            "Chỉ mã băm được gửi đi ký."
        ),
        pipeline=stages(one.progress),
        ready=covered,
        left_out=left,
        certificate=certificate,
        consent=consent_sentence(where, name, count),
        button=act_words(role, count),
        act_url=sign_url(name),
        refusal=nothing or refusal,
    )


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
        certificate=_certificate(where)[0],
        consent=gettext("Lập học bạ cho các học sinh dưới đây theo kết quả đã nhập."),
        button=said,
        act_url=f"{sign_url(name)}/lap",
        needs_consent=False,
    )


def _parted(one: OneClass, role: Role) -> tuple[tuple[PupilRow, ...], tuple[PupilRow, ...]]:
    awaited = AWAITED.get(role)
    records = one.facts.records.items()
    return _split(one, {code for code, record in records if record.status is awaited})


def _split(one: OneClass, covered: set[str]) -> tuple[tuple[PupilRow, ...], tuple[PupilRow, ...]]:
    rows = list(zip(one.facts.enrolments, pupil_rows(one.facts), strict=True))
    inside = tuple(row for enrolment, row in rows if enrolment.pupil.sector_code in covered)
    outside = tuple(row for enrolment, row in rows if enrolment.pupil.sector_code not in covered)
    return inside, outside


def _marked(where: Where, one: OneClass, rows: tuple[PupilRow, ...]) -> tuple[PupilRow, ...]:
    """Bind every row to the content that it shows: that one is signed, or none."""
    facts = one.facts
    records = where.outside.records.of_class(where.school.code, facts.school_year, facts.class_name)
    digests = {r.key: r.frozen.content_digest.hex() for r in records if r.frozen is not None}
    contents = {
        number: digests.get(record.key, "")
        for number, enrolment in enumerate(facts.enrolments, start=1)
        if (record := facts.records.get(enrolment.pupil.sector_code)) is not None
    }
    return tuple(replace(row, content=contents.get(row.number, "")) for row in rows)


def _certificate(where: Where) -> tuple[tuple[Fact, ...], str]:
    """Return the facts of the certificate that would sign, and why it may not, where so."""
    owner = where.school.code if where.actor.role is Role.CLERK else where.actor.person
    try:
        key = ready_key(where.outside, owner)
    except (Refusal, Fault) as problem:
        return (), refusal_words(problem)
    return certificate_facts(key.facts), ""
