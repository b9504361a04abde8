"""Requests to amend or withdraw a record, as the school's and the province's pages show them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext, ngettext

from hocba.core.compose.content import AmendReason, Change
from hocba.core.compose.corrections import (
    OPEN,
    Aim,
    Correction,
    Stage,
    Step,
    WithdrawReason,
    goes_to_province,
    why_not_step,
)
from hocba.core.compose.permit import Actor
from hocba.core.publish.later_changes import field_words
from hocba.core.rules.corrections import correction_rule
from hocba.core.rules.library import AnyPack, any_pack_for
from hocba.core.terms.codes import Gender, PersonalId, masked_personal_id, shown_record_code
from hocba.core.terms.levels import YearResult
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import Fact, HistoryRow, State, Tone
from hocba.faces.web.result_words import year_result_words
from hocba.faces.web.words import refusal_words

_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """A request in a list."""

    name: str
    what: str
    where: str
    asked_at: datetime
    state: State
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsPage:
    """The requests of an office, those that wait for this reader first."""

    headline: str
    lead: str
    rows: tuple[CorrectionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """One place of the record: what stands and what is asked for."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionDeed:
    """
    A step that the reader could take. needs_reason: the form then asks why. consent: the sentence
    to agree to, where the step is signed.
    """

    button: str
    deed: str
    refusal: str
    needs_reason: bool = False
    is_main: bool = False
    consent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """How a request fares on its way to a province elsewhere. button: empty once it is over."""

    state: State
    note: str
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPage:
    """One request: what would differ, on what ground, who has said what."""

    headline: str
    lead: str
    state: State
    facts: tuple[Fact, ...]
    changes: tuple[ChangedRow, ...]
    evidence_url: str
    evidence_words: str
    history: tuple[HistoryRow, ...]
    deeds: tuple[CorrectionDeed, ...]
    act_url: str
    record_url: str
    new_record_url: str
    problem: str = ""
    typed_reason: str = ""
    above: Above | None = None


def corrections_page(
    found: Sequence[Correction], *, base: str, mine: frozenset[Stage], lead: str
) -> CorrectionsPage:
    """Show requests. mine: the stages that wait for this reader. base: the list's address."""
    waiting = sum(each.stage in mine for each in found)
    said = ngettext("%(n)s đề nghị đang chờ bạn", "%(n)s đề nghị đang chờ bạn", waiting)
    rest = gettext("Không có đề nghị nào chờ bạn")
    ordered = sorted(found, key=lambda c: (c.stage not in mine, c.stage not in OPEN))
    return CorrectionsPage(
        headline=said % {"n": waiting} if waiting else rest,
        lead=lead,
        rows=tuple(_row(each, base) for each in ordered),
    )


def _row(correction: Correction, base: str) -> CorrectionRow:
    return CorrectionRow(
        name=correction.full_name,
        what=f"{aim_words(correction.aim)}: {reason_words(correction.reason)}",
        where=f"{correction.school_name}, {correction.class_name}",
        asked_at=correction.asked.at,
        state=stage_state(correction.stage),
        url=f"{base}/{correction.correction_id}",
    )


def correction_page(
    correction: Correction,
    *,
    actor: Actor,
    people: Mapping[str, str],
    base: str,
    steps: Sequence[Step],
    record_url: str = "",
    new_record_url: str = "",
    problem: str = "",
    typed_reason: str = "",
    signs: bool = False,
    above: Above | None = None,
) -> CorrectionPage:
    """
    Show a request. steps: those that this office takes.

    people: names by staff code. record_url: empty where the reader has no page of the record.
    signs: whether what the province elsewhere has to hear is signed.
    """
    url, paper = f"{base}/{correction.correction_id}", correction.evidence
    rules = any_pack_for(correction.key.school_year, _grade(correction))
    size = f"{paper.size / _MEGABYTE:.1f}".replace(".", ",")
    return CorrectionPage(
        headline=f"{aim_words(correction.aim)}: {correction.full_name}",
        lead=_lead(correction),
        state=stage_state(correction.stage),
        facts=_facts(correction),
        changes=tuple(_changed(each, rules) for each in correction.changes),
        evidence_url=f"{url}/minh-chung",
        evidence_words=f"{paper.name} ({size} MB)",
        history=_history(correction, people),
        deeds=tuple(
            _deed(step, actor, correction, signs=signs) for step in steps if _fits(step, correction)
        ),
        act_url=url,
        record_url=record_url,
        new_record_url=new_record_url,
        problem=problem,
        typed_reason=typed_reason,
        above=above,
    )


def sending_sentence(correction: Correction) -> str:
    """Return the sentence that the principal agrees to when the province elsewhere is told."""
    said = gettext("Ký và gửi Sở: %(aim)s học bạ của %(name)s.")
    return said % {"aim": aim_words(correction.aim).lower(), "name": correction.full_name}


def _grade(correction: Correction) -> int:
    """Return the grade whose words say what changes; a class is named by it."""
    year = correction.proposed.assessment
    named = re.match(r"\d{1,2}", correction.class_name)
    return year.grade if year is not None else int(named[0]) if named else 1


def _lead(correction: Correction) -> str:
    if correction.aim is Aim.WITHDRAW:
        told = gettext("Thu hồi xong, học bạ không còn giá trị; tệp đã ký vẫn giữ.")
    else:
        told = gettext("Duyệt xong mới mở phiên bản mới để ký lại; bản cũ hiệu lực đến lúc đó.")
    if goes_to_province(correction):
        why = gettext("Việc này cần cả Sở duyệt (%(source)s).")
        told = f"{told} {why % {'source': correction_rule().source}}"
    return told


def _facts(correction: Correction) -> tuple[Fact, ...]:
    key = correction.key
    version = {"code": shown_record_code(key.record_code), "n": key.version}
    return (
        Fact(words=gettext("Trường"), value=correction.school_name),
        Fact(words=gettext("Lớp"), value=correction.class_name, note=str(key.school_year)),
        Fact(words=gettext("Học bạ"), value=gettext("%(code)s, phiên bản %(n)s") % version),
        Fact(words=gettext("Lý do"), value=reason_words(correction.reason)),
        Fact(words=gettext("Căn cứ"), value=correction.basis),
    )


def _changed(change: Change, rules: AnyPack) -> ChangedRow:
    return ChangedRow(
        place=field_words(change.field, rules),
        before=_value(change.field, change.old),
        after=_value(change.field, change.new),
    )


def _value(field: str, value: str) -> str:
    """Return a value as people read it; of a personal number only the ends."""
    if not value:
        return gettext("để trống")
    if field == "HocSinh/SoDinhDanh":
        return masked_personal_id(PersonalId(value))
    if field == "HocSinh/NgaySinh":
        return day(date.fromisoformat(value))
    if field == "HocSinh/GioiTinh":
        return {Gender.MALE: gettext("Nam"), Gender.FEMALE: gettext("Nữ")}.get(Gender(value), "–")
    if field == "KetQua/DanhGia" and value in set(YearResult):
        return year_result_words(YearResult(value))
    return value


def _history(correction: Correction, people: Mapping[str, str]) -> tuple[HistoryRow, ...]:
    return tuple(
        HistoryRow(
            at=taken.at,
            words=step_words(taken.step),
            by=people.get(taken.by, taken.by),
            basis=taken.reason,
        )
        for taken in reversed(correction.steps)
    )


def _fits(step: Step, correction: Correction) -> bool:
    """Leave out buttons of another stage of the way; those of this one may be greyed."""
    stages = {
        Step.APPROVE: Stage.ASKED,
        Step.REFUSE: Stage.ASKED,
        Step.PROVINCE_APPROVE: Stage.AT_PROVINCE,
        Step.PROVINCE_REFUSE: Stage.AT_PROVINCE,
        Step.CARRY_OUT: Stage.APPROVED,
    }
    return correction.stage is stages.get(step, correction.stage) and correction.stage in OPEN


def _deed(step: Step, actor: Actor, correction: Correction, *, signs: bool) -> CorrectionDeed:
    asked = step
    if step is Step.APPROVE and goes_to_province(correction):
        asked = Step.FORWARD
    is_withdrawal = correction.aim is Aim.WITHDRAW
    buttons = {
        Step.APPROVE: gettext("Duyệt và thực hiện"),
        Step.FORWARD: gettext("Duyệt và trình Sở"),
        Step.REFUSE: gettext("Không duyệt"),
        Step.PROVINCE_APPROVE: gettext("Sở duyệt"),
        Step.PROVINCE_REFUSE: gettext("Sở không duyệt"),
        Step.CARRY_OUT: gettext("Thu hồi học bạ") if is_withdrawal else gettext("Mở phiên bản mới"),
        Step.CANCEL: gettext("Rút đề nghị"),
    }
    return CorrectionDeed(
        button=buttons[asked],
        deed=step.value,
        refusal=refusal_words(why_not_step(asked, actor=actor, correction=correction)),
        needs_reason=step in (Step.REFUSE, Step.PROVINCE_REFUSE),
        is_main=step in (Step.APPROVE, Step.PROVINCE_APPROVE, Step.CARRY_OUT),
        consent=sending_sentence(correction) if signs and _is_told(asked, correction) else "",
    )


def _is_told(step: Step, correction: Correction) -> bool:
    """Tell whether a province has to hear of a step of the school's."""
    is_there = correction.stage is Stage.AT_PROVINCE
    return step is Step.FORWARD or (step is Step.CANCEL and is_there)


def aim_words(aim: Aim) -> str:
    """Return in words what a request is for."""
    return {Aim.AMEND: gettext("Đính chính"), Aim.WITHDRAW: gettext("Thu hồi")}[aim]


def reason_words(reason: str) -> str:
    """Return the reason of a request in words; the code itself for one that is new here."""
    return {**amend_reasons(), **withdraw_reasons()}.get(reason, reason)


def amend_reasons() -> Mapping[str, str]:
    """Return the reasons of an amendment, in words, by code."""
    return {
        AmendReason.WRONG_PERSONAL_FACT: gettext("Sai thông tin cá nhân"),
        AmendReason.PERSONAL_FACT_CHANGED: gettext("Cải chính hộ tịch"),
        AmendReason.LATE_PERSONAL_ID: gettext("Bổ sung số định danh cá nhân"),
        AmendReason.WRONG_MARK: gettext("Sai kết quả"),
        AmendReason.COMPLAINT_UPHELD: gettext("Giải quyết khiếu nại"),
        AmendReason.COMPUTATION_ERROR: gettext("Lỗi tính toán"),
    }


def withdraw_reasons() -> Mapping[str, str]:
    """Return the reasons of a withdrawal, in words, by code."""
    return {
        WithdrawReason.ISSUED_BY_MISTAKE: gettext("Phát hành nhầm"),
        WithdrawReason.OTHER_PUPIL: gettext("Nhầm học sinh"),
        WithdrawReason.TWO_RECORDS: gettext("Một học sinh có hai học bạ"),
        WithdrawReason.INSPECTION: gettext("Theo kết luận thanh tra, kiểm tra"),
    }


def stage_state(stage: Stage) -> State:
    """Return where a request stands, as a word with a colour."""
    return {
        Stage.ASKED: State(words=gettext("Chờ hiệu trưởng"), tone=Tone.WAITS),
        Stage.AT_PROVINCE: State(words=gettext("Chờ Sở duyệt"), tone=Tone.WAITS),
        Stage.APPROVED: State(words=gettext("Đã duyệt, chờ thực hiện"), tone=Tone.TO_DO),
        Stage.DONE: State(words=gettext("Đã thực hiện"), tone=Tone.DONE),
        Stage.REFUSED: State(words=gettext("Không duyệt"), tone=Tone.WRONG),
        Stage.CANCELLED: State(words=gettext("Đã rút"), tone=Tone.CALM),
    }[stage]


def step_words(step: Step) -> str:
    """Return in words what was done to a request."""
    return {
        Step.ASK: gettext("Đề nghị"),
        Step.APPROVE: gettext("Hiệu trưởng duyệt"),
        Step.FORWARD: gettext("Hiệu trưởng duyệt, trình Sở"),
        Step.REFUSE: gettext("Hiệu trưởng không duyệt"),
        Step.PROVINCE_APPROVE: gettext("Sở duyệt"),
        Step.PROVINCE_REFUSE: gettext("Sở không duyệt"),
        Step.CANCEL: gettext("Rút đề nghị"),
        Step.CARRY_OUT: gettext("Thực hiện"),
    }[step]
