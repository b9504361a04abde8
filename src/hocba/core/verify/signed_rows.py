"""Whose row a signature is over: on a secondary record each subject's teacher signs the own one."""

from hocba.core.compose.content import AnyContent, SecondaryContent
from hocba.core.compose.partial_content import PartialContent
from hocba.core.rules.library import secondary_label


def signed_row(content: AnyContent | PartialContent, place: int) -> str:
    """Return the subject whose row the signature in a place is due to be over; else empty."""
    rows = content.rows if isinstance(content, SecondaryContent) else ()
    return secondary_label(rows[place]) if place < len(rows) else ""
