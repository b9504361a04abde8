"""A province and the ministry on two machines, with a courier between them: no shared database."""

import json
import shutil
import signal
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from socket import create_connection, create_server

import pytest

from hocba.adapters.database.embedded import running, start, stop
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.receipt import Answer, receipt_of
from hocba.core.terms.messages import told
from hocba.wiring.settings import Settings
from tests.courier_story import set_up, the_school
from tests.installations import Installation
from tests.tls_world import a_certificate, issuer_of

PROVINCE, MINISTRY = "11", "BO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Both installations after one report and its receipt were carried."""

    province: Installation
    ministry: Installation
    bag: Path

    def files(self, pattern):
        return sorted(self.bag.glob(pattern))


def well(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def homes(tmp_path_factory, worlds):
    """Two homes whose PostgreSQL stays up, so that not every command starts its own."""
    folder = tmp_path_factory.mktemp("two")
    so, bo = (worlds.migrated(folder / name) / "postgres" for name in ("so", "bo"))
    with running(so), running(bo):
        yield folder


@pytest.fixture(scope="module")
def carried(homes):
    """Play the story once; every step that a person would type is typed."""
    folder = homes
    province = Installation(home=folder / "so")
    ministry = Installation(home=folder / "bo")
    bag = folder / "usb"
    refs = set_up(Settings(home=province.home), Settings(home=ministry.home), folder)
    with province.officers() as act:
        act("save_keys", owners=list(refs))
        paper = act("certificate")
        ministry.act("admit", code=PROVINCE, certificate=paper)
        # The ministry's register comes down first: without it nobody knows the province.
        well(ministry.hocba("register", "write", "--office", "BO", "--out", bag / "so-cua-bo"))
        well(province.hocba("register", "take", "--office", "SO", *(bag / "so-cua-bo").iterdir()))
        act("school_year", work=str(folder / "excel"))
    well(province.hocba("package", "waiting", "--office", "SO", "--out", bag / "goi"))
    packages = sorted((bag / "goi").glob("*.zip"))
    receive = ("package", "receive", "--office", "BO", "--out", bag / "bien-nhan", *packages)
    well(ministry.hocba(*receive))
    return Carried(province=province, ministry=ministry, bag=bag)


@pytest.fixture(scope="module")
def answered(carried):
    """The receipt came home, to the province and to its school."""
    receipts = carried.files("bien-nhan/*.xml")
    for office in ("SO", "TRUONG"):
        well(carried.province.hocba("package", "receipt", "--office", office, *receipts))
    return carried


def test_no_installation_holds_the_other_s_keys(carried):
    of_province, of_ministry = (
        {file.name for file in (each.home / "keys").glob("*.pem")}
        for each in (carried.province, carried.ministry)
    )

    assert of_province & of_ministry == set()
    assert all(name.startswith(MINISTRY) for name in of_ministry)
    assert not (carried.province.home / "blobs" / MINISTRY).exists()


def test_everything_is_accepted(carried):
    (file,) = carried.files("bien-nhan/*.xml")

    statement = XmlDocuments().statement(file.read_bytes(), StatementKind.RECEIPT)

    receipt = receipt_of(statement.content)
    assert {each.answer for each in receipt.answers} == {Answer.ACCEPTED}
    assert (receipt.head.sender, receipt.head.receiver) == (MINISTRY, PROVINCE)


def test_the_same_package_again_gets_the_very_same_receipt(carried, tmp_path):
    (first,) = carried.files("bien-nhan/*.xml")
    packages = carried.files("goi/*.zip")

    well(
        carried.ministry.hocba("package", "receive", "--office", "BO", "--out", tmp_path, *packages)
    )

    assert (tmp_path / first.name).read_bytes() == first.read_bytes()


@contextmanager
def served(office, *words):
    """Serve an installation's pages as its operator does, until the block ends."""
    process = office.started("serve", *words)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def test_reports_go_over_https_but_for_the_time_of_a_suspension(carried, tmp_path):
    own, other = (a_certificate(tmp_path / f"{name}.pem", name) for name in ("bo", "so"))
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    tls = ("--ssl-certificate", own, "--ssl-keyfile", own, "--ssl-ca", issuer_of(other))
    above = replace(carried.ministry, told={"HOCBA_PORT": str(port), "HOCBA_WORKERS": "1"})
    line = {
        "HOCBA_UPLINK_URL": f"https://127.0.0.1:{port}/bo/lien-thong",
        "HOCBA_UPLINK_CA": str(issuer_of(own)),
    }
    shows = {**line, "HOCBA_UPLINK_CERTIFICATE": str(other)}
    stranger, below = (replace(carried.province, told=each) for each in (line, shows))

    # Nobody listens: the package waits on.
    cut = below.hocba("package", "send", "--office", "SO")
    assert (cut.returncode, "uplink.no_answer" in cut.stdout) == (1, True)
    with served(above, *tls, "--ssl-client-verify"):
        answers(port)
        assert stranger.hocba("package", "send", "--office", "SO").returncode == 1
        # What was answered by courier before is answered again; a new report is not taken in.
        carried.province.act("report", consent="bao-cao-2")
        carried.ministry.act("hold", code=PROVINCE, suspended=True)
        held = below.hocba("package", "send", "--office", "SO")
        assert (held.returncode, f"biên nhận của {MINISTRY}" in held.stdout) == (1, True)
        assert "admission.account_not_approved" in held.stdout
        carried.ministry.act("hold", code=PROVINCE, suspended=False)
        well(below.hocba("package", "send", "--office", "SO"))

    well(below.hocba("package", "waiting", "--office", "SO", "--out", tmp_path / "goi"))
    assert list((tmp_path / "goi").iterdir()) == []


def answers(port):
    """Wait until somebody listens."""
    for _ in range(300):
        with suppress(OSError), create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    pytest.fail("nobody listens")


def test_both_count_the_same(answered):
    below, above = (
        json.loads(well(each.hocba("figures", "--office", office, "--json", "--recount")))
        for each, office in ((answered.province, "SO"), (answered.ministry, "BO"))
    )

    assert below["dem_lai_khop"] is above["dem_lai_khop"] is True
    assert (below["dong"], below["tong"]) == (above["dong"], above["tong"])
    assert above["tong"]["da_nhan"] > 20


def test_the_school_knows_that_the_ministry_has_its_records(answered):
    school = the_school()

    found = answered.province.act("statuses")

    excepted = {expected.sector_code for expected in school.exceptions}
    assert found["KHO_DA_NHAN"] == sum(
        1
        for e in school.enrolments
        if e.pupil.sector_code not in excepted and e.pupil.sector_code in school.assessments
    )


def test_nothing_waits_once_the_receipt_is_home(answered, tmp_path):
    well(answered.province.hocba("package", "waiting", "--office", "SO", "--out", tmp_path))

    assert list(tmp_path.iterdir()) == []


class TestRefuses:
    def test_an_office_that_is_elsewhere(self, carried):
        for each, office in ((carried.province, "BO"), (carried.ministry, "SO")):
            done = each.hocba("figures", "--office", office)

            assert done.returncode == 70
            assert told("settings.office_elsewhere", {"level": office}) in done.stderr

    def test_a_report_at_the_wrong_desk(self, carried, tmp_path):
        packages = carried.files("goi/*.zip")

        done = carried.province.hocba(
            "package", "receive", "--office", "SO", "--out", tmp_path, *packages
        )

        assert done.returncode == 1
        assert "package.other_receiver" in done.stdout

    def test_a_receipt_that_was_changed_on_the_way(self, carried, tmp_path):
        (receipt,) = carried.files("bien-nhan/*.xml")
        changed = tmp_path / "bien-nhan.xml"
        changed.write_bytes(receipt.read_bytes().replace(b"CHAP_NHAN", b"TU_CHOI", 1))

        done = carried.province.hocba("package", "receipt", "--office", "SO", changed)

        assert done.returncode == 1
        assert "package.receipt_not_genuine" in done.stdout

    def test_a_register_that_was_changed_on_the_way(self, carried, tmp_path):
        (register,) = carried.files("so-cua-bo/*.xml")
        changed = tmp_path / "so.xml"
        changed.write_bytes(register.read_bytes().replace(b"<So>1<", b"<So>2<", 1))
        assert changed.read_bytes() != register.read_bytes()

        done = carried.province.hocba("register", "take", "--office", "SO", changed)

        assert done.returncode == 1
        assert "registers.not_trusted" in done.stdout

    def test_a_file_that_is_not_there(self, carried):
        done = carried.ministry.hocba("package", "receive", "--office", "BO", "khong-co.zip")

        assert done.returncode == 64
        assert "Traceback" not in done.stderr


def restored_from(home, to):
    """Stop, copy, go on: as the page for operators says."""
    stop(home / "postgres")
    shutil.copytree(home, to, symlinks=True)
    start(home / "postgres")
    return Installation(home=to)


class TestBackup:
    """docs/operations/offices.md, step by step."""

    def test_a_copied_home_is_the_whole_installation(self, answered, tmp_path):
        before = json.loads(well(answered.ministry.hocba("figures", "--office", "BO", "--json")))

        restored = restored_from(answered.ministry.home, tmp_path / "bo")

        after = json.loads(well(restored.hocba("figures", "--office", "BO", "--json", "--recount")))
        assert after.pop("dem_lai_khop") is True
        assert {**after, "luc": ""} == {**before, "luc": ""}
        (first,) = answered.files("bien-nhan/*.xml")
        packages = answered.files("goi/*.zip")
        out = tmp_path / "bien-nhan"
        well(restored.hocba("package", "receive", "--office", "BO", "--out", out, *packages))
        assert (out / first.name).read_bytes() == first.read_bytes()

    def test_bytes_that_were_lost_are_missed_by_a_recount(self, answered, tmp_path):
        restored = restored_from(answered.ministry.home, tmp_path / "bo")
        shutil.rmtree(restored.home / "blobs")

        done = restored.hocba("figures", "--office", "BO", "--recount")

        assert done.returncode == 70
        assert "Traceback" not in done.stderr
