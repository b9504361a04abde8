"""
Requests that go to a province in another installation: signed here, handed in, and heard of.

The step and its letter are one transaction; the letter is handed in until it is answered, and
what the province decides comes back signed and becomes a step of the school's own request.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from hocba.core.compose.corrections import Correction, Stage, StepTaken
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.compose.read import Node
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.correction_letter import (
    CorrectionAnswer,
    CorrectionLetter,
    correction_answer_of,
    written_letter,
)
from hocba.core.terms.outcomes import Fault, Finding, Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import RegisterBook
from hocba.flow.named_offices import is_province
from hocba.flow.notify import notify
from hocba.flow.office_statements import HeardStatement, Told, heard_statement, signed_statement
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.transfer_steps import principals_key
from hocba.ports.correction_line import CorrectionLine
from hocba.ports.corrections import Letter, LetterKind
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class SentUp:
    """
    A request with its latest letter. answered_at: when the province first answered that letter;
    None while nothing was heard.
    """

    correction: Correction
    letter: Letter
    answered_at: datetime | None


def written_for_province(
    outside: Outside, correction: Correction, *, actor: Actor, consent: Consent | None
) -> bytes:
    """
    Sign a request, as it stands with the step that is about to be taken.

    Raises: Refusal "correction.consent_due", "permit.consent_of_other", "keys.*",
    "account.no_key", "authority.*"; Fault "correction.paper_lost"; SigningStopped.
    """
    if consent is None:
        raise Refusal("correction.consent_due")
    key = principals_key(outside, actor, correction.school, consent)
    record = outside.records.get(correction.key)
    letter = CorrectionLetter(
        correction=correction,
        environment=outside.environment,
        made_at=correction.steps[-1].at,
        content_digest=outside.documents.record(record.document).content_digest,
        paper=outside.papers.read(correction.evidence.digest),
    )
    return signed_statement(
        StatementKind.CORRECTION,
        *written_letter(letter),
        role=Role.PRINCIPAL,
        key=key,
        consent=consent,
        now=letter.made_at,
    )


def letter_to_keep(correction: Correction, file: bytes, *, at: datetime) -> Letter:
    """Return the row of a request whose bytes are stored."""
    return Letter(
        correction_id=correction.correction_id,
        school=correction.school,
        kind=LetterKind.REQUEST,
        digest=sha256(file).digest(),
        at=at,
    )


def sent_up(outside: Outside, correction: Correction) -> SentUp | None:
    """Return how a request fares on its way to the province; None where it never left."""
    letters = outside.corrections.letters(correction.correction_id)
    requests = [each for each in letters if each.kind is LetterKind.REQUEST]
    if not requests:
        return None
    last = requests[-1]
    answers = letters[letters.index(last) + 1 :]
    heard = answers[0].at if answers else None
    return SentUp(correction=correction, letter=last, answered_at=heard)


def hear_of(outside: Outside, correction_id: str) -> Correction:
    """
    Hand a request in that was not answered, or ask what became of one that was.

    Raises: Refusal "correction.unknown", "correction.never_sent", "correction.*" as the province
    refuses it, "correction.answer_not_genuine"; Fault "uplink.*".
    """
    correction = outside.corrections.get(correction_id)
    sent = sent_up(outside, correction)
    if sent is None:
        raise Refusal("correction.never_sent")
    line, digest = _line(outside), sent.letter.digest
    if sent.answered_at is None:
        answer = line.hand_in_correction(outside.papers.read(digest))
    else:
        answer = line.ask_correction(digest)
    return _taken(outside, sent, answer)


def hear_of_all(outside: Outside) -> Iterator[Correction]:
    """
    Do so for every request that the province has to answer, oldest first; for a timer.

    Raises: as `hear_of`, at the first that does not go.
    """
    for correction in reversed(outside.corrections.sent_up()):
        sent = sent_up(outside, correction)
        if sent is not None and (sent.answered_at is None or correction.stage is Stage.AT_PROVINCE):
            yield hear_of(outside, correction.correction_id)


def _line(outside: Outside) -> CorrectionLine:
    line = outside.correction_line
    if line is None:
        raise Fault("uplink.not_reached", "no line to the province", retry=False, folder="-")
    return line


def _taken(outside: Outside, sent: SentUp, file: bytes) -> Correction:
    """Take the province's answer: kept, and its step written, in one transaction."""
    answer = _genuine(outside, sent, file)
    known = sent.correction
    if answer.decided is None and sent.answered_at is not None:
        return known
    # Bytes first: a crash in between leaves a paper that nobody names, and it is asked again.
    outside.papers.store(file)
    heard = replace(
        sent.letter,
        kind=LetterKind.ANSWER,
        digest=sha256(file).digest(),
        at=outside.clock.now(),
    )
    with outside.marks.turn(known.school, known.key.school_year):
        known = outside.corrections.get(known.correction_id)
        outside.corrections.keep_letter(heard)
        if answer.decided is None or known.stage is not Stage.AT_PROVINCE:
            return known
        step = _as_told(answer.province, answer.decided)
        outside.corrections.append(known, step)
        notify(
            outside,
            NoticeKind.CORRECTION_ENDED,
            school=known.school,
            school_year=known.key.school_year,
            class_name=known.class_name,
            count=1,
            by=step.by,
        )
        return replace(known, steps=(*known.steps, step))


def _as_told(province: str, step: StepTaken) -> StepTaken:
    """Return the province's step under a name that is none of the school's own people."""
    return replace(step, by=f"{province}/{step.by}"[:64])


def _told(node: Node) -> Told:
    answer = correction_answer_of(node)
    return Told(environment=answer.environment, made_at=answer.made_at)


def _genuine(outside: Outside, sent: SentUp, file: bytes) -> CorrectionAnswer:
    heard = heard_statement(outside, file, StatementKind.CORRECTION_ANSWER, _told)
    answer = correction_answer_of(heard.parsed.content)
    known = sent.correction
    book = RegisterDesk(outside).upper()
    findings = answer_findings(outside, answer, heard, book)
    about = (answer.province, answer.correction_id, answer.letter)
    if about != (known.province, known.correction_id, sent.letter.digest):
        other = Finding(code="correction.answer_of_other", where="BamDeNghi")
        findings = (*findings, other)
    if findings:
        raise Refusal("correction.answer_not_genuine", findings=findings)
    return answer


def answer_findings(
    outside: Outside, answer: CorrectionAnswer, heard: HeardStatement, book: RegisterBook
) -> tuple[Finding, ...]:
    """Return all for which it is no province's word. book: with the ministry's register."""
    findings = heard.refused_in(outside.environment, answer.environment)
    on = day_in_vietnam(answer.made_at)
    if not is_province(book, heard.certificate, answer.province, on):
        details = {"giver": answer.province}
        findings.append(Finding(code="package.giver_not_entitled", details=details))
    return tuple(findings)
