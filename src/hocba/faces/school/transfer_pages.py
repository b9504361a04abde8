"""Changes of school as pages: the list, one transfer, the form of a release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.utils.translation import gettext, ngettext

from hocba.core.compose.permit import Actor
from hocba.core.compose.transfers import (
    Transfer,
    TransferReason,
    TransferStage,
    TransferStep,
    why_not_transfer,
)
from hocba.core.terms.codes import RecordKey, SchoolCode, shown_record_code
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.verify.verdict import Outcome
from hocba.faces.school.partial_pages import PartialRow, partial_url
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import Fact, FindingRow, HistoryRow, State, Tone
from hocba.faces.web.words import finding_row, refusal_words
from hocba.flow.transfer_files import CarriedPartial, OpenedTransfer

BASE = "/truong/chuyen-truong"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """A transfer in the list. what: which way it goes."""

    name: str
    what: str
    other: str
    at: datetime
    state: State
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransfersPage:
    """
    All transfers of a school, and where a file that came by hand is taken in.

    partials: of pupils who have not been released yet.
    """

    headline: str
    lead: str
    rows: tuple[TransferRow, ...]
    partials: tuple[PartialRow, ...] = ()
    problem: str = ""
    findings: tuple[FindingRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedRow:
    """A record that goes along."""

    words: str
    issuer: str
    state: State
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferDeed:
    """A step that the reader could take. asks: which fields its form has."""

    step: str
    button: str
    told: str
    consent: str
    refusal: str
    asks_class: bool = False
    asks_reason: bool = False
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPage:
    """One transfer: whose, from where to where, what goes along, who has said what."""

    headline: str
    lead: str
    state: State
    facts: tuple[Fact, ...]
    records: tuple[CarriedRow, ...]
    findings: tuple[FindingRow, ...]
    history: tuple[HistoryRow, ...]
    deeds: tuple[TransferDeed, ...]
    act_url: str
    file_url: str
    answer_url: str
    today: str
    problem: str = ""
    typed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    """
    The form of a release. schools: (code, name) of those that can be chosen here.

    rows: the pupil's transfers so far. partial_url: where the partial record is made and signed.
    """

    headline: str
    lead: str
    act_url: str
    back_url: str
    partial_url: str
    schools: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    consent: str
    typed: Mapping[str, str]
    refusal: str
    rows: tuple[TransferRow, ...] = ()
    problem: str = ""


def transfers_page(
    found: Sequence[Transfer],
    *,
    school: SchoolCode,
    partials: Sequence[PartialRow] = (),
    problem: str = "",
    findings: tuple[FindingRow, ...] = (),
) -> TransfersPage:
    """Show a school's transfers, those that wait for it first."""
    waiting = sum(_waits_for(each, school) for each in found)
    said = ngettext(
        "%(n)s học sinh chờ trường tiếp nhận", "%(n)s học sinh chờ trường tiếp nhận", waiting
    )
    ordered = sorted(
        found, key=lambda t: (not _waits_for(t, school), t.stage is not TransferStage.RELEASED)
    )
    return TransfersPage(
        headline=said % {"n": waiting} if waiting else gettext("Chuyển trường"),
        lead=gettext("Cho chuyển đi từ trang của từng học sinh. Hai trường cùng thấy trạng thái."),
        rows=tuple(_row(each, school) for each in ordered),
        partials=tuple(partials),
        problem=problem,
        findings=findings,
    )


def _waits_for(transfer: Transfer, school: SchoolCode) -> bool:
    return transfer.receiver == school and transfer.stage is TransferStage.RELEASED


def _row(transfer: Transfer, school: SchoolCode) -> TransferRow:
    leaves = transfer.sender == school
    return TransferRow(
        name=transfer.full_name,
        what=gettext("Chuyển đi") if leaves else gettext("Chuyển đến"),
        other=transfer.receiver_name if leaves else transfer.sender_name,
        at=transfer.steps[-1].at,
        state=stage_state(transfer.stage),
        url=f"{BASE}/{transfer.transfer_id}",
    )


def transfer_page(
    transfer: Transfer,
    opened: OpenedTransfer,
    *,
    actor: Actor,
    people: Mapping[str, str],
    today: str,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
) -> TransferPage:
    """
    Show one transfer with what was found in its file just now. people: by staff code.

    Once it has ended, what was found then counts: a certificate that expires later is no news.
    """
    url = f"{BASE}/{transfer.transfer_id}"
    is_open = transfer.stage is TransferStage.RELEASED
    wrong = (*opened.genuine, *opened.carried) if is_open else ()
    ways = {"sender": transfer.sender_name, "receiver": transfer.receiver_name}
    return TransferPage(
        headline=gettext("Chuyển trường: %(name)s") % {"name": transfer.full_name},
        lead=gettext("Từ %(sender)s đến %(receiver)s") % ways,
        state=stage_state(transfer.stage),
        facts=_facts(transfer, opened),
        records=tuple(_records(transfer, opened, actor, url)),
        findings=tuple(map(finding_row, wrong)),
        history=_history(transfer, people),
        deeds=_deeds(transfer, actor, is_wrong=bool(wrong)),
        act_url=url,
        file_url=f"{url}/tep.zip",
        answer_url=f"{url}/tra-loi.zip" if transfer.steps[-1].file_digest else "",
        today=today,
        problem=problem,
        typed=typed or {},
    )


def _facts(transfer: Transfer, opened: OpenedTransfer) -> tuple[Fact, ...]:
    code = transfer.record_code
    dossier = opened.statement.dossier
    has_part = dossier is not None and dossier.so_far is not None
    facts = [
        Fact(words=gettext("Mã học sinh"), value=transfer.sector_code),
        Fact(
            words=gettext("Mã học bạ"),
            value=gettext("chưa có") if code is None else shown_record_code(code),
        ),
        Fact(words=gettext("Lớp"), value=transfer.class_name, note=str(transfer.school_year)),
        Fact(words=gettext("Chuyển từ ngày"), value=day(transfer.left_on)),
        Fact(words=gettext("Lý do"), value=reason_words(transfer.reason)),
        Fact(words=gettext("Căn cứ"), value=transfer.basis),
    ]
    if has_part:
        words = gettext("có, gửi kèm để trường mới tiếp tục; không phải học bạ")
        facts.append(Fact(words=gettext("Kết quả đến ngày chuyển"), value=words))
    return tuple(facts)


def _records(
    transfer: Transfer, opened: OpenedTransfer, actor: Actor, url: str
) -> Sequence[CarriedRow]:
    is_here = actor.school == transfer.receiver and transfer.stage is TransferStage.ACCEPTED
    rows = []
    for record in opened.records:
        state = _record_state(transfer.stage, record.verdict.outcome)
        link = f"{url}/hoc-ba/{quote(str(record.key))}" if is_here and record.key else ""
        words = record.path if record.key is None else _named(record.key, record.grade)
        rows.append(CarriedRow(words=words, issuer=record.issuer_name, state=state, url=link))
    shown = partial_url(transfer.sector_code) if is_here else ""
    return [*rows, *(_partial_row(one, transfer, shown) for one in opened.partials)]


def _partial_row(one: CarriedPartial, transfer: Transfer, url: str) -> CarriedRow:
    state = _record_state(transfer.stage, one.verdict.outcome)
    content = one.content
    if content is None:
        return CarriedRow(words=one.path, issuer="", state=state)
    said = gettext("Học bạ một phần lớp %(grade)s, từ %(since)s đến %(until)s")
    days = {"since": day(content.since), "until": day(content.until)}
    words = said % {"grade": content.general.grade, **days}
    return CarriedRow(words=words, issuer=content.school.name, state=state, url=url)


def _record_state(stage: TransferStage, outcome: Outcome) -> State:
    if stage is TransferStage.ACCEPTED:
        return State(words=gettext("Đã kiểm tra khi tiếp nhận"), tone=Tone.DONE)
    if outcome is Outcome.PASSED:
        return State(words=gettext("Đã kiểm tra, hợp lệ"), tone=Tone.DONE)
    return State(words=gettext("Chưa hợp lệ"), tone=Tone.WRONG)


def _named(key: RecordKey, grade: int) -> str:
    words = {"grade": grade, "year": key.school_year, "n": key.version}
    return gettext("Học bạ lớp %(grade)s, năm học %(year)s, phiên bản %(n)s") % words


def _history(transfer: Transfer, people: Mapping[str, str]) -> tuple[HistoryRow, ...]:
    names = {transfer.sender: transfer.sender_name, transfer.receiver: transfer.receiver_name}
    return tuple(
        HistoryRow(
            at=taken.at,
            words=step_words(taken.step),
            by=people.get(taken.by, names.get(SchoolCode(taken.by), taken.by)),
            basis=taken.reason,
        )
        for taken in reversed(transfer.steps)
    )


def _deeds(transfer: Transfer, actor: Actor, *, is_wrong: bool) -> tuple[TransferDeed, ...]:
    if transfer.stage is not TransferStage.RELEASED:
        return ()
    steps = [TransferStep.CANCEL]
    if actor.school != transfer.sender:
        steps = [TransferStep.FAIL if is_wrong else TransferStep.ACCEPT, TransferStep.REFUSE]
    return tuple(_deed(step, transfer, actor) for step in steps)


def _deed(step: TransferStep, transfer: Transfer, actor: Actor) -> TransferDeed:
    buttons = {
        TransferStep.ACCEPT: gettext("Ký, tiếp nhận"),
        TransferStep.REFUSE: gettext("Ký, không tiếp nhận"),
        TransferStep.FAIL: gettext("Ký, báo tệp lỗi"),
        TransferStep.CANCEL: gettext("Ký, hủy chuyển trường"),
    }
    told = {
        TransferStep.ACCEPT: gettext(
            "Học sinh vào danh sách của trường cùng mã học bạ đang có. Kết quả trong học bạ một "
            "phần, nếu có, được ghi vào sổ của lớp để học tiếp."
        ),
        TransferStep.REFUSE: gettext("Học sinh ở lại danh sách của trường cũ."),
        TransferStep.FAIL: gettext("Trường cũ lập lại tệp rồi cho chuyển lại."),
        TransferStep.CANCEL: gettext("Hủy được cho đến khi trường mới tiếp nhận."),
    }
    return TransferDeed(
        step=step.value,
        button=buttons[step],
        told=told[step],
        consent=consent_words(step, transfer.full_name),
        refusal=refusal_words(why_not_transfer(step, actor=actor, transfer=transfer)),
        asks_class=step is TransferStep.ACCEPT,
        asks_reason=step is not TransferStep.ACCEPT,
        is_main=step in (TransferStep.ACCEPT, TransferStep.FAIL),
    )


def consent_words(step: TransferStep, name: str) -> str:
    """Return the sentence that a principal agrees to when signing a step."""
    said = {
        TransferStep.RELEASE: gettext("Tôi cho %(name)s chuyển trường và ký hồ sơ kèm theo."),
        TransferStep.ACCEPT: gettext("Tôi tiếp nhận %(name)s."),
        TransferStep.REFUSE: gettext("Tôi không tiếp nhận %(name)s."),
        TransferStep.FAIL: gettext("Tôi báo hồ sơ của %(name)s có lỗi."),
        TransferStep.CANCEL: gettext("Tôi hủy việc chuyển trường của %(name)s."),
    }[step]
    return said % {"name": name}


def release_page(
    line: Enrolment,
    *,
    school: SchoolCode,
    refusal: Refusal | None,
    known: Sequence[Transfer],
    schools: Sequence[tuple[str, str]],
    typed: Mapping[str, str],
    problem: str = "",
) -> ReleasePage:
    """Show the form of a release. known: the pupil's transfers from and to this school."""
    pupil = line.pupil
    url = f"/truong/hoc-sinh/{quote(pupil.sector_code, safe='')}"
    words = {"name": pupil.full_name, "class_name": line.class_name}
    return ReleasePage(
        headline=gettext("Cho %(name)s chuyển trường") % words,
        lead=gettext("Lớp %(class_name)s. Học bạ đã ký đi cùng, trường mới kiểm tra được từng bản.")
        % words,
        act_url=f"{url}/chuyen-truong",
        back_url=url,
        partial_url=partial_url(pupil.sector_code),
        schools=tuple(schools),
        reasons=tuple((each.value, reason_words(each)) for each in TransferReason),
        consent=consent_words(TransferStep.RELEASE, pupil.full_name),
        typed=typed,
        refusal=refusal_words(refusal),
        rows=tuple(_row(each, school) for each in known),
        problem=problem,
    )


def reason_words(reason: TransferReason) -> str:
    """Return in words why a pupil leaves."""
    return {
        TransferReason.FAMILY_MOVES: gettext("Theo gia đình"),
        TransferReason.NEARER_HOME: gettext("Học gần nhà"),
        TransferReason.SCHOOL_ENDS: gettext("Sắp xếp lại trường, điểm trường"),
        TransferReason.OTHER: gettext("Lý do khác"),
    }[reason]


def stage_state(stage: TransferStage) -> State:
    """Return where a transfer stands, as a word with a colour."""
    return {
        TransferStage.RELEASED: State(words=gettext("Chờ trường đến trả lời"), tone=Tone.WAITS),
        TransferStage.ACCEPTED: State(words=gettext("Đã tiếp nhận"), tone=Tone.DONE),
        TransferStage.REFUSED: State(words=gettext("Không tiếp nhận"), tone=Tone.WRONG),
        TransferStage.CANCELLED: State(words=gettext("Đã hủy"), tone=Tone.CALM),
        TransferStage.FAILED: State(words=gettext("Tệp lỗi"), tone=Tone.WRONG),
    }[stage]


def step_words(step: TransferStep) -> str:
    """Return in words what was done to a transfer."""
    return {
        TransferStep.RELEASE: gettext("Cho chuyển trường"),
        TransferStep.ACCEPT: gettext("Tiếp nhận"),
        TransferStep.REFUSE: gettext("Không tiếp nhận"),
        TransferStep.CANCEL: gettext("Hủy chuyển trường"),
        TransferStep.FAIL: gettext("Báo tệp lỗi"),
    }[step]
