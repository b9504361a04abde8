"""The page that checks a paper's code in the browser, with the line cut off too."""

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hocba.core.terms.codes import school_year
from hocba.core.terms.levels import YearResult
from hocba.core.terms.missing import Missing
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.presenters import Frame, Link
from hocba.faces.web.result_words import year_result_words

PAGE_URL: Final = "/kiem-tra-ma"
_YEAR: Final = re.compile(r"\d{4}-\d{4}")
_WORKER: Final = files("hocba.faces.public").joinpath("offline_worker.js").read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflinePage:
    """
    What the page says. words: for its script, by name. pins: the ministry's fingerprints.

    statuses: school years that have a status list.
    """

    headline: str
    lead: str
    environment: str
    pins: str
    statuses: str
    words: dict[str, str]


@never_cache
@require_safe
def code_page(request: OfficeRequest) -> HttpResponse:
    """Show the page; whatever is typed or scanned there never leaves the machine."""
    outside = request.outside
    page = OfflinePage(
        headline=gettext("Kiểm tra mã trên giấy"),
        lead=gettext(
            "Mã QR ở cuối bản in của học bạ mang chữ ký số. Trang này kiểm tra mã ngay trên máy "
            "của quý vị, không gửi gì đi, và dùng được khi không có mạng."
        ),
        environment=outside.environment.value,
        pins=" ".join(sorted(outside.ministry)),
        statuses=" ".join(map(str, outside.status_lists.years())),
        words=_words(),
    )
    frame = Frame(
        brand=gettext("Xác thực học bạ số"),
        where=(Link(words=gettext("Ai cũng tra được, không cần tài khoản")),),
        environment=outside.environment,
    )
    return render(request, "public/offline.html", {"frame": frame, "page": page})


@never_cache
@require_safe
def key_list(request: OfficeRequest) -> HttpResponse:
    """Hand out the ministry's list of keys as it was signed."""
    text = request.outside.code_list.text()
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="application/jose")


@never_cache
@require_safe
def status_list(request: OfficeRequest, year: str) -> HttpResponse:
    """Hand out the ministry's status list of a school year as it was signed."""
    text = request.outside.status_lists.text(school_year(year)) if _YEAR.fullmatch(year) else None
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="application/jose")


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """Tell a phone how to keep the page as an application. Source: W3C Web App Manifest."""
    told = {
        "name": gettext("Kiểm tra mã trên giấy"),
        "short_name": gettext("Mã học bạ"),
        "id": PAGE_URL,
        "start_url": PAGE_URL,
        "scope": PAGE_URL,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b4a4f",
        "icons": [{"src": static("hocba/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Hand out the page's service worker, which must stand below the page's own address."""
    response = HttpResponse(_WORKER, content_type="text/javascript")
    response.headers["Service-Worker-Allowed"] = PAGE_URL
    response.headers["Cache-Control"] = "no-cache"
    return response


def _words() -> dict[str, str]:
    return {
        "PASSED": gettext("Mã thật"),
        "FAILED": gettext("Mã không đạt: đừng dùng tờ giấy này"),
        "INDETERMINATE": gettext("Chưa đủ căn cứ để kết luận"),
        "passed": gettext(
            "Cơ quan có quyền đã ký đúng những điều dưới đây. Hãy so từng dòng với tờ giấy."
        ),
        "not_current": gettext(
            "Mã không nói bản này đã được thay thế hay thu hồi chưa; hãy tra mã học bạ khi có mạng."
        ),
        "current": gettext(
            "Chưa bị thay thế, chưa bị thu hồi, theo danh sách tình trạng số {number} "
            "Bộ ký ngày {made}."
        ),
        "status_old": gettext(
            "Danh sách tình trạng đã quá hạn; hãy mở trang khi có mạng để cập nhật."
        ),
        "superseded": gettext("Học bạ này đã có bản thay thế"),
        "superseded_why": gettext(
            "Mã thật, nhưng trường đã phát hành bản đính chính. Hãy xin bản đang có hiệu lực."
        ),
        "withdrawn": gettext("Học bạ này đã bị thu hồi"),
        "withdrawn_why": gettext(
            "Mã thật, nhưng trường đã thu hồi bản này. Đừng dùng tờ giấy này."
        ),
        "other_system": gettext("Đây không phải mã của học bạ số. Trang này không mở địa chỉ nào."),
        "unsigned": gettext("Mã này không mang chữ ký. Hãy kiểm tra tệp XML hoặc PDF của học bạ."),
        "unreadable": gettext("Không đọc được mã: mã bị hỏng, bị cắt hoặc đã bị sửa."),
        "signature_wrong": gettext("Chữ ký trong mã không đúng: mã đã bị sửa hoặc là giả."),
        "unknown_key": gettext("Danh sách khóa trên máy này chưa có khóa đã ký mã."),
        "office_not_entitled": gettext("Khóa đã ký mã không được ký thay cho nơi ghi trong mã."),
        "key_lost": gettext(
            "Khóa đã lập mã này bị báo mất, mà ai giữ khóa ghi lùi ngày được: hãy tra mã học bạ "
            "ở Kho."
        ),
        "key_out_of_time": gettext("Mã được lập ngoài thời gian mà khóa được dùng."),
        "other_world": gettext("Mã thuộc môi trường khác (thật, tập huấn, thử nghiệm)."),
        "no_list": gettext("Máy này chưa có danh sách khóa; hãy mở trang một lần khi có mạng."),
        "list_not_signed": gettext("Danh sách khóa không do Bộ ký hoặc đã bị sửa; không dùng."),
        "list_old": gettext("Danh sách khóa đã quá hạn; hãy mở trang khi có mạng để cập nhật."),
        "list": gettext("Danh sách khóa số {number}, Bộ ký ngày {made}, dùng đến {next}."),
        "kept": gettext("Trang đã nằm trên máy này và mở được khi không có mạng."),
        "no_camera": gettext("Trình duyệt này không quét được; hãy dùng ứng dụng quét rồi dán mã."),
        "no_code_in_picture": gettext("Không thấy mã QR nào trong ảnh; hãy chụp gần và thẳng hơn."),
        **{result.value: year_result_words(result) for result in YearResult},
        Missing.NOT_ASSESSED.value: gettext("Không đánh giá"),
    }
