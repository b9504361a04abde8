"""Tell an office below what is kept here from its packages, so that it can reconcile."""

from hashlib import sha256

from hocba.core.report.holdings import written_holdings
from hocba.core.sign.register import Level
from hocba.core.submit.admission import why_not_admitted
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.ports.outside import Outside
from hocba.ports.shown import Shown


def holdings_for(outside: Outside, shown: Shown) -> bytes:
    """
    Return the list for the very province whose approved certificate was shown on the line.

    Nobody names a province here, so nobody can ask for another's. It may be asked by whoever may
    report now: a suspended province hears why not.
    Raises: Refusal "line.no_list_here", "line.certificate_missing", "line.stranger",
    "line.not_admitted" with every reason.
    """
    if outside.office.level is not Level.MINISTRY:
        raise Refusal("line.no_list_here")
    if shown.certificate is None:
        raise Refusal("line.certificate_missing")
    province = _admitted(outside, shown.certificate)
    return written_holdings(outside.repository.kept_from(province))


def _admitted(outside: Outside, certificate: bytes) -> str:
    fingerprint, now = sha256(certificate).hexdigest(), outside.clock.now()
    asked = [each for each in outside.admissions.all() if each.fingerprint == fingerprint]
    if not asked:
        raise Refusal("line.stranger")
    reasons: tuple[Finding, ...] = ()
    # After a merger one certificate may stand in two provinces' requests; one of them holds.
    for province in dict.fromkeys(each.province for each in asked):
        refused = why_not_admitted(
            outside.admissions.of_province(province),
            province=province,
            fingerprint=fingerprint,
            now=now,
        )
        path = outside.paths.path(certificate, (), now, now=now)
        found = tuple(Finding(code=r.code, where=province, details=r.details) for r in refused)
        if not found and path.outcome == "PASSED":
            return province
        reasons += found or path.findings
    raise Refusal("line.not_admitted", findings=reasons, province=asked[-1].province)
