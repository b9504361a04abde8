"""Asking for a correction of an issued record: the forms, what was typed, what happens next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext

from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.marking import Column, Kind, cell_text, columns, read_cell, sections
from hocba.core.assess.marking import with_values as year_with
from hocba.core.compose.content import AnyContent, RecordContent, SecondaryContent
from hocba.core.compose.corrections import Aim, Proposed, why_not_ask
from hocba.core.compose.evidence_file import MOST_BYTES
from hocba.core.compose.permit import Actor
from hocba.core.rules.library import pack
from hocba.core.terms.codes import masked_personal_id, personal_id
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.people import Pupil
from hocba.core.terms.text import clean
from hocba.faces.school.presenters import (
    AmendField,
    AmendForm,
    AmendPage,
    AmendSection,
    ReasonChoice,
)
from hocba.faces.school.pupils import record_url
from hocba.faces.web.correction_pages import amend_reasons, withdraw_reasons
from hocba.faces.web.numbers import day, day_of
from hocba.faces.web.words import refusal_words
from hocba.flow.correct_record import Asked
from hocba.ports.records import WorkingRecord

_LEVELS: Final[Mapping[Kind, str]] = {Kind.LEVEL: "THC", Kind.TRAIT: "TĐC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A form as it was sent. marks: by column key, only those that were sent."""

    form: AmendForm
    marks: Mapping[str, str]
    file_name: str = ""
    file: bytes = b""


def form_of(pupil: Pupil) -> AmendForm:
    """Return the form as it opens: the facts as they stand, the personal number left out."""
    return AmendForm(
        full_name=pupil.full_name,
        born_on=day(pupil.born_on),
        birth_place=pupil.birth_place,
    )


def typed_of(request: HttpRequest) -> Typed:
    """Return the form as it was sent."""
    typed = {name: clean(request.POST.get(name, ""))[:300] for name in AmendForm.__slots__}
    file = request.FILES.get("evidence")
    is_whole = file is not None and (file.size or 0) <= MOST_BYTES
    # One byte more than is taken says as much as all of them.
    content = b"" if file is None else file.read() if is_whole else file.read(MOST_BYTES + 1)
    return Typed(
        form=AmendForm(**typed),
        marks={name: str(value) for name, value in request.POST.items() if "/" in name},
        file_name="" if file is None else file.name or "",
        file=content,
    )


def asked_amendment(typed: Typed, content: AnyContent) -> tuple[Asked, tuple[Finding, ...]]:
    """
    Read the form, and tell what is wrong with its marks. An empty name or number stays.

    Raises: Refusal "web.date_unreadable", "code.not_a_personal_id".
    """
    form, pupil = typed.form, content.pupil
    new = replace(
        pupil,
        full_name=form.full_name or pupil.full_name,
        born_on=day_of(form.born_on),
        birth_place=form.birth_place,
        personal_id=personal_id(form.personal_id) if form.personal_id else pupil.personal_id,
    )
    year, wrong = _year(typed.marks, content)
    proposed = Proposed(
        pupil=None if new == pupil else new,
        assessment=None if year == content.assessment else year,
    )
    return _asked(Aim.AMEND, typed, proposed), wrong


def asked_withdrawal(typed: Typed) -> Asked:
    """Read the form of a withdrawal."""
    return _asked(Aim.WITHDRAW, typed, Proposed())


def _asked(aim: Aim, typed: Typed, proposed: Proposed) -> Asked:
    return Asked(
        aim=aim,
        reason=typed.form.reason,
        basis=typed.form.basis,
        file_name=typed.file_name,
        file=typed.file,
        proposed=proposed,
    )


def _columns(content: RecordContent) -> tuple[tuple[str, tuple[Column, ...]], ...]:
    rules, grade = pack(content.general.rule_pack), content.general.grade
    return tuple((label, columns(rules, grade, key)) for key, label in sections(rules, grade))


def _year(marks: Mapping[str, str], content: AnyContent) -> tuple[AnyYear, tuple[Finding, ...]]:
    if isinstance(content, SecondaryContent):
        # Marks of a secondary year are mended in its sheet; here are only facts of the pupil.
        return content.assessment, ()
    values, wrong = {}, []
    for _, each in _columns(content):
        for column in each:
            now = cell_text(content.assessment, column)
            typed = marks.get(column.key, now)
            if _same(typed, now):
                continue
            read = read_cell(column, typed)
            if isinstance(read, Finding):
                wrong.append(read)
            else:
                values[column.key] = read
    return year_with(content.assessment, values), tuple(wrong)


def _same(typed: str, now: str) -> bool:
    # A browser sends line ends its own way; that is no change of a comment.
    return typed.replace("\r\n", "\n").strip() == now.strip()


def amend_page(
    record: WorkingRecord,
    content: AnyContent,
    *,
    actor: Actor,
    aim: Aim,
    typed: Typed,
    undelegated: Refusal | None,
    problems: Sequence[str] = (),
) -> AmendPage:
    """
    Show the form of an amendment or a withdrawal, and what follows from it.

    undelegated: why a deputy may not act for the principal today.
    """
    number, url = content.pupil.personal_id, record_url(record.key)
    name = content.pupil.full_name
    is_withdrawal = aim is Aim.WITHDRAW
    words = {"name": name, "m": record.key.version, "n": record.key.version + 1}
    reasons = withdraw_reasons() if is_withdrawal else amend_reasons()
    return AmendPage(
        headline=gettext("Đề nghị thu hồi học bạ của %(name)s") % words
        if is_withdrawal
        else gettext("Đề nghị đính chính học bạ của %(name)s") % words,
        lead=gettext("Phiên bản %(m)s đã phát hành không sửa được.") % words,
        after=_after(is_withdrawal, words),
        form=typed.form,
        masked_id=gettext("chưa có") if isinstance(number, Missing) else masked_personal_id(number),
        reasons=tuple(ReasonChoice(code=each, words=said) for each, said in reasons.items()),
        act_url=f"{url}/{'thu-hoi' if is_withdrawal else 'dinh-chinh'}",
        back_url=url,
        refusal=refusal_words(refusal_of(record, actor, aim) or undelegated),
        problem=" ".join(problems),
        asks_facts=not is_withdrawal,
        sections=() if is_withdrawal else _sections(content, typed.marks),
        most_mb=MOST_BYTES // 1024**2,
    )


def refusal_of(record: WorkingRecord, actor: Actor, aim: Aim) -> Refusal | None:
    """Return why this reader may not ask for this correction now, or None."""
    return why_not_ask(
        aim,
        actor=actor,
        school=record.school,
        key=record.key,
        class_name=record.class_name,
        status=record.status,
    )


def _after(is_withdrawal: bool, words: Mapping[str, object]) -> tuple[str, ...]:
    if is_withdrawal:
        return (
            gettext("Hiệu trưởng duyệt, rồi Sở duyệt. Trước đó học bạ vẫn có hiệu lực."),
            gettext("Duyệt xong, hiệu trưởng thu hồi; ai tra cứu cũng thấy bản này đã thu hồi."),
            gettext("Tệp đã ký vẫn giữ. Gói nộp sau báo cho Sở và Bộ."),
        )
    return (
        gettext("Hiệu trưởng duyệt. Nếu đổi kết quả hoặc điểm thì Sở duyệt nữa."),
        gettext("Phiên bản %(n)s mở ra để chủ nhiệm, hiệu trưởng ký và văn thư đóng dấu.") % words,
        gettext("Đóng dấu xong, phiên bản %(m)s thành bản đã thay thế; trước đó vẫn hiệu lực.")
        % words,
        gettext("Gói nộp sau báo cho Sở và Bộ."),
    )


def _sections(content: AnyContent, marks: Mapping[str, str]) -> tuple[AmendSection, ...]:
    if isinstance(content, SecondaryContent):
        return ()
    return tuple(
        AmendSection(
            title=label,
            fields=tuple(
                AmendField(
                    name=column.key,
                    words=column.label,
                    value=marks.get(column.key, cell_text(content.assessment, column)),
                    levels=tuple(_LEVELS.get(column.kind, "")),
                    limit=column.most if column.kind is Kind.COMMENT else 0,
                )
                for column in found
            ),
        )
        for label, found in _columns(content)
    )
