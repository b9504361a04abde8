"""
The list of what an office holds from one sender, as a file: one line each, digest and path.

The shape is that of `sha256sum`, so that anybody can hold a folder of packages' files to it.
"""

import re
from collections.abc import Mapping
from typing import Final

from hocba.core.terms.outcomes import Refusal

_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f]+)")


def written_holdings(holdings: Mapping[str, bytes]) -> bytes:
    """Return the list, UTF-8, ordered by path. holdings: SHA-256 by path."""
    lines = (f"{digest.hex()}  {path}\n" for path, digest in sorted(holdings.items()))
    return "".join(lines).encode()


def holdings_of(file: bytes) -> Mapping[str, bytes]:
    """
    Read a list that another office wrote: SHA-256 by path.

    Raises: Refusal "line.list_unreadable" when any line is not one of such a list.
    """
    try:
        text = file.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise Refusal("line.list_unreadable", line="-") from wrong
    if text and not text.endswith("\n"):
        raise Refusal("line.list_unreadable", line="-")
    found: dict[str, bytes] = {}
    for number, line in enumerate(text.split("\n")[:-1], 1):
        read = _LINE.fullmatch(line)
        if read is None or read[2] in found:
            raise Refusal("line.list_unreadable", line=str(number))
        found[read[2]] = bytes.fromhex(read[1])
    return found
