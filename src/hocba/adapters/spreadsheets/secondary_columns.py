"""What the columns of a secondary class's result sheet mean: subject or conduct, and which term."""

from typing import Final

from hocba.adapters.spreadsheets.header import Meaning, MeaningOf, Path, table_meanings
from hocba.adapters.spreadsheets.result_columns import (
    SUBJECTS,
    by_word,
    named,
    with_synonyms,
    without_facet,
)
from hocba.adapters.spreadsheets.words import header_key, header_synonyms
from hocba.core.rules.secondary import SecondaryPack

CONDUCT: Final = "conduct"
CONDUCT_LABEL: Final = "Rèn luyện"
_CONDUCT_WORDS: Final = (CONDUCT_LABEL, "Kết quả rèn luyện", "RL", "Hạnh kiểm")


def secondary_meanings(pack: SecondaryPack) -> MeaningOf:
    """
    Return how headers of a secondary result sheet are understood under a pack of rules.

    Meanings are places as in `secondary_problems`: `subjects/toan/first`, `conduct_second`, or a
    plain field such as `absences`; beside them `subjects/toan/again` and `conduct_again`.
    """
    plain = table_meanings(header_synonyms("results_secondary"))
    facets = by_word(header_synonyms("results_terms"))
    own = ((one.key, (one.key, one.label)) for one in pack.subjects)
    subjects = with_synonyms("results_subjects", own)
    conduct = {header_key(word): CONDUCT for word in _CONDUCT_WORDS}

    def meaning_of(path: Path) -> Meaning | None:
        if found := plain(path):
            return found
        parts, facet = without_facet(path, facets)
        if facet and facet != "comment" and named(parts, conduct):
            return Meaning(key=f"{CONDUCT}_{facet}")
        subject = named(parts, subjects)
        return Meaning(key=f"{SUBJECTS}/{subject}/{facet}") if subject and facet else None

    return meaning_of
