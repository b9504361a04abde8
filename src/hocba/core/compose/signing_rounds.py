"""
One consent for many classes: a round of signing, from choosing to the last signature.

A round names its records by the digests of the contents that were shown; only these are ever
signed under it. Its stage is a fold over its steps, which are only ever added to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from hocba.core.compose.life import Act
from hocba.core.compose.permit import DOES, Actor
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role

HOLDS_FOR: Final = timedelta(hours=1)
"""How long a consent lets a job sign: what is left then asks its signer again. Hocba's policy."""

SAMPLE: Final = 5
"""How many records are drawn to be looked at, where the round has so many. Hocba's policy."""

ROUND_ACTS: Final = frozenset({Act.APPROVE, Act.SEAL})
"""What is done to many classes at once; a homeroom teacher has one class."""

SECONDS: Final = frozenset({Role.PRINCIPAL, Role.DEPUTY})
"""Who approves what a clerk asks to be sealed, under the rule of two persons."""


_NO_DETAILS: Final[Mapping[str, str]] = MappingProxyType({})


class Stage(StrEnum):
    """Where a round stands."""

    CHOOSING = "DANG_CHON"
    AWAITS_SECOND = "CHO_NGUOI_THU_HAI"
    RUNNING = "DANG_KY"
    STOPPED = "TAM_DUNG"
    ENDED = "XONG"
    DECLINED = "KHONG_DUYET"
    DROPPED = "DA_BO"


class Step(StrEnum):
    """What happens to a round."""

    CHOOSE = "CHON"
    LOOK = "XEM"
    ASK = "DE_NGHI"
    CONSENT = "DONG_Y"
    APPROVE = "DUYET"
    DECLINE = "KHONG_DUYET"
    STOP = "DUNG"
    RESUME = "TIEP"
    END = "XONG"
    DROP = "BO"


NEXT_STAGE: Final[Mapping[tuple[Stage, Step], Stage]] = MappingProxyType(
    {
        (Stage.CHOOSING, Step.LOOK): Stage.CHOOSING,
        (Stage.CHOOSING, Step.CONSENT): Stage.RUNNING,
        (Stage.CHOOSING, Step.ASK): Stage.AWAITS_SECOND,
        (Stage.CHOOSING, Step.DROP): Stage.DROPPED,
        (Stage.AWAITS_SECOND, Step.LOOK): Stage.AWAITS_SECOND,
        (Stage.AWAITS_SECOND, Step.APPROVE): Stage.RUNNING,
        (Stage.AWAITS_SECOND, Step.DECLINE): Stage.DECLINED,
        (Stage.AWAITS_SECOND, Step.DROP): Stage.DROPPED,
        (Stage.RUNNING, Step.STOP): Stage.STOPPED,
        (Stage.RUNNING, Step.END): Stage.ENDED,
        (Stage.STOPPED, Step.RESUME): Stage.RUNNING,
        (Stage.STOPPED, Step.CONSENT): Stage.RUNNING,
        (Stage.STOPPED, Step.DROP): Stage.DROPPED,
    }
)

OPEN: Final = frozenset({Stage.CHOOSING, Stage.AWAITS_SECOND, Stage.RUNNING, Stage.STOPPED})
"""Stages in which more can happen to a round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStep:
    """
    One step of a round; never changed, never removed.

    words: the sentence consented to, the reason of a refusal, the code of a stop. basis: the
    delegation of who acts as a deputy. place: of the record looked at. consent_id, count: of a
    consent. details: the values for the words of a stop.
    """

    step: Step
    by: str
    role: Role
    at: datetime
    words: str = ""
    basis: str = ""
    place: int | None = None
    consent_id: str = ""
    count: int = 0
    details: Mapping[str, str] = field(default_factory=lambda: _NO_DETAILS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRound:
    """
    One round. act: APPROVE or SEAL. sample: places of the records drawn to be looked at.

    total, done, refused: records; a refused one is done too. failures: how often the world
    failed while they were signed.
    """

    round_id: str
    school: SchoolCode
    school_year: SchoolYear
    act: Act
    sample: tuple[int, ...]
    steps: tuple[RoundStep, ...]
    total: int
    done: int = 0
    refused: int = 0
    failures: int = 0

    @property
    def stage(self) -> Stage:
        """Where it stands, from its steps."""
        return stage_of(self.steps)

    @property
    def owner(self) -> RoundStep:
        """Who chose it, and so signs or asks for the seal."""
        return self.steps[0]

    @property
    def left(self) -> int:
        """Records that are neither signed nor refused."""
        return self.total - self.done

    @property
    def looked_at(self) -> frozenset[int]:
        """Places of the sample that somebody has looked at."""
        return frozenset(s.place for s in self.steps if s.step is Step.LOOK and s.place is not None)

    @property
    def second(self) -> RoundStep | None:
        """Who approved it as the second person; None where none did."""
        return _last(self.steps, {Step.APPROVE})

    @property
    def consent(self) -> RoundStep | None:
        """The consent under which its records are signed; None before."""
        return _last(self.steps, {Step.CONSENT, Step.ASK})

    @property
    def holds_until(self) -> datetime | None:
        """Until when a job may sign; counted from the approval where two persons are due."""
        begun = _last(self.steps, {Step.CONSENT, Step.ASK, Step.APPROVE})
        return None if begun is None else begun.at + HOLDS_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSheet:
    """
    One record of a round. place: from 0, in the order of the class lists.

    content_digest: of the content that was shown. refusal: code of why it was not signed,
    details: the values for its words.
    """

    place: int
    key: RecordKey
    class_name: str
    sector_code: str
    content_digest: bytes
    is_done: bool = False
    refusal: str = ""
    details: Mapping[str, str] = field(default_factory=lambda: _NO_DETAILS)


def stage_after(stage: Stage, step: Step) -> Stage:
    """
    Return the stage that a step leads to.

    Raises: Refusal "signing.not_now".
    """
    following = NEXT_STAGE.get((stage, step))
    if following is None:
        raise Refusal("signing.not_now", f"{step} from {stage}", stage=stage.value)
    return following


def stage_of(steps: Iterable[RoundStep]) -> Stage:
    """Replay a round's steps, of which the first chose it, into its stage."""
    _, *later = steps
    return reduce(stage_after, (each.step for each in later), Stage.CHOOSING)


def drawn_sample(digests: Sequence[bytes], *, seed: bytes, size: int = SAMPLE) -> tuple[int, ...]:
    """
    Draw places of records to be looked at: the same for the same seed and contents, for ever.

    seed: chance's, drawn after the records were chosen, so that nobody knows beforehand which.
    Returns: at most `size` places, in order.
    """
    ranked = sorted(range(len(digests)), key=lambda at: sha256(seed + digests[at]).digest())
    return tuple(sorted(ranked[:size]))


def why_not_choose(act: Act, *, actor: Actor, school: SchoolCode) -> Refusal | None:
    """Return why `actor` may not begin a round, or None."""
    if act not in ROUND_ACTS or actor.role not in DOES[act]:
        return Refusal("permit.not_your_role", act=act.value, role=actor.role.value)
    if actor.school != school:
        return Refusal("permit.other_school", school=school)
    return None


def why_not_step(step: Step, *, actor: Actor, found: SigningRound) -> Refusal | None:
    """
    Return why `actor` may not take a step of a round now, or None; asked by button and act.

    Whoever chose it goes on with it. The second person is another person, in another role.
    """
    if actor.school != found.school:
        return Refusal("permit.other_school", school=found.school)
    if (found.stage, step) not in NEXT_STAGE:
        return Refusal("signing.not_now", stage=found.stage.value)
    if step in (Step.APPROVE, Step.DECLINE):
        return _why_not_second(actor, found)
    is_second = step is Step.LOOK and found.act is Act.SEAL and actor.role in SECONDS
    if not is_second and (actor.person, actor.role) != (found.owner.by, found.owner.role):
        return Refusal("signing.not_your_round")
    return None


def _why_not_second(actor: Actor, found: SigningRound) -> Refusal | None:
    if actor.role not in SECONDS:
        return Refusal("permit.not_your_role", act=found.act.value, role=actor.role.value)
    return Refusal("signing.second_is_another") if actor.person == found.owner.by else None


def _last(steps: Sequence[RoundStep], kinds: set[Step]) -> RoundStep | None:
    return next((each for each in reversed(steps) if each.step in kinds), None)
