"""A verdict on an extract, as a person reads it: what is proven, and what an extract cannot say."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext

from hocba.core.terms.codes import RecordKey
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.roles import Role
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.extracts import EXTRACT_STEPS, ExtractVerdict, ParsedExtract
from hocba.core.verify.judge import Setting
from hocba.core.verify.verdict import STEP_NAMES, Outcome, Step
from hocba.faces.public.presenters import CheckRow, Sentence, SignerRow, VerdictPage
from hocba.faces.public.reports import sealed_extract_report
from hocba.faces.public.verdicts import TONES, in_force, outcome_state
from hocba.faces.web.in_force import InForce, whole_outcome
from hocba.faces.web.words import finding_row, language, role_words
from hocba.flow.count_figures import counted_at
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.verify_extract import ExaminedExtract, examine_extract
from hocba.ports.outside import Outside
from hocba.ports.repository import Standing

_BY_WHOM: Final = frozenset({Step.CERTIFICATES, Step.AUTHORITY, Step.TIMES})


def extract_page(outside: Outside, desk: RegisterDesk, file: bytes, *, given: bytes) -> VerdictPage:
    """
    Verify an extract here and now, and ask the repository whether its record is in force.

    given: the bytes that held the extract, itself or its print.
    """
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=_book(desk, file),
        now=outside.clock.now(),
    )
    at = counted_at(outside)
    examined = examine_extract(
        file, documents=outside.documents, paths=outside.paths, setting=setting
    )
    standing = _standing(outside, examined.extract)
    outcome = whole_outcome(examined.verdict.outcome, standing)
    return VerdictPage(
        headline=_headline(outcome, examined.verdict.outcome, standing),
        about=_about(examined.extract),
        tone=TONES[outcome],
        what_to_do=""
        if outcome is Outcome.PASSED
        else gettext("Đừng chỉ dựa vào tệp này. Hãy hỏi gia đình hoặc trường đã cấp."),
        sentences=(*_sentences(examined.verdict), in_force(standing)),
        signers=_signers(examined),
        checks=tuple(_checks(examined.verdict)),
        checked_at=at,
        report=sealed_extract_report(outside, examined, standing, given),
    )


def _book(desk: RegisterDesk, file: bytes) -> RegisterBook:
    try:
        return desk.of_schools(desk.outside.documents.extract(file).shown.school.code)
    except Refusal:
        # No extract: the verdict will say so, whatever the registers hold.
        return desk.upper()


def _standing(outside: Outside, extract: ParsedExtract | None) -> InForce:
    if extract is None:
        return InForce.UNKNOWN
    general = extract.shown.general
    key = RecordKey(
        record_code=general.record_code,
        school_year=general.school_year,
        version=general.version,
    )
    kept = outside.repository.record(key)
    if kept is None or kept.content_digest not in extract.covered:
        return InForce.UNKNOWN
    return {
        Standing.CURRENT: InForce.CURRENT,
        Standing.SUPERSEDED: InForce.SUPERSEDED,
        Standing.WITHDRAWN: InForce.WITHDRAWN,
    }[kept.standing]


def _headline(outcome: Outcome, of_extract: Outcome, standing: InForce) -> str:
    if of_extract is Outcome.PASSED:
        return {
            InForce.CURRENT: gettext("Trích lục này là thật, học bạ đang có hiệu lực"),
            InForce.SUPERSEDED: gettext("Trích lục là thật nhưng học bạ đã có bản thay thế"),
            InForce.WITHDRAWN: gettext("Trích lục là thật nhưng học bạ đã bị thu hồi"),
            InForce.UNKNOWN: gettext("Trích lục là thật, chưa biết học bạ còn hiệu lực hay không"),
        }[standing]
    if outcome is Outcome.INDETERMINATE:
        return gettext("Chưa kết luận được về trích lục này")
    return gettext("Trích lục này không hợp lệ")


def _about(extract: ParsedExtract | None) -> str:
    if extract is None:
        return gettext("Tệp này không phải là trích lục học bạ số.")
    general, school = extract.shown.general, extract.shown.school
    return gettext(
        "Lớp %(grade)s, năm học %(year)s · %(school)s · cho xem %(shown)s trong %(all)s phần"
    ) % {
        "grade": general.grade,
        "year": general.school_year,
        "school": school.name,
        "shown": len(extract.leaves),
        "all": extract.leaf_count,
    }


def _sentences(verdict: ExtractVerdict) -> tuple[Sentence, Sentence]:
    parts = frozenset(EXTRACT_STEPS) - _BY_WHOM
    return (
        _sentence(
            verdict,
            parts,
            title=gettext("Phần nào cũng là của học bạ"),
            passed=gettext("Mọi phần trong tệp đúng là phần mà trường đã đóng dấu."),
            otherwise=gettext("Có phần không phải của học bạ"),
        ),
        _sentence(
            verdict,
            _BY_WHOM,
            title=gettext("Đúng con dấu của trường"),
            passed=gettext("Con dấu ký sau chữ ký của chủ nhiệm và hiệu trưởng, và phủ cả hai."),
            otherwise=gettext("Chưa chắc là con dấu của trường"),
        ),
    )


def _sentence(
    verdict: ExtractVerdict, steps: frozenset[Step], *, title: str, passed: str, otherwise: str
) -> Sentence:
    outcomes = {step: verdict.outcome_of_step(step) for step in EXTRACT_STEPS if step in steps}
    for heavy in (Outcome.FAILED, Outcome.INDETERMINATE):
        found = [step for step, outcome in outcomes.items() if outcome is heavy]
        if found:
            told = _told(verdict.of_step(found[0]))
            return Sentence(title=otherwise, told=told, state=outcome_state(heavy))
    return Sentence(title=title, told=passed, state=outcome_state(Outcome.PASSED))


def _told(findings: Iterable[Finding]) -> str:
    first = next(iter(findings), None)
    unreached = gettext("Bước trước không đạt nên chưa kiểm tra được.")
    return finding_row(first).told if first else unreached


def _signers(examined: ExaminedExtract) -> tuple[SignerRow, ...]:
    extract, evidence = examined.extract, examined.evidence
    if extract is None or evidence is None or evidence.facts is None:
        return ()
    return (
        SignerRow(
            name=evidence.facts.common_name,
            capacity=role_words(Role.SEAL),
            certificate=evidence.facts.issuer_name,
            at=extract.seal.signing_time,
            state=outcome_state(examined.verdict.outcome),
        ),
    )


def _checks(verdict: ExtractVerdict) -> Iterable[CheckRow]:
    for step in Step:
        vietnamese, english = STEP_NAMES[step]
        is_due = step in EXTRACT_STEPS
        is_reached = step in verdict.reached
        told = "" if is_reached else gettext("Bước trước không đạt nên chưa kiểm tra được.")
        if not is_due:
            told = gettext("Trích lục không mang đủ để kiểm tra bước này; con dấu đứng ra thay.")
        yield CheckRow(
            number=step.value,
            title=english if language() == "en" else vietnamese,
            told=told,
            state=outcome_state(verdict.outcome_of_step(step) if is_due else Outcome.INDETERMINATE),
            findings=tuple(finding_row(finding) for finding in verdict.of_step(step)),
        )
