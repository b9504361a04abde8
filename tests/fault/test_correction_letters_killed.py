"""
A crash at every commit point of a request that goes to the province over the line.

| crashes at                      | left behind                           | again           |
| ------------------------------- | ------------------------------------- | --------------- |
| school: letter stored           | a paper that nobody names             | signed anew     |
| school: step, letter's row      | as above: the turn was not ended      | signed anew     |
| province: paper stored          | papers that nobody names              | is taken        |
| province: row, opening, step    | as above: the turn was not ended      | is taken        |
| province: answered, unheard     | taken; the school waits               | the same answer |
| school: answer's row, its step  | a paper that nobody names; it waits   | the same answer |
"""

from dataclasses import replace

import pytest

from hocba.core.compose.corrections import Stage
from hocba.flow.correct_record import decide
from hocba.flow.correction_letters import hear_of, sent_up
from hocba.flow.take_correction import take_correction, tell_correction
from tests.apart_world import apart, undone
from tests.fault.test_school_commit_points import Crashed, CrashingAt
from tests.school_world import PROVINCE, a_consent, principal

pytestmark = pytest.mark.usefixtures("practice_schema", "as_app")


@pytest.fixture
def world(tmp_path):
    return apart(tmp_path)


class Straight:
    """The province's desk without the door before it, which would catch what kills it."""

    def __init__(self, province):
        self._province = province

    def hand_in_correction(self, request):
        return take_correction(self._province, request)

    def ask_correction(self, digest):
        return tell_correction(self._province, digest)


def crashing(outside, port, method, *, after):
    return replace(outside, **{port: CrashingAt(getattr(outside, port), method, after=after)})


def joined(world, *, school=None, province=None):
    """The school, whose line leads to that province."""
    line = Straight(province or world.province)
    return replace(school or world.school, correction_line=line)


def there(world):
    return world.province.corrections.of_province(PROVINCE)


def goes_on(world, correction_id):
    """Whatever had happened: it is there once, decided once, and both books say the same."""
    school = joined(world)
    for _ in range(2):
        assert hear_of(school, correction_id).stage is Stage.AT_PROVINCE
    (found,) = there(world)
    world.decided(found)
    for _ in range(2):
        assert hear_of(school, correction_id).stage is Stage.APPROVED
    assert [each.step for each in school.corrections.get(correction_id).steps] == [
        each.step for each in there(world)[0].steps
    ]


_STEP_WITH_ITS_LETTER = (
    ("papers", "store", True),
    *(("corrections", "append", after) for after in (False, True)),
    ("corrections", "keep_letter", True),
)


def test_a_step_is_never_taken_without_its_letter(world):
    for port, method, after in _STEP_WITH_ITS_LETTER:
        with undone():
            _step_with_its_letter(world, port, method, after=after)


def _step_with_its_letter(world, port, method, *, after):
    asked = world.asked()
    words = {
        "actor": principal(),
        "correction_id": asked.correction_id,
        "approve": True,
        "consent": a_consent(principal()),
    }

    with pytest.raises(Crashed):
        decide(crashing(world.school, port, method, after=after), **words)

    assert world.school.corrections.get(asked.correction_id).stage is Stage.ASKED
    assert sent_up(world.school, asked) is None
    decide(world.school, **words)
    goes_on(world, asked.correction_id)


_TAKEN_WHOLE = (
    ("papers", "store", True),
    ("corrections", "keep_letter", True),
    *(("corrections", "open", after) for after in (False, True)),
    ("corrections", "append", True),
    ("keys", "sign", True),
)


def test_a_province_takes_a_request_whole_or_not_at_all(world):
    for port, method, after in _TAKEN_WHOLE:
        with undone():
            _taken_whole(world, port, method, after=after)


def _taken_whole(world, port, method, *, after):
    sent = world.sent()
    dying = crashing(world.province, port, method, after=after)

    with pytest.raises(Crashed):
        hear_of(joined(world, province=dying), sent.correction_id)

    assert len(there(world)) == (port == "keys")
    assert sent_up(world.school, sent).answered_at is None
    goes_on(world, sent.correction_id)


_HEARD_WHOLE = (
    ("papers", "store", True),
    ("corrections", "keep_letter", True),
    *(("corrections", "append", after) for after in (False, True)),
)


def test_a_decision_is_heard_whole_or_not_at_all(world):
    for port, method, after in _HEARD_WHOLE:
        with undone():
            _heard_whole(world, port, method, after=after)


def _heard_whole(world, port, method, *, after):
    sent = world.sent()
    hear_of(joined(world), sent.correction_id)
    world.decided(sent)
    dying = crashing(world.school, port, method, after=after)

    with pytest.raises(Crashed):
        hear_of(joined(world, school=dying), sent.correction_id)

    assert world.school.corrections.get(sent.correction_id).stage is Stage.AT_PROVINCE
    for _ in range(2):
        assert hear_of(joined(world), sent.correction_id).stage is Stage.APPROVED
    assert len(world.school.corrections.letters(sent.correction_id)) == 3
