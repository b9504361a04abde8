"""
Acts of officers that have a page and no command, done in an installation of its own.

NAME is a function here, in `tests/courier_story.py` or in `tests/transfer_courier.py`.

    HOCBA_HOME=... python -m tests.office_acts NAME '{"word": "value"}'

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


def main(name, words):
    chosen = settings()
    with postgres(chosen):
        wiring = loaded_with_django("hocba.wiring.offices")
        told = wiring.hosted(chosen)
        offices = wiring.offices_of(chosen, told, clock=wiring.clock_of(chosen, told))
        # Loaded now, since it leads to the stores.
        modules = ("tests.courier_story", "tests.transfer_courier")
        stories = [loaded_with_django(each) for each in modules]
        known = [getattr(story, name) for story in stories if hasattr(story, name)]
        act = look_up if name == "look_up" else known[0]
        print(json.dumps(act(offices, **words), ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
