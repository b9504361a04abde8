"""Step 13 asks first: are rules and signatures those that the year and grade demand?"""

from collections.abc import Iterator

from hocba.core.compose.content import General
from hocba.core.rules.library import AnyPack
from hocba.core.terms.outcomes import Finding


def not_due(general: General, rules: AnyPack, due: AnyPack) -> Iterator[Finding]:
    """
    Find a record that chose milder rules, or fewer signatures, than those of its year.

    rules: the pack that it names. due: that of its school year and grade.
    """
    if due is not rules:
        details = {"stated": general.rule_pack, "due": due.pack_id}
        yield Finding(code="verify.other_rule_pack_due", where="GoiQuyTac", details=details)
    if general.signing_policy != rules.signing_policy:
        details = {"stated": general.signing_policy, "due": rules.signing_policy}
        yield Finding(code="verify.other_policy_due", where="ChinhSachKy", details=details)
