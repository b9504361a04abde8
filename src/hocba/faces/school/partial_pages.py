"""A pupil's partial record as a page: what was assessed, who has signed, whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.utils.translation import gettext

from hocba.core.assess.moments import Moment
from hocba.core.compose.content import AmendReason
from hocba.core.compose.life import Act, Entry, Status
from hocba.core.compose.partial_content import Assessed, PartialContent
from hocba.core.compose.permit import Actor, why_not
from hocba.core.publish.extract_sheet import SheetPart
from hocba.core.publish.partial_sheet import (
    MOMENT_TITLES,
    OF_COMMENTS,
    OF_CONDUCT,
    OF_TERMS,
    OF_TRAITS,
    SUBJECTS,
    TERMS,
    TRAITS,
    assessed_parts,
)
from hocba.core.rules.library import any_pack_for
from hocba.core.terms.codes import SchoolYear, shown_record_code
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.roles import Role
from hocba.faces.school.one_record import history_rows
from hocba.faces.web.correction_pages import amend_reasons
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import Fact, HistoryRow, State, Tone
from hocba.faces.web.words import refusal_words
from hocba.flow.assess_again import OnePupil
from hocba.flow.batch_signing import subject_of
from hocba.flow.partial_records import SIGNS
from hocba.flow.partial_state import PartialState, why_not_compose
from hocba.ports.records import WorkingRecord

MAKE, SIGN, RETURN, WITHDRAW = "lap", "ky", "tra-lai", "thu-hoi"
_STANDS: Final = frozenset({Status.ATTESTED, Status.APPROVED, Status.ISSUED})
_WITHDRAWN_FOR: Final = (
    AmendReason.WRONG_MARK,
    AmendReason.WRONG_PERSONAL_FACT,
    AmendReason.COMPUTATION_ERROR,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDeed:
    """A step that the reader could take. asks_*: which fields its form has."""

    step: str
    button: str
    told: str
    consent: str = ""
    refusal: str = ""
    seen: str = ""
    asks_days: bool = False
    asks_reason: bool = False
    reasons: tuple[tuple[str, str], ...] = ()
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePartial:
    """One document: of whom, what it says, and where its files are."""

    title: str
    facts: tuple[Fact, ...]
    parts: tuple[SheetPart, ...]
    pdf_url: str
    xml_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialPage:
    """A pupil's partial records. draft: what would stand in a new one; empty where none is due."""

    headline: str
    lead: str
    state: State | None
    documents: tuple[OnePartial, ...]
    draft: tuple[SheetPart, ...]
    deeds: tuple[PartialDeed, ...]
    history: tuple[HistoryRow, ...]
    act_url: str
    back_url: str
    typed: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialRow:
    """A partial record in the list of a school's transfers."""

    name: str
    class_name: str
    state: State
    url: str


def partial_url(code: str) -> str:
    """Return where a pupil's partial record stands."""
    return f"/truong/hoc-sinh/{quote(code, safe='')}/mot-phan"


def partial_state_words(status: Status) -> State:
    """Return where a partial record stands, as a word with a colour."""
    found = {
        Status.DRAFT: State(words=gettext("Trả lại, chờ chủ nhiệm lập lại"), tone=Tone.TO_DO),
        Status.LOCKED: State(words=gettext("Chờ chủ nhiệm ký"), tone=Tone.WAITS),
        Status.ATTESTED: State(words=gettext("Chờ hiệu trưởng ký"), tone=Tone.WAITS),
        Status.APPROVED: State(words=gettext("Chờ văn thư đóng dấu"), tone=Tone.WAITS),
        Status.ISSUED: State(words=gettext("Đã đóng dấu"), tone=Tone.DONE),
        Status.WITHDRAWN: State(words=gettext("Đã thu hồi"), tone=Tone.CALM),
    }
    return found[status]


def partial_page(
    state: PartialState,
    own: Sequence[PartialContent],
    *,
    actor: Actor,
    pupil: OnePupil,
    people: Mapping[str, str],
    typed: Mapping[str, str],
    problem: str = "",
) -> PartialPage:
    """Show what stands. own: contents of this school's versions, oldest first."""
    line, latest, url = state.line, state.latest, partial_url(pupil.code)
    documents = [
        _document(each.content, url, digest=each.received.content_digest) for each in state.came
    ]
    documents += [
        _document(content, url, digest=record.frozen.content_digest)
        for content, record in zip(own, state.versions, strict=True)
        if record.frozen is not None and record.status in _STANDS
    ]
    is_open = latest is None or latest.status in (Status.DRAFT, Status.WITHDRAWN)
    draft = _parts(state.assessed, pupil.school_year, line) if is_open else ()
    return PartialPage(
        headline=_headline(state),
        lead=gettext(
            "Kết quả lớp %(class_name)s đến ngày chuyển trường, năm học %(year)s. Không phải kết "
            "quả cả năm: học bạ cả năm do trường học sinh học đến cuối năm lập."
        )
        % {"class_name": line.class_name, "year": pupil.school_year},
        state=None if latest is None else partial_state_words(latest.status),
        documents=tuple(documents),
        draft=draft,
        deeds=_deeds(state, actor, pupil),
        history=history_rows(_told_steps(latest), people),
        act_url=url,
        back_url=f"/truong/hoc-sinh/{quote(pupil.code, safe='')}",
        typed=typed,
        problem=problem,
    )


def _headline(state: PartialState) -> str:
    name, latest = state.line.pupil.full_name, state.latest
    if latest is None and state.assessed is None:
        said = gettext("%(name)s chưa có kết quả nào: không cần học bạ một phần")
        if state.came:
            said = gettext("Học bạ một phần của %(name)s, từ trường cũ")
        return said % {"name": name}
    if latest is None:
        return gettext("Học bạ một phần của %(name)s chưa lập") % {"name": name}
    said = {
        Status.DRAFT: gettext("Học bạ một phần của %(name)s chờ chủ nhiệm lập lại"),
        Status.LOCKED: gettext("Học bạ một phần của %(name)s chờ chủ nhiệm ký"),
        Status.ATTESTED: gettext("Học bạ một phần của %(name)s chờ hiệu trưởng ký"),
        Status.APPROVED: gettext("Học bạ một phần của %(name)s chờ văn thư đóng dấu"),
        Status.ISSUED: gettext("Học bạ một phần của %(name)s đã đóng dấu"),
        Status.WITHDRAWN: gettext("Học bạ một phần của %(name)s đã thu hồi"),
    }[latest.status]
    return said % {"name": name}


def _document(content: PartialContent, url: str, *, digest: bytes) -> OnePartial:
    general, named = content.general, digest.hex()
    return OnePartial(
        title=content.school.name,
        facts=(
            Fact(words=gettext("Từ ngày"), value=day(content.since)),
            Fact(words=gettext("Đến ngày"), value=day(content.until)),
            Fact(words=gettext("Lớp"), value=general.class_name),
            Fact(words=gettext("Mã học bạ"), value=shown_record_code(general.record_code)),
            Fact(words=gettext("Phiên bản"), value=str(general.version)),
        ),
        parts=_told(assessed_parts(content.assessed, general.rule_pack)),
        pdf_url=f"{url}/{named}.pdf",
        xml_url=f"{url}/{named}.xml",
    )


def _parts(assessed: Assessed | None, year: SchoolYear, line: Enrolment) -> tuple[SheetPart, ...]:
    if assessed is None:
        return ()
    return _told(assessed_parts(assessed, any_pack_for(year, line.grade).pack_id))


def _told(parts: Sequence[SheetPart]) -> tuple[SheetPart, ...]:
    """Say heads and columns in the reader's language; what teachers gave stays as it is."""
    words = _words()

    def said(whole: str) -> str:
        return ": ".join(words.get(piece, piece) for piece in whole.split(": "))

    return tuple(
        SheetPart(title=said(part.title), columns=tuple(map(said, part.columns)), rows=part.rows)
        for part in parts
    )


def _words() -> Mapping[str, str]:
    """Return the printed words of tables in the reader's language."""
    return {
        MOMENT_TITLES[Moment.MID_FIRST]: gettext("Giữa học kì I"),
        MOMENT_TITLES[Moment.END_FIRST]: gettext("Cuối học kì I"),
        MOMENT_TITLES[Moment.MID_SECOND]: gettext("Giữa học kì II"),
        MOMENT_TITLES[Moment.YEAR_END]: gettext("Cuối năm học, phần đã đánh giá"),
        OF_TRAITS: gettext("phẩm chất, năng lực"),
        OF_COMMENTS: gettext("nhận xét"),
        OF_TERMS: gettext("Kết quả theo học kì"),
        OF_CONDUCT: gettext("Rèn luyện, chuyên cần"),
        SUBJECTS[0]: gettext("Môn học, hoạt động"),
        SUBJECTS[1]: gettext("Mức đạt được"),
        SUBJECTS[2]: gettext("Điểm kiểm tra"),
        SUBJECTS[3]: gettext("Nhận xét"),
        TRAITS[0]: gettext("Phẩm chất, năng lực"),
        TERMS[1]: gettext("Học kì I"),
        TERMS[2]: gettext("Học kì II"),
    }


def _deeds(state: PartialState, actor: Actor, pupil: OnePupil) -> tuple[PartialDeed, ...]:
    latest, name = state.latest, state.line.pupil.full_name
    if latest is None or latest.status in (Status.DRAFT, Status.WITHDRAWN):
        if latest is None and state.assessed is None and state.came:
            return ()
        refusal = why_not_compose(state, actor=actor, pupil=pupil)
        return (_make(refusal, name, state.shown_mark),)
    subject = subject_of(latest)
    deeds = []
    act = SIGNS.get(actor.role, Act.APPROVE)
    if latest.status in (Status.ATTESTED, Status.APPROVED):
        deeds.append(_sign(why_not(act, actor=actor, subject=subject), latest, name, act))
    heads = (Role.PRINCIPAL, Role.DEPUTY)
    if actor.role in heads and latest.status in (Status.ATTESTED, Status.APPROVED):
        deeds.append(
            PartialDeed(
                step=RETURN,
                button=gettext("Trả lại chủ nhiệm"),
                told=gettext("Chữ ký đã có mất hiệu lực; chủ nhiệm lập và ký lại."),
                asks_reason=True,
            )
        )
    if actor.role is Role.PRINCIPAL and latest.status is Status.ISSUED:
        deeds.append(_withdraw())
    return tuple(deeds)


def _make(refusal: Refusal | None, name: str, seen: str) -> PartialDeed:
    return PartialDeed(
        step=MAKE,
        button=gettext("Ký, lập học bạ một phần"),
        told=gettext("Sau đó hiệu trưởng ký, văn thư đóng dấu, rồi cho chuyển trường được."),
        consent=make_consent(name),
        refusal=refusal_words(refusal),
        seen=seen,
        asks_days=True,
        is_main=True,
    )


def make_consent(name: str) -> str:
    """Return the sentence to which a homeroom teacher agrees."""
    said = gettext("Tôi đã xem kết quả dưới đây của %(name)s và ký học bạ một phần.")
    return said % {"name": name}


def sign_consent(act: Act, name: str) -> str:
    """Return the sentence to which principal or clerk agree."""
    said = {
        Act.APPROVE: gettext("Tôi đã xem và ký học bạ một phần của %(name)s."),
        Act.SEAL: gettext("Tôi đóng dấu học bạ một phần của %(name)s."),
    }[act]
    return said % {"name": name}


def _sign(refusal: Refusal | None, record: WorkingRecord, name: str, act: Act) -> PartialDeed:
    buttons = {Act.APPROVE: gettext("Ký học bạ một phần"), Act.SEAL: gettext("Đóng dấu")}
    digest = b"" if record.frozen is None else record.frozen.content_digest
    return PartialDeed(
        step=SIGN,
        button=buttons[act],
        told=gettext("Chữ ký phủ toàn bộ nội dung dưới đây và chữ ký đã có."),
        consent=sign_consent(act, name),
        refusal=refusal_words(refusal),
        seen=digest.hex(),
        is_main=True,
    )


def _withdraw() -> PartialDeed:
    return PartialDeed(
        step=WITHDRAW,
        button=gettext("Thu hồi học bạ một phần"),
        told=gettext("Chỉ thu hồi được khi chưa cho chuyển trường; sau đó lập bản mới."),
        asks_reason=True,
        reasons=tuple((each.value, amend_reasons()[each]) for each in _WITHDRAWN_FOR),
    )


def _told_steps(latest: WorkingRecord | None) -> tuple[Entry, ...]:
    # Made and signed in one step: one line says it.
    history = () if latest is None else latest.history
    return tuple(entry for entry in history if entry.act is not Act.LOCK)
