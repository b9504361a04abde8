"""
A province on a real Ceph, one of whose stores of bytes is killed: HOCBA_CEPH=1, ceph and radosgw.

Debian's packages ceph-mon, ceph-mgr, ceph-osd, ceph-common, radosgw. What was seen is told in
docs/operations/object-store.md.
"""

import io
import os
import subprocess
import sys
import time
import zipfile
from urllib.parse import quote

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.object_store import opened
from hocba.adapters.keys.note_keys import check_ed25519
from hocba.core.sign.register import Level
from hocba.core.submit.receipt import Answer
from hocba.flow.check_store import checked_store
from hocba.flow.publish_log import log_key
from hocba.flow.receive_package import receive
from hocba.flow.repair_store import brought_back, repaired
from hocba.flow.verify_log import verify_log
from hocba.wiring.archives import opened_archive
from tests.integration.ceph_cluster import ACCESS, SECRET, CephCluster, missing_programs
from tests.nation_offices import ministry_of, office
from tests.nation_world import PROVINCES, the_nation
from tests.object_office import on_objects
from tests.object_stores import BUCKET, REGION, make_bucket
from tests.repository_world import read_receipt

pytestmark = [
    pytest.mark.opt_in,
    pytest.mark.skipif(os.environ.get("HOCBA_CEPH") != "1", reason="HOCBA_CEPH=1 asks for it"),
]

PROVINCE = PROVINCES[0]
AT = "2026-07-01T08:00:00+07:00"


class Times:
    """What took how long, said at the end (pytest -s)."""

    def __init__(self):
        self.began = time.monotonic()

    def say(self, what):
        now = time.monotonic()
        print(f"ceph: {what}: {now - self.began:.1f} s", flush=True)
        self.began = now


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    assert missing_programs() == []
    times = Times()
    # Ceph's sockets have names of at most 107 bytes, shorter than pytest's folders may be.
    made = CephCluster(folder=tmp_path_factory.mktemp("c"))
    try:
        made.start()
        make_bucket(made.endpoint, key=ACCESS, secret=SECRET)
        times.say("three stores, a monitor, a manager and a gateway are up")
        yield made
    finally:
        made.stop()


@pytest.fixture
def address(cluster, monkeypatch):
    """The address of a prefix in the cluster, with its keys in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    query = f"endpoint={quote(cluster.endpoint, safe='')}&region={REGION}"
    return lambda prefix: f"s3://{BUCKET}/{prefix}?{query}"


def sent(packages):
    """Every entry of some packages as it was sent, but for their manifests."""
    found = set()
    for package in packages:
        with zipfile.ZipFile(io.BytesIO(package)) as opened:
            found |= {opened.read(name) for name in opened.namelist()}
    return found


def province_registers():
    """Without them no verifier of the archive alone knows who may sign for a school."""
    return list(the_nation().registers(PROVINCE))


def take_in(province, packages):
    for package in packages:
        receipt = read_receipt(province, receive(province, package))
        answers = {each.answer for each in receipt.answers}
        assert answers <= {Answer.ACCEPTED, Answer.ACCEPTED_WITH_WARNINGS}


def require_whole(province, packages):
    """Everything that was sent comes back byte for byte; segments, index and log agree."""
    report = checked_store(province)
    assert (report.is_sound, report.torn, report.unnamed) == (True, (), ())
    # What the office signed itself was put in beside, and no index names it.
    assert len(report.dead) == 1
    kept = {
        province.archive.read(entry.location, digest=entry.digest)
        for entry in province.repository.kept()
    }
    assert len(kept) == report.documents
    assert kept <= sent(packages)
    assert len(sent(packages) - kept) == len(packages), "all but the manifests"
    verify_log(province.log.store, log_key(province), check=check_ed25519)


def require_verified(place, trust):
    """Another process verifies every record again, reading from the cluster by its address."""
    hocba("archive", "verify", "--archive", place, "--trust", str(trust), "--at", AT)


def hocba(*command):
    done = subprocess.run(
        [sys.executable, "-m", "hocba.wiring.main", *command, "--fresh", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def require_mended(province, store, folder):
    """An object that is not what it was, and one that is gone, come back from a copy."""
    copy = BlockSegments(folder / "ban-sao")
    brought_back(province.archive, copy)
    hurt, lost = sorted({entry.location.segment for entry in province.repository.kept()})[:2]
    store.put(hurt, bytes(store.get(hurt).bytes())[:-1] + b"?", use_multipart=False)
    store.delete(lost)
    province.archive.forget()
    damaged = checked_store(province).damaged
    assert damaged == (hurt, lost)
    assert tuple(repaired(province, damaged, copy)) == damaged


def require_written_anew(place, out):
    """Another process writes every segment anew into the cluster, from the cluster."""
    hocba("archive", "reencode", "--archive", place, "--out", out)
    old, new = opened_archive(place), opened_archive(out)
    assert new.segments() == old.segments()
    assert sorted(d for name in new.segments() for _, d in new.documents(name)) == sorted(
        d for name in old.segments() for _, d in old.documents(name)
    )


@pytest.mark.django_db
def test_loses_nothing_and_goes_on_while_a_store_of_bytes_is_dead(
    cluster, address, as_app, tmp_path
):
    nation, times = the_nation(), Times()
    files = [one.read_bytes() for one in nation.folder.packages(PROVINCE)]
    before, after = files[:-1], files[-1:]
    ministry = ministry_of(nation, tmp_path)
    plain = office(ministry, Level.PROVINCE, PROVINCE, tmp_path)
    times.say("a nation was made")

    province = on_objects(plain, address, tmp_path)
    province.archive.append(province_registers())
    take_in(province, before)
    times.say(f"{len(before)} packages were taken in")
    require_whole(on_objects(plain, address, tmp_path), before)
    require_verified(address(PROVINCE), nation.folder.trust)
    times.say("all was read back and verified again")

    cluster.kill_osd(1)
    times.say("a store was killed and the others know")
    require_whole(on_objects(plain, address, tmp_path), before)
    require_verified(address(PROVINCE), nation.folder.trust)
    times.say("all was read back and verified again with two stores")
    take_in(province, after)
    require_whole(on_objects(plain, address, tmp_path), files)
    times.say("a package more was taken in with two stores")
    require_mended(on_objects(plain, address, tmp_path), opened(address(PROVINCE)), tmp_path)
    require_whole(on_objects(plain, address, tmp_path), files)
    times.say("a damaged and a lost object were put back from a copy in a folder")
    require_written_anew(address(PROVINCE), address("moi"))
    times.say("all was written anew under another prefix")

    cluster.restart_osd(1)
    times.say("the store came back, everything has three copies")
    # What was written while it was away is read from it when another is away.
    cluster.kill_osd(2)
    require_whole(on_objects(plain, address, tmp_path), files)
    times.say("all was read back with another store dead")
    cluster.restart_osd(2)
    times.say("everything has three copies")
