"""Tables of `docs/law.md`, and how it names what a rule rests on."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from hocba.core.rules.basis import Basis, Confidence

_SURE: Final[Mapping[Confidence, str]] = MappingProxyType(
    {
        Confidence.SURE: "chắc chắn",
        Confidence.LIKELY: "có căn cứ yếu",
        Confidence.GENERAL: "hiểu biết chung",
        Confidence.OPEN: "chưa rõ, Hocba chọn",
    }
)


def rests_on(bases: Iterable[Basis]) -> str:
    """Name some bases, each with how sure it is."""
    return "; ".join(f"`{basis.key}` ({_SURE[basis.sure]})" for basis in bases)


def table(heads: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Draw a table as Markdown, with an empty line below it."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def bases_table(bases: Iterable[Basis]) -> Iterator[str]:
    """Draw every basis once, in the order of their first naming."""
    yield "### Căn cứ\n"
    known = {basis.key: basis for basis in bases}
    yield from table(
        ("khóa", "nguồn", "độ tin cậy", "ghi chú"),
        ((f"`{b.key}`", b.source, _SURE[b.sure], b.note) for b in known.values()),
    )
