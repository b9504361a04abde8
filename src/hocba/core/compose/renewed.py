"""A content with other results: worked out by the rules that it names, all else as it was."""

from dataclasses import replace

from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.compose.content import AnyContent, SecondaryContent
from hocba.core.rules.library import pack, secondary
from hocba.core.terms.outcomes import Refusal


def with_results(content: AnyContent, year: AnyYear) -> AnyContent:
    """
    Return the content with `year` in place of its results.

    Raises: Refusal "assess.*", "secondary.*"; "records.other_level" for results of another
    level of school than the content's.
    """
    rules = content.general.rule_pack
    if isinstance(content, SecondaryContent):
        if not isinstance(year, SecondaryYear):
            raise Refusal("records.other_level", grade=str(year.grade))
        found = secondary_outcome(year, secondary(rules))
        return replace(content, assessment=year, outcome=found)
    if isinstance(year, SecondaryYear):
        raise Refusal("records.other_level", grade=str(year.grade))
    return replace(content, assessment=year, outcome=outcome_of(year, pack(rules)))
