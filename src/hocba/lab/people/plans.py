"""What schools to make: the demo's three, or a province full of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hocba.core.terms.provinces import Atlas
from hocba.lab.people.chance import Weighted, pick, stream
from hocba.lab.people.places import wards

SAMPLE: Final = "(dữ liệu mẫu)"
"""Stands behind the name of every school, so that every page and paper shows it."""


class SchoolKind(StrEnum):
    """Who runs a school, as far as exceptions and certificates depend on it."""

    PUBLIC = "cong_lap"
    PRIVATE = "tu_thuc"
    INTERNATIONAL = "quoc_te"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPlan:
    """
    A school to be made. number: 0..999, unique within the province.

    also: optional subjects that it teaches in grades where they are optional.
    least_cases: at least so many pupils of each special case, whatever chance says.
    changes_teacher: class 3A gets another homeroom teacher at the middle of the year.
    atlas: the map on which `province` and `ward` are read.
    """

    number: int
    name: str
    kind: SchoolKind
    province: str
    ward: str
    classes_per_grade: int
    pupils_per_class: int
    also: frozenset[str] = frozenset()
    least_cases: int = 0
    changes_teacher: bool = False
    grades: tuple[int, ...] = (1, 2, 3, 4, 5)
    atlas: Atlas = Atlas.TODAY


_PROVINCE: Final = "11"
_NAMES: Final = (
    "Hoa Ban", "Hoa Sen", "Kim Đồng", "Võ Thị Sáu", "Bế Văn Đàn", "Lê Văn Tám", "Nguyễn Huệ",
    "Trần Quốc Toản", "Lương Thế Vinh", "Chu Văn An", "Bình Minh", "Hoà Bình", "Sơn Ca",
)  # fmt: skip
_CLASSES: Final = Weighted([(1, 2), (2, 4), (3, 4), (4, 3), (5, 2), (6, 1)])
_KINDS: Final = Weighted(
    [(SchoolKind.PUBLIC, 96), (SchoolKind.PRIVATE, 3.5), (SchoolKind.INTERNATIONAL, 0.5)]
)


def demo_plans() -> tuple[SchoolPlan, ...]:
    """Return three primary schools of one province, some 600 pupils, each special case in each."""
    return (
        SchoolPlan(
            number=1,
            name=f"Trường Tiểu học Hoa Ban {SAMPLE}",
            kind=SchoolKind.PUBLIC,
            province=_PROVINCE,
            ward="03127",
            classes_per_grade=2,
            pupils_per_class=27,
            least_cases=1,
            changes_teacher=True,
        ),
        SchoolPlan(
            number=2,
            name=f"Trường Tiểu học Suối Lư {SAMPLE}",
            kind=SchoolKind.PUBLIC,
            province=_PROVINCE,
            ward="03325",
            classes_per_grade=2,
            pupils_per_class=25,
            least_cases=1,
        ),
        SchoolPlan(
            number=3,
            name=f"Trường Tiểu học Quốc tế Bình Minh {SAMPLE}",
            kind=SchoolKind.INTERNATIONAL,
            province=_PROVINCE,
            ward="03334",
            classes_per_grade=1,
            pupils_per_class=16,
            also=frozenset({"ngoai_ngu_1"}),
            least_cases=1,
        ),
    )


def secondary_plan() -> SchoolPlan:
    """Return a lower secondary school with one small class, for the demo."""
    return SchoolPlan(
        number=4,
        name=f"Trường Trung học cơ sở Hoa Mận {SAMPLE}",
        kind=SchoolKind.PUBLIC,
        province=_PROVINCE,
        ward="03127",
        classes_per_grade=1,
        pupils_per_class=8,
        grades=(9,),
    )


def played_plans(schools: int) -> tuple[SchoolPlan, ...]:
    """Return the first of the schools that the demo plays, primary ones before the secondary."""
    return (*demo_plans(), secondary_plan())[:schools]


def province_plans(seed: int, province: str, *, schools: int) -> Iterator[SchoolPlan]:
    """
    Plan a province full of primary schools, spread over its communes. schools: at most 999.

    Raises: ValueError when a province is asked for more.
    """
    if not 0 <= schools < 1000:
        raise ValueError("a synthetic province holds at most 999 schools")
    chance = stream("plans", seed, province)
    communes = tuple(wards(province).values())
    for number in range(1, schools + 1):
        ward = communes[number % len(communes)]
        bare = ward.name.removeprefix("Phường ").removeprefix("Xã ").removeprefix("Đặc khu ")
        kind = _KINDS.pick(chance)
        called = (
            f"{pick(chance, _NAMES)} {bare}" if chance.random() < 0.5 else f"số {number} {bare}"
        )
        yield SchoolPlan(
            number=number,
            name=f"Trường Tiểu học {called} {SAMPLE}",
            kind=kind,
            province=province,
            ward=ward.code,
            classes_per_grade=_CLASSES.pick(chance),
            pupils_per_class=22 + int(chance.random() * 14),
            also=frozenset() if kind is SchoolKind.PUBLIC else frozenset({"ngoai_ngu_1"}),
        )
