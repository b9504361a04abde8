"""
Judge a partial record: as a record, but that nothing follows from it.

Who signs, what each covers and who had the authority is asked as of a record. Step 13 has no
result to work out: it asks that rows are those of the year's rules, and days those of the year.
Source: spec/format.md §24.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from hocba.core.assess.secondary_year import SecondaryYear
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.partial_content import (
    PARTIAL_POLICY,
    PartialContent,
    says_something,
    subjects_of,
)
from hocba.core.rules.library import any_pack_for
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.codes import school_year_on
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.contents import sealed_findings, text_findings, version_findings
from hocba.core.verify.judge import Setting, environment_findings, reached_by, signed_findings
from hocba.core.verify.parsed import ParsedPartial
from hocba.core.verify.signatures import Evidence, Found, due_by, slot_findings
from hocba.core.verify.signers import placed_in
from hocba.core.verify.verdict import Step, Verdict


def judge_partial(record: ParsedPartial, evidence: Sequence[Evidence], setting: Setting) -> Verdict:
    """Return the verdict on a partial record. evidence: one a signature, in their order."""
    content = record.content
    due = due_by(PARTIAL_POLICY)
    placed = placed_in(due.slots, record.signatures, evidence)
    found = chain(
        text_findings(record.leaves),
        version_findings(content),
        environment_findings(content.general.environment, setting),
        _policy(content),
        slot_findings(due.slots, record.signatures),
        signed_findings(content, placed, due, setting),
        sealed_findings(record),
        ((Step.RULES, finding) for finding in _rule_findings(content)),
    )
    return Verdict(findings=tuple(found), reached=reached_by(placed))


def _policy(content: PartialContent) -> Iterable[Found]:
    stated = content.general.signing_policy
    if stated != PARTIAL_POLICY:
        details = {"stated": stated, "due": PARTIAL_POLICY}
        finding = Finding(code="verify.other_policy_due", where="ChinhSachKy", details=details)
        yield Step.RULES, finding


def _rule_findings(content: PartialContent) -> Iterable[Finding]:
    general = content.general
    try:
        rules = any_pack_for(general.school_year, general.grade)
    except Refusal as refusal:
        yield Finding(code=refusal.code, details=refusal.details)
        return
    if general.rule_pack != rules.pack_id:
        details = {"stated": general.rule_pack, "due": rules.pack_id}
        yield Finding(code="verify.other_rule_pack_due", where="GoiQuyTac", details=details)
        return
    if isinstance(rules, SecondaryPack):
        known = {subject.key for subject in rules.programme(general.grade)}
    else:
        known = {subject.key for subject in rules.subjects}
    for key in sorted({*subjects_of(content.assessed)} - known):
        yield Finding(code="partial.unknown_row", where=key, details={"value": key})
    yield from _rows(content)
    yield from _days(content)


def _rows(content: PartialContent) -> Iterable[Finding]:
    assessed = content.assessed
    parts: Sequence[SecondaryYear | YearAssessment] = (
        [assessed] if isinstance(assessed, SecondaryYear) else [each.results for each in assessed]
    )
    for part in parts:
        counted = Counter(row.subject for row in part.subjects)
        for key in sorted(key for key, count in counted.items() if count > 1):
            yield Finding(code="partial.row_twice", where=key, details={"value": key})
        if not says_something(part):
            yield Finding(code="partial.empty", where="KetQua")


def _days(content: PartialContent) -> Iterable[Finding]:
    since, until, year = content.since, content.until, content.general.school_year
    composed_on = day_in_vietnam(content.general.composed_at)
    is_of_year = school_year_on(since) == school_year_on(until) == year
    if since > until or not is_of_year or since > composed_on:
        details = {"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}", "year": str(year)}
        yield Finding(code="partial.days_unfit", where="PhanNam", details=details)
