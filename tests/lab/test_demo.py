"""The demo, played once as a person plays it, leaves what it promises."""

import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from hocba.adapters.xml.attachment import opened
from hocba.core.compose.exceptions import ExceptionReason
from hocba.core.compose.wire_secondary import SECONDARY_NAMESPACE
from hocba.core.terms.messages import told
from hocba.lab.demo.calendar import DAY_AFTER
from hocba.lab.people.plans import played_plans
from hocba.lab.people.world import synthetic_schools
from tests.installations import Installation

OURS = "urn:hocba:hoc-ba:1"
IDS = [
    *("--id-attr:Id", f"{OURS}:NoiDung", "--id-attr:Id", f"{OURS}:GocTrichLuc"),
    *(
        argument
        for name in ("NoiDung", "GocTrichLuc", "TTChung", "CoBan", "MonHoc")
        for argument in ("--id-attr:Id", f"{SECONDARY_NAMESPACE}:{name}")
    ),
    *("--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:SignatureValue"),
    *("--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A demo that was played: what it said, and where its results are."""

    at: Installation
    out: Path
    said: str

    def files(self, pattern):
        return sorted(self.out.glob(pattern))

    def figures(self):
        return json.loads((self.out / "figures.json").read_text("utf-8"))

    def verify(self, *files):
        # As of the morning after the story, whatever the machine's clock says.
        judged = ("--trust", self.out / "trust", "--at", DAY_AFTER.isoformat())
        return self.at.hocba("verify", *files, *judged, "--json")


@pytest.fixture(scope="session")
def played(tmp_path_factory, worlds):
    folder = worlds.demo(tmp_path_factory.mktemp("demo"))
    said = (folder / "said").read_text("utf-8")
    return Played(at=Installation(home=folder / "home"), out=folder / "out", said=said)


def numbers(figures):
    return {name: value for name, value in figures.items() if name != "luc"}


def code_of(file):
    return re.search(rb"<MaHocBa>([^<]+)<", file.read_bytes())[1].decode()


def test_says_what_was_done_when_it_has_ended_well(played):
    made = synthetic_schools(20260603, plans=played_plans(4))
    pupils = sum(len(school.enrolments) for school in made)

    assert f"{pupils} học sinh của 4 trường" in played.said
    assert f"{len(played.files('records/**/*.xml'))} tệp học bạ" in played.said


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        *(("records/*.xml", 500), ("print/*.pdf", 12), ("packages/*.zip", 4)),
        *(("receipts/*.xml", 4), ("figures.json", 1), ("trust/anchors/*", 1)),
        *(("trust/registers/*.xml", 5), ("excel/*/*.xlsx", 30)),
    ],
)
def test_leaves_its_results(played, pattern, least):
    assert len(played.files(pattern)) >= least


def test_answers_every_package_with_a_receipt(played):
    packages = [file.stem for file in played.files("packages/*")]

    assert packages == [file.stem for file in played.files("receipts/*")]


class TestVerifying:
    def test_every_record_passes(self, played):
        files = played.files("records/*.xml")

        done = played.verify(*files)

        assert done.returncode == 0, done.stderr
        verdicts = [each["outcome"] for each in json.loads(done.stdout)["files"]]
        assert verdicts == ["PASSED"] * len(files)

    def test_a_replaced_record_is_genuine_and_no_longer_holds(self, played):
        files = played.files("records/da-thay-the/*.xml")

        done = played.verify(*files)

        found = json.loads(done.stdout)["files"]
        assert (done.returncode, len(found) > 0) == (1, True)
        for each in found:
            assert (each["genuine"], each["authority"]) == ("PASSED", "PASSED")
            assert [f["code"] for f in each["status"]["findings"]] == ["status.superseded"]

    @pytest.mark.parametrize(
        "mark", [b"<HoTen>", b"<Diem>", b"<HocKi2>", b"<NhanXet>", b"<MaHocBa>HB"]
    )
    def test_one_byte_of_content_flipped_fails(self, played, mark, tmp_path):
        held = (each.read_bytes() for each in played.files("records/*.xml"))
        file = bytearray(next(each for each in held if mark in each))
        file[file.index(mark) + len(mark)] ^= 1
        (tmp_path / "hoc-ba.xml").write_bytes(file)

        assert played.verify(tmp_path / "hoc-ba.xml").returncode == 1

    @pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="xmlsec1 is not on this machine")
    @pytest.mark.parametrize("place", [1, 2, 3])
    def test_a_foreign_program_agrees_on_each_signature(self, played, place):
        # One record of each school: both kinds of keys are among them.
        by_school = {re.search(rb'CoSo [^>]*Ma="(\w+)"', f.read_bytes())[1]: f
                     for f in played.files("records/*.xml")}  # fmt: skip

        for file in by_school.values():
            node = ["--node-xpath", f"/*/*[3]/*[{place}]"]
            command = ["xmlsec1", "--verify", "--insecure", *IDS, *node, str(file)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
        assert len(by_school) == 4

    def test_a_print_carries_the_very_record(self, played):
        for pdf in played.files("print/*.pdf"):
            record = played.out / "records" / f"{pdf.stem}.xml"
            assert opened(pdf.read_bytes()) == record.read_bytes()


class TestFigures:
    def test_are_those_that_the_command_counts_and_recounts(self, played):
        done = played.at.hocba("figures", "--json", "--recount")

        counted = json.loads(done.stdout)
        assert done.returncode == 0, done.stderr
        assert counted.pop("dem_lai_khop") is True
        assert numbers(counted) == numbers(played.figures())

    def test_count_every_record_once(self, played):
        codes = {code_of(file) for file in played.files("records/*.xml")}

        assert played.figures()["tong"]["da_nhan"] == len(codes)

    def test_hold_every_reason_for_an_exception(self, played):
        given = played.figures()["tong"]["ngoai_le"]

        assert {reason for reason, count in given.items() if count} == {
            reason.value for reason in ExceptionReason
        }

    def test_leave_no_pupil_out(self, played):
        total = played.figures()["tong"]

        # Every pupil of the declared rosters has a record, a reason, or waits in class 4B.
        excepted = sum(total["ngoai_le"].values())
        assert total["hoc_sinh"] == total["da_lap"] + excepted + total["chua_khai"]


class TestTheAmendedRecord:
    def test_supersedes_its_first_version(self, played):
        (amended,) = played.files("records/*-v2.xml")
        first = played.out / "records" / "da-thay-the" / amended.name.replace("-v2", "-v1")
        assert first.is_file()

        for level in ("SO", "BO"):
            ((found,),) = played.at.act("look_up", codes=[code_of(amended)], level=level)
            assert found == {"version": 2, "standing": "HIEN_HANH", "earlier": [1]}


class TestPackages:
    def test_are_opened_by_any_tool(self, played):
        for file in played.files("packages/*.zip"):
            with zipfile.ZipFile(file) as package:
                assert package.testzip() is None
                assert package.namelist()[0] == "META-INF/goi-nop.xml"

    @pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not on this machine")
    def test_are_opened_by_unzip(self, played):
        for file in played.files("packages/*.zip"):
            done = subprocess.run(["unzip", "-tq", file], capture_output=True, check=False)
            assert done.returncode == 0, done.stderr

    def test_hold_every_record(self, played):
        within = set()
        for file in played.files("packages/*.zip"):
            with zipfile.ZipFile(file) as package:
                within |= {package.read(n) for n in package.namelist() if n.startswith("hoc-ba/")}

        assert within == {file.read_bytes() for file in played.files("records/**/*.xml")}


class TestClearing:
    """What the demo deletes is its own."""

    def test_refuses_a_folder_that_holds_anything_else(self, tmp_path):
        (tmp_path / "luan-van.docx").write_text("ba năm công việc", "utf-8")

        done = Installation(home=tmp_path / "home").hocba("demo", "--out", tmp_path)

        assert done.returncode == 1
        details = {"path": str(tmp_path), "name": "luan-van.docx"}
        assert told("demo.folder_in_use", details) in done.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["luan-van.docx"]

    def test_refuses_the_home_of_a_real_installation(self, tmp_path):
        home = tmp_path / "home"
        (home / "keys").mkdir(parents=True)
        (home / "keys" / "truong.key.pem").write_text("không tạo lại được", "utf-8")
        (home / "offices.json").write_text('{"environment": "CHINH_THUC"}', "utf-8")

        done = Installation(home=home).hocba("demo", "--out", tmp_path / "out")

        assert done.returncode == 1
        assert told("demo.home_in_use", {"path": str(home)}) in done.stderr
        assert (home / "keys" / "truong.key.pem").is_file()


def test_every_plan_takes_part_unless_told_otherwise(played):
    schools = played.figures()["dong"]

    assert len(schools) == 4
