"""What schools' software may send: the shapes of the OpenAPI document."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
Text = Annotated[str, Field(max_length=2000)]
Code = Annotated[str, Field(min_length=1, max_length=35, pattern=r"^[0-9A-Za-z][0-9A-Za-z._\-]*$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]


class Form(Schema):
    """Refuses members that it does not know: what would be dropped is said instead."""

    model_config = ConfigDict(extra="forbid")


class PupilLine(Form):
    """One pupil of a year's list, as the school's own list would say it."""

    sector_code: Code
    full_name: Word
    born_on: date
    gender: Literal["Nam", "Nữ"]
    grade: Annotated[int, Field(ge=1, le=12)]
    class_name: Word
    personal_id: Word | None = None
    ethnic: Word | None = Field(None, description="name or code; Kinh, 01")
    nationality: Word | None = None
    disability: Word | None = None
    status: Word | None = Field(None, description="words of the sector database; Đang học")
    status_on: date | None = None
    birth_place: Word | None = None
    home_town: Word | None = None
    address: Word | None = None
    father: Word | None = None
    mother: Word | None = None
    guardian: Word | None = None


class PupilList(Form):
    """A list of pupils; who is not in it stays as they are."""

    pupils: Annotated[list[PupilLine], Field(min_length=1, max_length=2000)]


class Assignment(Form):
    """What somebody is charged with, from when to when."""

    position: Word = Field(description="Giáo viên chủ nhiệm, Hiệu trưởng, Văn thư, ...")
    class_name: Word | None = None
    from_on: date | None = None
    to_on: date | None = None
    basis: Word | None = Field(None, description="number and day of the decision")


class StaffLine(Form):
    """One member of staff with their assignments."""

    staff_code: Code
    full_name: Word
    born_on: date | None = None
    gender: Literal["Nam", "Nữ"] | None = None
    email: Word | None = None
    personal_id: Word | None = None
    assignments: Annotated[list[Assignment], Field(min_length=1, max_length=30)]


class StaffList(Form):
    """A list of staff. It gives nobody authority: the register that the principal signs does."""

    staff: Annotated[list[StaffLine], Field(min_length=1, max_length=500)]


class SubjectResult(Form):
    """A subject's result: level T, H or C; score where the subject is tested."""

    level: Literal["T", "H", "C"] | None = None
    score: Annotated[int, Field(ge=0, le=10)] | None = None
    comment: Text | None = None


class PupilResult(Form):
    """A pupil's results of the year, by the keys of the rule pack."""

    sector_code: Code
    full_name: Word
    subjects: dict[Key, SubjectResult]
    traits: dict[Key, Literal["T", "Đ", "C"]] = Field(default_factory=dict)
    comments: dict[Key, Text] = Field(default_factory=dict)
    height_cm: Annotated[Decimal, Field(ge=0, le=250, max_digits=5, decimal_places=1)] | None = None
    weight_kg: Annotated[Decimal, Field(ge=0, le=200, max_digits=5, decimal_places=1)] | None = None
    absent_excused: Annotated[int, Field(ge=0, le=366)] | None = None
    absent_unexcused: Annotated[int, Field(ge=0, le=366)] | None = None
    recognised: bool = False
    other_awards: Text | None = None


class ClassResults(Form):
    """A class's results of the year; unsigned, to be signed here."""

    results: Annotated[list[PupilResult], Field(min_length=1, max_length=100)]
