"""The threshold above which a correction of an issued record is the province's to decide too."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRule:
    """
    What goes to the province. fields: patterns of places in a record; source: on what ground.

    withdrawals: whether every withdrawal goes there.
    """

    fields: tuple[re.Pattern[str], ...]
    withdrawals: bool
    source: str

    def weighs(self, places: Iterable[str]) -> bool:
        """Tell whether one of these changed places is a result or a mark."""
        return any(pattern.fullmatch(place) for place in places for pattern in self.fields)


@cache
def correction_rule() -> CorrectionRule:
    """Return the rule as `corrections.toml` states it."""
    told = tomllib.loads(files("hocba.core.rules").joinpath("corrections.toml").read_text("utf-8"))
    province = told["province"]
    return CorrectionRule(
        fields=tuple(re.compile(each) for each in province["fields"]),
        withdrawals=province["withdrawals"],
        source=province["source"],
    )
