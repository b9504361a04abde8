"""Read a pupil's partial record, its file and its print; every reading is noted first."""

from hocba.core.compose.partial_content import PartialContent
from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Way, why_not_read
from hocba.core.publish.partial_paper import partial_paper
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.judge import Setting
from hocba.flow.assess_again import OnePupil
from hocba.flow.partial_state import PartialState, content_of, partial_state
from hocba.flow.register_desk import RegisterDesk, readable_registers
from hocba.flow.transfer_files import earlier_registers
from hocba.flow.transfer_steps import note_readings
from hocba.flow.verify_document import examine_partial
from hocba.ports.outside import Outside


def read_partial(outside: Outside, *, actor: Actor, pupil: OnePupil) -> PartialState:
    """
    Return what stands of a pupil's partial record to somebody who may read it.

    Raises: Refusal "permit.*", "school.unknown_pupil".
    """
    state = partial_state(outside, pupil)
    refusal = why_not_read(
        actor=actor,
        school=pupil.school,
        school_year=pupil.school_year,
        class_name=state.line.class_name,
    )
    if refusal is not None:
        raise refusal
    keys = [each.content.general.key for each in state.came]
    if state.latest is not None:
        keys.append(state.latest.key)
    note_readings(outside, actor, pupil.school, keys, Way.PARTIAL)
    return state


def partial_file(
    outside: Outside, *, actor: Actor, pupil: OnePupil, digest: str
) -> tuple[PartialContent, bytes]:
    """
    Return one of a pupil's partial records, the own or one that came, with its file.

    digest: SHA-256 of its content, hex. Raises: as `read_partial`, "partial.none".
    """
    state = read_partial(outside, actor=actor, pupil=pupil)
    for version in state.versions:
        if version.frozen is not None and version.frozen.content_digest.hex() == digest:
            return content_of(outside, version), version.document
    for came in state.came:
        if came.received.content_digest.hex() == digest:
            return came.content, outside.papers.read(came.received.file_digest)
    raise Refusal("partial.none")


def print_partial(outside: Outside, *, actor: Actor, pupil: OnePupil, digest: str) -> bytes:
    """
    Return a partial record as PDF/A-3 with the signed file inside; before the seal as it will be.

    Raises: as `partial_file`; "paper.not_genuine" with all findings; Fault "paper.not_set".
    """
    _, file = partial_file(outside, actor=actor, pupil=pupil, digest=digest)
    transfers = dict.fromkeys(
        each.transfer_id for each in outside.partials.received(pupil.school, pupil.code)
    )
    came = earlier_registers(outside, [outside.transfers.get(t).file_digest for t in transfers])
    desk = RegisterDesk(outside)
    bench = desk.bench(pupil.school, readable_registers(outside, came.values()))
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=bench.book,
        now=outside.clock.now(),
    )
    found = examine_partial(file, documents=outside.documents, paths=outside.paths, setting=setting)
    sheet = partial_paper(found.record, evidence=found.evidence, verdict=found.verdict, file=file)
    return outside.printer.partial(sheet)
