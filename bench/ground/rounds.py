"""Run rival ways of one task in turns, so that a noisy machine is noisy for all of them."""

import gc
import json
import os
import platform
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

_TURN: Final = 20
"""Items a way works on before the next has its turn."""


def machine() -> str:
    """Say on what the figures were taken."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "?")
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, load {_load()}"


def microseconds(
    ways: Mapping[str, Callable[[int], float | None]], *, rounds: int, items: int
) -> Mapping[str, float]:
    """
    Return each way's median CPU time in microseconds an item.

    ways: each does its task for one item, given by its number; one that works in another process
    returns the CPU seconds spent there. Every round takes every way through all items, a few
    items at a time in turns.
    """
    taken: dict[str, list[float]] = {name: [0.0] * rounds for name in ways}
    for number in range(-1, rounds):
        gc.collect()
        for first in range(0, items, _TURN):
            turn = range(first, min(first + _TURN, items))
            for name, way in ways.items():
                time = _time(way, turn)
                # The first round only warms up caches, as a long run has them.
                if number >= 0:
                    taken[name][number] += time
    return {name: median(times) / items * 1e6 for name, times in taken.items()}


def _time(way: Callable[[int], float | None], turn: range) -> float:
    start, elsewhere = process_time(), 0.0
    for item in turn:
        elsewhere += way(item) or 0.0
    return process_time() - start + elsewhere


def last_line(figures: Mapping[str, object]) -> None:
    """Print what a program reads: one JSON object."""
    print(json.dumps(figures, ensure_ascii=False))


def _load() -> str:
    return " ".join(f"{part:.2f}" for part in os.getloadavg())
