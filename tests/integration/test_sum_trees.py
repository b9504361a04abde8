"""The tree of sums of real packages: the same at province and ministry, checked from files."""

import pytest

from hocba.adapters.keys.note_keys import check_ed25519
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.publish.notes import verifier_key
from hocba.core.report.figures import Choice, Cut
from hocba.core.terms.outcomes import Refusal
from hocba.faces.cli.figure_tree import Means, asked, checked, made
from hocba.flow.count_figures import figures_of
from hocba.flow.publish_log import log_key
from hocba.flow.sum_trees import tree_of
from tests.repository_world import all_the_way, files_of, issue_class, packed, three_offices
from tests.school_world import PROVINCE, YEAR

MEANS = Means(documents=XmlDocuments(), check=check_ed25519)


@pytest.fixture
def offices(as_app, tmp_path):
    found = three_offices(tmp_path)
    issue_class(found.school)
    return found


def declaration_of(school, package):
    files = files_of(school, package)
    (file,) = (file for path, (_, file) in files.items() if path.startswith("khai-bao/"))
    return file


@pytest.mark.django_db
def test_is_the_same_province_at_the_province_and_at_the_ministry(offices):
    all_the_way(offices)

    below = tree_of(offices.province, school_year=YEAR)
    above = tree_of(offices.ministry, school_year=YEAR)
    counted = figures_of(offices.ministry, cut=Cut.PROVINCE, choice=Choice(school_year=YEAR))

    assert below.provinces == above.provinces
    assert below.provinces[0].code == PROVINCE
    # Another office, another log: the root says whose word it is.
    assert below.root != above.root
    assert above.sums.rate == counted.total.rate
    assert (above.sums.pupils, above.sums.accepted) == (3, 3)


@pytest.mark.django_db
def test_is_checked_from_files_and_a_key_alone(offices, tmp_path, capsys):
    all_the_way(offices)
    tree, note = tmp_path / "cay.json", tmp_path / "cay.json.goc"
    told = []
    made(asked(["tree", "--out", str(tree), "--year", str(YEAR)]), offices.ministry, told.append)
    key = log_key(offices.ministry).text
    assert verifier_key(told[-1].splitlines()[-1]).text == key

    said = []
    with_root = ["check", str(tree), "--root", str(note), "--key", key]
    assert checked(asked(with_root), MEANS, said.append) == 0
    assert "3 / 3 = 100.00 %".replace(".", ",") in "\n".join(said)

    # One pupil fewer, everywhere in the file: the file agrees with itself no longer.
    tree.write_text(tree.read_text("utf-8").replace('"hoc_sinh": 3', '"hoc_sinh": 2'), "utf-8")
    assert checked(asked(with_root), MEANS, said.append) == 1
    assert checked(asked(["check", str(tree)]), MEANS, said.append) == 1


@pytest.mark.django_db
def test_takes_no_root_that_another_key_signed(offices, tmp_path):
    all_the_way(offices)
    tree, note = tmp_path / "cay.json", tmp_path / "cay.json.goc"
    made(asked(["tree", "--out", str(tree), "--year", str(YEAR)]), offices.ministry, lambda _: None)
    key = log_key(offices.province).text

    with pytest.raises(Refusal) as caught:
        checked(asked(["check", str(tree), "--root", str(note), "--key", key]), MEANS, print)
    assert caught.value.code == "tree.not_signed"


@pytest.mark.django_db
def test_tells_a_school_whether_its_declaration_was_the_one_that_was_counted(offices, tmp_path):
    first = packed(offices.school)
    old = declaration_of(offices.school, first)
    all_the_way(offices)
    latest = declaration_of(offices.school, offices.school.outbox.sent(first.sender)[0])
    tree = tmp_path / "cay.json"
    made(asked(["tree", "--out", str(tree), "--year", str(YEAR)]), offices.ministry, lambda _: None)

    def answered(file):
        (tmp_path / "khai-bao.xml").write_bytes(file)
        words = ["check", str(tree), "--declaration", str(tmp_path / "khai-bao.xml")]
        said = []
        return checked(asked(words), MEANS, said.append), "\n".join(said)

    assert answered(latest)[0] == 0
    code, said = answered(old)
    assert (code, "3 / 3" in said) == (1, True)
