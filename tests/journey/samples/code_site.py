"""A ministry that serves nothing but the page which checks codes; no database behind it."""

from hocba.adapters.memory.clock import SystemClock
from hocba.core.sign.register import Level
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Office
from tests.school_world import an_outside


class Accounts:
    """Says that every owner's key has the owner's name."""

    def key_of(self, owner):
        return KeyRef(owner)


class Shelf:
    """Keeps the list of keys in memory."""

    held = None

    def text(self):
        return self.held

    def replace(self, text):
        self.held = text


MINISTRY = an_outside(
    office=Office(level=Level.MINISTRY, code="BO", name="Bộ GD&ĐT (mẫu)"),
    accounts=Accounts(),
    clock=SystemClock(),
    code_list=Shelf(),
)


def ministry_middleware(answer):
    def middleware(request):
        request.outside = MINISTRY
        return answer(request)

    return middleware
