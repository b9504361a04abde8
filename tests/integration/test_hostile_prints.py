"""PDFs that mean ill or were damaged: a Refusal or the signed bytes, never a crash."""

import random
from io import BytesIO

import pikepdf
import pytest

from hocba.adapters.xml.attachment import all_opened
from hocba.core.terms.outcomes import Refusal
from tests.paper_kinds import a_pdf

ROUNDS = 300


def refusal_of(file):
    with pytest.raises(Refusal) as refused:
        all_opened(file)
    return refused.value.code


def changed(change, kind="several years"):
    out = BytesIO()
    with pikepdf.open(BytesIO(a_pdf(kind))) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def outcome(file):
    """Return what a reader gets: the files it holds, or None for a Refusal."""
    try:
        return all_opened(file)
    except Refusal:
        return None


@pytest.fixture(scope="module")
def genuine():
    return all_opened(a_pdf("several years"))


def test_of_200_megabytes_is_refused_before_it_is_read():
    assert refusal_of(b"%PDF-1.7\n" + bytes(200_000_000)) == "record.too_large"


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_behind_a_pdfs_head_are_refused(seed):
    assert refusal_of(b"%PDF-1.7\n" + random.Random(seed).randbytes(50_000)) == "record.pdf_broken"


def test_a_file_behind_a_password_is_refused():
    out = BytesIO()
    with pikepdf.open(BytesIO(a_pdf("one year"))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))

    assert refusal_of(out.getvalue()) == "record.pdf_broken"


def test_any_flipped_byte_gives_a_refusal_or_files_to_be_verified(genuine):
    plain, chance = a_pdf("several years"), random.Random(20260525)
    for _ in range(ROUNDS):
        damaged = bytearray(plain)
        for _ in range(chance.choice((1, 4, 64))):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        found = outcome(bytes(damaged))
        assert found is None or all(isinstance(file, bytes) for file in found.values())


def test_a_file_cut_off_anywhere_gives_a_refusal_or_the_same_files(genuine):
    plain, chance = a_pdf("several years"), random.Random(3)
    for _ in range(60):
        found = outcome(plain[: chance.randrange(len(plain))])
        assert found is None or all(genuine.get(name) == file for name, file in found.items())


def a_loop(pdf):
    # Through a reference, as a file can say it; the writer itself follows no other loop.
    tree = pdf.make_indirect(pikepdf.Dictionary(pdf.Root.Names.EmbeddedFiles))
    tree.Kids = pikepdf.Array([tree])
    pdf.Root.Names.EmbeddedFiles = tree


def no_stream(pdf):
    for spec in pdf.Root.AF:
        spec.EF = pikepdf.Dictionary(F=5, UF=pikepdf.Name("/x"))


def no_names(pdf):
    pdf.Root.Names.EmbeddedFiles = pikepdf.Array([1, 2])
    pdf.Root.AF = pikepdf.Array([7, pikepdf.Name("/x"), pikepdf.String("hoc-ba.xml")])


def odd_names(pdf):
    pdf.Root.Names = pikepdf.Name("/x")
    pdf.Root.AF = pikepdf.Dictionary(A=1)


@pytest.mark.parametrize("change", [a_loop, no_stream, no_names, odd_names])
def test_what_is_not_what_it_should_be_is_refused_or_read_as_it_is(change, genuine):
    found = outcome(changed(change))

    assert found is None or found == genuine


def test_a_bomb_among_the_years_is_refused():
    def arm(pdf):
        pdf.attachments["hoc-ba-2023-2024.xml"] = bytes(30_000_000)

    assert refusal_of(changed(arm)) == "record.too_large"
