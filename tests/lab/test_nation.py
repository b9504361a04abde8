"""The synthetic nation: one seed, one nation; distinct, genuine; a killed run is finished."""

import io
import json
import zipfile
from collections import Counter
from hashlib import sha256

import pytest
from cryptography import x509

from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.terms.outcomes import Refusal
from hocba.lab.command import lab
from hocba.lab.nation.cast import key_pool
from hocba.lab.nation.checking import BrokenNationError, check_nation
from hocba.lab.nation.plan import (
    MOST_SCHOOLS,
    PROVINCES,
    expected_records,
    planned_nation,
    population,
)
from hocba.lab.nation.reports import planned_reports
from hocba.lab.nation.workers import spread_over
from hocba.lab.people.places import provinces
from tests.nation_world import HERE, KEYS, keys, make, the_nation, the_reports, tiny_schools


def digests(nation):
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in nation.folder.packages()}


def records(nation, packages=None):
    for file in packages or nation.folder.packages():
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as package:
            for name in package.namelist():
                if name.startswith("hoc-ba/"):
                    yield package.read(name)


class TestAPlan:
    @pytest.mark.parametrize(
        ("wanted", "of"), [(50, 1), (700, 2), (5_000, 5), (40_000, 34), (400_000, 34)]
    )
    def test_comes_to_about_what_was_asked(self, wanted, of):
        schools = planned_nation(1, records=wanted, provinces=of)

        expected = sum(expected_records(each.plan) for each in schools)
        assert abs(expected - wanted) <= max(15, wanted / 100)

    def test_of_the_whole_pilot_fits_into_the_provinces(self):
        schools = planned_nation(1, records=4_241_906)

        of_province = Counter(each.plan.province for each in schools)
        assert len(of_province) == PROVINCES
        assert max(of_province.values()) <= MOST_SCHOOLS

    def test_gives_every_school_its_own_code_and_place(self):
        schools = planned_nation(1, records=60_000)

        assert len({each.code for each in schools}) == len(schools)
        assert [each.place for each in schools] == list(range(len(schools)))

    def test_refuses_more_than_the_provinces_hold(self):
        with pytest.raises(Refusal) as refused:
            planned_nation(1, records=2_000_000, provinces=1)

        assert refused.value.code == "nation.too_many_records"

    def test_weighs_every_province_of_today(self):
        assert set(population()) == set(provinces())


class TestAKeyPool:
    def test_makes_no_more_keys_than_there_are_signers(self):
        pool = key_pool(2_000, schools=3, teachers=15)

        assert (pool.teachers, pool.heads) == (15, 3)

    def test_makes_no_more_keys_than_allowed(self):
        assert key_pool(2_000, schools=1_000, teachers=16_000).size == 2_000


class TestTheSameSeed:
    def test_gives_the_same_bytes(self, tmp_path):
        again = make(tmp_path / "again")

        assert digests(again) == digests(the_nation())
        assert again.told == the_nation().told
        assert list(again.registers()) == list(the_nation().registers())

    def test_gives_the_same_bytes_in_two_processes(self, tmp_path):
        with spread_over(2) as two:
            again = make(tmp_path, workers=two)

        assert digests(again) == digests(the_nation())
        assert again.told == the_nation().told

    def test_finishes_what_a_killed_run_left(self, tmp_path):
        nation = make(tmp_path)
        whole = digests(nation)
        lost, kept = nation.folder.packages()[2], nation.folder.packages()[0]
        before = kept.stat().st_mtime_ns
        # As kill -9 leaves it: one package half written, its sums never made.
        lost.rename(lost.with_name(f"{lost.name}.part"))
        nation.folder.told.unlink()

        finished = make(tmp_path)

        assert digests(finished) == whole
        assert finished.told == the_nation().told
        assert kept.stat().st_mtime_ns == before

    def test_is_not_mixed_with_another(self, tmp_path):
        make(tmp_path)

        with pytest.raises(Refusal) as refused:
            make(tmp_path, seed=8)

        assert refused.value.code == "nation.folder_in_use"


def test_another_seed_gives_other_records(tmp_path):
    def codes(nation):
        read = (XmlDocuments().record(file).content for file in records(nation))
        return {content.general.record_code for content in read}

    other = make(tmp_path, seed=8)

    assert not codes(other) & codes(the_nation())


def test_no_two_records_have_a_code_or_a_salt_in_common():
    read = [XmlDocuments().record(file).content for file in records(the_nation())]

    assert len(read) == the_nation().told["records"]
    assert len({content.general.record_code for content in read}) == len(read)
    assert len({content.extract_seed for content in read}) == len(read)
    assert len({content.pupil.sector_code for content in read}) == len(read)


def test_every_signer_has_a_certificate_and_a_number_of_his_own():
    read = [XmlDocuments().record(file) for file in records(the_nation())]

    rooms = {(each.content.school.code, each.content.general.class_name) for each in read}
    found = {signature.certificate for each in read for signature in each.signatures}
    # a teacher for each class that has a record, a principal and a seal for each of six schools
    assert len(found) == len(rooms) + 6 * 2
    parsed = [x509.load_der_x509_certificate(each) for each in found]
    assert len({(each.issuer, each.serial_number) for each in parsed}) == len(found)


class TestEveryRecord:
    def test_passes_for_a_stranger(self):
        nation = the_nation()

        # Drawn with repetition: so many that hardly one of a school's twenty is left out.
        verified = check_nation(nation.folder, of_each=60, workers=HERE)

        assert verified > 0.8 * nation.told["records"]

    def test_is_missed_when_one_of_a_package_does_not_pass(self, tmp_path):
        nation = make(tmp_path, schools=tiny_schools()[:1])
        (file,) = nation.folder.packages()
        with zipfile.ZipFile(file) as package:
            entries = {name: package.read(name) for name in package.namelist()}
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in entries.items():
                package.writestr(name, content.replace(b"<HoTen>", b"<HoTen>A", 1))

        with pytest.raises(BrokenNationError):
            check_nation(nation.folder, of_each=1, workers=HERE)


class TestAReportOfAProvince:
    def test_holds_the_very_records_of_its_schools(self):
        reported = list(records(the_reports(), the_reports().folder.reports()))

        assert sorted(reported) == sorted(records(the_nation()))
        assert the_reports().told["figures"] == the_nation().told["figures"]

    def test_follows_one_that_holds_the_register_alone(self):
        nation = the_reports()

        for province in ("11", "79"):
            first, second = nation.folder.reports(province)
            with zipfile.ZipFile(first) as package:
                _, register = package.namelist()
                assert package.read(register) in list(nation.registers(province))
            with zipfile.ZipFile(second) as package:
                kinds = Counter(name.partition("/")[0] for name in package.namelist())
            # A manifest; a register and a declaration from each of three schools.
            assert (kinds["META-INF"], kinds["phan-cong"], kinds["khai-bao"]) == (1, 3, 3)

    def test_is_the_same_when_a_killed_run_is_finished(self, tmp_path):
        made = make(tmp_path, reports=True).folder
        whole = [file.read_bytes() for file in made.reports()]
        made.reports("79")[1].unlink()
        made.told.unlink()

        make(tmp_path, reports=True)

        assert [file.read_bytes() for file in made.reports()] == whole

    def test_passes_for_a_stranger(self):
        assert check_nation(the_reports().folder, of_each=20, workers=HERE) > 0

    def test_is_not_mixed_with_packages_of_schools(self, tmp_path):
        make(tmp_path)

        with pytest.raises(Refusal) as refused:
            make(tmp_path, reports=True)

        assert refused.value.code == "nation.folder_in_use"

    def test_holds_about_three_thousand_records(self):
        reports = planned_reports(planned_nation(1, records=60_000, provinces=3))

        sizes = [each.records for each in reports]
        assert max(sizes) < 5_000
        # The last one of each province holds what is left.
        assert sum(size < 3_000 for size in sizes) <= 3


def test_counts_what_it_holds():
    nation = the_nation()
    told = nation.told

    assert told["schools"] == len(tiny_schools()) == len(nation.folder.packages())
    for cut in ("tinh", "khoi"):
        total = told["figures"][cut]["tong"]
        assert total["da_nhan"] == told["records"]
        assert total["hoc_sinh"] == total["da_lap"] + sum(total["ngoai_le"].values())
        assert total["ngoai_le"]["TRUONG_QUOC_TE"] >= 1


def test_a_folder_of_keys_serves_several_nations(tmp_path):
    other = make(tmp_path, seed=8)

    assert other.office("11").certificate == the_nation().office("11").certificate
    assert not (tmp_path / "keys").exists()


class TestTheCommand:
    LINE = ("nation", "--records", "60", "--provinces", "2", "--keys", str(KEYS))

    def made(self, out, *more):
        assert lab([*self.LINE, "--keys-in", str(keys()), "--out", str(out), *more]) == 0

    def test_ends_with_one_json_object(self, tmp_path, capsys):
        self.made(tmp_path)

        told = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert told["records"] == told["made"] == pytest.approx(60, abs=10)
        assert told["verified"] > 0

    @pytest.mark.parametrize("words", [(), ("pilots",)])
    def test_says_what_there_is_when_it_is_mistyped(self, words, capsys):
        assert lab(words) == 64
        assert "nation" in capsys.readouterr().err
