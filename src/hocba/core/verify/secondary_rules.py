"""Step 13 of a secondary record: the results are what the rules of its year make of the marks."""

from collections.abc import Iterable, Iterator

from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_year import SecondaryOutcome, SubjectResult
from hocba.core.compose.content import SecondaryContent
from hocba.core.rules.library import secondary, secondary_for
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.rules_due import not_due


def secondary_findings(content: SecondaryContent) -> Iterable[Finding]:
    """Compute the year anew and compare it with what the record states."""
    try:
        rules = secondary(content.general.rule_pack)
        due = secondary_for(content.general.school_year, content.general.grade)
        yield from not_due(content.general, rules, due)
        computed = secondary_outcome(content.assessment, rules)
    except Refusal as refusal:
        yield from refusal.findings or (Finding(code=refusal.code, details=refusal.details),)
        return
    yield from _differences(content.outcome, computed, rules)


def _differences(
    stated: SecondaryOutcome, computed: SecondaryOutcome, rules: SecondaryPack
) -> Iterator[Finding]:
    for was, due in zip(stated.subjects, computed.subjects, strict=True):
        if was != due:
            yield _row_differs(was, due, rules)
    for name, was_level, due_level in _levels(stated, computed):
        if was_level != due_level:
            details = {"stated": str(was_level or "-"), "computed": str(due_level or "-")}
            yield Finding(code="verify.result_differs", where=name, details=details)
    if stated.promotion != computed.promotion:
        yield Finding(code="verify.completion_differs", where="LenLop")
    if stated.titles != computed.titles:
        yield Finding(code="verify.awards_differ", where="KhenThuong")


def _row_differs(was: SubjectResult, due: SubjectResult, rules: SecondaryPack) -> Finding:
    details = {
        "name": rules.subject_label(due.subject),
        "stated": str(was.year),
        "computed": str(due.year),
    }
    return Finding(
        code="verify.average_differs", where=f"MonHoc[{due.subject}]/CaNam", details=details
    )


def _levels(
    stated: SecondaryOutcome, computed: SecondaryOutcome
) -> Iterator[tuple[str, str | None, str | None]]:
    yield "HocTap/HocKi1", stated.learning_first, computed.learning_first
    yield "HocTap/HocKi2", stated.learning_second, computed.learning_second
    yield "HocTap/CaNam", stated.learning, computed.learning
    yield "HocTap/SauHe", stated.learning_again, computed.learning_again
    yield "RenLuyen/CaNam", stated.conduct, computed.conduct
    yield "RenLuyen/SauHe", stated.conduct_again, computed.conduct_again
