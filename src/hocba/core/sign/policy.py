"""Which signatures a record needs, in which order, and what each must cover: policy as data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """
    One place for a signature in `DSCKS`.

    slot_id: the `Id` of its `ds:Signature`. roles: who may fill it. covers: the slots whose
    signature values it must cover, besides the content. covers_root: whether it also signs
    `GocTrichLuc`. by_organisation: an organisation's certificate is due, not a person's.
    subject: of a subject teacher's slot, whose row it covers instead of the whole content.
    """

    slot_id: str
    roles: tuple[Role, ...]
    covers: tuple[str, ...] = ()
    covers_root: bool = False
    by_organisation: bool = False
    subject: str = ""

    @property
    def value_id(self) -> str:
        """The `Id` of the slot's `ds:SignatureValue`, which later slots refer to."""
        return f"{self.slot_id}-gia-tri"

    @property
    def properties_id(self) -> str:
        """The `Id` of the slot's `xades:SignedProperties`."""
        return f"{self.slot_id}-thuoc-tinh"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningPolicy:
    """Slots in signing order. source: on what the order rests."""

    policy_id: str
    slots: tuple[Slot, ...]
    source: str


HOMEROOM: Final = Slot(slot_id="ck-gvcn", roles=(Role.HOMEROOM_TEACHER,))
PRINCIPAL: Final = Slot(
    slot_id="ck-hieu-truong", roles=(Role.PRINCIPAL, Role.DEPUTY), covers=("ck-gvcn",)
)
SEAL: Final = Slot(
    slot_id="ck-con-dau",
    roles=(Role.SEAL,),
    covers=("ck-gvcn", "ck-hieu-truong"),
    covers_root=True,
    by_organisation=True,
)

POLICIES: Final[Mapping[str, SigningPolicy]] = MappingProxyType(
    {
        "tieu-hoc/1": SigningPolicy(
            policy_id="tieu-hoc/1",
            slots=(HOMEROOM, PRINCIPAL, SEAL),
            source="Thông tư 27/2020/TT-BGDĐT, Phụ lục 1; Nghị định 30/2020/NĐ-CP, Điều 13",
        ),
        # No law names who signs a part of a year: those who answer for the whole of one.
        "mot-phan/1": SigningPolicy(
            policy_id="mot-phan/1",
            slots=(HOMEROOM, PRINCIPAL, SEAL),
            source="Hocba, quyết định 0034; Nghị định 30/2020/NĐ-CP, Điều 13",
        ),
    }
)


BY_ROWS: Final[Mapping[str, str]] = MappingProxyType(
    {"trung-hoc/1": "Thông tư 22/2021/TT-BGDĐT, Phụ lục; Nghị định 30/2020/NĐ-CP, Điều 13"}
)
"""Policies by which each subject teacher signs over the own row, and on what they rest."""


def policy(policy_id: str, rows: tuple[str, ...] = ()) -> SigningPolicy:
    """
    Return a signing policy by its id. rows: keys of the subjects of a secondary record.

    Raises: Refusal "sign.unknown_policy".
    """
    found = _by_rows(policy_id, rows) if policy_id in BY_ROWS else POLICIES.get(policy_id)
    if found is None:
        raise Refusal("sign.unknown_policy", policy_id, value=policy_id)
    return found


def row_slot(subject: str) -> Slot:
    """Return the slot of a subject's teacher."""
    return Slot(slot_id=f"ck-mon-{subject}", roles=(Role.SUBJECT_TEACHER,), subject=subject)


@lru_cache(maxsize=1024)
def _by_rows(policy_id: str, rows: tuple[str, ...]) -> SigningPolicy:
    """Return the slots of one choice of subjects: a teacher for each, then those of the whole."""
    teachers = tuple(map(row_slot, rows))
    of_rows = tuple(slot.slot_id for slot in teachers)
    homeroom = replace(HOMEROOM, covers=of_rows)
    seal = replace(SEAL, covers=(*of_rows, *SEAL.covers))
    return SigningPolicy(
        policy_id=policy_id,
        slots=(*teachers, homeroom, PRINCIPAL, seal),
        source=BY_ROWS[policy_id],
    )
