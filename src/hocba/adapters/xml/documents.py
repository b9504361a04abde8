"""The `Documents` port over lxml."""

from collections.abc import Mapping, Sequence

from hocba.adapters.xml.extracts import read_extract
from hocba.adapters.xml.opening import record_in, records_in, stamps_in
from hocba.adapters.xml.reader import read_partial, read_record, read_records, read_statement
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.extracts import ParsedExtract
from hocba.core.verify.parsed import ParsedPartial, ParsedRecord, ParsedStatement


class XmlDocuments:
    """Reads records and statements; holds no state."""

    def opened(self, file: bytes) -> bytes:
        """Return the signed XML that a file holds; see the port."""
        return record_in(file)

    def all_opened(self, file: bytes) -> Mapping[str, bytes]:
        """Return every signed XML that a file holds; see the port."""
        return records_in(file)

    def stamps_in(self, file: bytes) -> tuple[bytes, ...]:
        """Return the stamps that a proof bundle brings; see the port."""
        return stamps_in(file)

    def record(self, file: bytes) -> ParsedRecord:
        """Read a record's document; see the port."""
        return read_record(file)

    def records(self, files: Sequence[bytes]) -> tuple[ParsedRecord | Refusal, ...]:
        """Read many records' documents; see the port."""
        return read_records(files)

    def partial(self, file: bytes) -> ParsedPartial:
        """Read a partial record's document; see the port."""
        return read_partial(file)

    def statement(self, file: bytes, kind: StatementKind) -> ParsedStatement:
        """Read a statement of one kind; see the port."""
        return read_statement(file, kind)

    def extract(self, file: bytes) -> ParsedExtract:
        """Read an extract of a record; see the port."""
        return read_extract(file)
