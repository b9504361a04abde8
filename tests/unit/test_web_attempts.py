"""A log-in may be tried a few times; then a pause is due, whoever asks."""

from dataclasses import dataclass, field

import pytest

from hocba.core.terms.outcomes import Refusal
from hocba.faces.web.attempts import PER_ADDRESS, PER_NAME, Attempts


@dataclass
class MemoryCounters:
    """Counters that forget nothing by themselves."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, key, value, timeout):
        assert timeout > 0
        is_new = key not in self.counts
        self.counts.setdefault(key, value)
        return is_new

    def incr(self, key):
        self.counts[key] += 1
        return self.counts[key]

    def get(self, key, default):
        return self.counts.get(key, default)

    def delete(self, key):
        return self.counts.pop(key, None) is not None


def attempts(counters, name="pang", address="203.0.113.7"):
    return Attempts(counters=counters, name=name, address=address)


def fail(counters, times, **who):
    for _ in range(times):
        attempts(counters, **who).failed()


def test_lets_a_name_through_before_the_limit():
    counters = MemoryCounters()
    fail(counters, PER_NAME - 1)

    attempts(counters).require_allowed()


def test_pauses_a_name_at_the_limit_from_any_address():
    counters = MemoryCounters()
    fail(counters, PER_NAME)

    with pytest.raises(Refusal) as caught:
        attempts(counters, address="198.51.100.1").require_allowed()
    assert caught.value.code == "web.too_many_attempts"


def test_counts_one_name_in_whatever_case_it_is_typed():
    counters = MemoryCounters()
    fail(counters, PER_NAME, name="PANG")

    with pytest.raises(Refusal):
        attempts(counters).require_allowed()


def test_pauses_an_address_that_tries_many_names():
    counters = MemoryCounters()
    for one in range(PER_ADDRESS):
        fail(counters, 1, name=f"name-{one}")

    with pytest.raises(Refusal):
        attempts(counters, name="another").require_allowed()


def test_forgets_a_names_failures_when_it_gets_in():
    counters = MemoryCounters()
    fail(counters, PER_NAME - 1)
    attempts(counters).succeeded()
    fail(counters, PER_NAME - 1)

    attempts(counters).require_allowed()


def test_keeps_no_typed_name_in_clear():
    counters = MemoryCounters()
    fail(counters, 1, name="a-password-in-the-wrong-field")

    assert not any("password" in key for key in counters.counts)
