"""What is kept of the records and declarations that a package speaks of."""

from collections.abc import Sequence

from hocba.core.submit.declaration import Declaration
from hocba.core.submit.versions import VersionFacts, version_findings
from hocba.core.submit.withdrawal import Withdrawal
from hocba.core.terms.codes import RecordCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Weight
from hocba.flow.judge_entry import JudgedRecord
from hocba.flow.weigh_entries import Weighed
from hocba.ports.outside import Outside
from hocba.ports.repository import KeptRecord


class StandingVersions:
    """Loaded at once for a whole package; grows with every entry that is settled."""

    def __init__(self, outside: Outside, weighed: Sequence[Weighed]) -> None:
        bodies = [one.judged.body for one in weighed]
        keys = [body.key for body in bodies if isinstance(body, JudgedRecord | Withdrawal)]
        siblings = outside.repository.siblings(
            sorted({(key.record_code, key.school_year) for key in keys})
        )
        self._versions: dict[tuple[RecordCode, SchoolYear], list[VersionFacts]] = {
            pair: [_facts_of_kept(each) for each in kept] for pair, kept in siblings.items()
        }
        schools = {body.school for body in bodies if isinstance(body, Declaration)}
        self._declared = dict(outside.repository.declared(sorted(schools)))

    def findings(self, one: Weighed) -> tuple[Finding, ...]:
        body = one.judged.body
        if isinstance(body, JudgedRecord):
            return version_findings(version_facts(one, body), self._of(body))
        if isinstance(body, Declaration):
            number = (str(body.school), body.school_year, body.number)
            if self._declared.get(number, one.judged.entry.digest) != one.judged.entry.digest:
                details = {"number": str(body.number)}
                return (Finding(code="package.declaration_number_taken", details=details),)
        if isinstance(body, Withdrawal):
            return _withdrawal_findings(body, self._of(body))
        return ()

    def add(self, one: Weighed) -> None:
        body = one.judged.body
        if isinstance(body, JudgedRecord):
            pair = (body.key.record_code, body.key.school_year)
            self._versions.setdefault(pair, []).append(version_facts(one, body))
        if isinstance(body, Declaration):
            number = (str(body.school), body.school_year, body.number)
            self._declared[number] = one.judged.entry.digest

    def _of(self, body: JudgedRecord | Withdrawal) -> Sequence[VersionFacts]:
        return self._versions.get((body.key.record_code, body.key.school_year), ())


def _withdrawal_findings(body: Withdrawal, kept: Sequence[VersionFacts]) -> tuple[Finding, ...]:
    named = [each for each in kept if each.version == body.key.version]
    details = {"key": str(body.key)}
    if not named:
        code, weight = "package.withdraws_unknown", Weight.WARNING
        return (Finding(code=code, weight=weight, details=details),)
    if any((e.school, e.content_digest) != (body.school, body.content_digest) for e in named):
        return (Finding(code="package.withdraws_other_content", details=details),)
    return ()


def version_facts(one: Weighed, body: JudgedRecord) -> VersionFacts:
    replaces = body.replaces
    return VersionFacts(
        version=body.key.version,
        school=body.spot.school,
        content_digest=one.judged.content_digest,
        file_digest=one.judged.entry.digest,
        replaces_version=replaces.version if replaces else None,
        replaces_digest=replaces.content_digest if replaces else b"",
    )


def _facts_of_kept(kept: KeptRecord) -> VersionFacts:
    return VersionFacts(
        version=kept.key.version,
        school=kept.spot.school,
        content_digest=kept.content_digest,
        file_digest=kept.file_digest,
        replaces_version=kept.replaces_version,
        replaces_digest=kept.replaces_digest,
    )
