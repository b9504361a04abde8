"""
The province's desk of corrections that come from schools' own installations.

A request is believed by its principal's signature and the register that names the principal, as
of the record that is kept here; what officers see and decide is the same as of schools next door.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from hocba.core.compose.corrections import Correction, Stage, Step, StepTaken
from hocba.core.compose.read import Node
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.correction_letter import (
    MOST_BYTES,
    CorrectionAnswer,
    CorrectionLetter,
    letter_findings,
    letter_of,
    own_step,
    written_correction_answer,
)
from hocba.core.terms.codes import school_year_on
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim, RegisterBook, why_not_held
from hocba.flow.office_statements import HeardStatement, Told, heard_parsed, said_by_office
from hocba.flow.register_desk import RegisterDesk
from hocba.ports.corrections import Letter, LetterKind
from hocba.ports.outside import Outside

MOST_OPEN: Final = 200
"""Requests of one school that wait for the province."""


def take_correction(outside: Outside, file: bytes) -> bytes:
    """
    Take a signed request in, and return the province's signed answer: waiting, or decided.

    The same bytes again are answered anew and change nothing; a request that is taken back comes
    under the same number with one step more.
    Raises: Refusal "correction.not_here", "correction.letter_too_large",
    "correction.letter_not_genuine" with all findings, "correction.id_reused",
    "correction.too_many_open", "record.*", "statement.*"; Fault "correction.paper_not_kept".
    """
    _require_here(outside)
    if len(file) > MOST_BYTES:
        raise Refusal("correction.letter_too_large", most=str(MOST_BYTES // 1024**2))
    digest = sha256(file).digest()
    known = outside.corrections.letter(digest)
    if known is None:
        parsed = outside.documents.statement(file, StatementKind.CORRECTION)
        letter = letter_of(parsed.content)
        heard = heard_parsed(outside, parsed, StatementKind.CORRECTION, _told)
        book = RegisterDesk(outside).of_schools(letter.correction.school)
        doubts = correction_findings(outside, letter, heard, book)
        if findings := (*doubts, *_record_findings(outside, letter)):
            raise Refusal("correction.letter_not_genuine", findings=findings)
        known = _kept(outside, letter, file)
    return _answered(outside, known)


def tell_correction(outside: Outside, digest: bytes) -> bytes:
    """
    Return the signed answer to a request. digest: SHA-256 of its bytes: who knows it holds them.

    Raises: Refusal "correction.not_here", "correction.unknown".
    """
    _require_here(outside)
    known = outside.corrections.letter(digest)
    if known is None or known.kind is not LetterKind.REQUEST:
        raise Refusal("correction.unknown", value=digest.hex()[:12])
    return _answered(outside, known)


def _require_here(outside: Outside) -> None:
    if outside.office.level is not Level.PROVINCE:
        raise Refusal("correction.not_here")


def _told(node: Node) -> Told:
    letter = letter_of(node)
    return Told(environment=letter.environment, made_at=letter.made_at)


def correction_findings(
    outside: Outside, letter: CorrectionLetter, heard: HeardStatement, book: RegisterBook
) -> tuple[Finding, ...]:
    """Return all for which a request is refused, whatever record it names. book: of its school."""
    findings = heard.refused_in(outside.environment, letter.environment)
    correction = letter.correction
    if correction.province != outside.office.code:
        findings.append(Finding(code="correction.other_province", where="MNNhan"))
    on = day_in_vietnam(heard.signed_at or outside.clock.now())
    claim = Claim(
        certificate=heard.certificate,
        claimed=Role.PRINCIPAL,
        school=correction.school,
        school_year=school_year_on(on),
        class_name="",
        on=on,
    )
    missing = why_not_held(book, claim)
    findings += [missing] if missing is not None else []
    return (*findings, *letter_findings(letter))


def _record_findings(outside: Outside, letter: CorrectionLetter) -> Sequence[Finding]:
    """Hold the request against the version that is kept here: it says what stands."""
    correction = letter.correction
    kept = outside.repository.record(correction.key)
    where = str(correction.key)
    if kept is None or kept.spot.school != correction.school:
        return (Finding(code="correction.record_not_here", where=where),)
    if kept.content_digest != letter.content_digest:
        return (Finding(code="correction.record_differs", where=where),)
    return ()


def _kept(outside: Outside, letter: CorrectionLetter, file: bytes) -> Letter:
    correction, now = letter.correction, outside.clock.now()
    kept = Letter(
        correction_id=correction.correction_id,
        school=correction.school,
        kind=LetterKind.REQUEST,
        digest=sha256(file).digest(),
        at=now,
    )
    with outside.marks.turn(correction.school, correction.key.school_year):
        known = _known(outside, correction)
        steps = correction.steps if known is None else _new_steps(known, correction)
        # Bytes first, rows after: a crash in between leaves papers that nobody names, and the
        # school, which heard nothing, sends the same again.
        for paper in (letter.paper, file):
            outside.papers.store(paper)
        outside.corrections.keep_letter(kept)
        if known is None:
            _require_room(outside, correction)
            known = replace(correction, steps=steps[:1])
            outside.corrections.open(known)
            steps = steps[1:]
        for taken in steps:
            # Decided meanwhile: the answer says so, and the school takes nothing back by it.
            if taken.step is Step.CANCEL and known.stage is not Stage.AT_PROVINCE:
                break
            outside.corrections.append(known, taken)
            known = replace(known, steps=(*known.steps, taken))
    return kept


def _new_steps(known: Correction, sent: Correction) -> tuple[StepTaken, ...]:
    """Return what the school has done since: of the steps here, one may be the province's."""
    ours = sum(own_step([taken]) is not None for taken in known.steps)
    return sent.steps[len(known.steps) - ours :]


def _known(outside: Outside, correction: Correction) -> Correction | None:
    """
    Return the request as it is kept here; None for a new one.

    Raises: Refusal "correction.id_reused" when something else came under its number.
    """
    try:
        known = outside.corrections.get(correction.correction_id)
    except Refusal:
        return None
    sent = replace(known, steps=correction.steps, proposed=correction.proposed)
    of_school = [taken for taken in known.steps if own_step([taken]) is None]
    if sent != correction or tuple(of_school) != correction.steps[: len(of_school)]:
        raise Refusal("correction.id_reused", value=correction.correction_id)
    return known


def _require_room(outside: Outside, correction: Correction) -> None:
    found = outside.corrections.of_school(correction.school)
    if sum(each.stage is Stage.AT_PROVINCE for each in found) >= MOST_OPEN:
        raise Refusal("correction.too_many_open", most=str(MOST_OPEN))


def _answered(outside: Outside, letter: Letter) -> bytes:
    now = outside.clock.now()
    correction = outside.corrections.get(letter.correction_id)
    answer = CorrectionAnswer(
        province=outside.office.code,
        school=correction.school,
        correction_id=correction.correction_id,
        letter=letter.digest,
        environment=outside.environment,
        made_at=now,
        decided=own_step(correction.steps),
    )
    return said_by_office(
        outside,
        StatementKind.CORRECTION_ANSWER,
        *written_correction_answer(answer),
        role=Role.PROVINCE,
        purpose=f"Trả lời đề nghị {correction.correction_id}",
        now=now,
    )
