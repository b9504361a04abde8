"""From a pack's data file to its frozen value."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from hocba.core.rules.basis import Basis, Confidence, OpenQuestion
from hocba.core.rules.primary import (
    AwardRule,
    Bounds,
    CompletionRule,
    PrimaryPack,
    ResultRule,
    SubjectRow,
    SubjectRule,
    SupplementRule,
    TraitGroup,
    TraitRow,
    TraitRule,
    Validity,
    YearTest,
)
from hocba.core.terms.codes import school_year
from hocba.core.terms.levels import Completion, SubjectLevel, TraitLevel, YearResult

Written = Mapping[str, Any]
"""A table of the data file, as TOML gives it."""

Bases = Callable[[Written], tuple[Basis, ...]]
"""Finds the bases that an entry names."""


def bases_of(written: Written) -> Bases:
    """Return what finds the bases that an entry of a data file names."""
    known = {
        key: Basis(
            key=key,
            source=one["source"],
            sure=Confidence(one["sure"]),
            note=one.get("note", ""),
        )
        for key, one in written["basis_of"].items()
    }

    def bases(entry: Written) -> tuple[Basis, ...]:
        names = entry["basis"]
        return tuple(known[name] for name in ([names] if isinstance(names, str) else names))

    return bases


def grades_of(entry: Written, name: str) -> frozenset[int]:
    """Return the grades under a name, none where it is absent."""
    return frozenset(entry.get(name, ()))


def validity_of(entry: Written, bases: Bases) -> Validity:
    """Read from when until when a pack holds for a grade."""
    last = entry.get("to")
    return Validity(
        grade=entry["grade"],
        first=school_year(entry["from"]),
        last=None if last is None else school_year(last),
        basis=bases(entry),
    )


def _subject(entry: Written, bases: Bases) -> SubjectRule:
    return SubjectRule(
        key=entry["key"],
        label=entry["label"],
        short=entry.get("short", entry["label"]),
        grades=grades_of(entry, "grades"),
        optional_in=grades_of(entry, "optional_in"),
        tested_in=grades_of(entry, "tested_in"),
        test_if_given_in=grades_of(entry, "test_if_given_in"),
        basis=bases(entry),
    )


def _traits(groups: Iterable[Written]) -> tuple[TraitRule, ...]:
    return tuple(
        TraitRule(
            key=trait["key"],
            label=trait["label"],
            group=group["key"],
            optional_in=grades_of(trait, "optional_in"),
        )
        for group in groups
        for trait in group["traits"]
    )


def _test(rule: SubjectRule, grade: int) -> YearTest:
    if grade in rule.tested_in:
        return YearTest.REQUIRED
    return YearTest.IF_GIVEN if grade in rule.test_if_given_in else YearTest.NONE


def _subject_rows(rules: Iterable[SubjectRule], grade: int) -> tuple[SubjectRow, ...]:
    return tuple(
        SubjectRow(
            key=rule.key,
            label=rule.label,
            short=rule.short,
            required=grade not in rule.optional_in,
            test=_test(rule, grade),
        )
        for rule in rules
        if grade in rule.grades
    )


def _trait_rows(rules: Iterable[TraitRule], grade: int) -> tuple[TraitRow, ...]:
    return tuple(
        TraitRow(
            key=rule.key,
            label=rule.label,
            group=rule.group,
            required=grade not in rule.optional_in,
        )
        for rule in rules
    )


def _result(entry: Written, bases: Bases) -> ResultRule:
    return ResultRule(
        result=YearResult(entry["result"]),
        label=entry["label"],
        subject_levels=frozenset(SubjectLevel(level) for level in entry["subject_levels"]),
        trait_levels=frozenset(TraitLevel(level) for level in entry["trait_levels"]),
        least_test=entry["least_test"],
        basis=bases(entry),
    )


def _award(entry: Written, bases: Bases) -> AwardRule:
    return AwardRule(
        key=entry["key"],
        label=entry["label"],
        result=YearResult(entry["result"]),
        needs_recognition=entry["needs_recognition"],
        basis=bases(entry),
    )


def _sentences(written: Written) -> Mapping[Completion, str]:
    return MappingProxyType({Completion(key): words for key, words in written.items()})


def _completion(entry: Written, bases: Bases) -> CompletionRule:
    return CompletionRule(
        last_grade=entry["last_grade"],
        completed_by=frozenset(YearResult(result) for result in entry["completed_by"]),
        sentences=_sentences(entry["sentences"]),
        sentences_not_assessed=_sentences(entry["sentences_not_assessed"]),
        basis=bases(entry),
    )


def _supplement(entry: Written, bases: Bases) -> SupplementRule:
    return SupplementRule(
        due_for=frozenset(YearResult(result) for result in entry["due_for"]),
        highest_result=YearResult(entry["highest_result"]),
        basis=bases(entry),
    )


def _bounds(entry: Written) -> Mapping[str, Bounds]:
    return MappingProxyType(
        {
            name: Bounds(least=ends[0], most=ends[1])
            for name, ends in entry.items()
            if name != "basis"
        }
    )


def _group(entry: Written, limit_chars: int, bases: Bases) -> TraitGroup:
    return TraitGroup(
        key=entry["key"], label=entry["label"], limit_chars=limit_chars, basis=bases(entry)
    )


def primary_pack(written: Written) -> PrimaryPack:
    """
    Make a pack of what its data file says.

    A file that lacks something is a fault of the build and crashes with a KeyError or
    ValueError: a pack ships with the program and is tested with it.
    """
    bases = bases_of(written)
    subjects = tuple(_subject(entry, bases) for entry in written["subject"])
    trait_rules = _traits(written["group"])
    validity = tuple(validity_of(entry, bases) for entry in written["validity"])
    grades = sorted(entry.grade for entry in validity)
    limits, scale = written["limits"], written["score"]
    group_chars = limits["comment_group_chars"]
    return PrimaryPack(
        pack_id=written["pack_id"],
        title=written["title"],
        law=written["law"],
        template=written["template"],
        signing_policy=written["signing_policy"],
        basis=bases(written),
        validity=validity,
        subjects=subjects,
        traits=trait_rules,
        groups=tuple(_group(entry, group_chars, bases) for entry in written["group"]),
        subjects_by_grade=MappingProxyType({g: _subject_rows(subjects, g) for g in grades}),
        traits_by_grade=MappingProxyType({g: _trait_rows(trait_rules, g) for g in grades}),
        score_least=scale["least"],
        score_most=scale["most"],
        score_basis=bases(scale),
        subject_level_labels=MappingProxyType(
            {SubjectLevel(k): v for k, v in written["subject_levels"]["labels"].items()}
        ),
        subject_level_basis=bases(written["subject_levels"]),
        trait_level_labels=MappingProxyType(
            {TraitLevel(k): v for k, v in written["trait_levels"]["labels"].items()}
        ),
        trait_level_basis=bases(written["trait_levels"]),
        result_rules=tuple(_result(entry, bases) for entry in written["result"]),
        not_assessed_label=written["not_assessed"]["label"],
        not_assessed_basis=bases(written["not_assessed"]),
        supplement=_supplement(written["supplement"], bases),
        completion=_completion(written["completion"], bases),
        awards=tuple(_award(entry, bases) for entry in written["award"]),
        comment_subject_chars=limits["comment_subject_chars"],
        award_chars=limits["award_chars"],
        limits_basis=bases(limits),
        plausible=_bounds(written["plausible"]),
        plausible_basis=bases(written["plausible"]),
        open_questions=tuple(OpenQuestion(**entry) for entry in written["open"]),
    )
