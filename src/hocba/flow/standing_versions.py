"""What is kept of the records and declarations that a package speaks of."""

from collections.abc import Mapping, Sequence

from hocba.core.submit.declaration import Declaration
from hocba.core.submit.refusals import RefusalsStatement
from hocba.core.submit.school_head import SchoolHead
from hocba.core.submit.signers import SignersStatement
from hocba.core.submit.stamps import SealStamp
from hocba.core.submit.versions import VersionFacts, version_findings
from hocba.core.submit.withdrawal import Withdrawal
from hocba.core.terms.codes import RecordCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Weight
from hocba.flow.entry_bench import Body, JudgedRecord
from hocba.flow.weigh_entries import Weighed
from hocba.ports.outside import Outside
from hocba.ports.repository import KeptRecord

Number = tuple[str, SchoolYear, int]
"""School, year and number of a statement of one kind."""


class StandingVersions:
    """Loaded at once for a whole package; grows with every entry that is settled."""

    def __init__(self, outside: Outside, weighed: Sequence[Weighed]) -> None:
        bodies = [one.judged.body for one in weighed]
        of_versions = (JudgedRecord, Withdrawal, SealStamp)
        keys = [body.key for body in bodies if isinstance(body, of_versions)]
        stamped = [body.key for body in bodies if isinstance(body, SealStamp)]
        self._stamps = dict(outside.repository.stamps(stamped)) if stamped else {}
        siblings = outside.repository.siblings(
            sorted({(key.record_code, key.school_year) for key in keys})
        )
        self._versions: dict[tuple[RecordCode, SchoolYear], list[VersionFacts]] = {
            pair: [_facts_of_kept(each) for each in kept] for pair, kept in siblings.items()
        }
        schools = {body.school for body in bodies if isinstance(body, Declaration)}
        self._declared = dict(outside.repository.declared(sorted(schools)))
        stating = {body.head.school for body in bodies if isinstance(body, SignersStatement)}
        self._stated = dict(outside.repository.stated_signers(sorted(stating)))
        provinces = {body.province.code for body in bodies if isinstance(body, RefusalsStatement)}
        # Schools' packages have none, and are most of all packages.
        kept = outside.desk.refusals.numbers(sorted(provinces)) if provinces else {}
        self._refusals = dict(kept)

    def findings(self, one: Weighed) -> tuple[Finding, ...]:
        body = one.judged.body
        if isinstance(body, JudgedRecord):
            return version_findings(version_facts(one, body), self._of(body))
        if isinstance(body, Declaration):
            return self._taken(self._declared, body, one)
        if isinstance(body, SignersStatement):
            return self._taken(self._stated, body.head, one)
        if isinstance(body, RefusalsStatement):
            known = self._refusals.get(_number_of(body))
            return _number_findings(known, body.number, one)
        return self._of_version(body, one)

    def _of_version(self, body: Body | None, one: Weighed) -> tuple[Finding, ...]:
        if isinstance(body, Withdrawal):
            return _withdrawal_findings(body, self._of(body))
        if isinstance(body, SealStamp):
            return self._stamp_findings(body, one)
        return ()

    def _stamp_findings(self, body: SealStamp, one: Weighed) -> tuple[Finding, ...]:
        where = one.judged.entry.path
        if body.key.version not in {each.version for each in self._of(body)}:
            # The record came in this very package and was not taken.
            code = "stamp.record_not_here"
            return (Finding(code=code, weight=Weight.INDETERMINATE, where=where),)
        if self._stamps.get(body.key, body.digest) != body.digest:
            return (Finding(code="stamp.another_kept", where=where),)
        return ()

    def add(self, one: Weighed) -> None:
        body = one.judged.body
        if isinstance(body, JudgedRecord):
            pair = (body.key.record_code, body.key.school_year)
            self._versions.setdefault(pair, []).append(version_facts(one, body))
        if isinstance(body, Declaration):
            self._declared[_number(body)] = one.judged.entry.digest
        if isinstance(body, SignersStatement):
            self._stated[_number(body.head)] = one.judged.entry.digest
        if isinstance(body, RefusalsStatement):
            self._refusals[_number_of(body)] = one.judged.entry.digest
        if isinstance(body, SealStamp):
            self._stamps[body.key] = body.digest

    def _taken(
        self, known: Mapping[Number, bytes], named: Declaration | SchoolHead, one: Weighed
    ) -> tuple[Finding, ...]:
        return _number_findings(known.get(_number(named)), named.number, one)

    def _of(self, body: JudgedRecord | Withdrawal | SealStamp) -> Sequence[VersionFacts]:
        return self._versions.get((body.key.record_code, body.key.school_year), ())


def _number_findings(known: bytes | None, number: int, one: Weighed) -> tuple[Finding, ...]:
    """known: the digest of what is kept under this number, None where nothing is."""
    if known in (None, one.judged.entry.digest):
        return ()
    code, details = "package.declaration_number_taken", {"number": str(number)}
    return (Finding(code=code, details=details),)


def _number_of(statement: RefusalsStatement) -> tuple[str, int]:
    return statement.province.code, statement.number


def _number(named: Declaration | SchoolHead) -> Number:
    return str(named.school), named.school_year, named.number


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
