"""What the columns of a result sheet mean: subject or trait, and which side of it."""

from collections.abc import Iterable, Mapping
from typing import Final

from hocba.adapters.spreadsheets.header import Meaning, MeaningOf, Path, table_meanings
from hocba.adapters.spreadsheets.words import header_key, header_synonyms
from hocba.core.rules.primary import PrimaryPack

SUBJECTS: Final = "subjects"
TRAITS: Final = "traits"
COMMENTS: Final = "comments"
_TRAIT_WORDS: Final = ("nang luc", "pham chat", "nl", "pc")


def result_meanings(pack: PrimaryPack) -> MeaningOf:
    """
    Return how headers of a result sheet are understood under a pack of rules.

    Meanings are places as in `problems_of`: `subjects/toan/level`, `traits/yeu_nuoc/level`,
    `comments/pham_chat`, or a plain field such as `height_cm`.
    """
    plain = table_meanings(header_synonyms("results"))
    facets = by_word(header_synonyms("results_facets"))
    subjects = _subject_words(pack)
    traits = _trait_words(pack)
    groups = _group_words(pack)

    def meaning_of(path: Path) -> Meaning | None:
        if found := plain(path):
            return found
        parts, facet = without_facet(path, facets)
        trait = named(parts, traits) if facet in {None, "level"} else None
        if trait and _is_of_traits(parts, subjects, groups):
            return Meaning(key=f"{TRAITS}/{trait}/level")
        if subject := named(parts, subjects):
            return Meaning(key=f"{SUBJECTS}/{subject}/{facet or 'level'}")
        if facet == "comment" and (group := named(parts, groups)):
            return Meaning(key=f"{COMMENTS}/{group}")
        return None

    return meaning_of


def by_word(synonyms: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return what each word means."""
    return {word: meaning for meaning, words in synonyms.items() for word in words}


def with_synonyms(table: str, own: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """Return what each name means, those of a rule pack and those of the vocabulary."""
    synonyms = header_synonyms(table)
    words: dict[str, str] = {}
    for key, names in own:
        for name in (*(header_key(n) for n in names), *synonyms.get(key, ())):
            words.setdefault(name, key)
    return words


def _subject_words(pack: PrimaryPack) -> dict[str, str]:
    own = ((rule.key, (rule.key, rule.label, rule.short)) for rule in pack.subjects)
    return with_synonyms("results_subjects", own)


def _trait_words(pack: PrimaryPack) -> dict[str, str]:
    words = with_synonyms(
        "results_traits", ((rule.key, (rule.key, rule.label)) for rule in pack.traits)
    )
    return words | {f"nl {word}": key for word, key in words.items()}


def _group_words(pack: PrimaryPack) -> dict[str, str]:
    own = ((group.key, (group.key, group.label)) for group in pack.groups)
    return with_synonyms("results_groups", own)


def without_facet(path: Path, facets: Mapping[str, str]) -> tuple[Path, str | None]:
    """Split off `Mức đạt được`, `Điểm` or `Nhận xét`, as a row of its own or as `TOAN_MUC`."""
    last = path[-1]
    if last in facets:
        return path[:-1], facets[last]
    for word, facet in facets.items():
        if last.endswith(f" {word}"):
            return (*path[:-1], last.removesuffix(f" {word}")), facet
    return path, None


def named(parts: Path, words: Mapping[str, str]) -> str | None:
    """Return what a header names, its lowest row first."""
    for part in reversed(parts):
        if part in words:
            return words[part]
    return None


def _is_of_traits(parts: Path, subjects: Mapping[str, str], groups: Mapping[str, str]) -> bool:
    """Tell the competence Khoa học from the subject Khoa học: by the group it stands under."""
    name = parts[-1]
    if name not in subjects:
        return True
    above = parts[:-1]
    return any(part in groups or part.startswith(_TRAIT_WORDS) for part in above)
