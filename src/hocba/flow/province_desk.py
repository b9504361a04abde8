"""The desk of an office above the school: every school's state, reminders, and both as Excel."""

from collections.abc import Sequence
from datetime import date

from hocba.core.compose.content import School
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.report.figures import Choice, Cut, Figure, total
from hocba.core.report.oversight_tally import Trait, seal_ends
from hocba.core.report.school_desk import SchoolLine, SchoolStage, why_no_reminder
from hocba.core.submit.declaration import Declaration
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Place
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.notify import notify
from hocba.ports.outside import Outside
from hocba.ports.reminders import Reminder
from hocba.ports.repository import KeptPackage
from hocba.ports.spreadsheets import TableCell

MAX_WORDS = 500
_PACKAGES_LOOKED_AT = 5_000


def school_lines(outside: Outside, *, actor: Actor, school_year: SchoolYear) -> list[SchoolLine]:
    """
    Return every school that this officer may see: a commune's officer, the commune's own.

    Raises: Refusal "permit.not_your_role".
    """
    ward = ward_of(actor)
    choice = Choice(school_year=school_year, ward=ward)
    figures = {line.code: line for line in outside.repository.figures(Cut.SCHOOL, choice).lines}
    declared = {str(each.school): each for each in outside.repository.declarations(school_year)}
    known = {
        str(each.code): each
        for each in outside.book.schools()
        if each.province.code == outside.office.code and ward in (None, each.ward.code)
    }
    packages = _by_sender(outside.repository.packages(limit=_PACKAGES_LOOKED_AT))
    reminded = outside.desk.reminders.latest()
    ends = seal_ends(outside.desk.traits.counts(school_year, trait=Trait.SEAL_ENDS))
    stated = outside.repository.signer_ends(school_year)
    lines = []
    for code in sorted({*known, *figures}):
        told, sent, last = declared.get(code), packages.get(code, []), reminded.get(code)
        lines.append(
            SchoolLine(
                figure=figures.get(code) or _nothing(code, known[code].name),
                ward=_ward(told, known.get(code)),
                declared_at=told.declared_at if told else None,
                returned=sum(each.rejected + each.pending for each in sent[:1]),
                last_at=max((each.received_at for each in sent), default=None),
                reminded_on=last.on if last else None,
                seal_ends=ends.get(code),
                certificate_ends=stated.get(code),
            )
        )
    return lines


def ward_of(actor: Actor) -> str | None:
    """
    Return the one commune that an officer sees, None for a province's who sees all.

    Raises: Refusal "permit.not_your_role" also for a commune's officer without a commune.
    """
    if actor.role is Role.PROVINCE_OFFICER:
        return None
    if actor.role is Role.COMMUNE_OFFICER and actor.ward:
        return actor.ward
    raise Refusal("permit.not_your_role", act="NHAC_TRUONG", role=actor.role.value)


def remind(
    outside: Outside, *, actor: Actor, school_year: SchoolYear, schools: Sequence[str], words: str
) -> int:
    """
    Remind schools; who owes nothing or was reminded today is left out.

    Returns: how many reminders are new.
    Raises: Refusal "permit.*", "desk.no_words".
    """
    said = " ".join(words.split())[:MAX_WORDS]
    lines = school_lines(outside, actor=actor, school_year=school_year)
    if not said:
        raise Refusal("desk.no_words")
    now = outside.clock.now()
    today, asked = day_in_vietnam(now), set(schools)
    due = [
        Reminder(school=line.figure.code, on=today, by=actor.person, at=now, words=said)
        for line in lines
        if line.figure.code in asked and not why_no_reminder(line, today=today)
    ]
    # The table holds one a school and day, whoever else presses the button at this moment.
    new = outside.desk.reminders.put(due)
    # A crash before this line leaves reminders on the schools' pages, and their bells silent.
    for reminder in due:
        _ring(outside, reminder, school_year)
    return new


def _ring(outside: Outside, reminder: Reminder, school_year: SchoolYear) -> None:
    school = SchoolCode(reminder.school)
    with outside.notices.together(school):
        notify(
            outside,
            NoticeKind.PROVINCE_REMINDS,
            school=school,
            school_year=school_year,
            class_name="",
            count=1,
            by=reminder.by,
        )


def desk_xlsx(outside: Outside, lines: Sequence[SchoolLine], *, school_year: SchoolYear) -> bytes:
    """Return the desk as an Excel file: all schools that were asked for, in their order."""
    today = day_in_vietnam(outside.clock.now())
    rows: list[tuple[TableCell, ...]] = [_cells(line, today) for line in lines]
    sums = total(line.figure for line in lines)
    rows.append((*("", "Tổng", "", ""), *_counts(sums), *("", "", "", "", "", "")))
    title = f"Tình hình các trường năm học {school_year}"
    return outside.sheets.table_to_xlsx(title, _COLUMNS, rows, _NOTE)


_COLUMNS = (
    *("Mã trường", "Trường", "Xã, phường", "Tình trạng"),
    *("Học sinh khai báo", "Đã lập", "Đã ký đủ", "Đã đóng dấu", "Đã nhận", "Chưa ký, có lý do"),
    *("Còn thiếu", "Trả lại ở gói gần nhất", "Nhận gần nhất", "Nhắc gần nhất"),
    *("Chứng thư con dấu hết hạn", "Chứng thư người ký còn dưới 60 ngày"),
)
_NOTE = (
    "Còn thiếu = học sinh khai báo − học bạ đã nhận − trường hợp chưa ký có lý do. "
    "Trả lại: số mục không được nhận trong gói gần nhất của trường. Chứng thư người ký: theo kê "
    "khai mới nhất của trường; ô trống là trường chưa kê khai."
)
STAGE_WORDS = {
    SchoolStage.NOT_DECLARED: "Chưa khai báo sĩ số",
    SchoolStage.NOT_SENT: "Chưa gửi học bạ",
    SchoolStage.UNEXPLAINED: "Còn chỗ chưa khai lý do",
    SchoolStage.PARTLY_SENT: "Còn học bạ chưa gửi",
    SchoolStage.COMPLETE: "Đủ",
}


def _cells(line: SchoolLine, today: date) -> tuple[TableCell, ...]:
    figure = line.figure
    head = (figure.code, figure.name, line.ward.name, STAGE_WORDS[line.stage])
    last = day_in_vietnam(line.last_at) if line.last_at else None
    return (
        *head,
        *_counts(figure),
        line.missing,
        line.returned,
        last,
        line.reminded_on,
        line.seal_ends,
        None if line.certificate_ends is None else line.signers_ending(today),
    )


def _counts(figure: Figure) -> tuple[int, ...]:
    return (
        *(figure.pupils, figure.records, figure.signed, figure.sealed),
        *(figure.accepted, figure.excepted),
    )


def _ward(told: Declaration | None, known: School | None) -> Place:
    """Return a school's commune: as it declared it, else as the office knows it."""
    if told is not None:
        return told.ward
    return Place(code="", name="–") if known is None else known.ward


def _nothing(code: str, name: str) -> Figure:
    zero = dict.fromkeys(("pupils", "records", "signed", "sealed", "accepted"), 0)
    return Figure(code=code, name=name, exceptions={}, **zero)


def _by_sender(packages: Sequence[KeptPackage]) -> dict[str, list[KeptPackage]]:
    """Return packages by who sent them, newest first as they come."""
    found: dict[str, list[KeptPackage]] = {}
    for package in packages:
        found.setdefault(package.sender, []).append(package)
    return found
