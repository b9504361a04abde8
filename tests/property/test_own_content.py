"""
What the quick reading of a content takes, the plain reading takes, and finds the same in it.

A content that was changed after signing never gets past the digests, so the reader of contents
is asked by itself here: a dishonest signer may have signed whatever he likes.
"""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hocba.adapters.xml.own_content import read_own_content
from hocba.adapters.xml.own_hand import NotOurHand
from hocba.adapters.xml.own_record import cut_record
from hocba.adapters.xml.parsing import canonical, parsed
from hocba.adapters.xml.reader import read_plainly
from hocba.core.seal.document import CLOSING, OPENING
from hocba.core.seal.extract import root_element
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.contents import PLAIN_ASCII
from tests.vectors.published import EXPECTED, vector

OURS = ["good/rsa.xml", "good/p-256.xml", "good/phien-ban-2.xml"]


def content_in(name):
    file = vector(name)
    return file[file.index(b"<NoiDung") : file.index(b"<GocTrichLuc")]


def unsigned(content):
    return b"".join((OPENING, content, root_element(bytes(32), 1), b"<DSCKS>", CLOSING))


def taken(content):
    try:
        return read_own_content(content)
    except (NotOurHand, Refusal):
        return None


def assert_taken_rightly(content):
    own = taken(content)
    if own is None:
        return False
    file = unsigned(content)
    plain = read_plainly(file)
    assert own.values == plain.content
    assert own.leaves == plain.leaves
    written = b"".join(own.leaves)
    assert b"&" not in written
    assert own.foreign == written.translate(None, PLAIN_ASCII)
    assert canonical(parsed(file)[0]) == content
    return True


@pytest.mark.parametrize("name", OURS)
def test_takes_what_our_writer_wrote(name):
    assert assert_taken_rightly(content_in(name))


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith(".xml")])
def test_takes_no_vector_that_the_plain_reading_refuses(name):
    try:
        cut = cut_record(vector(name))
    except NotOurHand:
        return

    assert_taken_rightly(cut.content)


def test_takes_no_flipped_byte_wrongly():
    content = content_in("good/phien-ban-2.xml")
    # One bit, by turns: it makes letters of letters, digits of digits, marks and controls of both.
    flipped = [
        content[:at] + bytes([content[at] ^ (1 << at % 8)]) + content[at + 1 :]
        for at in range(len(content))
    ]

    count = sum(map(assert_taken_rightly, flipped))

    assert 0 < count < len(content) / 2


STRANGE = [
    *("\t", "\n", "\r", "\x00", "\x1f", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe", "\uffff"),
    *("\u0301", "e\u0301", "\U0001f600", "\U0001ffff", " ", "  ", "&", "&amp;", "&#65;", "<", ">"),
    *('"', "'", "]]>", "<!-- -->", "<![CDATA[x]]>", "<?x?>", "<x/>", "+", "-", "0", "00", "1", "²"),
    *("٣", "Ⅻ", "Z", "=", "/", "", "CHUA_BIET", "x" * 201, "x" * 501, "x" * 4001, "É" * 200),
    *("2025-02-29", "2024-02-29", "0000-01-01", "1899-12-31", "24:00:00", "2017-3-4", "20170304"),
    *(' Thieu="CHUA_BIET"', ' xmlns=""', ' xmlns:a="urn:a"', ' Id="x"', ' xml:lang="vi"'),
]
strange = st.sampled_from(STRANGE) | st.text(max_size=3)
places = re.compile(rb'(?<=[>"])[^<>"]*(?=[<"])')


@given(st.sampled_from(OURS).map(content_in), st.data())
@settings(max_examples=1200)
def test_takes_no_strange_value_wrongly(content, data):
    found = list(places.finditer(content))
    start, end = data.draw(st.sampled_from(found)).span()
    keeping = data.draw(st.sampled_from([start, end, (start + end) // 2]))
    other = data.draw(strange).encode("utf-8", "surrogatepass")

    assert_taken_rightly(content[:keeping] + other + content[end:])


@given(st.sampled_from(OURS).map(content_in), st.data())
@settings(max_examples=600)
def test_takes_no_element_wrongly_that_is_missing_doubled_or_moved(content, data):
    marks = [match.start() for match in re.finditer(b"<", content)]
    first, last, to = (data.draw(st.integers(0, len(marks) - 1)) for _ in range(3))
    start, end = sorted((marks[first], marks[min(last, first + 12)]))
    piece, goal = content[start:end], marks[to]
    changed = data.draw(
        st.sampled_from(
            [
                content[:start] + content[end:],
                content[:end] + piece + content[end:],
                content[:goal] + piece + content[goal:],
                content[:start] + content[end:] + piece,
            ]
        )
    )

    assert_taken_rightly(changed)


ROW = re.compile(rb"<MonHoc .*?</MonHoc>")
TRAIT = re.compile(rb"<Muc Ma=.*?</Muc>")


@pytest.mark.parametrize("sought", [ROW, TRAIT])
@pytest.mark.parametrize("count", [0, 1, 20, 21, 40, 41])
def test_counts_what_the_schema_counts(sought, count):
    content = content_in("good/rsa.xml")
    match = sought.search(content)

    changed = content[: match.start()] + match[0] * count + content[match.end() :]

    assert_taken_rightly(changed)


@given(st.binary(min_size=1, max_size=3))
@settings(max_examples=200)
@example(b"\xc0\xaf")
@example(b"\xed\xa0\x80")
@example(b"\xef\xbf\xbe")
@example(b"\xf4\x90\x80\x80")
def test_takes_no_bytes_that_are_no_characters(found):
    content = content_in("good/rsa.xml")

    assert_taken_rightly(content.replace("Cầm".encode(), found, 1))


@pytest.mark.parametrize(
    "other",
    [
        b'<PhanMem NhaCungCap="a" PhienBan="1" Ten="b"/>',
        b'<PhanMem PhienBan="1" NhaCungCap="a" Ten="b"></PhanMem>',
        b'<PhanMem NhaCungCap=\'a\' PhienBan="1" Ten="b"></PhanMem>',
        b'<PhanMem NhaCungCap="a"  PhienBan="1" Ten="b"></PhanMem>',
        b'<PhanMem NhaCungCap="a" PhienBan="1" Ten="b" ></PhanMem>',
        b'<PhanMem NhaCungCap="a" PhienBan="1" Ten="b"></PhanMem >',
        b'<PhanMem NhaCungCap="a" PhienBan="1" Ten="b" Ten="c"></PhanMem>',
        b'<PhanMem NhaCungCap="a\tb" PhienBan="1" Ten="b"></PhanMem>',
        b'<PhanMem NhaCungCap="&#97;" PhienBan="1" Ten="b"></PhanMem>',
        b'<PhanMem NhaCungCap="a" PhienBan="1" Ten="b"><!-- --></PhanMem>',
    ],
)
def test_leaves_other_ways_of_writing_an_element_to_the_plain_reading(other):
    content = content_in("good/rsa.xml")
    changed = re.sub(rb"<PhanMem .*?</PhanMem>", lambda _: other, content)

    assert taken(changed) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"T08:00:00+07:00", b"T08:00:00+20:00"),
        (b"T08:00:00+07:00", b"T08:00:00-14:30"),
        (b"T08:00:00+07:00", b"T08:00:00Z"),
        (b"T08:00:00+07:00", b"T24:00:00+07:00"),
        (b"T08:00:00+07:00", b"T08:00:60+07:00"),
        (b"2026-06-04T", b"2026-06-31T"),
        (b"2026-06-04T", b"2026-W23-4T"),
        (b"<NgaySinh>2017-03-04", b"<NgaySinh>2017-02-29"),
        (b"<NgaySinh>2017-03-04", b"<NgaySinh>0000-03-04"),
        (b"<NgaySinh>2017-03-04", b"<NgaySinh>20170304"),
        (b"<Khoi>3<", b"<Khoi>6<"),
        (b"<Khoi>3<", b"<Khoi>03<"),
        (b"<Khoi>3<", b"<Khoi>+3<"),
        (b"<PhienBan>1<", b"<PhienBan>0<"),
        (b"<PhienBan>1<", b"<PhienBan>1000<"),
        (b"<Diem>9<", b"<Diem>11<"),
        (b"<Diem>9<", b'<Diem Thieu="CHUA_BIET">9<'),
        (b"<ChieuCao>131.5<", b"<ChieuCao>131.55<"),
        (b"<ChieuCao>131.5<", b"<ChieuCao><"),
        (b"<NhanXet>Em h", b"<NhanXet>" + b"x" * 4000),
        (b"<NhanXet>Em h", b"<NhanXet>\t"),
        (b"<NhanXet>Em h", b"<NhanXet>\xef\xbf\xbf"),
        (b'NgheNghiep=""', b'NgheNghiep="\n"'),
        (b'NgheNghiep=""', b'NgheNghiep="\t"'),
        (b'NgheNghiep=""', b'NgheNghiep="&#9;"'),
        (b"<Lop>3A", b"<Lop>" + b"A" * 21),
        (b"KddE=<", b"KddF=<"),
        (b"tt27-2020/1<", b"tt27-2020/\xc2\xb2<"),
    ],
)
def test_leaves_a_value_that_is_none_or_is_written_otherwise(old, new):
    content = content_in("good/rsa.xml")
    assert old in content

    assert taken(content.replace(old, new, 1)) is None


@pytest.mark.parametrize("words", ["a\nb", "\u2028\x85", "e\u0301", "\"'", "É" * 4000])
def test_takes_any_words_that_are_their_own_canonical_form(words):
    content = content_in("good/rsa.xml")

    assert assert_taken_rightly(content.replace("Em học tốt.".encode(), words.encode(), 1))


def test_reads_the_same_whatever_was_read_before():
    # Shared leaves are kept read; another record's must not be answered with them.
    first = content_in("good/rsa.xml")
    second = first.replace(b'Ten="To\xc3\xa1n"', b'Ten="Ti\xe1\xba\xbfng Anh"', 1)

    assert assert_taken_rightly(first)
    assert taken(second) is None
    assert taken(first.replace(b"tt27-2020/1</GoiQuyTac>", b"goi-la/1</GoiQuyTac>")) is not None
    assert assert_taken_rightly(first)


LATER = (
    '<DanhGiaBoSung><MonHoc Ma="toan" Ten="Toán"><Muc>H</Muc><Diem>6</Diem><NhanXet>Có cố gắng.'
    "</NhanXet></MonHoc></DanhGiaBoSung>"
)


def test_takes_a_second_assessment_behind_the_groups_and_its_labels_as_they_must_be():
    content = content_in("good/rsa.xml")
    at = content.rindex(b"<DanhGia>")

    def with_later(written):
        return content[:at] + written.encode() + content[at:]

    assert assert_taken_rightly(with_later(LATER))
    assert taken(with_later(LATER.replace("Toán", "Tiếng Việt"))) is None
    assert taken(with_later(LATER.replace("<Diem>6", "<Diem>11"))) is None
    assert taken(with_later(LATER * 2)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</MonHoc></DSMonHoc><NhomDanhGia", b"</NhomDanhGia><NhomDanhGia"),
        (b"</NhomDanhGia><DanhGia>", b"</MonHoc></DSMonHoc><DanhGia>"),
        (b"</NhomDanhGia><DanhGia>", b'</NhomDanhGia><NhomDanhGia Ma="a"><DanhGia>'),
        (b"<DSMonHoc><MonHoc", b"</MonHoc><MonHoc"),
        (b"<DSMonHoc><MonHoc", b"<DSMonHoc></DSMonHoc><MonHoc"),
    ],
)
def test_takes_no_marks_that_close_or_open_something_else(old, new):
    content = content_in("good/rsa.xml")
    assert old in content

    assert taken(content.replace(old, new, 1)) is None


ENDINGS = [b"</NhanXet></MonHoc>", b"</NhanXet></NhomDanhGia>"]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "other",
    [
        b"</MonHoc>",
        b"</NhomDanhGia>",
        b"</NhanXet>",
        b"</NhanXet></NhanXet>",
        b"</NhanXet> </MonHoc>",
        b"</NhanXet ></MonHoc>",
        b"<NhanXet></NhanXet></MonHoc>",
        b"</NhanXet><NhanXet></NhanXet></MonHoc>",
        b"</NhanXet><NhanXet></NhanXet></NhomDanhGia>",
        b"x</NhanXet>y</MonHoc>",
        b"&amp;</NhanXet></MonHoc>",
        b">></NhanXet></MonHoc>",
    ],
)
def test_takes_no_words_whose_leaf_ends_otherwise_though_its_row_is_known(ending, other):
    content = content_in("good/rsa.xml")
    assert assert_taken_rightly(content)

    assert taken(content.replace(ending, other, 1)) is None


@pytest.mark.parametrize("words", ["", "x" * 4000, "Tiếng Việt", "a\nb"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_puts_words_of_any_length_into_the_form_of_a_known_row(words, ending):
    content = content_in("good/rsa.xml")
    at = content.index(ending)
    begins = content.rindex(b"<NhanXet>", 0, at) + len(b"<NhanXet>")

    assert assert_taken_rightly(content[:begins] + words.encode() + content[at:])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'SoLa="27"', b'SoLa="027"'),
        (b'SoLa="27"', b'SoLa="+27"'),
        (b'SoLa="27"', b'SoLa="0"'),
        (b"C+qI=<", b"C+qJ=<"),
        (b"C+qI=<", b"C+qIA<"),
        (b"CC+qI=<", b"CC+q==<"),
        (b'<GocTrichLuc xmlns="urn:hocba:hoc-ba:1"', b"<GocTrichLuc"),
        (b"</GocTrichLuc>", b"</GocTrichLuc> "),
        (b'"UTF-8"?>\n', b'"UTF-8"?>'),
        (b"<?xml", b"\xef\xbb\xbf<?xml"),
    ],
)
def test_cuts_no_record_whose_extract_root_or_start_is_written_otherwise(old, new):
    file = vector("good/rsa.xml")
    # The root is zeros but for its end, so that its last characters are known here.
    file = re.sub(rb">[^<]{44}</GocTrichLuc>", b">" + b"A" * 38 + b"CC+qI=</GocTrichLuc>", file)
    assert cut_record(file).leaf_count == 27
    assert old in file

    with pytest.raises(NotOurHand):
        cut_record(file.replace(old, new, 1))
