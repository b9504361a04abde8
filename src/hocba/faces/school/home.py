"""The school's home: class by class, with the one step that this reader can take next."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from hocba.core.terms.roles import Role
from hocba.faces.school.first_step import later_step
from hocba.faces.school.presenters import ClassRow, SchoolHome
from hocba.faces.school.progress import Progress, added, class_state, stages
from hocba.faces.school.where import WHOLE, class_url, sign_url
from hocba.faces.web.presenters import Link, Next
from hocba.flow.school_state import ClassState


def progress_of(state: ClassState) -> Progress:
    """Return a class's counts as the strip shows them."""
    due = state.roster - state.excepted
    return Progress(
        roster=state.roster,
        assessed=state.assessed,
        # A pupil with a reason may be complete too; the reason counts once.
        complete=max(min(state.complete, due), state.locked),
        locked=state.locked,
        attested=state.attested,
        approved=state.approved,
        sealed=state.issued,
        kept=state.kept_by_ministry,
        excepted=state.excepted,
    )


def school_home(
    states: Sequence[ClassState],
    *,
    role: Role,
    teachers: dict[str, str],
    urgent: Next | None = None,
    stamps: Next | None = None,
    sends: bool = True,
) -> SchoolHome:
    """
    Show the whole school. teachers: names of homeroom teachers by class.

    urgent: what comes before signing, where there is something; stamps: what comes last.
    sends: as `later_step`.
    """
    whole = added(tuple(progress_of(state) for state in states))
    waiting = [(state, count) for state in states if (count := waiting_for(role, state))]
    return SchoolHome(
        headline=_headline(role, waiting, whole),
        lead=_lead(whole),
        pipeline=stages(whole),
        rows=tuple(_row(state, role, teachers.get(state.name, "")) for state in states),
        next=urgent or _next(role, waiting) or later_step(role, states, sends=sends) or stamps,
    )


def waiting_for(role: Role, state: ClassState) -> int:
    """Return how many records of a class wait for a signature of this role."""
    progress = progress_of(state)
    return {
        Role.HOMEROOM_TEACHER: progress.locked - progress.attested,
        Role.PRINCIPAL: progress.attested - progress.approved,
        Role.DEPUTY: progress.attested - progress.approved,
        Role.CLERK: progress.approved - progress.sealed,
    }.get(role, 0)


def act_words(role: Role, count: int) -> str:
    """Return the button: what this role does to so many records."""
    if role is Role.CLERK:
        said = ngettext("Đóng dấu %(n)s học bạ", "Đóng dấu %(n)s học bạ", count)
    else:
        said = ngettext("Ký %(n)s học bạ", "Ký %(n)s học bạ", count)
    return said % {"n": count}


def _headline(role: Role, waiting: list[tuple[ClassState, int]], whole: Progress) -> str:
    if waiting:
        said = (
            ngettext("%(n)s lớp chờ đóng dấu", "%(n)s lớp chờ đóng dấu", len(waiting))
            if role is Role.CLERK
            else ngettext("%(n)s lớp chờ ký", "%(n)s lớp chờ ký", len(waiting))
        )
        return said % {"n": len(waiting)}
    if whole.roster == 0:
        return gettext("Trường chưa có danh sách học sinh")
    left = whole.due - whole.sealed
    if left > 0:
        said = ngettext(
            "%(n)s học sinh chưa có học bạ đã đóng dấu",
            "%(n)s học sinh chưa có học bạ đã đóng dấu",
            left,
        )
        return said % {"n": left}
    return gettext("Mọi học bạ đều đã đóng dấu")


def _lead(whole: Progress) -> str:
    return gettext(
        "%(pupils)s học sinh · %(sealed)s học bạ đã đóng dấu · %(excepted)s có lý do"
    ) % {
        "pupils": whole.roster,
        "sealed": whole.sealed,
        "excepted": whole.excepted,
    }


def _next(role: Role, waiting: list[tuple[ClassState, int]]) -> Next | None:
    if not waiting:
        return None
    if len(waiting) > 1:
        return _whole_next(role, waiting)
    state, count = waiting[0]
    return Next(
        title=gettext("%(what)s của lớp %(name)s")
        % {"what": act_words(role, count), "name": state.name},
        why=gettext("Một lần xác nhận cho cả lớp."),
        button=gettext("Xem và ký") if role is not Role.CLERK else gettext("Xem và đóng dấu"),
        url=sign_url(state.name),
    )


def _whole_next(role: Role, waiting: list[tuple[ClassState, int]]) -> Next:
    total = sum(count for _, count in waiting)
    is_clerk = role is Role.CLERK
    return Next(
        title=gettext("%(what)s của %(n)s lớp")
        % {"what": act_words(role, total), "n": len(waiting)},
        why=gettext("Một lần đồng ý cho cả trường, hoặc vào từng lớp ở bảng dưới."),
        button=gettext("Chọn lớp và đóng dấu") if is_clerk else gettext("Chọn lớp và ký"),
        url=WHOLE,
    )


def _row(state: ClassState, role: Role, teacher: str) -> ClassRow:
    progress = progress_of(state)
    count = waiting_for(role, state)
    return ClassRow(
        name=gettext("Lớp %(name)s") % {"name": state.name},
        url=class_url(state.name),
        teacher=teacher,
        pupils=progress.roster,
        ready=progress.complete,
        attested=progress.attested,
        approved=progress.approved,
        sealed=progress.sealed,
        accepted=progress.kept,
        exceptions=progress.excepted,
        state=class_state(progress),
        act=Link(words=act_words(role, count), url=sign_url(state.name)) if count else None,
    )
