"""The province's desk, its reporting and oversight with sample values."""

from dataclasses import replace
from datetime import timedelta

from hocba.core.report.deadlines import deadline_on, tally_of
from hocba.core.report.figures import Figure, Rate, total
from hocba.core.report.oversight import Signal, SignalStory
from hocba.core.report.oversight_tally import Trait
from hocba.core.report.reconciliation import Books, reconciled
from hocba.core.report.refusals import stated_by_software, stated_of_unit
from hocba.core.report.school_desk import DeskQuestion, SchoolLine, desk
from hocba.core.rules.campaigns import due_in, shipped_campaigns
from hocba.core.submit.message import MessageId
from hocba.core.submit.receipt import Answer, EntryAnswer
from hocba.core.submit.refusals import RefusalsStatement, StatedSoftware
from hocba.core.submit.signers import CertificateEnd
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.people import Place
from hocba.core.terms.roles import Role
from hocba.faces.province.desk_pages import DeskFacts, desk_page
from hocba.faces.province.desk_presenters import EndingRow, QualityRow, ReminderRow, SchoolDeskPage
from hocba.faces.province.old_pages import taken_page
from hocba.faces.province.reporting_pages import reconciliation_page, waiting_page
from hocba.faces.web.figure_words import school_year_at
from hocba.faces.web.figures_presenters import FigureRow
from hocba.faces.web.oversight_pages import signal_page
from hocba.faces.web.oversight_presenters import (
    ConcentrationCard,
    NoteRow,
    OversightPage,
    ShareRow,
    SignalKind,
    SignalRow,
)
from hocba.faces.web.presenters import Count, Fact, FigureNote, FindingRow, Link, State, Tone
from hocba.faces.web.refusals_pages import refusals_page
from hocba.flow.follow_signal import FollowedSignal
from hocba.flow.oversee_refusals import RefusalsOverseen, UnitReturned
from hocba.flow.take_old_records import OldAnswer, TakenOld
from hocba.ports.attempts import Attempt
from hocba.ports.outbox import SentPackage
from hocba.ports.oversight import Following, Note
from tests.journey.samples.frames import AT, strip
from tests.journey.samples.school_office import PACKAGES


def _line(name, commune, pupils, accepted, excepted, **more):
    figure = Figure(
        code=f"MAU{pupils}",
        name=name,
        pupils=pupils,
        records=accepted,
        signed=accepted,
        sealed=accepted,
        accepted=accepted,
        exceptions={"REN_LUYEN_HE": excepted} if excepted else {},
    )
    return SchoolLine(figure=figure, ward=Place(code=commune, name=commune), **more)


LINES = (
    _line("Trường Tiểu học Hoa Ban", "Phường Mường Thanh", 203, 201, 2, declared_at=AT, last_at=AT),
    _line(
        "Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Nậm Kè",
        "Xã Nậm Kè",
        215,
        211,
        3,
        declared_at=AT,
        last_at=AT,
        returned=1,
        seal_ends=AT.date() + timedelta(days=20),
        certificate_ends=(
            CertificateEnd(role=Role.HOMEROOM_TEACHER, on=AT.date() + timedelta(days=41), count=3),
        ),
    ),
    _line("Trường Tiểu học Quốc tế Sao Mai", "Phường Điện Biên Phủ", 180, 0, 0, declared_at=AT),
)


_LINE = total(line.figure for line in LINES)
DEADLINES = tuple(
    deadline_on(campaign, AT.date(), tally_of(_LINE, campaign.goal))
    for campaign in due_in(shipped_campaigns(), school_year_at(AT))
)


def province_home():
    """Make the desk's page; its words want Django's language, so not when this is imported."""
    question = DeskQuestion()
    found = desk(LINES, question)
    return desk_page(
        DeskFacts(
            desk=found,
            question=question,
            lines=LINES,
            today=AT.date(),
            unreported=112,
            deadlines=DEADLINES,
        )
    )


SCHOOL = SchoolDeskPage(
    headline="Trường Tiểu học Hoa Ban: đã nhận 201 trên 203 học bạ",
    lead="2 học sinh chưa ký có lý do · 0 chưa khai lý do",
    pipeline=strip(203, 201, 201, 201, 201, 150, total=203),
    facts=(
        Fact(words="Mã trường", value="MAU11031270001"),
        Fact(words="Xã, phường", value="Phường Mường Thanh"),
    ),
    classes=(
        FigureRow(
            name="4A",
            pupils=33,
            records=32,
            signed=32,
            sealed=32,
            accepted=32,
            exceptions=1,
            undeclared=0,
        ),
    ),
    quality=(
        QualityRow(
            finding=FindingRow(
                code="pki.not_fresh",
                state=State(words="Cần xem", tone=Tone.TO_DO),
                place="",
                told="Danh sách thu hồi đã cũ.",
                mend="Cập nhật danh sách rồi gửi lại.",
            ),
            times=3,
        ),
    ),
    reminders=(ReminderRow(on=AT.date(), words="Trường gửi nốt 2 học bạ trong tuần."),),
    packages=PACKAGES,
    ending=(
        EndingRow(
            role="Chủ nhiệm",
            on=AT.date() + timedelta(days=41),
            count=3,
            state=State(words="còn 41 ngày", tone=Tone.TO_DO),
        ),
    ),
    ending_told="Theo kê khai mới nhất của trường, không có tên người.",
)

_SENT = SentPackage(
    message_id=MessageId("11" + "A1" * 16),
    sender="11",
    receiver="BO",
    made_at=AT,
    digest=bytes(32),
    size=10,
    count=112,
)


def waiting():
    """Make the page of a package without a receipt."""
    return waiting_page(
        _SENT, [Attempt(message_id=_SENT.message_id, at=AT, outcome="uplink.no_answer")]
    )


def reconciliation():
    """Make the page of differing books."""
    books = Books(
        here={"hoc-ba/a.xml": b"a", "hoc-ba/b.xml": b"b"},
        receipted={"hoc-ba/a.xml": b"a"},
        above={"hoc-ba/a.xml": b"a", "hoc-ba/c.xml": b"c"},
    )
    return reconciliation_page(reconciled(books), office="Sở Giáo dục và Đào tạo Điện Biên")


OVERSIGHT = OversightPage(
    headline="1 chỗ nên xem trước",
    lead="Dấu hiệu là số đếm, không phải kết luận về ai. Hãy xem, hỏi và ghi chú.",
    note=FigureNote(as_of=AT, denominator="học bạ và chữ ký đã nhận", excel_url="/tai"),
    base="/so/giam-sat",
    counts=(Count(words="Học bạ đã đếm", value=532),),
    cards=(
        ConcentrationCard(
            title="Phần mềm đã lập học bạ",
            told="Mức tập trung (HHI) 6250 trên 10000.",
            rows=(
                ShareRow(name="Hocba", count=399, of=532),
                ShareRow(name="Khác", count=133, of=532),
            ),
        ),
    ),
    kinds=(SignalKind(words="Ký từ 0 giờ đến trước 6 giờ", told="Làm muộn.", count=7, of=1596),),
    signals=(
        SignalRow(
            url="/so/giam-sat/dau-hieu/KY_BAN_DEM/MAU1",
            words="Ký từ 0 giờ đến trước 6 giờ",
            unit="Trường Tiểu học Hoa Ban",
            count=7,
            of=60,
            stands_out=True,
            state=State(words="Đang xem", tone=Tone.TO_DO),
        ),
    ),
    more=0,
    followed=(
        NoteRow(
            at=AT,
            by="TT1",
            about="Ký ban đêm · Hoa Ban",
            words="Nhập bù sau lũ.",
            url="/so/giam-sat/dau-hieu/KY_BAN_DEM/MAU1",
            state=State(words="Đang xem", tone=Tone.TO_DO),
        ),
    ),
    uncounted=12,
    links=(Link(words="Học bạ trả lại, theo phần mềm", url="/so/giam-sat/tra-lai"),),
    years=(Link(words="Năm học 2025-2026", url="/so/giam-sat?nam=2025-2026"),),
)


def returned():
    """Make the ministry's page of returned records: one province stated, one did not."""
    year = school_year_at(AT)
    software = (
        StatedSoftware(
            school_year=year,
            software="Công ty Phần mềm Giáo dục Hoa Ban · Học bạ điện tử Mường Thanh",
            schools=41,
            accepted=9_804,
            warned=12,
            refused=413,
            reasons=(("package.wrong_event", 300), ("package.misplaced", 113)),
        ),
        StatedSoftware(
            school_year=year, software="Hocba", schools=12, accepted=2_100, warned=0, refused=0
        ),
    )
    statement = RefusalsStatement(
        province=Place(code="11", name="Sở Giáo dục và Đào tạo Điện Biên"),
        number=3,
        environment=Environment.TEST,
        made_at=AT,
        counted=11_904,
        logged=11_904,
        lines=software,
    )
    nobody = stated_of_unit("14", ())
    return refusals_page(
        RefusalsOverseen(
            school_year=year,
            at=AT,
            unit="",
            own=(replace(stated_of_unit("Hocba", software[1:]), accepted=2_090),),
            stated=stated_by_software(software),
            units=(
                UnitReturned(
                    own=stated_of_unit("11", software[1:]),
                    statement=statement,
                    stated=stated_of_unit("11", software),
                ),
                UnitReturned(own=nobody),
            ),
            names={"11": "Điện Biên", "14": "Sơn La"},
            counted=12_000,
            logged=12_004,
            by_school=False,
        ),
        base="/bo/giam-sat",
    )


def one_signal():
    """Make the page of a signal that two people have followed."""
    seven = Rate(numerator=7, denominator=60)
    trait, unit, year = Trait.AT_NIGHT, "MAU1", school_year_at(AT)
    notes = [
        Note(signal=trait, unit=unit, school_year=year, by=by, at=AT, words=words, state=state)
        for by, words, state in (
            ("TT1", "Đã hỏi trường: nhập bù sau lũ.", Following.LOOKING),
            ("SO1", "Đã xem sổ trực của trường.", Following.CLEARED),
        )
    ]
    found = FollowedSignal(
        school_year=year,
        at=AT,
        story=SignalStory(
            signal=Signal(trait=trait, unit=unit, rate=seven, stands_out=True),
            all=Rate(numerator=9, denominator=1596),
            schools=(),
        ),
        names={unit: "Trường Tiểu học Hoa Ban"},
        notes=tuple(notes),
    )
    return signal_page(found, base="/so/giam-sat")


def old_records():
    """Make the page of old records, after a ZIP in which not all was well."""
    answers = [
        OldAnswer(
            name=f"2023-2024/Xã A/{number} học bạ.xml",
            answer=EntryAnswer(
                path=f"hoc-ba/{number}.xml", digest=b"", answer=answer, findings=tuple(findings)
            ),
        )
        for number, (answer, *findings) in enumerate(
            (
                (Answer.ACCEPTED,),
                (Answer.REJECTED, Finding(code="sign.digest_differs", where="ck-gvcn")),
            )
        )
    ]
    unread = (Finding(code="old.no_document", where="2023-2024/Xã A/Công văn 12 về học bạ.docx"),)
    message = MessageId("11" + "0" * 32)
    found = TakenOld(message_id=message, answers=tuple(answers), unread=unread)
    return taken_page("Sở Giáo dục và Đào tạo Điện Biên", found)
