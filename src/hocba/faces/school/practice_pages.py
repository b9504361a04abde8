"""The practice school as its learner sees it: which step comes now, and the sheets to bring in."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from hocba.core.assess.marking import TRAITS
from hocba.core.compose.practice import (
    WHO,
    Reached,
    Step,
    class_name,
    count_commented,
    next_step,
    practice_results,
    practice_roster,
)
from hocba.core.rules.library import pack_for
from hocba.core.terms.codes import Gender
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.school.where import Where, class_url, marks_url, sign_url
from hocba.faces.web.presenters import Link, State, Tone
from hocba.faces.web.words import role_words
from hocba.flow.school_state import ClassState, class_states, total
from hocba.ports.spreadsheets import SheetContext

PRACTICE_PAGE: Final = "/truong/tap-huan"
PUPILS, GAPS, WHOLE = "hoc-sinh", "ket-qua-thieu", "ket-qua-du"
_PUPIL_HEADS: Final = (
    *("STT", "Lớp", "Mã học sinh", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc"),
    *("Số định danh cá nhân", "Nơi sinh", "Quê quán", "Chỗ ở hiện nay"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    """One step. act: the button, empty where the step is not the one of now."""

    key: str
    title: str
    how: str
    who: str
    state: State
    act: str = ""
    sheets: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePage:
    """The way in, or the steps of somebody who is inside. act: the button that leads in."""

    headline: str
    lead: str
    is_inside: bool
    act: str = ""
    steps: tuple[GuideStep, ...] = ()
    done: Link | None = None


def entrance(*, stands: bool) -> PracticePage:
    """Show what a practice school is, and the one button that leads into it."""
    return PracticePage(
        headline=gettext("Quý vị có một trường tập huấn")
        if stands
        else gettext("Tập làm học bạ số mà không sợ sai"),
        lead=gettext("Một trường giả định của riêng quý vị: một lớp, sáu học sinh, bốn vai."),
        is_inside=False,
        act=gettext("Vào trường tập huấn") if stands else gettext("Mở trường tập huấn"),
    )


def steps_page(where: Where) -> PracticePage:
    """Show how far the guided class has come."""
    now = next_step(reached_of(where))
    order = list(Step)
    if now is None:
        return PracticePage(
            headline=gettext("Xong lớp học đầu tiên: mọi học bạ đã ký và đóng dấu"),
            lead=gettext(
                "Ở trường thật cũng đúng từng ấy bước. Làm lại từ đầu bao nhiêu lần cũng được."
            ),
            is_inside=True,
            steps=tuple(
                _step(step, State(words=gettext("Xong"), tone=Tone.DONE)) for step in order
            ),
            done=Link(words=gettext("Xem học bạ của lớp"), url=class_url(class_name())),
        )
    at = order.index(now)
    return PracticePage(
        headline=gettext("Bước %(n)s trên %(all)s: %(title)s")
        % {"n": at + 1, "all": len(order), "title": _title(now)},
        lead=gettext("Quý vị đóng cả bốn vai; nút của mỗi bước tự đổi sang đúng vai."),
        is_inside=True,
        steps=tuple(_step_at(step, place, at) for place, step in enumerate(order)),
    )


def reached_of(where: Where) -> Reached:
    """Count how far the pupils of the practice school have come."""
    school, year = where.school.code, where.school_year
    state: ClassState = total(class_states(where.outside, school=school, school_year=year))
    years = where.outside.book.assessments(school, year)
    return Reached(
        due=state.roster - state.excepted,
        complete=state.complete,
        commented=count_commented(years.values()),
        locked=state.locked,
        attested=state.attested,
        approved=state.approved,
        issued=state.issued,
    )


def step_url(step: Step) -> str:
    """Return the page on which a step is done."""
    return {
        Step.ROSTER: "/truong/nhap",
        Step.RESULTS: "/truong/nhap",
        Step.COMMENT: f"{marks_url(class_name())}/{TRAITS}",
    }.get(step, sign_url(class_name()))


def sheet_file(where: Where, kind: str) -> tuple[bytes, str]:
    """
    Return a sheet that the guided class brings in, and its name.

    Raises: Refusal "practice.no_roster" for results before there are pupils.
    """
    if kind == PUPILS:
        return _pupils(where), "C1-HocSinh-tap-huan.xlsx"
    return _results(where, is_whole=kind == WHOLE), f"TongHop-{class_name()}-{kind}.xlsx"


def _pupils(where: Where) -> bytes:
    rows = [
        (
            number,
            each.class_name,
            each.pupil.sector_code,
            each.pupil.full_name,
            each.pupil.born_on,
            "Nam" if each.pupil.gender is Gender.MALE else "Nữ",
            each.pupil.ethnic_code,
            str(each.pupil.personal_id),
            each.pupil.birth_place,
            each.pupil.home_town,
            each.pupil.address,
        )
        for number, each in enumerate(practice_roster(where.school.code, where.school_year), 1)
    ]
    title = "DANH SÁCH HỌC SINH TẬP HUẤN"
    return where.outside.sheets.table_to_xlsx(title, _PUPIL_HEADS, rows, "Không có người thật.")


def _results(where: Where, *, is_whole: bool) -> bytes:
    school, year = where.school, where.school_year
    roster = where.outside.book.enrolments(school.code, year, class_name())
    if not roster:
        raise Refusal("practice.no_roster")
    grade = min(each.grade for each in roster)
    return where.outside.sheets.template_year_results(
        SheetContext(
            school_code=school.code,
            school_name=school.name,
            school_year=year,
            today=day_in_vietnam(where.outside.clock.now()),
        ),
        grade=grade,
        class_name=class_name(),
        pack=pack_for(year, grade),
        roster=roster,
        known=practice_results(roster, year, is_whole=is_whole),
    )


def _step_at(step: Step, place: int, at: int) -> GuideStep:
    if place < at:
        return _step(step, State(words=gettext("Xong"), tone=Tone.DONE))
    if place > at:
        return _step(step, State(words=gettext("Để sau")))
    return _step(step, State(words=gettext("Bước này"), tone=Tone.TO_DO), is_now=True)


def _step(step: Step, state: State, *, is_now: bool = False) -> GuideStep:
    return GuideStep(
        key=step.value,
        title=_title(step),
        how=_how(step),
        who=role_words(WHO[step]),
        state=state,
        act=gettext("Làm bước này") if is_now else "",
        sheets=_sheets(step) if is_now else (),
    )


def _sheets(step: Step) -> tuple[Link, ...]:
    at = f"{PRACTICE_PAGE}/mau"
    if step is Step.ROSTER:
        return (Link(words=gettext("Tải danh sách học sinh mẫu"), url=f"{at}/{PUPILS}"),)
    if step is Step.RESULTS:
        return (
            Link(words=gettext("Tải bảng kết quả còn thiếu 2 ô"), url=f"{at}/{GAPS}"),
            Link(words=gettext("Tải bảng kết quả đủ"), url=f"{at}/{WHOLE}"),
        )
    return ()


def _title(step: Step) -> str:
    named = {"name": class_name()}
    return {
        Step.ROSTER: gettext("Nhập danh sách học sinh"),
        Step.RESULTS: gettext("Nhập bảng kết quả cuối năm"),
        Step.COMMENT: gettext("Gõ một lời nhận xét"),
        Step.LOCK: gettext("Lập và khóa học bạ lớp %(name)s") % named,
        Step.ATTEST: gettext("Chủ nhiệm ký"),
        Step.APPROVE: gettext("Hiệu trưởng ký"),
        Step.SEAL: gettext("Văn thư đóng dấu"),
    }[step]


def _how(step: Step) -> str:
    return {
        Step.ROSTER: gettext(
            "Tải tệp mẫu về máy, rồi đưa vào ô Danh sách học sinh. Trang cho xem trước khi ghi."
        ),
        Step.RESULTS: gettext(
            "Thử tệp thiếu trước: trang chỉ đúng hai ô còn thiếu và chưa ghi gì. Rồi đưa tệp đủ."
        ),
        Step.COMMENT: gettext(
            "Em Đặng Quốc Đạt chưa có nhận xét phẩm chất. Bấm vào ô, gõ, Enter; trang tự lưu."
        ),
        Step.LOCK: gettext("Khóa rồi thì không ai sửa được nữa, trừ khi hiệu trưởng cho mở lại."),
        Step.ATTEST: gettext("Xem từng học bạ như khi in, rồi xác nhận một lần cho cả lớp."),
        Step.APPROVE: gettext("Hiệu trưởng ký sau chủ nhiệm; thấy sai thì trả lại kèm lý do."),
        Step.SEAL: gettext("Dấu của trường là chữ ký cuối cùng; đóng dấu xong là phát hành."),
    }[step]
