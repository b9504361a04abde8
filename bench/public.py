"""
Public: look a code up and have a file verified, while many do so at once.

    ./dev bench public [--records 2000] [--rate 200] [--seconds 12]

The real server (granian, as `hocba serve` starts it, two processes) on an embedded PostgreSQL
that holds a synthetic nation. An open loop: each request is due at its own instant, and waiting
counts from there. The generator works on the same cores, and its share is told. No limit a
sender stands in the way: only log-ins are limited by address.
"""

import argparse
import http.client
import importlib
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from ground.installation import OUT, installation
from ground.load import Answers, Ask, answers
from ground.nations import reports
from ground.rounds import last_line, machine

from hocba.core.terms.codes import record_code

LOOK_UP, FILE = "code looked up", "file verified"
EMPTY, STATIC = "the page that asks", "bare limit: /healthz"
_FILES: Final = 200
_BOUND: Final = "hocba-bench-0123456789"
_WARM_S: Final = 3.0


def main() -> None:
    """Measure, print, then one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--records", type=int, default=2000)
    options.add_argument("--rate", type=float, default=200.0)
    options.add_argument("--file-rate", type=float, default=50.0)
    options.add_argument("--seconds", type=float, default=12.0)
    chosen = options.parse_args()
    nation = reports(chosen.records)
    port = _free_port()
    with installation(OUT / "public", port=port) as settings:
        ground: Any = importlib.import_module("ground.ministry")
        flow: Any = importlib.import_module("hocba.flow.receive_package")
        office = ground.ministry(settings, nation)
        packages = nation.folder.reports()
        for package in sorted(packages, key=lambda each: each.stem != "0000"):
            flow.receive(office, package.read_bytes())
        files = _files(packages)
        with _server(port):
            ways = _ways(port, files, chosen)
            print(machine())
            print(f"{nation.told['records']} records kept, 2 server processes")
            found = {name: _measured(port, *way, chosen.seconds) for name, way in ways.items()}
    for name, (got, busy) in found.items():
        shown = " ".join(f"p{share * 100:.0f} {got.percentile(share):7.1f}" for share in _SHARES)
        told = f"{got.rate:5.0f}/s, {shown} ms, {got.errors} errors, generator {busy:.2f} cores"
        print(f"{name:22} {told}")
    last_line(_told(found, chosen, nation.told["records"]))


_SHARES: Final = (0.5, 0.95, 0.99)


def _told(
    found: dict[str, tuple[Answers, float]], chosen: argparse.Namespace, records: int
) -> dict[str, object]:
    look_up, bare = found[LOOK_UP][0], found[STATIC][0]
    return {
        "bench": "public",
        "records": records,
        "asked_per_second": {
            name: chosen.file_rate if name == FILE else chosen.rate for name in found
        },
        "answered_per_second": {name: round(got.rate, 1) for name, (got, _) in found.items()},
        "ms": {
            name: {f"p{share * 100:.0f}": round(got.percentile(share), 1) for share in _SHARES}
            for name, (got, _) in found.items()
        },
        "errors": sum(got.errors for got, _ in found.values()),
        "p95_ms": round(look_up.percentile(0.95), 1),
        "times_bare_p50": round(look_up.percentile(0.5) / bare.percentile(0.5), 1),
    }


def _measured(
    port: int, ask: Callable[[int], Ask], rate: float, seconds: float
) -> tuple[Answers, float]:
    answers(port, ask, rate=rate / 2, seconds=_WARM_S)
    before = time.process_time()
    got = answers(port, ask, rate=rate, seconds=seconds)
    return got, (time.process_time() - before) / got.seconds


_Way = tuple[Callable[[int], Ask], float]


def _ways(port: int, files: list[tuple[str, bytes]], chosen: argparse.Namespace) -> dict[str, _Way]:
    token = _token(port)
    posted = {
        "Cookie": f"csrftoken={token}",
        "Content-Type": f"multipart/form-data; boundary={_BOUND}",
        "Referer": f"http://127.0.0.1:{port}/",
    }

    def look_up(number: int) -> Ask:
        # One in ten is a code of no record.
        if number % 10 == 0:
            code, words = record_code(number.to_bytes(8, "big")), "Kho không có"
        else:
            code, words = files[number % len(files)][0], "đang có hiệu lực"
        asked = quote(code, safe="")
        return Ask(path=f"/xac-thuc?ma={asked}", headers={}, must_hold=words.encode())

    def file(number: int) -> Ask:
        _, record = files[number % len(files)]
        body = _form(token, record)
        return Ask(path="/xac-thuc", body=body, headers=posted, must_hold=b"answer ok")

    return {
        LOOK_UP: (look_up, chosen.rate),
        FILE: (file, chosen.file_rate),
        EMPTY: (lambda _: Ask(path="/xac-thuc", headers={}), chosen.rate),
        STATIC: (lambda _: Ask(path="/healthz", headers={}, must_hold=b"ok"), chosen.rate),
    }


def _token(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/xac-thuc")
    cookies = connection.getresponse().headers.get_all("Set-Cookie") or []
    return (
        next(each for each in cookies if each.startswith("csrftoken")).split("=")[1].split(";")[0]
    )


def _form(token: str, record: bytes) -> bytes:
    head = (
        f'--{_BOUND}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}'
    )
    part = (
        f'\r\n--{_BOUND}\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n\r\n'
    )
    return head.encode() + part.encode() + record + f"\r\n--{_BOUND}--\r\n".encode()


def _files(packages: tuple[Path, ...]) -> list[tuple[str, bytes]]:
    """Return records with their codes, drawn from all packages alike."""
    found = []
    for path in packages:
        with zipfile.ZipFile(path) as package:
            names = [name for name in package.namelist() if name.startswith("hoc-ba/")]
            found += [package.read(name) for name in names[:: max(1, len(names) // _FILES)]]
    return [(_code(record), record) for record in found[:: max(1, len(found) // _FILES)]]


def _code(record: bytes) -> str:
    return record.partition(b"<MaHocBa>")[2].partition(b"<")[0].decode()


@contextmanager
def _server(port: int) -> Iterator[None]:
    command = [str(Path(sys.executable).with_name("hocba")), "serve"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(port, server)
            yield
        finally:
            server.terminate()
            server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("the server ended by itself")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise SystemExit("the server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
