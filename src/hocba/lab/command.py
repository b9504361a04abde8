"""`hocba lab`: what the synthetic world can do, each loaded only when it is called."""

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, cast

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nation": "hocba.lab.nation.command:nation",
        "pilot": "hocba.lab.pilot.command:pilot",
        "tsa": "hocba.lab.pki.stamping_command:tsa",
    }
)
"""Name as typed -> "module:function"."""

_MISUSED: Final = 64
"""Source: sysexits.h, EX_USAGE."""


def lab(arguments: Sequence[str]) -> int:
    """Run one command of the laboratory and return its exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        is_help = list(arguments[:1]) in (["--help"], ["-h"])
        print(f"hocba lab {' | '.join(COMMANDS)}", file=sys.stdout if is_help else sys.stderr)
        return 0 if is_help else _MISUSED
    module, function = COMMANDS[arguments[0]].split(":")
    chosen = getattr(importlib.import_module(module), function)
    return cast("Callable[[Sequence[str]], int]", chosen)(arguments[1:])
