"""What the page of a class's consent shows."""

from dataclasses import dataclass

from hocba.faces.school.presenters import PupilRow, ReasonChoice
from hocba.faces.web.presenters import Fact, FindingRow, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPage:
    """
    One consent for many records: signing by a person, or sealing.

    ready: the records this consent covers; left_out: the others, each with its reason.
    consent: the sentence that the signer agrees to; needs_consent: whether a box is to be ticked.
    problem, findings: why the form was not taken. delegation: under which a deputy signs.
    rule: of the school, where two persons seal. keeper: for whom the form is kept should the
    session end before it is sent.
    """

    headline: str
    lead: str
    pipeline: tuple[Stage, ...]
    ready: tuple[PupilRow, ...]
    left_out: tuple[PupilRow, ...]
    certificate: tuple[Fact, ...]
    consent: str
    button: str
    act_url: str
    refusal: str = ""
    needs_consent: bool = True
    problem: str = ""
    findings: tuple[FindingRow, ...] = ()
    delegation: str = ""
    rule: str = ""
    reasons: tuple[ReasonChoice, ...] = ()
    keeper: str = ""
