"""How many schools take part: who declared a roster, who has sent, who is complete."""

from collections.abc import Iterable
from dataclasses import dataclass

from hocba.core.report.figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """
    Schools counted. declared: with a sealed roster; sending: with at least one accepted record;
    complete: declared, and every pupil has an accepted record or a coded reason.
    """

    declared: int
    sending: int
    complete: int


def participation(schools: Iterable[Figure]) -> Participation:
    """Count schools. schools: figures cut by school."""
    lines = tuple(schools)
    return Participation(
        declared=sum(line.pupils > 0 for line in lines),
        sending=sum(line.accepted > 0 for line in lines),
        complete=sum(0 < line.pupils <= line.accepted + line.excepted for line in lines),
    )
