"""A verdict as a person reads it: the answer, three sentences, who signed, the numbered steps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from hocba.core.compose.content import AnyContent
from hocba.core.rules.library import secondary_label
from hocba.core.sign.policy import Slot
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.roles import Role
from hocba.core.verify.judge import due_of
from hocba.core.verify.parsed import ParsedSignature
from hocba.core.verify.signatures import Evidence
from hocba.core.verify.signers import OfSchool
from hocba.core.verify.verdict import STEP_NAMES, Outcome, Step, Verdict
from hocba.faces.public.presenters import CheckRow, Sentence, SignerRow, VerdictPage
from hocba.faces.web.in_force import InForce, whole_outcome
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.words import finding_row, language, role_words
from hocba.flow.verify_document import AnyExamined, Examined

SIGNED_BY_WHOM: Final = frozenset({Step.SLOTS, Step.CERTIFICATES, Step.AUTHORITY, Step.TIMES})
"""The steps of the second sentence; all others are of the first."""

TONES: Final = {
    Outcome.PASSED: Tone.DONE,
    Outcome.INDETERMINATE: Tone.TO_DO,
    Outcome.FAILED: Tone.WRONG,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a verdict page is made from."""

    examined: Examined
    standing: InForce
    checked_at: datetime
    standing_at: datetime | None = None


def verdict_page(answered: Answered, *, report: str = "") -> VerdictPage:
    """Tell a verdict on a file, without anything of the marks in it."""
    verdict = answered.examined.verdict
    record = answered.examined.record
    outcome = whole_outcome(verdict.outcome, answered.standing)
    unreal = unreal_world(answered.examined)
    return VerdictPage(
        headline=not_real_words(unreal)
        if unreal
        else _headline(outcome, verdict, answered.standing),
        about=_about(record.content) if record else gettext("Tệp này không phải là học bạ số."),
        tone=TONES[outcome],
        what_to_do=_what_to_do(outcome, answered.standing),
        sentences=(
            integrity(verdict, unreal),
            authority(verdict),
            in_force(answered.standing),
        ),
        signers=_signers(answered.examined),
        checks=tuple(check_row(step, verdict) for step in Step),
        checked_at=answered.checked_at,
        report=report,
    )


def of_print(page: VerdictPage) -> VerdictPage:
    """
    Tell a verdict as of the file inside a PDF.

    Somebody may put other pages around the right file, and a clerk looks at the pages: the
    headline must not say of them what was found of the file.
    """
    headline = page.headline
    if page.tone is Tone.DONE:
        headline = gettext("Tệp đính trong PDF này là thật và đang có hiệu lực")
    return replace(page, is_print=True, headline=headline)


def unreal_world(examined: AnyExamined) -> Environment | None:
    """Return training or test, where a document of that world was brought to another one."""
    known = frozenset({Environment.TRAINING, Environment.TEST})
    if examined.record is None or not examined.verdict.of_step(Step.ENVIRONMENT):
        return None
    world = examined.record.content.general.environment
    return world if world in known else None


def not_real_words(world: Environment) -> str:
    """Say that a document is of training or test."""
    if world is Environment.TRAINING:
        return gettext("Đây là bản tập huấn, không phải học bạ thật")
    return gettext("Đây là bản thử nghiệm, không phải học bạ thật")


def _headline(outcome: Outcome, verdict: Verdict, standing: InForce) -> str:
    if verdict.outcome is Outcome.PASSED:
        return {
            InForce.CURRENT: gettext("Học bạ này là thật và đang có hiệu lực"),
            InForce.SUPERSEDED: gettext("Học bạ này là thật nhưng đã có bản thay thế"),
            InForce.WITHDRAWN: gettext("Học bạ này là thật nhưng đã bị thu hồi"),
            InForce.UNKNOWN: gettext("Chữ ký đúng, nhưng chưa biết học bạ còn hiệu lực hay không"),
        }[standing]
    if outcome is Outcome.INDETERMINATE:
        return gettext("Chưa kết luận được về học bạ này")
    return gettext("Học bạ này không hợp lệ")


def _what_to_do(outcome: Outcome, standing: InForce) -> str:
    if outcome is Outcome.PASSED:
        return ""
    if outcome is Outcome.INDETERMINATE:
        return gettext("Chưa nên dựa vào học bạ này. Hãy thử lại sau hoặc hỏi trường đã cấp.")
    if standing is InForce.SUPERSEDED:
        return gettext("Hãy xin trường bản đang có hiệu lực.")
    return gettext("Đừng dùng tệp này. Hãy xin bản gốc ở trường đã cấp.")


def _about(content: AnyContent) -> str:
    general, school = content.general, content.school
    return gettext(
        "Lớp %(grade)s, năm học %(year)s · %(school)s, %(province)s · phiên bản %(version)s"
    ) % {
        "grade": general.grade,
        "year": general.school_year,
        "school": school.name,
        "province": school.province.name,
        "version": general.version,
    }


def _outcome_of(verdict: Verdict, steps: frozenset[Step]) -> tuple[Outcome, Finding | None]:
    """Return the heaviest outcome of some steps and the first finding that weighs as much."""
    outcomes = {step: verdict.outcome_of_step(step) for step in Step if step in steps}
    for heavy in (Outcome.FAILED, Outcome.INDETERMINATE):
        for step, outcome in outcomes.items():
            if outcome is heavy:
                found = (f for f in verdict.of_step(step) if f.weight.value == heavy.value)
                return heavy, next(found, None)
    return Outcome.PASSED, None


def integrity(verdict: Verdict, unreal: Environment | None) -> Sentence:
    """Say whether the content is what was signed. unreal: the world that it is of, if not ours."""
    outcome, first = _outcome_of(verdict, frozenset(Step) - SIGNED_BY_WHOM)
    titles = {
        Outcome.PASSED: gettext("Nội dung nguyên vẹn"),
        Outcome.INDETERMINATE: gettext("Chưa kiểm tra hết nội dung"),
        Outcome.FAILED: gettext("Không phải học bạ thật")
        if unreal
        else gettext("Nội dung sai hoặc đã bị sửa"),
    }
    intact = gettext("Không một ký tự nào thay đổi từ khi ký.")
    return _sentence(titles[outcome], intact, outcome, first)


def authority(verdict: Verdict) -> Sentence:
    """Say whether those signed who had to and were entitled to."""
    outcome, first = _outcome_of(verdict, SIGNED_BY_WHOM)
    titles = {
        Outcome.PASSED: gettext("Đúng người, đúng quyền"),
        Outcome.INDETERMINATE: gettext("Chưa rõ người ký có quyền"),
        Outcome.FAILED: gettext("Chữ ký không đúng người, đúng quyền"),
    }
    entitled = gettext("Mọi người ký đều giữ chức trách đó vào ngày ký; trường đã đóng dấu.")
    return _sentence(titles[outcome], entitled, outcome, first)


def _sentence(title: str, passed: str, outcome: Outcome, first: Finding | None) -> Sentence:
    unreached = gettext("Bước trước không đạt nên chưa kiểm tra được.")
    told = finding_row(first).told if first else unreached
    return Sentence(
        title=title,
        told=passed if outcome is Outcome.PASSED else told,
        state=outcome_state(outcome),
    )


def in_force(standing: InForce) -> Sentence:
    """Say how the record stands now."""
    title, told, outcome = {
        InForce.CURRENT: (
            gettext("Không bị thay thế"),
            gettext("Kho có đúng bản này; chưa có bản đính chính hay thu hồi."),
            Outcome.PASSED,
        ),
        InForce.SUPERSEDED: (
            gettext("Đã có bản thay thế"),
            gettext("Trường đã phát hành bản đính chính; bản này chỉ còn giá trị lưu trữ."),
            Outcome.FAILED,
        ),
        InForce.WITHDRAWN: (
            gettext("Đã bị thu hồi"),
            gettext("Trường đã thu hồi bản này."),
            Outcome.FAILED,
        ),
        InForce.UNKNOWN: (
            gettext("Chưa rõ còn hiệu lực"),
            gettext("Kho chưa có bản này, nên chưa biết có bản thay thế hay không."),
            Outcome.INDETERMINATE,
        ),
    }[standing]
    return Sentence(title=title, told=told, state=outcome_state(outcome))


def outcome_state(outcome: Outcome) -> State:
    """Return an outcome as a word with a colour; only PASSED is green."""
    words = {
        Outcome.PASSED: gettext("Đạt"),
        Outcome.INDETERMINATE: gettext("Chưa rõ"),
        Outcome.FAILED: gettext("Không đạt"),
    }
    return State(words=words[outcome], tone=TONES[outcome])


def check_row(step: Step, verdict: Verdict) -> CheckRow:
    """Show one step with what it found."""
    vietnamese, english = STEP_NAMES[step]
    unreached = gettext("Bước trước không đạt nên chưa kiểm tra được.")
    return CheckRow(
        number=step.value,
        title=english if language() == "en" else vietnamese,
        told="" if step in verdict.reached else unreached,
        state=outcome_state(verdict.outcome_of_step(step)),
        findings=tuple(finding_row(finding) for finding in verdict.of_step(step)),
    )


def _signers(examined: Examined) -> tuple[SignerRow, ...]:
    if examined.record is None:
        return ()
    try:
        slots = due_of(examined.record.content).slots
    except Refusal:
        return ()
    return signer_rows(examined, slots)


def signer_rows(examined: AnyExamined, slots: Sequence[Slot]) -> tuple[SignerRow, ...]:
    """Show who signed in each slot that is due."""
    record = examined.record
    if record is None:
        return ()
    signed = list(zip(record.signatures, examined.evidence, strict=False))
    return tuple(
        _signer(slot, signed[place] if place < len(signed) else None, record.content, examined)
        for place, slot in enumerate(slots)
    )


def _signer(
    slot: Slot,
    signed: tuple[ParsedSignature, Evidence] | None,
    content: OfSchool,
    examined: AnyExamined,
) -> SignerRow:
    signature, evidence = signed or (None, None)
    facts = evidence.facts if evidence else None
    role = slot.roles[0]
    if signature is not None:
        role = next((one for one in slot.roles if (one.value,) == signature.roles), role)
    return SignerRow(
        name=facts.common_name if facts else "",
        capacity=_capacity(slot, role, content),
        certificate=facts.issuer_name if facts else "",
        at=signature.signing_time if signature else None,
        state=_signer_state(slot, examined.verdict, is_there=signature is not None),
    )


def _capacity(slot: Slot, role: Role, content: OfSchool) -> str:
    if slot.subject:
        return f"{role_words(role)}: {secondary_label(slot.subject)}"
    if role is Role.HOMEROOM_TEACHER:
        return f"{role_words(role)} {content.general.class_name}"
    return role_words(role)


def _signer_state(slot: Slot, verdict: Verdict, *, is_there: bool) -> State:
    if not is_there:
        return State(words=gettext("Chưa ký"), tone=Tone.WRONG)
    weights = {f.weight.value for _, f in verdict.findings if f.where == slot.slot_id}
    for outcome in (Outcome.FAILED, Outcome.INDETERMINATE):
        if outcome.value in weights:
            return outcome_state(outcome)
    return State(words=gettext("Hợp lệ"), tone=Tone.DONE)
