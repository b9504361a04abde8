"""Pages that no story is told of, filled by their types, so that no page goes unseen."""

from hocba.faces.accounts.passkey_views import PasskeySignInPage, PasskeysPage
from hocba.faces.accounts.sitting_views import SittingsPage
from hocba.faces.accounts.staff_views import AccountsPage
from hocba.faces.accounts.views import DoorPage
from hocba.faces.family.by_identity import ChildrenPage
from hocba.faces.family.door import WayInPage
from hocba.faces.family.home import FamilyHome
from hocba.faces.family.receiver import AskSharePage, CoverPage, ReceivedPage
from hocba.faces.family.sharing import SharesPage
from hocba.faces.ministry.coverage_presenters import CoveragePage
from hocba.faces.public.presenters import CodePage
from hocba.faces.school.extract_views import ExtractsPage
from hocba.faces.school.family_views import CodesPage, RequestsPage
from hocba.faces.school.guardian_views import GuardiansPage
from hocba.faces.school.marking import MarkingPage
from hocba.faces.school.row_pages import RowsPage
from hocba.faces.school.staff_pages import MemberPage, StaffPage
from hocba.faces.school.system_pages import SystemsPage
from hocba.faces.web.intake_pages import IntakePage
from hocba.faces.web.look_up_pages import FoundPage, LookUpPage
from hocba.faces.web.presenters import Frame
from hocba.ports.marks import Phrase
from tests.journey.samples import figures, frames, school_classes
from tests.journey.samples.made import made

FILLED: dict[str, tuple[str, Frame, object]] = {
    "mau/ma-du-phong": ("accounts/codes.html", frames.PUBLIC, made(DoorPage)),
    "mau/loi-moi": ("accounts/invitation.html", frames.PUBLIC, made(DoorPage)),
    "mau/buoc-hai": ("accounts/second_step.html", frames.PUBLIC, made(DoorPage)),
    "mau/vao-bang-khoa": ("accounts/passkey_in.html", frames.PUBLIC, made(PasskeySignInPage)),
    "mau/khoa": ("accounts/passkeys.html", frames.PUBLIC, made(PasskeysPage)),
    "mau/phien": ("accounts/sittings.html", frames.PUBLIC, made(SittingsPage)),
    "mau/tai-khoan": ("accounts/staff.html", frames.SCHOOL, made(AccountsPage)),
    "mau/xin-chia-se": ("family/ask_share.html", frames.PUBLIC, made(AskSharePage)),
    "mau/bia": ("family/cover.html", frames.PUBLIC, made(CoverPage)),
    "mau/gia-dinh": ("family/home.html", frames.PUBLIC, made(FamilyHome)),
    "mau/duoc-chia-se": ("family/received.html", frames.PUBLIC, made(ReceivedPage)),
    "mau/gia-dinh/hoc-ba": ("family/record.html", frames.PUBLIC, school_classes.RECORD),
    "mau/chia-se": ("family/shares.html", frames.PUBLIC, made(SharesPage)),
    "mau/gia-dinh/vao": ("family/way_in.html", frames.PUBLIC, made(WayInPage)),
    "mau/do-phu": (
        "ministry/coverage.html",
        frames.MINISTRY,
        made(CoveragePage, map=figures.national().map),
    ),
    "mau/ma": ("public/code.html", frames.PUBLIC, made(CodePage)),
    "mau/trich-luc": ("school/extracts.html", frames.SCHOOL, made(ExtractsPage)),
    "mau/ma-gia-dinh": ("school/family_codes.html", frames.SCHOOL, made(CodesPage)),
    "mau/gia-dinh-hoi": ("school/family_requests.html", frames.SCHOOL, made(RequestsPage)),
    "mau/nhap-diem": ("school/marking.html", frames.SCHOOL, made(MarkingPage)),
    "mau/nhan-xet": (
        "school/phrases.html",
        frames.SCHOOL,
        {"headline": "Nhận xét mẫu của tôi", "phrases": (made(Phrase), made(Phrase))},
    ),
    "mau/giao-vien": ("school/staff.html", frames.SCHOOL, made(StaffPage)),
    "mau/giao-vien/mot": ("school/staff_member.html", frames.SCHOOL, made(MemberPage)),
    "mau/nguoi-giam-ho": ("school/guardians.html", frames.SCHOOL, made(GuardiansPage)),
    "mau/mon-cua-toi": ("school/rows.html", frames.SCHOOL, made(RowsPage)),
    "mau/cac-con": ("family/children.html", frames.PUBLIC, made(ChildrenPage)),
    "mau/phan-mem": ("school/systems.html", frames.SCHOOL, made(SystemsPage)),
    "mau/tim-thay": ("web/found.html", frames.PROVINCE, made(FoundPage)),
    "mau/dang-nhan": ("web/intake.html", frames.PROVINCE, made(IntakePage)),
    "mau/tra-cuu": ("web/look_up.html", frames.PROVINCE, made(LookUpPage)),
}
