"""The reader's words for what the core says in codes: who mends, weights, roles, statuses."""

from collections.abc import Sequence

from django.utils.translation import get_language, gettext

from hocba.core.compose.families import Kin
from hocba.core.compose.life import Status
from hocba.core.terms.messages import Language, catalogue, mend, told
from hocba.core.terms.outcomes import Fault, Finding, Refusal, Weight
from hocba.core.terms.roles import Role
from hocba.faces.web.presenters import FindingRow, State, Tone
from hocba.ports.repository import Standing


def language() -> Language:
    """Return the language of this page."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def who_mends(who: str) -> str:
    """Return in words who can mend a finding; the catalogue's key itself where it is new."""
    return {
        "pupil_parent": gettext("học sinh, phụ huynh"),
        "teacher": gettext("giáo viên"),
        "principal": gettext("hiệu trưởng"),
        "clerk": gettext("văn thư"),
        "school_admin": gettext("quản trị của trường"),
        "vendor": gettext("đơn vị cung cấp phần mềm"),
        "province": gettext("Sở Giáo dục và Đào tạo"),
        "ministry": gettext("Bộ Giáo dục và Đào tạo"),
        "ca": gettext("nơi cấp chứng thư số"),
        "operator": gettext("đơn vị vận hành"),
        "officer": gettext("cán bộ tra cứu"),
    }.get(who, who)


def weight_state(weight: Weight) -> State:
    """Return a finding's weight as a word with a colour."""
    return {
        Weight.FAILED: State(words=gettext("Lỗi"), tone=Tone.WRONG),
        Weight.INDETERMINATE: State(words=gettext("Chưa rõ"), tone=Tone.TO_DO),
        Weight.WARNING: State(words=gettext("Cần xem"), tone=Tone.TO_DO),
    }[weight]


def role_words(role: Role) -> str:
    """Return a role in words; the code itself for a role that signs nothing here."""
    return {
        Role.SUBJECT_TEACHER: gettext("Giáo viên bộ môn"),
        Role.HOMEROOM_TEACHER: gettext("Chủ nhiệm"),
        Role.PRINCIPAL: gettext("Hiệu trưởng"),
        Role.DEPUTY: gettext("Phó hiệu trưởng"),
        Role.CLERK: gettext("Văn thư"),
        Role.SEAL: gettext("Con dấu cơ sở giáo dục"),
        Role.SCHOOL_ADMIN: gettext("Quản trị của trường"),
        Role.COMMUNE_OFFICER: gettext("Cán bộ xã, phường"),
        Role.PROVINCE_OFFICER: gettext("Cán bộ Sở"),
        Role.PROVINCE: gettext("Sở Giáo dục và Đào tạo"),
        Role.MINISTRY_OFFICER: gettext("Cán bộ Bộ"),
        Role.MINISTRY: gettext("Bộ Giáo dục và Đào tạo"),
        Role.INSPECTOR: gettext("Thanh tra"),
        Role.PUPIL_OR_PARENT: gettext("Học sinh, phụ huynh"),
        Role.RECEIVER: gettext("Nơi được gia đình chia sẻ"),
    }.get(role, role.value)


def kin_words(kin: Kin) -> str:
    """Return in words who holds a code."""
    return {
        Kin.MOTHER: gettext("Mẹ"),
        Kin.FATHER: gettext("Cha"),
        Kin.GUARDIAN: gettext("Người giám hộ"),
        Kin.PUPIL: gettext("Chính học sinh"),
    }[kin]


def status_state(status: Status) -> State:
    """Return where a record stands, as a word with a colour."""
    return {
        Status.DRAFT: State(words=gettext("Bản nháp"), tone=Tone.CALM),
        Status.LOCKED: State(words=gettext("Sẵn sàng ký"), tone=Tone.DONE),
        Status.ATTESTED: State(words=gettext("Chủ nhiệm đã ký"), tone=Tone.WAITS),
        Status.APPROVED: State(words=gettext("Hiệu trưởng đã ký"), tone=Tone.WAITS),
        Status.ISSUED: State(words=gettext("Đã phát hành"), tone=Tone.DONE),
        Status.SUBMITTED: State(words=gettext("Đã gửi Sở"), tone=Tone.WAITS),
        Status.KEPT_BY_PROVINCE: State(words=gettext("Sở đã nhận"), tone=Tone.DONE),
        Status.KEPT_BY_MINISTRY: State(words=gettext("Kho đã nhận"), tone=Tone.DONE),
        Status.REJECTED: State(words=gettext("Bị trả lại"), tone=Tone.WRONG),
        Status.SUPERSEDED: State(words=gettext("Đã có bản thay thế"), tone=Tone.CALM),
        Status.WITHDRAWN: State(words=gettext("Đã thu hồi"), tone=Tone.WRONG),
    }[status]


def standing_state(standing: Standing) -> State:
    """Return how a kept version stands, as a word with a colour."""
    return {
        Standing.CURRENT: State(words=gettext("Đang có hiệu lực"), tone=Tone.DONE),
        Standing.SUPERSEDED: State(words=gettext("Đã có bản thay thế"), tone=Tone.CALM),
        Standing.WITHDRAWN: State(words=gettext("Đã thu hồi"), tone=Tone.WRONG),
    }[standing]


def finding_row(finding: Finding) -> FindingRow:
    """Return a finding in the reader's language, with how to mend it, who can, on what ground."""
    message = catalogue().get(finding.code)
    return FindingRow(
        code=finding.code,
        state=weight_state(finding.weight),
        place=finding.where,
        told=told(finding.code, finding.details, language()),
        mend=mend(finding.code, finding.details, language()),
        who=who_mends(message.who) if message else "",
        source=message.source if message else "",
    )


def found_words(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return what is wrong, finding by finding."""
    return tuple(told(each.code, each.details, language()) for each in findings)


def refusal_words(refusal: Refusal | Fault | None) -> str:
    """Return why not, and how to get there, in one line; empty where there is no refusal."""
    if refusal is None:
        return ""
    said = told(refusal.code, refusal.details, language())
    return f"{said} {mend(refusal.code, refusal.details, language())}".strip()
