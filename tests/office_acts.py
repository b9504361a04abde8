"""
Acts of officers that have a page and no command, done in an installation of its own.

NAME is a function here or in one of the modules that `main` names.

    HOCBA_HOME=... python -m tests.office_acts NAME '{"word": "value"}'
    HOCBA_HOME=... python -m tests.office_acts        acts are read, [NAME, {...}], one a line

Each prints one line of JSON.
"""

import json
import sys

from hocba.core.sign.register import Level
from hocba.wiring.django_ready import loaded_with_django
from hocba.wiring.postgres import postgres
from hocba.wiring.settings import settings


def look_up(offices, *, codes, level="BO"):
    """Tell what the public look-up says of codes."""
    flow = loaded_with_django("hocba.flow.look_up")
    outside = offices.at(Level(level))
    return [
        [
            {"version": s.version, "standing": s.standing.value, "earlier": list(s.earlier)}
            for s in flow.status_of_code(outside, code)
        ]
        for code in codes
    ]


def _known(name, stories):
    """The act of that name; what a story only imports is none."""
    found = (vars(story).get(name) for story in stories)
    named = {story.__name__ for story in stories}
    return next(each for each in found if getattr(each, "__module__", "") in named)


def main(orders):
    chosen = settings()
    with postgres(chosen):
        wiring = loaded_with_django("hocba.wiring.offices")
        told = wiring.hosted(chosen)
        offices = wiring.offices_of(chosen, told, clock=wiring.clock_of(chosen, told))
        # Loaded now, since it leads to the stores.
        names = (
            *("courier_story", "transfer_courier", "connection_story"),
            *("line_story", "line_deaths", "june_acts"),
        )
        modules = [f"tests.{name}" for name in names]
        stories = [loaded_with_django(each) for each in modules]
        for name, words in orders:
            act = look_up if name == "look_up" else _known(name, stories)
            print(json.dumps(act(offices, **words), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    one = [(sys.argv[1], json.loads(sys.argv[2]))] if sys.argv[1:] else None
    main(one or map(json.loads, sys.stdin))
