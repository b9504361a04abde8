"""
A Ceph of one's own on the loopback: a monitor, a manager, three stores of bytes, an S3 gateway.

    python -m tests.integration.ceph_cluster FOLDER     runs until Ctrl+C and says how to reach it

Needs Debian's ceph-mon, ceph-mgr, ceph-osd, ceph-common and radosgw. Everything stands in one
folder and runs as whoever started it; nothing of the machine's own Ceph is looked at.
"""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = ("ceph-mon", "ceph-mgr", "ceph-osd", "ceph", "monmaptool", "radosgw", "radosgw-admin")
OSDS = (0, 1, 2)
ACCESS, SECRET = "hocba", "hocba-only-on-the-loopback"
PATIENCE_S = 120

CONFIGURATION = """\
[global]
fsid = {fsid}
mon_host = [v2:127.0.0.1:{mon}]
public_network = 127.0.0.0/8
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
run_dir = {folder}/run
admin_socket = {folder}/run/$name.asok
pid_file = {folder}/run/$name.pid
log_file = {folder}/log/$name.log
crash_dir = {folder}/crash
keyring = {folder}/keyring
mon_data = {folder}/mon
mgr_data = {folder}/mgr
osd_data = {folder}/osd.$id
ms_bind_msgr1 = false
# Three copies on three stores of one machine; two of them are enough to go on.
osd_crush_chooseleaf_type = 0
osd_pool_default_size = 3
osd_pool_default_min_size = 2
osd_pool_default_pg_num = 8
osd_pool_default_pgp_num = 8
osd_pool_default_pg_autoscale_mode = off
# A lost store comes back in this test; nobody is to start copying everything meanwhile.
mon_osd_down_out_interval = 3600
mon_max_pg_per_osd = 1000
bluestore_block_size = 4294967296
osd_memory_target = 939524096
mgr_initial_modules =
mon_data_avail_warn = 1
mon_data_avail_crit = 1
paxos_propose_interval = 0.1
[client.rgw]
# The gateway's own default asks for encryption, which a cluster without keys has not.
ms_mon_client_mode = crc
# Without tcp_nodelay every answer waits 40 ms for the acknowledgement of its first part.
rgw_frontends = beast endpoint=127.0.0.1:{gateway} tcp_nodelay=1
rgw_enable_ops_log = false
rgw_enable_usage_log = false
"""


def missing_programs():
    """The programs of Ceph that this machine lacks."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


@dataclass(slots=True, kw_only=True)
class CephCluster:
    """A cluster in one folder. Daemons are children of this process and end with `stop`."""

    folder: Path
    mon: int = field(default_factory=free_port)
    gateway: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.gateway}"

    @property
    def configuration(self):
        return str(self.folder / "ceph.conf")

    def start(self):
        """Make the cluster and wait until it takes objects."""
        fsid = str(uuid.uuid4())
        for name in ("run", "log", "crash", "mon", "mgr", *(f"osd.{one}" for one in OSDS)):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "keyring").touch()
        text = CONFIGURATION.format(
            fsid=fsid, folder=self.folder, mon=self.mon, gateway=self.gateway
        )
        Path(self.configuration).write_text(text)
        self._start_monitor(fsid)
        self.spawn("mgr", "ceph-mgr", "-i", "x", "-f")
        for one in OSDS:
            self._make_osd(one)
        self.wait_for_osds(len(OSDS))
        self._start_gateway()

    def ceph(self, *words):
        """Ask the cluster one thing and return its answer as JSON."""
        done = self.run("ceph", *words, "--format", "json", "--connect-timeout", "30")
        return json.loads(done) if done.strip() else None

    def run(self, program, *words):
        command = [program, "-c", self.configuration, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
        return done.stdout

    def spawn(self, name, program, *words):
        with (self.folder / "log" / f"{name}.out").open("ab") as out:
            self.running[name] = subprocess.Popen(
                [program, "-c", self.configuration, *words], stdout=out, stderr=out
            )

    def kill_osd(self, one):
        """Take one store of bytes away as a power cut would, and wait until the others know."""
        self.running[f"osd.{one}"].send_signal(signal.SIGKILL)
        self.running.pop(f"osd.{one}").wait()
        self.wait_for_osds(len(OSDS) - 1)

    def restart_osd(self, one):
        """Bring a store back and wait until every object has its three copies again."""
        self.spawn(f"osd.{one}", "ceph-osd", "-i", str(one), "-f")
        self.wait_for_osds(len(OSDS))
        self.wait_until(self.is_clean, "every object has three copies")

    def osds_up(self):
        return self.ceph("osd", "stat")["num_up_osds"]

    def is_clean(self):
        pages = self.ceph("pg", "stat")["pg_summary"]["num_pg_by_state"]
        return [state["name"] for state in pages] == ["active+clean"]

    def wait_for_osds(self, count):
        self.wait_until(lambda: self.osds_up() == count, f"{count} stores are up")

    def wait_until(self, is_so, what):
        until = time.monotonic() + PATIENCE_S
        while not is_so():
            dead = [name for name, one in self.running.items() if one.poll() is not None]
            assert not dead, f"ended by themselves: {dead}; see {self.folder}/log"
            assert time.monotonic() < until, f"waited in vain until {what}; see {self.folder}/log"
            time.sleep(0.2)

    def stop(self):
        """End every daemon that this object has started."""
        for one in reversed(self.running.values()):
            one.terminate()
        for one in self.running.values():
            try:
                one.wait(timeout=20)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
        self.running.clear()

    def _start_monitor(self, fsid):
        monmap = self.folder / "monmap"
        address = f"[v2:127.0.0.1:{self.mon}]"
        words = ["--create", "--clobber", "--fsid", fsid, "--addv", "a", address, str(monmap)]
        subprocess.run(["monmaptool", *words], check=True, capture_output=True)
        self.run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap)
        self.spawn("mon", "ceph-mon", "-i", "a", "-f")
        self.run("ceph", "--connect-timeout", "60", "mon", "stat")

    def _make_osd(self, one):
        name = str(uuid.uuid4())
        self.run("ceph", "osd", "new", name, one)
        self.run("ceph-osd", "-i", one, "--mkfs", "--osd-uuid", name)
        self.spawn(f"osd.{one}", "ceph-osd", "-i", str(one), "-f")

    def _start_gateway(self):
        user = ["--uid", "hocba", "--display-name", "Hocba"]
        keys = ["--access-key", ACCESS, "--secret-key", SECRET]
        self.run("radosgw-admin", "user", "create", *user, *keys)
        self.spawn("rgw", "radosgw", "-n", "client.rgw", "-f")
        self.wait_until(self._answers, "the gateway answers")

    def _answers(self):
        try:
            with urllib.request.urlopen(self.endpoint, timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


def main():
    cluster = CephCluster(folder=Path(sys.argv[1]).resolve())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began = time.monotonic()
    try:
        cluster.start()
        print(
            f"{cluster.endpoint} {ACCESS} {SECRET} ({time.monotonic() - began:.1f} s)", flush=True
        )
        signal.pause()
    except KeyboardInterrupt:
        print("ending", flush=True)
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
