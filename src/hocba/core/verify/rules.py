"""Step 13: the results are what the rules make of the marks, and the rules those of the year."""

from collections.abc import Iterable

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.problems import flawless_outcome, problems_of
from hocba.core.assess.year import YearOutcome
from hocba.core.compose.content import AnyContent, RecordContent, SecondaryContent
from hocba.core.rules.library import pack, pack_for
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.rules_due import not_due
from hocba.core.verify.secondary_rules import secondary_findings
from hocba.core.verify.signatures import Found
from hocba.core.verify.verdict import Step


def follows_rules(content: RecordContent) -> bool:
    """Tell at a glance that `rule_findings` finds nothing; False where it has to look itself."""
    general = content.general
    try:
        rules = pack_for(general.school_year, general.grade)
    except Refusal:
        return False
    if (rules.pack_id, rules.signing_policy) != (general.rule_pack, general.signing_policy):
        return False
    return flawless_outcome(content.assessment, rules) == content.outcome


def rule_findings(content: AnyContent) -> Iterable[Found]:
    """Compute the year anew and compare it with what the record states."""
    if isinstance(content, SecondaryContent):
        return ((Step.RULES, finding) for finding in secondary_findings(content))
    return _primary_findings(content)


def _primary_findings(content: RecordContent) -> Iterable[Found]:
    step, general = Step.RULES, content.general
    try:
        rules = pack(general.rule_pack)
        due = pack_for(general.school_year, general.grade)
        yield from ((step, finding) for finding in not_due(general, rules, due))
        computed = outcome_of(content.assessment, rules)
    except Refusal as refusal:
        plain = Finding(code=refusal.code, details=refusal.details)
        for finding in refusal.findings or (plain,):
            yield step, finding
        return
    for finding in problems_of(content.assessment, rules):
        yield step, finding
    for finding in _differences(content.outcome, computed):
        yield step, finding


def _differences(stated: YearOutcome, computed: YearOutcome) -> Iterable[Finding]:
    if computed.result != stated.result:
        details = {"stated": stated.result.value, "computed": computed.result.value}
        yield Finding(code="verify.result_differs", where="DanhGia", details=details)
    if computed.completion != stated.completion:
        yield Finding(code="verify.completion_differs", where="HoanThanh")
    if computed.awards != stated.awards:
        yield Finding(code="verify.awards_differ", where="KhenThuong")
