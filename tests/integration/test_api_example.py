"""The example in docs/api.md is run as it stands, by a process of its own, over HTTP."""

import re
import subprocess
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from tests.api_world import a_vendor, at_the_door, registered, the_application
from tests.school_world import SCHOOL, YEAR, a_running_school, a_school

pytestmark = pytest.mark.usefixtures("as_app")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        """Say nothing of each request."""


def test_the_worked_example_hands_a_pupil_in_once(tmp_path):
    school, holder = a_running_school(pupils=2), a_vendor()
    system = registered(school, holder)
    (tmp_path / "khoa.pem").write_bytes(holder.key_pem())
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    with at_the_door(), make_server("127.0.0.1", 0, None, handler_class=Quiet) as server:
        address = f"http://127.0.0.1:{server.server_port}/api/v1"
        server.set_app(the_application(school, audience=f"{address}/token"))
        server.timeout = 0.2
        named = {"HOCBA_API": address, "CLIENT_ID": system.client}
        vendor = subprocess.Popen(
            [sys.executable, "-c", code],
            env={**named, "KEY_FILE": str(tmp_path / "khoa.pem"), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        # Served by this thread, which alone sees what the test has written.
        while vendor.poll() is None:
            server.handle_request()
        said = vendor.stdout.read().splitlines()

    assert said == [a_school().name, "1", "1"]
    assert vendor.returncode == 0
    codes = [e.pupil.sector_code for e in school.book.enrolments(SCHOOL, YEAR)]
    assert codes.count("MAU9000000001") == 1
