"""What in a school's pupil list wants a person's look before records are made of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hocba.core.terms.codes import Gender, personal_id_doubts
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Enrolment
from hocba.core.terms.pupil_status import has_left
from hocba.core.terms.text import match_key


class Trouble(StrEnum):
    """A kind of thing to mend. None of them keeps a record from being made."""

    NO_PERSONAL_ID = "THIEU_DINH_DANH"
    DOUBTFUL_ID = "DINH_DANH_NGHI_NGO"
    SAME_ID = "TRUNG_DINH_DANH"
    SAME_PERSON = "TRUNG_HO_TEN"
    FIELD_MISSING = "THIEU_THONG_TIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """
    One pupil in one kind of trouble.

    about: what is doubted: codes of the catalogue, names of empty fields of `Pupil`, or the
    sector codes of the pupils who look the same.
    """

    trouble: Trouble
    enrolment: Enrolment
    about: tuple[str, ...] = ()


def doubts_of(enrolments: Iterable[Enrolment]) -> tuple[Doubt, ...]:
    """
    Return all that wants a look, by kind and then in the order of the list.

    Pupils who have left are passed over: no record is due of them here. A pupil of another
    nationality who has no personal ID needs none.
    """
    here = [each for each in enrolments if not has_left(each.status)]
    found = [
        *_one_by_one(here),
        *_alike(_by_number(here), Trouble.SAME_ID),
        *_alike(_by_birth(here), Trouble.SAME_PERSON),
    ]
    order = list(Trouble)
    return tuple(sorted(found, key=lambda doubt: order.index(doubt.trouble)))


def empty_fields(enrolment: Enrolment) -> tuple[str, ...]:
    """
    Return the fields of the personal page that stand empty.

    Source: Thông tư 27/2020/TT-BGDĐT, Phụ lục 1 (the personal page).
    """
    pupil = enrolment.pupil
    checked = {
        "gender": pupil.gender is not Gender.UNKNOWN,
        "ethnic_code": pupil.ethnic_code,
        "birth_place": pupil.birth_place,
        "home_town": pupil.home_town or pupil.nationality != "VN",
        "address": pupil.address,
        "guardians": pupil.guardians,
    }
    return tuple(name for name, value in checked.items() if not value)


def _one_by_one(here: Iterable[Enrolment]) -> Iterable[Doubt]:
    for each in here:
        pupil = each.pupil
        if pupil.personal_id is Missing.UNKNOWN:
            yield Doubt(trouble=Trouble.NO_PERSONAL_ID, enrolment=each)
        if not isinstance(pupil.personal_id, Missing):
            codes = personal_id_doubts(
                pupil.personal_id, born_on=pupil.born_on, gender=pupil.gender
            )
            if codes:
                yield Doubt(trouble=Trouble.DOUBTFUL_ID, enrolment=each, about=codes)
        if empty := empty_fields(each):
            yield Doubt(trouble=Trouble.FIELD_MISSING, enrolment=each, about=empty)


def _by_number(here: Iterable[Enrolment]) -> Mapping[str, list[Enrolment]]:
    groups: dict[str, list[Enrolment]] = defaultdict(list)
    for each in here:
        if not isinstance(each.pupil.personal_id, Missing):
            groups[each.pupil.personal_id].append(each)
    return groups


def _by_birth(here: Iterable[Enrolment]) -> Mapping[str, list[Enrolment]]:
    groups: dict[str, list[Enrolment]] = defaultdict(list)
    for each in here:
        groups[f"{match_key(each.pupil.full_name)}|{each.pupil.born_on}"].append(each)
    return groups


def _alike(groups: Mapping[str, list[Enrolment]], trouble: Trouble) -> Iterable[Doubt]:
    for group in groups.values():
        for each in group if len(group) > 1 else ():
            others = (other.pupil.sector_code for other in group if other is not each)
            yield Doubt(trouble=trouble, enrolment=each, about=tuple(others))
