"""A ministry that serves nothing but the page which checks codes; no database behind it."""

from hocba.adapters.memory.clock import SystemClock
from hocba.core.sign.register import Level
from hocba.ports.outside import Office
from tests.code_world import Accounts, Shelf, Standings, Statuses
from tests.school_world import an_outside

MINISTRY = an_outside(
    office=Office(level=Level.MINISTRY, code="BO", name="Bộ GD&ĐT (mẫu)"),
    accounts=Accounts(),
    clock=SystemClock(),
    code_list=Shelf(),
    status_lists=Statuses(),
    standings=Standings(),
)


def ministry_middleware(answer):
    def middleware(request):
        request.outside = MINISTRY
        return answer(request)

    return middleware
