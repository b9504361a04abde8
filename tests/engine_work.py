"""Work for engines, in a module that a new process has loaded in no time."""

import os

from hocba.core.terms.outcomes import Fault, Finding, Refusal

_BEGUN = []


def begin(word):
    _BEGUN.append(word)


def doubled(number):
    return 2 * number


def told(_number):
    return list(_BEGUN)


def refusing_three(number):
    if number == 3:
        raise Refusal("rules.unknown_pack", value="x")
    return number


def dying_at_five(number):
    if number == 5:
        os._exit(1)
    return number


def a_finding(number):
    return Finding(code="sheet.x", details={"n": str(number)}), Finding(code="sheet.y")


def faulty(_number):
    raise Fault("archive.not_read", "why", retry=True, place="here")


def dying_once(path_and_number):
    path, number = path_and_number
    if number == 5 and not path.exists():
        path.touch()
        os._exit(1)
    return number
