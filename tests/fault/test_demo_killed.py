"""
A demo that is killed leaves nothing in the way of the next one.

    | killed while                        | left behind                        | the next run  |
    |-------------------------------------|------------------------------------|---------------|
    | setting up, importing               | tables half made, lists half taken | as if never   |
    | signing, sealing, sending, printing | records half signed, packages half | as if never   |
    | its migration outlives it, stalled  | a transaction that locks tables    | as if never   |
"""

import contextlib
import json
import os
import random
import signal
import threading
import time

import psycopg
import pytest

from hocba.adapters.database.embedded import start
from hocba.core.terms.messages import told
from hocba.core.terms.pupil_status import has_left
from hocba.lab.people.plans import demo_plans
from hocba.lab.people.world import synthetic_schools
from tests.installations import Installation

EARLY = ("Dựng trường", "Cấp chứng thư số", "Sở lập sổ", "Trường nhập danh sách", "Ghi các")
LATE = ("Giáo viên chủ nhiệm ký", "Hiệu trưởng ký", "Văn thư", "Trường nộp gói", "Sở báo cáo")


def kill_after(demo, step, wait_s):
    """Kill the whole process group a moment after a step has been done."""
    for line in demo.stdout:
        if line.startswith(f"✓ {step}"):
            break
    time.sleep(wait_s)
    os.killpg(demo.pid, signal.SIGKILL)
    demo.stdout.close()
    assert demo.wait() == -signal.SIGKILL, "the demo had ended before it was killed"


@pytest.fixture
def moments():
    """Two moments of the demo, drawn anew each time; HOCBA_TEST_SEED draws the same again."""
    seed = int(os.environ.get("HOCBA_TEST_SEED") or time.time_ns() % 1_000_000)
    chance = random.Random(seed)
    drawn = [(chance.choice(steps), round(chance.uniform(0, 0.9), 2)) for steps in (EARLY, LATE)]
    # Shown with every failure, so that it can be had again.
    print(f"HOCBA_TEST_SEED={seed}: killed at {drawn}")
    return drawn


@contextlib.contextmanager
def never_for_ever(demo, *, timeout_s=240):
    """End a demo that waits for something that never comes, so that the test can say so."""
    timer = threading.Timer(timeout_s, os.killpg, (demo.pid, signal.SIGKILL))
    timer.start()
    try:
        yield demo
    finally:
        timer.cancel()


def test_a_run_after_two_that_were_killed_ends_well_and_counts_the_same(moments, tmp_path):
    at, out = Installation(home=tmp_path / "home"), tmp_path / "out"
    words = ("demo", "--schools", "1", "--out", out)
    for step, wait_s in moments:
        kill_after(at.started(*words), step, wait_s)
    stalled = psycopg.connect(start(at.home / "postgres").owner_url)
    stalled.execute("LOCK TABLE django_migrations")

    with never_for_ever(at.started(*words)) as last:
        first_line = last.stdout.readline()
        second = at.hocba("demo", "--schools", "1", "--out", tmp_path / "other")
        said = first_line + last.communicate()[0]
    stalled.close()

    assert last.returncode == 0, said
    # Two at once: the second says so and harms nothing.
    assert second.returncode == 1
    assert told("demo.running", {}) in second.stderr
    assert not (tmp_path / "other").exists()
    (school,) = synthetic_schools(20260603, plans=demo_plans()[:1])
    total = json.loads((out / "figures.json").read_text("utf-8"))["tong"]
    stayed = [entry for entry in school.enrolments if not has_left(entry.status)]
    assert total["hoc_sinh"] == len(stayed)
    assert sum(total["ngoai_le"].values()) == len(school.exceptions)
    assert total["da_nhan"] == total["hoc_sinh"] - len(school.exceptions)
    assert len(list((out / "records").rglob("*.xml"))) == total["da_nhan"] + 1
    assert f"{total['da_nhan'] + 1} tệp học bạ, kiểm tra đều PASSED" in said
    assert at.hocba("figures", "--recount").returncode == 0
