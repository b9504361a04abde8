"""A content from what teachers gave, or with other results: worked out by the rules it names."""

from dataclasses import replace

from hocba.core.assess.any_year import AnyYear
from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.compose.content import AnyContent, General, RecordContent, School, SecondaryContent
from hocba.core.rules.library import pack, secondary
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Pupil


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


def composed(
    *, general: General, school: School, pupil: Pupil, year: AnyYear, extract_seed: bytes
) -> AnyContent:
    """
    Return a new content. general: names the rule pack of the year's level of school.

    Raises: Refusal "assess.*", "secondary.*", "rules.unknown_pack".
    """
    if isinstance(year, SecondaryYear):
        return SecondaryContent(
            general=general,
            school=school,
            pupil=pupil,
            assessment=year,
            outcome=secondary_outcome(year, secondary(general.rule_pack)),
            extract_seed=extract_seed,
        )
    return RecordContent(
        general=general,
        school=school,
        pupil=pupil,
        assessment=year,
        outcome=outcome_of(year, pack(general.rule_pack)),
        extract_seed=extract_seed,
    )
