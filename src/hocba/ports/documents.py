"""Reading signed documents: bytes in, values out, or every reason why not."""

from typing import Protocol

from hocba.core.sign.statement import StatementKind
from hocba.core.verify.parsed import ParsedRecord, ParsedStatement


class Documents(Protocol):
    """What reads XML for the flow; pure with respect to the bytes."""

    def record(self, file: bytes) -> ParsedRecord:
        """
        Read a record's document.

        Raises: Refusal "record.*" or "sign.*", with all findings.
        """
        ...

    def statement(self, file: bytes, kind: StatementKind) -> ParsedStatement:
        """
        Read a statement of one kind.

        Raises: Refusal "record.*", "statement.*" or "sign.*", with all findings.
        """
        ...
