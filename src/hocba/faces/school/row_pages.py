"""A subject teacher's own rows in all classes: what one consent would cover, row by row."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from hocba.core.rules.library import secondary, secondary_label
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.school.class_consent import Sent, keeper_here
from hocba.faces.school.where import Where
from hocba.faces.web.certificates import certificate_facts
from hocba.faces.web.presenters import Fact, Next
from hocba.faces.web.secondary_rows import TermsRow, rows_of, terms_rows
from hocba.faces.web.words import refusal_words
from hocba.flow.sign_rows import RowDue, rows_by_subject, rows_due
from hocba.flow.signing_keys import ready_key

ROWS_URL = "/truong/ky-mon-hoc"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """
    One pupil's row. shown: what the form sends, so that this very row is signed or none.

    has_changed: since a form that was not taken.
    """

    number: int
    name: str
    terms: TermsRow
    shown: str
    ticked: bool = True
    has_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSubject:
    """One subject in one class."""

    title: str
    rows: tuple[OwnRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsPage:
    """
    All rows that await a teacher's signature, and the one consent for them.

    problem: why a form was not taken. keeper: for whom it is kept should the session end.
    """

    headline: str
    lead: str
    subjects: tuple[OwnSubject, ...]
    certificate: tuple[Fact, ...]
    consent: str
    button: str
    act_url: str
    refusal: str = ""
    problem: str = ""
    keeper: str = ""


def waiting_rows(where: Where) -> tuple[RowDue, ...]:
    """Return the rows that await whoever asks, in whatever role they are here."""
    return rows_due(
        where.outside,
        actor=where.actor,
        school=where.school.code,
        school_year=where.school_year,
    )


def rows_page(
    where: Where, *, sent: Sent | None = None, problem: Refusal | None = None
) -> RowsPage:
    """
    Show every row that awaits this teacher.

    sent: a form that was not taken, so that no tick of it is lost; problem: why.
    """
    due = waiting_rows(where)
    subjects = tuple(
        OwnSubject(
            title=subject_words(name, key),
            rows=tuple(_row(number, each, sent) for number, each in enumerate(rows, start=1)),
        )
        for (name, key), rows in rows_by_subject(due).items()
    )
    certificate, refusal = _certificate(where)
    count = sum(row.ticked for each in subjects for row in each.rows) or len(due)
    nothing = "" if count else gettext("Không có dòng nào của bạn đang chờ ký.")
    return RowsPage(
        headline=_headline(len(due)),
        lead=gettext(
            "Một lần xác nhận cho mọi dòng của bạn ở mọi lớp; bỏ chọn dòng nào chưa đúng. "
            "Chỉ mã băm được gửi đi ký."
        ),
        subjects=subjects,
        certificate=certificate,
        consent=rows_sentence(where, count),
        button=sign_words(count),
        act_url=ROWS_URL,
        refusal=nothing or refusal,
        problem=refusal_words(problem),
        keeper=keeper_here(where),
    )


def subject_words(class_name: str, key: str) -> str:
    """Return a subject in a class, in words."""
    words = {"subject": secondary_label(key), "name": class_name}
    return gettext("%(subject)s, lớp %(name)s") % words


def rows_sentence(where: Where, count: int) -> str:
    """Return the sentence that the teacher agrees to; it is kept as the consent's purpose."""
    return gettext(
        "%(who)s, giáo viên môn học, xác nhận kết quả và nhận xét ở %(n)s dòng môn học năm học "
        "%(year)s và ký bằng chữ ký số của mình."
    ) % {"who": where.asking.display_name, "n": count, "year": where.school_year}


def sign_words(count: int) -> str:
    """Return the button."""
    return ngettext("Ký %(n)s dòng", "Ký %(n)s dòng", count) % {"n": count}


def rows_next(where: Where) -> Next | None:
    """Return the step to the own rows, where some await whoever asks."""
    count = len(waiting_rows(where))
    if not count:
        return None
    return Next(
        title=_headline(count),
        why=gettext("Giáo viên môn học ký dòng của mình, rồi chủ nhiệm và hiệu trưởng ký."),
        button=gettext("Xem và ký"),
        url=ROWS_URL,
    )


def _headline(count: int) -> str:
    if not count:
        return gettext("Không có dòng nào đang chờ bạn ký")
    said = ngettext("%(n)s dòng môn học chờ bạn ký", "%(n)s dòng môn học chờ bạn ký", count)
    return said % {"n": count}


def _row(number: int, due: RowDue, sent: Sent | None) -> OwnRow:
    content = due.content
    own = [
        one
        for one in rows_of(content.assessment, content.outcome)
        if one.terms.subject == due.subject
    ]
    (terms,) = terms_rows(own, secondary(content.general.rule_pack))
    digest = due.record.frozen.content_digest.hex() if due.record.frozen else ""
    shown = f"{digest}:{due.subject}"
    has_changed = sent is not None and shown not in sent.shown
    return OwnRow(
        number=number,
        name=content.pupil.full_name,
        terms=terms,
        shown=shown,
        ticked=sent is None or has_changed or shown in sent.ticked,
        has_changed=has_changed,
    )


def _certificate(where: Where) -> tuple[tuple[Fact, ...], str]:
    try:
        key = ready_key(where.outside, where.actor.person)
    except (Refusal, Fault) as problem:
        return (), refusal_words(problem)
    return certificate_facts(key.facts), ""
