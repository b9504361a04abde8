"""The bad vectors: each differs from a good one by the one defect that its name says."""

from collections.abc import Iterator

from hocba.lab.vectors.altered import altered_cases
from hocba.lab.vectors.case import Case
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.certificates import certificate_cases
from hocba.lab.vectors.contradictory import contradictory_cases
from hocba.lab.vectors.hostile import hostile_cases
from hocba.lab.vectors.signed_wrongly import signed_wrongly_cases
from hocba.lab.vectors.unauthorised import unauthorised_cases
from hocba.lab.vectors.wrapped import wrapped_cases


def bad_cases(cast: Cast) -> Iterator[Case]:
    """Give every bad vector."""
    yield from hostile_cases(cast)
    yield from altered_cases(cast)
    yield from wrapped_cases(cast)
    yield from signed_wrongly_cases(cast)
    yield from certificate_cases(cast)
    yield from unauthorised_cases(cast)
    yield from contradictory_cases(cast)
