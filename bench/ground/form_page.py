"""
A filled form as HTML that looks like the printed one: what WeasyPrint is given of the same page.

Same sheets, words, fonts, tables, seal, signatures and code. Not drawn: what a real record of
usual length does not have (marks of practice and of copies, doubts, notes under the table).
"""

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from math import cos, pi, sin
from pathlib import Path
from typing import Final

from hocba.adapters.paper.font_tables import font_tables
from hocba.adapters.paper.printer import qr_svg, seal_letters
from hocba.core.publish.filled_form import (
    FilledForm,
    Line,
    SignatureMark,
    SubjectLine,
    TraitLine,
    TraitTable,
)

FONTS: Final = Path(str(files("hocba.adapters.paper"))) / "fonts"
STYLE: Final = Path(__file__).with_suffix(".css")
_TABLES: Final = font_tables((FONTS / "Tinos-Bold.ttf").read_bytes())
_MM: Final = 72 / 25.4
_RULES: Final = (
    "Học bạ ghi kết quả học tập và rèn luyện của học sinh qua từng năm học ở tiểu học. Trường lập "
    "học bạ khi học sinh nhập học và quản lí học bạ theo quy định.",
    "Trang bìa và trang thông tin cá nhân ghi theo giấy khai sinh. Khi có thay đổi được pháp luật "
    "công nhận, trường lập phiên bản mới; phiên bản cũ vẫn được giữ.",
    "Mục “Các môn học và hoạt động giáo dục”: cột “Mức đạt được” ghi <b>T</b> (Hoàn thành tốt), "
    "<b>H</b> (Hoàn thành) hoặc <b>C</b> (Chưa hoàn thành); cột “Điểm KTĐK” ghi điểm bài kiểm tra "
    "định kì cuối năm học của môn có bài kiểm tra; cột “Nhận xét” ghi sự tiến bộ, điểm nổi bật và "
    "điều cần cố gắng của học sinh.",
    "Mục “Những phẩm chất chủ yếu” và “Những năng lực cốt lõi”: cột “Mức đạt được” ghi <b>T</b> "
    "(Tốt), <b>Đ</b> (Đạt) hoặc <b>C</b> (Cần cố gắng).",
    "Mục “Đánh giá kết quả giáo dục” ghi một trong bốn mức: Hoàn thành xuất sắc, Hoàn thành tốt, "
    "Hoàn thành, Chưa hoàn thành.",
    "Học sinh được đánh giá bổ sung: bảng ghi kết quả sau cùng, có dấu (*); kết quả trước đó ghi "
    "ở dưới bảng.",
    "Học bạ số do giáo viên chủ nhiệm và hiệu trưởng ký số, nhà trường đóng dấu số. Mọi sửa chữa "
    "sau khi khóa sổ đều được đếm và ghi dưới bảng; không tẩy xóa, không viết thêm bằng tay vào "
    "bản in.",
    "Bản gốc của học bạ là tệp <i>hoc-ba.xml</i> đã ký, kèm trong tệp PDF này; trang in là bản "
    "thể hiện. Muốn biết bản in có đúng không thì kiểm tra tệp đã ký.",
)


def form_page(form: FilledForm) -> str:
    """Return a form as an HTML document of five sheets; its style is `STYLE`, beside `FONTS`."""
    sheets = (_cover, _instructions, _personal, _year_left, _year_right)
    bodies = "".join(
        f"<section class={sheet.__name__.strip('_')}>{_foot(form, number)}{sheet(form)}</section>"
        for number, sheet in enumerate(sheets, start=1)
    )
    title, school = escape(form.title), escape(form.school, quote=True)
    head = f'<title>{title}</title><meta name=author content="{school}">'
    return f"<!doctype html><html lang=vi><meta charset=utf-8>{head}<body>{bodies}"


def _foot(form: FilledForm, number: int) -> str:
    return (
        f"<footer><div><span>Mã học bạ <b>{form.code}</b> · Năm học {form.school_year} · "
        f"Phiên bản {form.version}</span><span>Trang {number}/5</span></div>"
        f"<div><span>Dấu nội dung (SHA-256, nửa đầu): {form.digest}</span>"
        "<span>Bản thể hiện của tệp đã ký <i>hoc-ba.xml</i> kèm trong PDF</span></div></footer>"
    )


def _cover(form: FilledForm) -> str:
    return (
        "<div><p class=ministry>BỘ GIÁO DỤC VÀ ĐÀO TẠO</p><hr><h1>HỌC BẠ</h1>"
        f"<p class=kind>TIỂU HỌC</p>{_blanks(form.cover)}"
        f"<div class=year>Năm học <b>{form.school_year}</b> · Lớp <b>{escape(form.class_name)}</b>"
        f" · Phiên bản <b>{form.version}</b><br>Mã học bạ: <b>{form.code}</b></div></div>"
    )


def _instructions(form: FilledForm) -> str:
    rules = "".join(f"<li>{rule}</li>" for rule in _RULES)
    return f"<h1>HƯỚNG DẪN GHI HỌC BẠ</h1><ol>{rules}</ol>"


def _personal(form: FilledForm) -> str:
    widths = _columns("23mm", "15mm", "auto", "22mm", "30mm")
    heads = ("Năm học", "Lớp", "Tên trường", "Số đăng bộ", "Ngày nhập học/ chuyển đến")
    rows = "".join(
        f"<tr><td>{year.school_year}</td><td>{escape(year.class_name)}</td>"
        f"<td class=left>{escape(year.school)}</td><td>{escape(year.register_number)}</td>"
        f"<td>{escape(year.entered_on)}</td></tr>"
        for year in form.course
    )
    return (
        f"<h1>HỌC BẠ</h1>{_blanks(form.personal)}<div class=sign><p><i>{escape(form.place_date)}"
        "</i></p><p><b>HIỆU TRƯỞNG</b></p><p class=small><i>(Ký, ghi rõ họ tên và đóng dấu)</i>"
        f"</p><div style='margin:6mm 0'>{_principal(form)}</div>{_name(form.signatures.principal)}"
        f"</div><h2>QUÁ TRÌNH HỌC TẬP</h2><table>{widths}{_head(*heads)}<tbody>{rows}</table>"
        f"<p class='pale small'><i>{escape(form.course_note)}</i></p>"
    )


def _year_left(form: FilledForm) -> str:
    widths = _columns("40mm", "17mm", "17mm", "auto")
    heads = ("Môn học và hoạt động giáo dục", "Mức đạt được", "Điểm KTĐK", "Nhận xét")
    rows = "".join(map(_subject, form.year.subjects))
    facts = " ".join(
        f"<span>{escape(line.label)}: {_value(line)}</span>"
        for line in (*form.year.measures, *form.year.attendance)
    )
    return (
        f"<h1>Năm học {form.school_year}</h1>"
        f"<div class='two'>{_blank('Họ và tên học sinh', form.pupil)}"
        f"{_blank('Lớp', form.class_name)}</div><div class=spread>{facts}</div>"
        "<h2>1. Các môn học và hoạt động giáo dục</h2>"
        f"<table class=subjects>{widths}{_head(*heads)}<tbody>{rows}</table>"
    )


def _subject(line: SubjectLine) -> str:
    remark = f"<span class=why>{escape(line.remark)}</span>" if line.remark else ""
    return (
        f"<tr><td class=left>{escape(line.label)}</td><td><b>{line.level}</b></td>"
        f"<td><b>{line.score}</b></td><td class=left>{escape(line.comment)}{remark}</td></tr>"
    )


def _year_right(form: FilledForm) -> str:
    year = form.year
    asked = "Hoàn thành chương trình lớp học/chương trình tiểu học"
    return (
        f"<div class='two wide'>{_blank('Trường', form.school)}"
        f"{_blank('Năm học', form.school_year)}</div><h2>2. Những phẩm chất chủ yếu</h2>"
        f"{_traits('Phẩm chất', year.qualities)}<h2>3. Những năng lực cốt lõi</h2>"
        f"<h3>3.1. Những năng lực chung</h3>{_traits('Năng lực', year.general_competences)}"
        f"<h3>3.2. Những năng lực đặc thù</h3>{_traits('Năng lực', year.specific_competences)}"
        f"<div class=blanks style='margin-top:8pt'>"
        f"{_blank('4. Đánh giá kết quả giáo dục', year.result)}"
        f"{_blank('5. Khen thưởng', year.awards)}{_blank('6. ' + asked, year.completion)}</div>"
        f"<p class=right><i>{escape(form.place_date)}</i></p>{_signs(form)}{_code(form)}"
    )


def _traits(head: str, table: TraitTable) -> str:
    comment = f"<td class=left rowspan={len(table.lines)}>{escape(table.comment)}</td>"
    rows = (_trait(line, comment * (place == 0)) for place, line in enumerate(table.lines))
    columns, heads = _columns("56mm", "28mm", "auto"), _head(head, "Mức đạt được", "Nhận xét")
    return f"<table>{columns}{heads}<tbody>{''.join(rows)}</table>"


def _trait(line: TraitLine, comment: str) -> str:
    remark = f"<span class=why>{escape(line.remark)}</span>"
    level = f"<b>{line.level}</b>" if line.level else remark
    return f"<tr><td class=left>{escape(line.label)}</td><td>{level}</td>{comment}</tr>"


def _signs(form: FilledForm) -> str:
    homeroom, principal = form.signatures.homeroom, form.signatures.principal
    asked = "<td><b>{}</b><p class=small><i>(Ký, ghi rõ họ tên{})</i>"
    return (
        f"<table class=signs><tr>{asked.format('Xác nhận của Hiệu trưởng', ' và đóng dấu')}"
        f"{asked.format('Giáo viên chủ nhiệm', '')}<tr class=drawn><td>{_principal(form)}"
        f"<td>{_person(homeroom, '')}<tr><td>{_name(principal)}<td>{_name(homeroom)}</table>"
    )


def _principal(form: FilledForm) -> str:
    stamped = form.signatures.seal
    return _person(form.signatures.principal, _seal(stamped, form.school) if stamped else "")


def _name(mark: SignatureMark | None) -> str:
    return f"<b>{escape(mark.name)}</b>" if mark else ""


def _person(mark: SignatureMark | None, seal: str) -> str:
    if mark is None:
        return "<span class=why>chưa ký</span>"
    return (
        f"<div class='person{' sealed' if seal else ''}'>Ký số bởi<b>{escape(mark.name)}</b>"
        f"{mark.signed_at}<small>Chứng thư số do {escape(mark.issuer)} cấp</small>{seal}</div>"
    )


def _seal(mark: SignatureMark, school: str) -> str:
    """Return the seal: three circles, the school's name turned around them, words within."""
    rings = ((17, 1.3), (16, 0.4), (11.6, 0.6))
    circles = "".join(
        f"<circle r={radius * _MM:.2f} stroke-width={width} />" for radius, width in rings
    )
    day, _, hour = mark.signed_at.partition(" ")
    alt = escape(f"Con dấu số của {school}, đóng lúc {mark.signed_at}", quote=True)
    half = 17 * _MM
    return (
        f"<svg viewBox='{-half} {-half} {2 * half} {2 * half}' role=img aria-label=\"{alt}\" "
        "font-family=Tinos font-weight=bold text-anchor=middle fill=#c8102e>"
        f"<g fill=none stroke=#c8102e>{circles}</g>{_ring(school)}"
        "<text y=-2 font-size=8.6>CON DẤU SỐ</text><g font-weight=normal font-size=5.6>"
        f"<text y=6>{day}</text><text y=13>{hour}</text></g>"
        "<text y=42 font-size=8 font-weight=normal>•</text></svg>"
    )


def _ring(school: str) -> str:
    letters = seal_letters(school, _TABLES)
    whole, radius, passed, drawn = sum(width for _, width in letters), 15.3 * _MM, 0.0, []
    size = min(8.0, radius * 300 / 180 * pi / whole)
    for letter, width in letters:
        turn = (passed + width / 2 - whole / 2) * size / radius
        passed += width
        if letter == " ":
            continue
        x, y = (radius - 0.8 * size) * sin(turn), -(radius - 0.8 * size) * cos(turn)
        drawn.append(
            f"<text transform='translate({x:.2f} {y:.2f}) rotate({turn * 180 / pi:.2f})' "
            f"font-size={size:.2f}>{escape(letter)}</text>"
        )
    return "".join(drawn)


def _code(form: FilledForm) -> str:
    return (
        f"<div class=code>{qr_svg(form.qr)}<p>Mã QR mang chữ ký số và ghi tên, ngày sinh, lớp, kết "
        "quả năm học, dấu nội dung của học bạ; không phải là địa chỉ trang web. Kiểm tra không cần "
        "mạng bằng trang <i>Kiểm tra mã trên giấy</i> hoặc lệnh <i>hocba verify-qr</i>. So dấu này "
        "với tệp <i>hoc-ba.xml</i> kèm trong PDF để biết trang giấy và tệp đã ký là một.</p></div>"
    )


def _columns(*widths: str) -> str:
    return "".join(f"<col style='width:{width}'>" for width in widths)


def _head(*words: str) -> str:
    return f"<thead><tr>{''.join(f'<th scope=col>{each}</th>' for each in words)}</tr></thead>"


def _blanks(lines: Iterable[Line]) -> str:
    return f"<div class=blanks>{''.join(_blank(each.label, _value(each)) for each in lines)}</div>"


def _blank(label: str, value: str) -> str:
    told = value if value.startswith("<") else f"<b>{escape(value) or '&nbsp;'}</b>"
    return f"<div class=blank><span>{escape(label)}: {told}</span></div>"


def _value(line: Line) -> str:
    marks = " class=why" if line.is_missing else ""
    return f"<b{marks}>{escape(line.value) or '&nbsp;'}</b>"
