"""Reading signed documents: bytes in, values out, or every reason why not."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from hocba.core.sign.statement import StatementKind
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.extracts import ParsedExtract
from hocba.core.verify.parsed import ParsedPartial, ParsedRecord, ParsedStatement


class Documents(Protocol):
    """What reads XML for the flow; pure with respect to the bytes."""

    def opened(self, file: bytes) -> bytes:
        """
        Return the signed XML that a file holds: itself, what a PDF has attached or a bundle holds.

        Raises: Refusal "record.several_attached" for a print of several years; as `all_opened`.
        """
        ...

    def all_opened(self, file: bytes) -> Mapping[str, bytes]:
        """
        Return every signed XML that a file holds, by its name: "" where it has none of its own.

        Raises: Refusal "record.pdf_broken", "record.nothing_attached", "record.attached_twice",
        "record.too_large", "bundle.broken".
        """
        ...

    def stamps_in(self, file: bytes) -> tuple[bytes, ...]:
        """Return the time stamps on the seal that a proof bundle brings; none of other files."""
        ...

    def record(self, file: bytes) -> ParsedRecord:
        """
        Read a record's document.

        Raises: Refusal "record.*" or "sign.*", with all findings; "record.partial" for a partial
        record, which is never taken for a year's.
        """
        ...

    def partial(self, file: bytes) -> ParsedPartial:
        """
        Read a partial record's document.

        Raises: Refusal "record.*" or "sign.*", with all findings; "record.unknown_format" for a
        year's record.
        """
        ...

    def records(self, files: Sequence[bytes]) -> tuple[ParsedRecord | Refusal, ...]:
        """Read many, in their order: of each what `record` returns, or what it raises."""
        ...

    def statement(self, file: bytes, kind: StatementKind) -> ParsedStatement:
        """
        Read a statement of one kind.

        Raises: Refusal "record.*", "statement.*" or "sign.*", with all findings.
        """
        ...

    def extract(self, file: bytes) -> ParsedExtract:
        """
        Read an extract of a record.

        Raises: Refusal "record.*", "extract.head_missing" or "sign.*", with all findings.
        """
        ...
