"""
A crash at every commit point of a province's request to be let in.

| crashes at                     | left behind                      | sent again        |
| ------------------------------ | -------------------------------- | ----------------- |
| below: paper stored            | a paper that nobody names        | nothing was asked |
| below: request kept            | a request that waits             | is taken          |
| above: paper stored            | a paper that nobody names        | is taken          |
| above: request kept, one, two  | as above: the turn was not ended | is taken          |
| above: answered, unheard       | taken; below it waits            | the same state    |
| below: first line, second line | half of the news; it waits       | the rest of it    |
| below: answer not noted        | news without its proof; it waits | nothing new       |
| below: attempt not noted       | taken; below it waits            | the same state    |
"""

from dataclasses import replace

import pytest

from hocba.adapters.uplink.local_desk import LocalDesk
from hocba.flow.ask_connection import hand_in, hand_in_due, made_requests
from hocba.flow.take_connection import take_connection
from tests.connection_world import made, offices_apart
from tests.fault.test_school_commit_points import Crashed, CrashingAt
from tests.school_world import PROVINCE

pytestmark = pytest.mark.usefixtures("as_app")

ABOVE = (
    ("papers", "store", True),
    *(("connections", "keep", after) for after in (False, True)),
    *(("admissions", "open", after) for after in (False, True)),
)
BELOW = (
    ("line", "hand_in", True),
    *(("admissions", "open", after) for after in (False, True)),
    ("connections", "note_answer", False),
    ("attempts", "append", False),
)


@pytest.fixture
def offices(tmp_path):
    return offices_apart(tmp_path)[0]


def crashing(outside, port, method, *, after):
    """The same office, which dies at one call of a port of its own or of its desk."""
    of = outside if hasattr(outside, port) else outside.desk
    doomed = {port: CrashingAt(getattr(of, port), method, after=after)}
    return replace(outside, **(doomed if of is outside else {"desk": replace(of, **doomed)}))


def below(offices, ministry=None):
    """The province, whose line leads to that ministry."""
    above = ministry or offices.ministry
    line = LocalDesk(lambda request: take_connection(above, request))
    return replace(offices.province, desk=replace(offices.province.desk, line=line))


def taken_once(offices):
    """Send what is due, twice; both books hold one account and one certificate."""
    assert [hand_in_due(below(offices)) for _ in range(2)][1] == 0
    for outside in (offices.ministry, offices.province):
        found = outside.admissions.of_province(PROVINCE)
        assert [len(each.history) for each in found] == [1, 1]
    assert [each.outcome for each in made_requests(offices.province)] == [""]


@pytest.mark.parametrize(("port", "method", "after"), ABOVE)
def test_the_ministry_takes_a_request_whole_or_not_at_all(offices, port, method, after):
    request_id = made(offices.province).request_id
    dying = crashing(offices.ministry, port, method, after=after)

    with pytest.raises(Crashed):
        hand_in(below(offices, dying), request_id)

    assert offices.ministry.admissions.all() == ()
    assert offices.ministry.desk.connections.all() == ()
    assert [each.is_due for each in made_requests(offices.province)] == [True]
    taken_once(offices)


@pytest.mark.parametrize(("port", "method", "after"), BELOW)
def test_the_province_hears_all_of_it_however_often_it_dies(offices, port, method, after):
    request_id = made(offices.province).request_id
    dying = crashing(below(offices), port, method, after=after)

    with pytest.raises(Crashed):
        hand_in(dying, request_id)

    assert len(offices.ministry.admissions.all()) == 2
    assert [each.is_due for each in made_requests(offices.province)] == [True]
    taken_once(offices)


@pytest.mark.parametrize(
    ("port", "method", "waits"), [("papers", "store", 0), ("connections", "keep", 1)]
)
def test_a_request_is_made_or_it_is_not(offices, port, method, waits):
    with pytest.raises(Crashed):
        made(crashing(offices.province, port, method, after=True))

    assert len(list(made_requests(offices.province))) == waits
    if not waits:
        made(offices.province)
    taken_once(offices)
