"""A verdict on a partial record, as a person reads it: genuine, and no result of the year."""

from django.utils.translation import gettext

from hocba.core.compose.partial_content import PARTIAL_POLICY
from hocba.core.sign.policy import policy
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.judge import Setting
from hocba.core.verify.parsed import ParsedPartial
from hocba.core.verify.verdict import Outcome, Step
from hocba.faces.public.presenters import Sentence, VerdictPage
from hocba.faces.public.verdicts import (
    TONES,
    authority,
    check_row,
    integrity,
    not_real_words,
    signer_rows,
    unreal_world,
)
from hocba.faces.web.in_force import InForce, whole_outcome
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import State, Tone
from hocba.flow.count_figures import counted_at
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.verify_document import examine_partial
from hocba.ports.outside import Outside


def partial_verdict_page(outside: Outside, desk: RegisterDesk, file: bytes) -> VerdictPage:
    """
    Verify a partial record here and now, and say what it is not.

    No repository keeps partial records, so whether the school has withdrawn it since is not
    known: the page is never green.
    """
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=desk.of_schools(_school(outside, file)),
        now=outside.clock.now(),
    )
    examined = examine_partial(
        file, documents=outside.documents, paths=outside.paths, setting=setting
    )
    verdict, unreal = examined.verdict, unreal_world(examined)
    outcome = whole_outcome(verdict.outcome, InForce.UNKNOWN)
    return VerdictPage(
        headline=not_real_words(unreal) if unreal else _headline(verdict.outcome),
        about=_about(examined.record),
        tone=TONES[outcome],
        what_to_do=_what_to_do(verdict.outcome),
        sentences=(
            integrity(verdict, unreal),
            authority(verdict),
            Sentence(
                title=gettext("Không phải kết quả cả năm"),
                told=gettext(
                    "Không kho nào giữ học bạ một phần. Kết quả cả năm ở học bạ của trường mới."
                ),
                state=State(words=gettext("Một phần năm học"), tone=Tone.CALM),
            ),
        ),
        signers=signer_rows(examined, policy(PARTIAL_POLICY).slots),
        checks=tuple(check_row(step, verdict) for step in Step),
        checked_at=counted_at(outside),
        report="",
    )


def _school(outside: Outside, file: bytes) -> str:
    try:
        return outside.documents.partial(file).content.school.code
    except Refusal:
        # Unreadable: the verdict will say so, whatever the registers hold.
        return ""


def _headline(outcome: Outcome) -> str:
    return {
        Outcome.PASSED: gettext("Học bạ một phần: chữ ký đúng, không phải kết quả cả năm"),
        Outcome.INDETERMINATE: gettext("Chưa kết luận được về học bạ một phần này"),
        Outcome.FAILED: gettext("Học bạ một phần này không hợp lệ"),
    }[outcome]


def _what_to_do(outcome: Outcome) -> str:
    if outcome is Outcome.FAILED:
        return gettext("Đừng dùng tệp này. Hãy xin bản gốc ở trường đã cấp.")
    return gettext("Có bị thu hồi hay không thì hỏi trường đã cấp.")


def _about(record: ParsedPartial | None) -> str:
    if record is None:
        return gettext("Tệp này không phải là học bạ số.")
    content, general = record.content, record.content.general
    said = gettext(
        "Lớp %(grade)s, năm học %(year)s, từ %(since)s đến %(until)s · %(school)s, %(province)s"
    )
    return said % {
        "grade": general.grade,
        "year": general.school_year,
        "since": day(content.since),
        "until": day(content.until),
        "school": content.school.name,
        "province": content.school.province.name,
    }
