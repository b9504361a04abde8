"""The words of a pupil list: statuses, fields, kinds of trouble."""

from django.utils.translation import gettext

from hocba.core.compose.quality import Trouble
from hocba.core.compose.roster import RosterAct
from hocba.core.terms.missing import Missing
from hocba.core.terms.pupil_status import Presence


def status_words(status: str) -> str:
    """Return a pupil's status in words. Source: the sector's list of pupil statuses."""
    return {
        "01": gettext("Đang học"),
        "02": gettext("Chuyển đến kỳ 1"),
        "03": gettext("Nghỉ học, xin học lại kỳ 1"),
        "04": gettext("Chuyển đi kỳ 1"),
        "05": gettext("Thôi học kỳ 1"),
        "06": gettext("Chuyển đến kỳ 2"),
        "07": gettext("Nghỉ học, xin học lại kỳ 2"),
        "08": gettext("Chuyển đi kỳ 2"),
        "09": gettext("Thôi học kỳ 2"),
        "10": gettext("Chuyển đến trong hè"),
        "11": gettext("Chuyển đi trong hè"),
        "12": gettext("Thôi học trong hè"),
    }.get(status, status)


def presence_words(presence: Presence) -> str:
    """Return what a status comes to in a class list."""
    return {
        Presence.STUDYING: gettext("Đang học"),
        Presence.CAME: gettext("Mới chuyển đến"),
        Presence.AWAITED: gettext("Nghỉ, xin học lại"),
        Presence.MOVED_OUT: gettext("Đã chuyển đi"),
        Presence.STOPPED: gettext("Đã thôi học"),
    }[presence]


def field_words(name: str) -> str:
    """Return the name of a field of the form."""
    return {
        "sector_code": gettext("Mã học sinh"),
        "full_name": gettext("Họ và tên"),
        "born_on": gettext("Ngày sinh"),
        "gender": gettext("Giới tính"),
        "personal_id": gettext("Số định danh cá nhân"),
        "no_number": gettext("Nếu chưa có số, vì sao"),
        "ethnic_code": gettext("Dân tộc (mã hai chữ số)"),
        "nationality": gettext("Quốc tịch (mã hai chữ cái)"),
        "birth_place": gettext("Nơi sinh"),
        "home_town": gettext("Quê quán"),
        "address": gettext("Chỗ ở hiện nay"),
        "guardians": gettext("Cha, mẹ hoặc người giám hộ"),
        "CHA": gettext("Họ tên cha"),
        "ME": gettext("Họ tên mẹ"),
        "GIAM_HO": gettext("Họ tên người giám hộ"),
        "class_name": gettext("Lớp"),
        "status": gettext("Trạng thái"),
        "on": gettext("Từ ngày"),
        "basis": gettext("Căn cứ"),
        "disability": gettext("Khuyết tật"),
    }.get(name, name)


def no_number_words(code: str) -> str:
    """Return why a pupil has no personal number, in words."""
    return {
        Missing.UNKNOWN.value: gettext("Chưa được cấp hoặc chưa biết"),
        Missing.NOT_APPLICABLE.value: gettext("Không áp dụng: quốc tịch nước ngoài"),
        Missing.WITHHELD_BY_LAW.value: gettext("Không cung cấp theo luật"),
    }.get(code, code)


def trouble_words(trouble: Trouble) -> str:
    """Return a kind of trouble in words."""
    return {
        Trouble.NO_PERSONAL_ID: gettext("Chưa có số định danh"),
        Trouble.DOUBTFUL_ID: gettext("Số định danh không khớp ngày sinh, giới tính"),
        Trouble.SAME_ID: gettext("Hai học sinh cùng một số định danh"),
        Trouble.SAME_PERSON: gettext("Trùng họ tên và ngày sinh"),
        Trouble.FIELD_MISSING: gettext("Thiếu thông tin của trang hồ sơ"),
    }[trouble]


def act_words(act: RosterAct) -> str:
    """Return what was done to a pupil's line."""
    return {
        RosterAct.ADD: gettext("Thêm vào danh sách"),
        RosterAct.MEND: gettext("Sửa thông tin"),
        RosterAct.MOVE: gettext("Chuyển lớp"),
        RosterAct.STATUS: gettext("Đổi trạng thái"),
    }[act]
