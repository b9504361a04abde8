"""Count what oversight reads: along the office's log, from where the last counting ended."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from hocba.core.compose.content import General
from hocba.core.report.oversight_tally import (
    RecordTrace,
    RegisterTrace,
    SignatureTrace,
    Tally,
    homerooms_named,
    shared_certificates,
    software_name,
    tallied,
)
from hocba.core.rules.campaigns import due_in
from hocba.core.sign.register import Holding, Level, Register, register_of
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.package import EntryKind
from hocba.core.submit.receipt import Answer, receipt_of
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.parsed import ParsedRecord, ParsedSignature
from hocba.ports.outside import Outside
from hocba.ports.repository import KeptEntry

BATCH = 500


def count_traits(outside: Outside, *, limit: int | None = None) -> int:
    """
    Count on from the first leaf that is not counted; return how many entries were counted.

    limit: of entries. Another process that counts at this moment is let go first.
    Raises: Fault "archive.*" when a file is damaged.
    """
    traits, done = outside.desk.traits, 0
    start = traits.next_index()
    reader = TraceReader(outside)
    entries = islice(outside.repository.kept(start=start), limit)
    for batch in _batches(entries):
        end = batch[-1].log_index + 1
        try:
            # Counts and place in one transaction: a crash before it counts the batch again,
            # a crash after it never does.
            traits.add(reader.tally(batch), seen=start, next_index=end)
        except Refusal:
            return done
        start, done = end, done + len(batch)
    return done


def counted_anew(outside: Outside) -> Tally:
    """Count over the whole archive, trusting nothing that was counted before."""
    reader = TraceReader(outside)
    found = Tally()
    for batch in _batches(outside.repository.kept()):
        found += reader.tally(batch)
    return found


class TraceReader:
    """Reads entries into traces; remembers registers and receipts that many entries share."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._registers: dict[str, Register | None] = {}
        self._warned: tuple[str, frozenset[str]] = ("", frozenset())

    def tally(self, entries: Sequence[KeptEntry]) -> Tally:
        """Return the counts of some entries."""
        records = [self._record(e) for e in entries if e.kind is EntryKind.RECORD]
        registers = [self._register(e) for e in entries if e.kind is EntryKind.REGISTER]
        return tallied(records, [each for each in registers if each is not None])

    def _record(self, entry: KeptEntry) -> RecordTrace:
        record = self._outside.documents.record(self._file(entry))
        general, school = record.content.general, record.content.school
        return RecordTrace(
            school_year=general.school_year,
            province=school.province.code,
            school=school.code,
            software=software_name(general.software),
            version=general.version,
            signatures=tuple(self._signatures(record)),
            warned=entry.path in self._warnings(entry),
            # A later version lists what was amended: that is counted as such.
            reopened=general.version == 1 and bool(record.content.changes),
            window=self._window(general),
        )

    def _window(self, general: General) -> tuple[date, date] | None:
        # Later versions are amendments: they have no season.
        if general.version > 1:
            return None
        campaigns = due_in(self._outside.campaigns, general.school_year)
        due = [each for each in campaigns if general.grade in each.grades]
        return (due[0].opens_on, due[0].late_until or due[0].closes_on) if due else None

    def _signatures(self, record: ParsedRecord) -> Iterator[SignatureTrace]:
        held = self._of_school(record.content.school.code)
        for each in record.signatures:
            facts = self._outside.paths.facts(each.certificate)
            role = each.roles[0] if each.roles else ""
            own = [h for h in held if h.certificate == facts.fingerprint and h.role == role]
            yield SignatureTrace(
                role=role,
                authority=facts.authority,
                signed_at=each.signing_time,
                valid_to=facts.not_after,
                assigned_for=_assigned_for(own, each),
                by=facts.fingerprint,
            )

    def _of_school(self, school: str) -> tuple[Holding, ...]:
        if school not in self._registers:
            kept = self._outside.registers.latest(Level.SCHOOL, school)
            self._registers[school] = None if kept is None else self._read(kept.file)
        register = self._registers[school]
        return () if register is None else register.holdings

    def _register(self, entry: KeptEntry) -> RegisterTrace | None:
        register = self._read(self._file(entry))
        if register.level is not Level.SCHOOL:
            return None
        years = {h.school_year for h in register.holdings if h.school_year is not None}
        return RegisterTrace(
            school_years=tuple(sorted(years)),
            school=register.unit,
            shared=shared_certificates(register),
            number=register.number,
            homerooms=homerooms_named(register),
        )

    def _read(self, file: bytes) -> Register:
        return register_of(self._outside.documents.statement(file, StatementKind.REGISTER).content)

    def _warnings(self, entry: KeptEntry) -> frozenset[str]:
        if self._warned[0] != entry.message_id:
            package = self._outside.repository.package(entry.message_id)
            self._warned = (entry.message_id, frozenset())
            if package is not None and package.warned:
                kind = StatementKind.RECEIPT
                parsed = self._outside.documents.statement(package.receipt, kind)
                answers = receipt_of(parsed.content).answers
                warned = (a.path for a in answers if a.answer is Answer.ACCEPTED_WITH_WARNINGS)
                self._warned = (entry.message_id, frozenset(warned))
        return self._warned[1]

    def _file(self, entry: KeptEntry) -> bytes:
        return self._outside.archive.read(entry.location, digest=entry.digest)


def _assigned_for(held: Sequence[Holding], signature: ParsedSignature) -> int | None:
    """Return for how many days the signer had held the role, None where no register says so."""
    at: datetime | None = signature.signing_time
    if at is None:
        return None
    day = day_in_vietnam(at)
    since = [holding.from_on for holding in held if holding.from_on <= day]
    return (day - max(since)).days if since else None


def _batches(entries: Iterator[KeptEntry]) -> Iterator[Sequence[KeptEntry]]:
    while batch := tuple(islice(entries, BATCH)):
        yield batch
