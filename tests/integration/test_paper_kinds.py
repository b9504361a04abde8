"""What every PDF that leaves keeps to, as far as its own structure tells."""

from io import BytesIO

import pikepdf
import pytest

from hocba.adapters.xml.attachment import all_opened
from tests.paper_kinds import KINDS, a_pdf

RECORDS = sorted(set(KINDS) - {"a verification report", "a bulletin of figures"})


@pytest.fixture(params=sorted(KINDS))
def read(request):
    with pikepdf.open(BytesIO(a_pdf(request.param))) as opened:
        yield opened


def test_it_says_that_it_is_pdf_a_3b_and_pdf_ua_1(read):
    about = read.open_metadata()

    assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "B")
    assert about["pdfuaid:part"] == "1"
    assert about["dc:title"]
    assert read.Root.ViewerPreferences.DisplayDocTitle


def test_it_is_tagged_and_in_vietnamese(read):
    assert read.Root.MarkInfo.Marked
    assert str(read.Root.Lang) == "vi"
    # Every page says by which numbers its marks are found in the tree of tags.
    assert all("/StructParents" in page for page in read.pages)
    assert read.Root.StructTreeRoot.ParentTree is not None


def test_every_picture_and_figure_has_words(read):
    figures = [
        node
        for node in read.objects
        if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/Figure"
    ]

    assert all(str(node.get("/Alt", "")) for node in figures)


def test_its_colours_mean_the_same_everywhere(read):
    (intent,) = read.Root.OutputIntents

    assert str(intent.S) == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()


def test_it_carries_its_fonts_and_needs_nobody_elses(read):
    fonts = [
        descendant.FontDescriptor
        for page in read.pages
        for font in page.Resources.get("/Font", {}).values()
        for descendant in font.DescendantFonts
    ]

    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_it_does_nothing_by_itself(read):
    assert not read.is_encrypted
    assert not {"/OpenAction", "/AA"} & set(read.Root.keys())
    kinds = {
        str(node.get("/S", ""))
        for node in read.objects
        if isinstance(node, pikepdf.Dictionary) and node.get("/Type") == "/Action"
    }
    assert not kinds & {"/JavaScript", "/Launch", "/URI", "/SubmitForm", "/GoToR"}


def test_what_is_attached_says_what_it_is(read):
    for spec in read.Root.get("/AF", ()):
        assert str(spec.AFRelationship) == "/Source"
        assert str(spec.EF.F.Subtype) == "/application/xml"
        assert str(spec.UF) == str(spec.F)
        assert spec.EF.F.Params.ModDate


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_carries_its_signed_files(kind):
    held = all_opened(a_pdf(kind))

    years = 2 if kind in ("several years", "secondary years", "a numbered copy") else 1
    assert len(held) == years
    space = b"urn:hocba:hoc-ba-trung-hoc:1" if "secondary" in kind else b"urn:hocba:hoc-ba:1"
    begins = b"<x/>" if kind == "an extract" else space
    assert all(begins in file[:400] for file in held.values())
