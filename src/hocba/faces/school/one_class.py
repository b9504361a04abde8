"""One class: what is read of it, its page, and what one consent would cover."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext

from hocba.core.compose.duties import DUTIES, Duty
from hocba.core.compose.held_back import still_held
from hocba.core.compose.life import Act, Status
from hocba.core.compose.permit import DOES
from hocba.core.compose.reading import why_not_read
from hocba.core.rules.library import is_secondary, secondary_label
from hocba.core.seal.document import open_rows
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import here_on
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.home import act_words
from hocba.faces.school.presenters import ClassPage, Deed
from hocba.faces.school.print_pages import PRINTS
from hocba.faces.school.progress import Progress, class_headline, stages
from hocba.faces.school.pupils import ClassFacts, pupil_rows
from hocba.faces.school.where import Where, class_url, sign_url
from hocba.faces.web.presenters import Next
from hocba.flow.class_outlook import ClassOutlook, class_outlook
from hocba.flow.family_records import UNISSUED
from hocba.ports.outside import Outside
from hocba.ports.records import RecordRow

AWAITED = {
    Role.HOMEROOM_TEACHER: Status.LOCKED,
    Role.PRINCIPAL: Status.ATTESTED,
    Role.DEPUTY: Status.ATTESTED,
    Role.CLERK: Status.APPROVED,
}
"""The status in which a record waits for a role."""

RETURNABLE = frozenset({Status.LOCKED, Status.ATTESTED, Status.APPROVED})
"""From these a record may still go back to draft; later it is amended."""

_AFTER: tuple[frozenset[Status], ...] = (
    frozenset(Status) - {Status.DRAFT},
    frozenset(Status) - {Status.DRAFT, Status.LOCKED},
    frozenset(Status) - {Status.DRAFT, Status.LOCKED, Status.ATTESTED},
    frozenset(Status) - {Status.DRAFT, Status.LOCKED, Status.ATTESTED, Status.APPROVED},
    frozenset({Status.KEPT_BY_MINISTRY}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneClass:
    """What is known of a class and what composing it would do."""

    facts: ClassFacts
    outlook: ClassOutlook
    open_rows: tuple[tuple[str, int], ...] = ()
    """Subjects whose teacher has yet to sign, of a secondary class: key, and in how many."""
    unsigned: frozenset[str] = frozenset()
    """Sector codes of the pupils in whose records such rows stand."""

    @property
    def progress(self) -> Progress:
        """The class's counts, exact: who is ready to be composed counts as complete."""
        statuses = [record.status for record in self.facts.records.values()]
        locked, attested, approved, sealed, kept = (
            sum(status in reached for status in statuses) for reached in _AFTER
        )
        return Progress(
            roster=len(self.facts.enrolments),
            assessed=len(
                [e for e in self.facts.enrolments if self._is_assessed(e.pupil.sector_code)]
            ),
            complete=locked + len(self.outlook.due),
            locked=locked,
            attested=attested,
            approved=approved,
            sealed=sealed,
            kept=kept,
            excepted=len(self.outlook.excepted),
        )

    def _is_assessed(self, sector_code: str) -> bool:
        return sector_code in self.facts.assessments

    def awaiting(self, role: Role) -> int:
        """Return how many records wait for a signature of this role."""
        awaited = AWAITED.get(role)
        return sum(
            record.status is awaited and code not in self.unsigned
            for code, record in self.facts.records.items()
        )


def read_class(where: Where, name: str) -> OneClass:
    """
    Read a class, for who may: a homeroom teacher sees the names and results of the own class.

    Raises: Refusal "school.unknown", "permit.other_class".
    """
    outside, school, year = where.outside, where.school.code, where.school_year
    refusal = why_not_read(actor=where.actor, school=school, school_year=year, class_name=name)
    if refusal is not None:
        raise refusal
    outlook = class_outlook(outside, school=school, school_year=year, class_name=name)
    enrolments = outside.book.enrolments(school, year, name)
    today = day_in_vietnam(outside.clock.now())
    rows = outside.records.rows(school, year, name)
    held = still_held(
        outside.signings.held.of_year(school, year, name), {row.key: row.status for row in rows}
    )
    facts = ClassFacts(
        school_year=year,
        class_name=name,
        enrolments=tuple(e for e in enrolments if here_on(e, today)),
        records={row.sector_code: row for row in rows},
        exceptions={each.sector_code: each for each in outlook.excepted},
        assessments=outside.book.results(school, year, name),
        waiting={each.sector_code: each.findings for each in outlook.waiting},
        held={each.sector_code: each for each in held},
        gone=_gone(enrolments, rows, today),
    )
    left = _open_rows(outside, rows)
    counted = Counter(key for keys in left.values() for key in keys)
    return OneClass(
        facts=facts, outlook=outlook, open_rows=tuple(counted.items()), unsigned=frozenset(left)
    )


def _open_rows(outside: Outside, rows: Sequence[RecordRow]) -> Mapping[str, tuple[str, ...]]:
    """Return by pupil the subjects of a secondary record that await their teachers."""
    locked = [row.key for row in rows if row.status is Status.LOCKED and is_secondary(row.grade)]
    found = {
        record.sector_code: open_rows(record.frozen)
        for record in outside.records.many(locked)
        if record.frozen is not None
    }
    return {code: keys for code, keys in found.items() if keys}


def _gone(
    enrolments: Sequence[Enrolment], rows: Sequence[RecordRow], today: date
) -> tuple[Enrolment, ...]:
    begun = {row.sector_code for row in rows if row.status in RETURNABLE}
    return tuple(e for e in enrolments if e.pupil.sector_code in begun and not here_on(e, today))


def class_page(one: OneClass, *, role: Role) -> ClassPage:
    """Show a class to somebody in a role."""
    progress, name = one.progress, one.facts.class_name
    return ClassPage(
        headline=waits_headline(one) or class_headline(name, progress),
        lead=_lead(progress),
        pipeline=stages(progress),
        rows=pupil_rows(one.facts),
        deeds=_deeds(one, role),
        next=next_of(one, role),
    )


def waits_headline(one: OneClass) -> str:
    """Say that a secondary class waits for its subject teachers; empty where it does not."""
    if not one.open_rows or one.awaiting(Role.HOMEROOM_TEACHER):
        return ""
    count = sum(left for _, left in one.open_rows)
    said = ngettext(
        "Lớp %(name)s: còn %(n)s dòng chờ giáo viên môn học ký",
        "Lớp %(name)s: còn %(n)s dòng chờ giáo viên môn học ký",
        count,
    )
    return said % {"name": one.facts.class_name, "n": count}


def _deeds(one: OneClass, role: Role) -> tuple[Deed, ...]:
    """Offer what may be done with a whole class, to who may and while there is something to."""
    statuses = {row.status for row in one.facts.records.values()}
    name, deeds = one.facts.class_name, []
    if role in DOES[Act.RETURN] and statuses & RETURNABLE:
        url = f"{class_url(name)}/tra-lai"
        deeds.append(Deed(button=gettext("Trả lại cả lớp để sửa"), url=url))
    if statuses - {Status.DRAFT, Status.LOCKED}:
        deeds.append(Deed(button=gettext("Ai đã ký"), url=f"{class_url(name)}/chu-ky"))
    if role in DUTIES[Duty.PRINT_CLASS] and statuses - UNISSUED:
        url = f"{PRINTS}?{urlencode({'lop': name})}"
        deeds.append(Deed(button=gettext("In học bạ cả lớp"), url=url))
    return tuple(deeds)


def _lead(progress: Progress) -> str:
    return gettext("%(pupils)s học sinh · %(excepted)s có lý do chưa ký") % {
        "pupils": progress.roster,
        "excepted": progress.excepted,
    }


def next_of(one: OneClass, role: Role) -> Next | None:
    """Return the one next step of a role in a class; None when it has none."""
    url = sign_url(one.facts.class_name)
    if one.outlook.due and role is Role.HOMEROOM_TEACHER:
        count = len(one.outlook.due)
        said = ngettext("Lập %(n)s học bạ để ký", "Lập %(n)s học bạ để ký", count)
        why = gettext("Hồ sơ đã đủ. Lập xong thì nội dung được khóa và xem được trước khi ký.")
        return Next(title=said % {"n": count}, why=why, button=gettext("Xem và lập"), url=url)
    if count := one.awaiting(role):
        why = gettext("Một lần xác nhận cho cả lớp.")
        return Next(title=act_words(role, count), why=why, button=act_words(role, count), url=url)
    if one.open_rows and role is not Role.CLERK:
        return _next_rows(one)
    if count := len(one.outlook.waiting):
        said = ngettext(
            "Bổ sung hồ sơ cho %(n)s học sinh", "Bổ sung hồ sơ cho %(n)s học sinh", count
        )
        why = gettext("Mỗi chỗ thiếu dẫn đến đúng ô cần nhập.")
        button, url = gettext("Xem còn thiếu gì"), f"{class_url(one.facts.class_name)}/du-chua"
        return Next(title=said % {"n": count}, why=why, button=button, url=url)
    return None


def _next_rows(one: OneClass) -> Next:
    """Say which subject teachers the class waits for; nobody signs for the whole before them."""
    count = sum(left for _, left in one.open_rows)
    said = ngettext(
        "Chờ giáo viên môn học ký %(n)s dòng", "Chờ giáo viên môn học ký %(n)s dòng", count
    )
    named = ", ".join(f"{secondary_label(key)} ({left})" for key, left in one.open_rows)
    return Next(title=said % {"n": count}, why=named)
