"""
A form: the fixed text of our own signatures, written down so that it outlives the program.

A segment carries the forms of its records. Restoring a record needs nothing but the segment:
a later version of the writer may write other texts, and old records still come back.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from hocba.adapters.xml.own_hand import Edges, Form
from hocba.core.seal.document import CLOSING


class Hole(StrEnum):
    """What stands between two literals. The values are the published format."""

    TEXT = "text"
    """Kept as it is."""
    BINARY = "base64"
    """Kept as binary."""
    CERTIFICATE = "certificate"
    """Kept once a segment."""
    BOUND = "certificate-sha256"
    """Worked out of the same signature's certificate."""
    DIGEST = "sha256"
    """Worked out of a span of this document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """
    Bytes of the signatures, each edge as (number of a literal, offset in it).

    Negative `first`: bytes of the head instead, -1 the content, -2 the extract's root.
    """

    first: int
    begin: int
    last: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """
    All signatures of a policy in a row. There is one literal more than there are holes.

    spans: for each hole what it digests, None where it digests nothing.
    """

    literals: tuple[bytes, ...]
    holes: tuple[Hole, ...]
    spans: tuple[Span | None, ...]


CONTENT: Final = Span(first=-1, begin=0, last=0, end=0)
ROOT: Final = Span(first=-2, begin=0, last=0, end=0)
_CONTENT_BEGINS: Final = b"<NoiDung "
_ROOT_BEGINS: Final = b"<GocTrichLuc "


def template_of(forms: Sequence[Form]) -> Template:
    """Put the forms of a policy's slots into one row."""
    literals: list[bytes] = [b""]
    holes: list[Hole] = []
    spans: list[Span | None] = []
    targets: dict[str, Span] = {"content": CONTENT, "root": ROOT}
    for place, form in enumerate(forms):
        # The last literal of one signature and the first of the next are one text.
        base, shift = len(literals) - 1, len(literals[-1])
        targets[f"value:{place}"] = _moved(form.value, base, shift)
        targets[f"properties:{place}"] = _moved(form.properties, base, shift)
        literals[-1] += form.literals[0]
        literals += form.literals[1:]
        digests = [targets[position] for _, position in form.covers]
        holes += [Hole.TEXT, *(Hole.DIGEST for _ in digests)]
        holes += [Hole.BINARY, Hole.CERTIFICATE, Hole.TEXT, Hole.BOUND, Hole.TEXT]
        spans += [None, *digests, None, None, None, None, None]
    literals[-1] += CLOSING
    return Template(literals=tuple(literals), holes=tuple(holes), spans=tuple(spans))


def _moved(edges: Edges, base: int, shift: int) -> Span:
    (first, begin), (last, end) = edges
    return Span(
        first=base + first,
        begin=begin + (0 if first else shift),
        last=base + last,
        end=end + (0 if last else shift),
    )


def head_spans(head: bytes) -> tuple[bytes, bytes]:
    """Return the content's and the root's bytes of what stands before the signatures."""
    cut = head.rfind(_ROOT_BEGINS)
    return head[head.find(_CONTENT_BEGINS) : cut], head[cut : head.rfind(b"<DSCKS>")]


def template_bytes(template: Template) -> bytes:
    """Write a template down as JSON: a reader of another century can do without this program."""
    rows = [
        {"hole": hole.value} if span is None else {"hole": hole.value, "span": _told(span)}
        for hole, span in zip(template.holes, template.spans, strict=True)
    ]
    literals = [literal.decode() for literal in template.literals]
    return json.dumps({"literals": literals, "holes": rows}, ensure_ascii=False).encode()


def template_read(written: bytes) -> Template:
    """Read what `template_bytes` wrote."""
    told = json.loads(written)
    rows: Sequence[Mapping[str, Any]] = told["holes"]
    return Template(
        literals=tuple(literal.encode() for literal in told["literals"]),
        holes=tuple(Hole(row["hole"]) for row in rows),
        spans=tuple(_span(row.get("span")) for row in rows),
    )


def _told(span: Span) -> tuple[int, int, int, int]:
    return span.first, span.begin, span.last, span.end


def _span(told: object) -> Span | None:
    if not isinstance(told, list):
        return None
    first, begin, last, end = told
    return Span(first=first, begin=begin, last=last, end=end)
