"""One record: its content, who signed, what happened to it, what may be done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TypedDict

from django.utils.translation import gettext

from hocba.core.assess.settled import settled_subjects, settled_traits
from hocba.core.compose.content import AnyContent, RecordContent, SecondaryContent
from hocba.core.compose.life import Act, Entry, Status
from hocba.core.compose.reading import Read
from hocba.core.rules.library import pack, secondary, secondary_label
from hocba.core.rules.primary import PrimaryPack, programme, traits
from hocba.core.sign.policy import Slot
from hocba.core.terms.codes import Gender, masked_personal_id, shown_record_code
from hocba.core.terms.levels import Completion, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.judge import due_of
from hocba.core.verify.parsed import ParsedRecord, ParsedSignature
from hocba.faces.school.presenters import (
    Deed,
    RecordPage,
    SignatureRow,
    SubjectRow,
    TraitGroup,
    VersionRow,
)
from hocba.faces.school.progress import Progress, stages
from hocba.faces.school.pupils import record_url
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import Fact, HistoryRow, Next, State, Tone
from hocba.faces.web.reading_words import reading_rows
from hocba.faces.web.result_words import year_result_words
from hocba.faces.web.secondary_rows import TermsRow, rows_of, terms_rows, year_facts
from hocba.faces.web.words import role_words, status_state
from hocba.ports.certificates import CertificatePaths
from hocba.ports.records import WorkingRecord


class _Results(TypedDict):
    """The parts of the page that show results: of a primary year, or of a secondary one."""

    subjects: tuple[SubjectRow, ...]
    traits: tuple[TraitGroup, ...]
    terms: tuple[TermsRow, ...]
    outcome: tuple[Fact, ...]


_ORDER = (Status.LOCKED, Status.ATTESTED, Status.APPROVED, Status.ISSUED)


def record_page(
    record: WorkingRecord,
    parsed: ParsedRecord,
    *,
    paths: CertificatePaths,
    people: Mapping[str, str],
    deeds: tuple[Deed, ...] = (),
    readings: Sequence[Read] = (),
    step: Next | None = None,
    story: tuple[VersionRow, ...] = (),
    lines: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> RecordPage:
    """
    Show a record. people: names by staff code, for the history and the readings.

    lines: who filled each slot, and with which certificate, in two sentences.
    """
    content = parsed.content
    general = content.general
    url = record_url(record.key)
    return RecordPage(
        headline=gettext("Học bạ lớp %(grade)s của %(name)s")
        % {"grade": general.grade, "name": content.pupil.full_name},
        lead=gettext("Mã học bạ %(code)s · năm học %(year)s · phiên bản %(version)s")
        % {
            "code": shown_record_code(general.record_code),
            "year": general.school_year,
            "version": general.version,
        },
        state=status_state(record.status),
        pipeline=stages(_progress(record.status)),
        facts=_pupil_facts(content),
        **_results(content),
        signatures=_signatures(parsed, paths, lines),
        history=history_rows(record.history, people),
        readings=reading_rows(readings, people),
        deeds=deeds,
        story=story,
        next=step,
        print_url=f"{url}/ban-in.pdf",
        xml_url=f"{url}/hoc-ba.xml",
    )


def _results(content: AnyContent) -> _Results:
    if isinstance(content, SecondaryContent):
        of_pack = secondary(content.general.rule_pack)
        year, outcome = content.assessment, content.outcome
        return _Results(
            subjects=(),
            traits=(),
            terms=terms_rows(rows_of(year, outcome), of_pack),
            outcome=year_facts(year, outcome, of_pack),
        )
    rules = pack(content.general.rule_pack)
    return _Results(
        subjects=_subjects(content, rules),
        traits=_traits(content, rules),
        terms=(),
        outcome=_outcome(content, rules),
    )


def _progress(status: Status) -> Progress:
    """Return one record's way as counts of one."""
    reached = _ORDER.index(status) if status in _ORDER else len(_ORDER) - 1
    if status is Status.DRAFT:
        reached = -1
    locked, attested, approved, sealed = (int(at <= reached) for at in range(len(_ORDER)))
    return Progress(
        roster=1,
        assessed=1,
        complete=1,
        locked=locked,
        attested=attested,
        approved=approved,
        sealed=sealed,
        kept=int(status is Status.KEPT_BY_MINISTRY),
        excepted=0,
    )


def _pupil_facts(content: AnyContent) -> tuple[Fact, ...]:
    pupil, general = content.pupil, content.general
    number = pupil.personal_id
    none = gettext("chưa có")
    genders = {Gender.MALE: gettext("Nam"), Gender.FEMALE: gettext("Nữ")}
    return (
        Fact(words=gettext("Họ và tên"), value=pupil.full_name),
        Fact(words=gettext("Ngày sinh"), value=day(pupil.born_on)),
        Fact(words=gettext("Giới tính"), value=genders.get(pupil.gender, "–")),
        Fact(
            words=gettext("Số định danh"),
            value=none if isinstance(number, Missing) else masked_personal_id(number),
        ),
        Fact(words=gettext("Lớp"), value=general.class_name, note=content.school.name),
    )


def _subjects(content: RecordContent, rules: PrimaryPack) -> tuple[SubjectRow, ...]:
    labels = {row.key: row.label for row in programme(rules, content.general.grade)}
    return tuple(
        SubjectRow(
            name=labels.get(row.subject, row.subject),
            level="" if isinstance(row.level, Missing) else rules.subject_level_labels[row.level],
            score="" if isinstance(row.score, Missing) else str(row.score),
            comment=row.comment,
        )
        for row in settled_subjects(content.assessment)
    )


def _traits(content: RecordContent, rules: PrimaryPack) -> tuple[TraitGroup, ...]:
    rows = {row.key: row for row in traits(rules, content.general.grade)}
    settled = settled_traits(content.assessment)
    return tuple(
        TraitGroup(
            title=group.label,
            levels=tuple(
                Fact(
                    words=rows[one.trait].label,
                    value="–"
                    if isinstance(one.level, Missing)
                    else rules.trait_level_labels[one.level],
                )
                for one in settled
                if one.trait in rows and rows[one.trait].group == group.key
            ),
            comment=content.assessment.comments.get(group.key, ""),
        )
        for group in rules.groups
    )


def _outcome(content: RecordContent, rules: PrimaryPack) -> tuple[Fact, ...]:
    outcome, assessment = content.outcome, content.assessment
    result = outcome.result
    awards = {award.key: award.label for award in rules.awards}
    given = [*(awards.get(key, key) for key in outcome.awards), *assessment.other_awards]
    facts = [
        Fact(words=gettext("Kết quả giáo dục"), value=_result(result)),
        Fact(words=gettext("Xác nhận"), value=_completion(outcome.completion)),
    ]
    if given:
        facts.append(Fact(words=gettext("Khen thưởng"), value="; ".join(given)))
    for words, size, unit in (
        (gettext("Chiều cao"), assessment.height_cm, "cm"),
        (gettext("Cân nặng"), assessment.weight_kg, "kg"),
    ):
        if size is not None:
            facts.append(Fact(words=words, value=_measure(size, unit)))
    return tuple(facts)


def _measure(size: Decimal, unit: str) -> str:
    return f"{size}".replace(".", ",") + f"\u00a0{unit}"


def _result(result: YearResult | Missing) -> str:
    return gettext("Không đánh giá") if isinstance(result, Missing) else year_result_words(result)


def _completion(completion: Completion) -> str:
    return {
        Completion.CLASS: gettext("Hoàn thành chương trình lớp học"),
        Completion.PRIMARY: gettext("Hoàn thành chương trình tiểu học"),
        Completion.PROMOTED_BY_DECISION: gettext("Được lên lớp theo quyết định của hiệu trưởng"),
        Completion.NOT_PROMOTED: gettext("Chưa được lên lớp"),
        Completion.PENDING: gettext("Chờ đánh giá bổ sung"),
    }[completion]


def _signatures(
    parsed: ParsedRecord, paths: CertificatePaths, lines: Mapping[str, tuple[str, str]]
) -> tuple[SignatureRow, ...]:
    try:
        slots = due_of(parsed.content).slots
    except Refusal:
        return ()
    # While subject teachers sign, in any order, some slots before a filled one are empty.
    made = {one.signature_id: one for one in parsed.signatures}
    return tuple(
        replace(
            _signature(slot, made.get(slot.slot_id), paths),
            told=" ".join(lines.get(slot.slot_id, ())),
        )
        for slot in slots
    )


def _signature(slot: Slot, made: ParsedSignature | None, paths: CertificatePaths) -> SignatureRow:
    named = slot_words(slot)
    if made is None:
        waits = State(words=gettext("Chưa ký"), tone=Tone.WAITS)
        return SignatureRow(slot=named, signer="", certificate="", at=None, state=waits)
    signer, issuer = _names(made, paths)
    return SignatureRow(
        slot=named,
        signer=signer,
        certificate=issuer,
        at=made.signing_time,
        state=State(words=gettext("Đã ký"), tone=Tone.DONE),
    )


def slot_words(slot: Slot) -> str:
    """Return whose signature is due in a slot."""
    role = role_words(slot.roles[0])
    return f"{role}: {secondary_label(slot.subject)}" if slot.subject else role


def _names(made: ParsedSignature, paths: CertificatePaths) -> tuple[str, str]:
    try:
        facts = paths.facts(made.certificate)
    except Refusal:
        return "", ""
    return facts.common_name, facts.issuer_name


def history_rows(entries: Iterable[Entry], people: Mapping[str, str]) -> tuple[HistoryRow, ...]:
    """Return what was done to a document, the latest first. people: names by staff code."""
    return tuple(
        HistoryRow(
            at=entry.at,
            words=act_done(entry.act),
            by=people.get(entry.by, entry.by),
            basis=entry.reason,
        )
        for entry in reversed(tuple(entries))
    )


def act_done(act: Act) -> str:
    """Return in words what was done to a record."""
    return {
        Act.LOCK: gettext("Lập và khóa nội dung"),
        Act.REOPEN: gettext("Mở khóa"),
        Act.RETURN: gettext("Trả lại để sửa"),
        Act.SIGN_ROW: gettext("Giáo viên môn học ký"),
        Act.ATTEST: gettext("Chủ nhiệm ký"),
        Act.APPROVE: gettext("Hiệu trưởng ký"),
        Act.SEAL: gettext("Đóng dấu, phát hành"),
        Act.SUBMIT: gettext("Gửi Sở"),
        Act.REJECT: gettext("Bị trả lại"),
        Act.TAKE_BY_PROVINCE: gettext("Sở nhận"),
        Act.TAKE_BY_MINISTRY: gettext("Kho tiếp nhận"),
        Act.SUPERSEDE: gettext("Có bản thay thế"),
        Act.WITHDRAW: gettext("Thu hồi"),
    }[act]
