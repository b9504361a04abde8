"""
The program `hocba`: one table of commands, each loaded only when it is called.

Loading late keeps `hocba verify` free of Django and of the database: a verifier on a
lonely machine must not fail for want of a server.
"""

import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, cast

from hocba.core.terms.messages import mend, told
from hocba.core.terms.outcomes import Fault, Refusal

Command = Callable[[Sequence[str]], int]

REFUSED: Final = 1
MISUSED: Final = 64
"""Source: sysexits.h, EX_USAGE."""
UNHEARD: Final = 141
"""What a shell reports for a program that SIGPIPE ended."""
FAULTY: Final = 70
"""Source: sysexits.h, EX_SOFTWARE."""

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "account": "hocba.wiring.office_commands:account",
        "archive": "hocba.wiring.archive_commands:archive",
        "status-list": "hocba.wiring.printed_code_commands:status_list",
        "bundle": "hocba.wiring.bundling:bundle",
        "campaigns": "hocba.wiring.campaigns:campaigns",
        "code-keys": "hocba.wiring.printed_code_commands:code_keys",
        "connection": "hocba.wiring.office_commands:connection",
        "corrections": "hocba.wiring.office_commands:corrections",
        "demo": "hocba.lab.demo.command:demo",
        "figures": "hocba.wiring.figure_trees:figures",
        "lab": "hocba.lab.command:lab",
        "line": "hocba.wiring.line_command:line",
        "log": "hocba.wiring.log_commands:log",
        "mailer": "hocba.wiring.mailer_command:mailer",
        "migrate": "hocba.wiring.commands:migrate",
        "practice": "hocba.wiring.office_commands:practice",
        "print": "hocba.wiring.printing:print_command",
        "oversight": "hocba.wiring.office_commands:oversight",
        "package": "hocba.wiring.office_commands:package",
        "reconcile": "hocba.wiring.office_commands:reconcile",
        "register": "hocba.wiring.office_commands:register",
        "remind": "hocba.wiring.office_commands:remind",
        "rules": "hocba.faces.cli.rules:rules",
        "serve": "hocba.wiring.commands:serve",
        "settings-page": "hocba.wiring.settings_page:write",
        "store": "hocba.wiring.store_commands:store",
        "time-stamps": "hocba.wiring.office_commands:time_stamps",
        "verify": "hocba.wiring.verifying:verify",
        "verify-extract": "hocba.wiring.verifying_extracts:verify_extract",
        "verify-qr": "hocba.wiring.printed_code_commands:verify_qr",
        "worker": "hocba.wiring.worker_command:worker",
    }
)
"""Name as typed -> "module:function". The function takes the rest of the line, returns the exit."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; refusals and faults are told in words."""
    words = tuple(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] not in COMMANDS:
        is_help = words[:1] in (("--help",), ("-h",))
        print(f"hocba {' | '.join(COMMANDS)}", file=sys.stdout if is_help else sys.stderr)
        return 0 if is_help else MISUSED
    try:
        return command(words[0])(words[1:])
    except BrokenPipeError:
        # Whoever read us has gone, as `head` does; at exit Python would flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNHEARD
    except Refusal as refusal:
        _tell(refusal)
        return REFUSED
    except Fault as fault:
        _tell(fault)
        return FAULTY


def command(name: str) -> Command:
    """Load the function behind a command's name."""
    module, function = COMMANDS[name].split(":")
    return cast("Command", getattr(importlib.import_module(module), function))


def _tell(outcome: Refusal | Fault) -> None:
    """Say in both languages what is wrong and how to mend it."""
    lines = [told(outcome.code, outcome.details, "vi"), told(outcome.code, outcome.details, "en")]
    for finding in outcome.findings if isinstance(outcome, Refusal) else ():
        lines.append(f"  - {told(finding.code, finding.details, 'vi')}")
        lines.append(f"    {told(finding.code, finding.details, 'en')}")
    lines += [mend(outcome.code, outcome.details, "vi"), mend(outcome.code, outcome.details, "en")]
    if outcome.reason and outcome.reason != outcome.code:
        lines.append(outcome.reason)
    print("\n".join(f"hocba: {line}" for line in lines), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
