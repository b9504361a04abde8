"""From a secondary pack's data file to its frozen value."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from hocba.core.rules.basis import OpenQuestion
from hocba.core.rules.reading import Bases, Written, bases_of, grades_of, validity_of
from hocba.core.rules.secondary import (
    AverageRule,
    LearningRule,
    MarkScale,
    PromotionRule,
    RegularMarks,
    SecondaryPack,
    SecondarySubject,
    StageForm,
    TitleRule,
)
from hocba.core.terms.levels import Promotion, Standing

_LAST: Final = Standing.NOT_REACHED


def _form(entry: Written) -> StageForm:
    return StageForm(
        stage=entry["stage"],
        label=entry["label"],
        grades=tuple(entry["grades"]),
        choose=entry["choose"],
    )


def _subject(entry: Written, bases: Bases) -> SecondarySubject:
    return SecondarySubject(
        key=entry["key"],
        label=entry["label"],
        grades=grades_of(entry, "grades"),
        optional_in=grades_of(entry, "optional_in"),
        chosen_in=grades_of(entry, "chosen_in"),
        by_comment=entry.get("by_comment", False),
        may_be_exempt=entry.get("may_be_exempt", False),
        periods=MappingProxyType({int(grade): n for grade, n in entry["periods"].items()}),
        basis=bases(entry),
    )


def _score(entry: Written, bases: Bases) -> MarkScale:
    return MarkScale(
        least=Decimal(entry["least"]),
        most=Decimal(entry["most"]),
        step=Decimal(entry["step"]),
        basis=bases(entry),
    )


def _average(entry: Written, bases: Bases) -> AverageRule:
    return AverageRule(
        mid_weight=entry["mid_weight"],
        final_weight=entry["final_weight"],
        second_term_weight=entry["second_term_weight"],
        basis=bases(entry),
    )


def _learning(entry: Written, bases: Bases) -> LearningRule:
    return LearningRule(
        standing=Standing(entry["standing"]),
        label=entry["label"],
        not_reached=entry["not_reached"],
        least=Decimal(entry["least"]),
        many=entry["many"],
        many_least=Decimal(entry["many_least"]),
        basis=bases(entry),
    )


def _conduct(entry: Written) -> Mapping[Standing, Mapping[Standing, Standing]]:
    return MappingProxyType(
        {
            Standing(second): MappingProxyType(
                {Standing(first): Standing(year) for first, year in row.items()}
            )
            for second, row in entry["year"].items()
        }
    )


def _promotion(entry: Written, bases: Bases) -> PromotionRule:
    sentences = {Promotion(key): words for key, words in entry["sentences"].items()}
    completes = {int(grade): Promotion(key) for grade, key in entry["completes"].items()}
    return PromotionRule(
        learning=Standing(entry["learning"]),
        conduct=Standing(entry["conduct"]),
        most_absences=entry["most_absences"],
        again_below=Decimal(entry["again_below"]),
        sentences=MappingProxyType(sentences),
        completes=MappingProxyType(completes),
        basis=bases(entry),
    )


def _title(entry: Written, bases: Bases) -> TitleRule:
    return TitleRule(
        key=entry["key"],
        label=entry["label"],
        learning=Standing(entry["learning"]),
        conduct=Standing(entry["conduct"]),
        many=entry["many"],
        many_least=Decimal(entry["many_least"]),
        basis=bases(entry),
    )


def _regular_marks(entry: Written) -> tuple[RegularMarks, ...]:
    return tuple(
        RegularMarks(up_to_periods=step.get("up_to_periods"), marks=step["marks"])
        for step in entry["steps"]
    )


def secondary_pack(written: Written) -> SecondaryPack:
    """
    Make a pack of what its data file says.

    A file that lacks something is a fault of the build and crashes with a KeyError or
    ValueError: a pack ships with the program and is tested with it.
    """
    bases = bases_of(written)
    learning, limits = written["learning"], written["limits"]
    return SecondaryPack(
        pack_id=written["pack_id"],
        title=written["title"],
        law=written["law"],
        basis=bases(written),
        forms=tuple(_form(entry) for entry in written["form"]),
        validity=tuple(validity_of(entry, bases) for entry in written["validity"]),
        subjects=tuple(_subject(entry, bases) for entry in written["subject"]),
        score=_score(written["score"], bases),
        average=_average(written["average"], bases),
        regular_marks=_regular_marks(written["regular_marks"]),
        regular_marks_basis=bases(written["regular_marks"]),
        learning=tuple(_learning(e, bases) for e in learning if Standing(e["standing"]) != _LAST),
        standing_labels=MappingProxyType({Standing(e["standing"]): e["label"] for e in learning}),
        one_subject_than=tuple(Standing(level) for level in written["one_subject"]["than"]),
        one_subject_basis=bases(written["one_subject"]),
        conduct_year=_conduct(written["conduct"]),
        conduct_basis=bases(written["conduct"]),
        promotion=_promotion(written["promotion"], bases),
        titles=tuple(_title(entry, bases) for entry in written["award"]),
        comment_subject_chars=limits["comment_subject_chars"],
        comment_homeroom_chars=limits["comment_homeroom_chars"],
        award_chars=limits["award_chars"],
        limits_basis=bases(limits),
        open_questions=tuple(OpenQuestion(**entry) for entry in written["open"]),
        template=written["template"],
        signing_policy=written["signing_policy"],
    )
