"""Bad vectors, steps 1 to 3: bytes that attack the reader, or that are no record."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from hocba.lab.vectors.case import Case, bad
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.contents import content, named, with_row, year
from hocba.lab.vectors.ours import signed_by, signers

_BOMB = b"".join(b'<!ENTITY b%d "%s">' % (i, b"&b%d;" % (i - 1) * 10) for i in range(1, 10))


def hostile_cases(cast: Cast) -> Iterator[Case]:
    """Give the vectors."""
    file = signed_by(content("hostile"), signers(cast))
    yield from _bytes(file)
    yield from _markup(file)
    yield from _shape(file)
    yield from _text(cast)


def _bytes(file: bytes) -> Iterator[Case]:
    yield bad("tep-trong", b"", "An empty file", "record.empty")
    yield bad("cat-cut", file[: len(file) // 2], "Cut in the middle", "record.not_well_formed")
    utf16 = file.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    yield bad("utf-16", utf16, "UTF-16", "record.not_utf8")
    latin = file.replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"')
    note = "Declares another encoding: other tools would read another text"
    yield bad("khai-bao-ma-khac", latin, note, "record.declaration")
    xml11 = file.replace(b'version="1.0"', b'version="1.1"', 1)
    yield bad("xml-1-1", xml11, "XML 1.1", "record.declaration")


def _markup(file: bytes) -> Iterator[Case]:
    head, body = file.split(b"\n", 1)
    plain = head + b"\n<!DOCTYPE HocBa>\n" + body
    yield bad("co-doctype", plain, "A DOCTYPE", "record.doctype")
    outer = b'<!DOCTYPE HocBa [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    taken = body.replace("Lò Thị Mẫu".encode(), b"&x;", 1)
    note = "An external entity (XXE)"
    yield bad("thuc-the-ngoai", head + b"\n" + outer + taken, note, "record.doctype")
    bomb = b'<!DOCTYPE HocBa [<!ENTITY b0 "ha">' + _BOMB + b"]>"
    taken = body.replace("Lò Thị Mẫu".encode(), b"&b9;", 1)
    yield bad("bom-thuc-the", head + b"\n" + bomb + taken, "An entity bomb", "record.doctype")
    include = (
        b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" '
        b'href="file:///etc/passwd"/>'
    )
    taken = file.replace("Lò Thị Mẫu".encode(), include, 1)
    yield bad("xinclude", taken, "An XInclude", "record.schema")
    taken = file.replace(b"</HoTen>", b"<?chen vao?></HoTen>", 1)
    note = "A processing instruction in the content, put in after signing"
    yield bad("lenh-xu-ly", taken, note, "record.processing_instruction")
    hint = (
        b'<HocBa xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="urn:hocba:hoc-ba:1 file:///tmp/khac.xsd" '
    )
    note = "Tells the validator which schema to load"
    yield bad("chi-dinh-luoc-do", file.replace(b"<HocBa ", hint, 1), note, "record.schema_hint")
    deep = b"<a>" * 400 + b"</a>" * 400
    taken = file.replace(b"<DSCKS>", b"<DSCKS>" + deep, 1)
    yield bad("long-qua-sau", taken, "Nested 400 deep", "record.not_well_formed")


def _shape(file: bytes) -> Iterator[Case]:
    other = b'<?xml version="1.0" encoding="UTF-8"?>\n<HoaDon xmlns="urn:khac"/>\n'
    yield bad("khong-phai-hoc-ba", other, "Another document", "record.unknown_format")
    version = file.replace(b"<DinhDang>1.0<", b"<DinhDang>9.0<", 1)
    yield bad("dinh-dang-la", version, "A format version from the future", "record.schema")
    taken = file.replace(b"<NgaySinh>2017-03-04</NgaySinh>", b"", 1)
    yield bad("thieu-ngay-sinh", taken, "No date of birth", "record.schema")
    taken = file.replace(b'Id="goc-trich-luc"', b'Id="noi-dung"', 1)
    yield bad("trung-id", taken, "One Id on two elements", "record.duplicate_id")
    taken = file.replace(b"<GocTrichLuc ", b'<GocTrichLuc xml:id="noi-dung-2" ', 1)
    yield bad("xml-id", taken, "An xml:id beside our Ids", "record.duplicate_id")
    taken = file.replace(b"<DSCKS>", b'<DSCKS xmlns:a="b">', 1)
    note = "A relative namespace name, which has no canonical form"
    yield bad("khong-gian-ten-tuong-doi", taken, note, "record.not_canonical")
    count = re.sub(rb'SoLa="[0-9]+"', b'SoLa="' + b"9" * 5000 + b'"', file, count=1)
    note = "A number of five thousand digits"
    yield bad("so-qua-dai", count, note, "record.unreadable_value")
    taken = file.replace(b"<HoTen>", b"<HoTen>\x07", 1)
    note = "A control character that XML forbids"
    yield bad("ky-tu-cam", taken, note, "record.not_well_formed")


def _text(cast: Cast) -> Iterator[Case]:
    by = signers(cast)
    file = signed_by(
        content("nfd", pupil=named(unicodedata.normalize("NFD", "Cầm Thị Tổ Hợp Rời"))), by
    )
    note = "A name in Unicode form NFD, signed so"
    yield bad("ten-nfd", file, note, "record.not_nfc")
    file = signed_by(content("c1", pupil=named("Cầm Thị\u009b An")), by)
    note = "A control character (C1) in the name, signed so"
    yield bad("ky-tu-dieu-khien", file, note, "record.control_character")
    file = signed_by(content("bidi", pupil=named("Cầm Thị \u202eAn")), by)
    note = "A character that turns the reading direction, signed so"
    yield bad("dao-chieu-chu", file, note, "record.control_character")
    whole = content("check character")
    code = whole.general.record_code
    last = "0" if code[-1] != "0" else "1"
    general = replace(whole.general, record_code=type(code)(code[:-1] + last))
    file = signed_by(replace(whole, general=general), by)
    note = "The record code's check character is wrong"
    yield bad("ma-hoc-ba-sai-kiem-tra", file, note, "code.wrong_check_character")
    row = with_row(year(), "toan", comment="Tốt")
    file = signed_by(content("label", row), by)
    note = "The mark of one subject under the name of another"
    taken = file.replace('Ten="Toán"'.encode(), 'Ten="Tiếng Việt"'.encode(), 1)
    yield bad("ten-mon-khac", taken, note, "record.label_differs")
    taken = file.replace(b'Thieu="KHONG_AP_DUNG"></Diem>', b'Thieu="KHONG_AP_DUNG">9</Diem>', 1)
    note = "A value beside the reason why there is none"
    yield bad("thieu-ma-co-gia-tri", taken, note, "record.unreadable_value")
    taken = file.replace(b"<LapLuc>2026", b"<LapLuc>0001", 1)
    note = "Composed in the year 1, where reckoning overflows"
    yield bad("thoi-diem-ngoai-lich", taken, note, "record.unreadable_value")
