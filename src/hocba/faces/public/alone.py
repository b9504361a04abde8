"""The page that checks a record's file in the browser alone; the file never leaves the machine."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.presenters import Frame, Link
from hocba.faces.web.words import role_words
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class AlonePage:
    """What the page says. authorities, words: for its script, by name."""

    headline: str
    lead: str
    environment: str
    authorities: dict[str, Any]
    words: dict[str, str]


@never_cache
@require_safe
def alone(request: OfficeRequest) -> HttpResponse:
    """Show the page; whatever is dropped there is read by its script and by nobody else."""
    outside = request.outside
    page = AlonePage(
        headline=gettext("Kiểm tra tệp ngay trên máy này"),
        lead=gettext(
            "Tệp không rời khỏi máy. Trang kiểm tra được chữ ký và chứng thư; thẩm quyền người ký, "
            "thu hồi chứng thư và hiệu lực của học bạ thì phải đưa tệp vào trang xác thực."
        ),
        environment=outside.environment.value,
        authorities=_authorities(outside),
        words=_words(),
    )
    frame = Frame(
        brand=gettext("Xác thực học bạ số"),
        where=(Link(words=gettext("Ai cũng tra được, không cần tài khoản")),),
        environment=outside.environment,
    )
    return render(request, "public/alone.html", {"frame": frame, "page": page})


def _authorities(outside: Outside) -> dict[str, Any]:
    held = outside.paths.authorities()
    real = outside.environment is Environment.REAL
    # Source: spec/format.md §4.2: a real record rests on no test anchor.
    anchors = [der for world, der in held.anchors if not real or world is Environment.REAL]
    return {
        "anchors": [b64encode(der).decode("ascii") for der in anchors],
        "issuers": [b64encode(der).decode("ascii") for der in held.issuers],
    }


def _words() -> dict[str, str]:
    signing = (Role.SUBJECT_TEACHER, Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.DEPUTY, Role.SEAL)
    return {
        "FAILED": gettext("Tệp này không hợp lệ: đừng dùng"),
        "INDETERMINATE": gettext("Chữ ký đúng; còn những điều chưa kiểm tra"),
        "unread": gettext("Không kiểm tra được tệp này trên máy"),
        "about": gettext("Lớp {grade}, năm học {year}, mã học bạ {code}, phiên bản {version}."),
        "not_done": gettext(
            "Chưa kiểm tra ở đây: người ký có thẩm quyền hay không, chứng thư có bị thu hồi hay "
            "không, kết quả có theo quy định hay không, học bạ còn hiệu lực hay không."
        ),
        "stamps": gettext("Dấu thời gian trong tệp cũng chưa được kiểm tra ở đây."),
        "signed": gettext("{who} ({role}) ký lúc {at}; chứng thư do {issuer} cấp"),
        "covers_other": gettext("Một chữ ký không phủ đúng nội dung phải phủ."),
        "digest_differs": gettext("Nội dung hoặc chữ ký trước đã bị sửa sau khi ký."),
        "value_wrong": gettext("Một giá trị chữ ký sai."),
        "certificate_not_bound": gettext("Chứng thư trong tệp không phải chứng thư đã ký."),
        "certificate_out_of_time": gettext("Một chứng thư không có giá trị vào lúc ký."),
        "no_path": gettext("Chưa dẫn được chứng thư tới gốc tin cậy mà trang này biết."),
        "other_role": gettext("Một chữ ký đứng sai vai trò."),
        "time_wrong": gettext("Giờ ký không nối tiếp nhau hoặc ở tương lai."),
        "same_signer": gettext("Một người ký ở hai vai trò."),
        "other_world": gettext("Học bạ thuộc môi trường khác (thật, tập huấn, thử nghiệm)."),
        "other_form": gettext("Tệp không viết đúng dạng mà trang này đọc."),
        "elsewhere": gettext(
            "Trích lục, hồ sơ chứng cứ và học bạ viết theo dạng khác thì trang xác thực đọc được."
        ),
        "no_record": gettext("Tệp này không phải là học bạ số."),
        "unreadable": gettext("Không đọc được tệp: tệp bị hỏng hoặc bị cắt."),
        "too_large": gettext("Tệp lớn quá mức của một học bạ."),
        "two_attached": gettext("Tệp PDF mang nhiều hơn một học bạ; không biết tin tệp nào."),
        "nothing_attached": gettext("Tệp PDF không mang học bạ số bên trong."),
        "pages": gettext(
            "Chỉ học bạ đính bên trong PDF được kiểm tra; hình trên trang có thể đã bị sửa."
        ),
        **{role.value: role_words(role) for role in signing},
    }
