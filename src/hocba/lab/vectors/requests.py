"""The vectors of requests between offices and their answers: spec/format.md §22 and §23."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from hocba.core.compose.content import AmendReason, Change
from hocba.core.compose.corrections import Aim, Correction, Step, StepTaken
from hocba.core.compose.evidence_file import evidence_file
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.admission import Admission, AdmissionAct, AdmissionEntry, AdmissionKind
from hocba.core.submit.connection import (
    ConnectionRequest,
    Contact,
    Wish,
    admission_id,
    written_connection,
)
from hocba.core.submit.connection_answer import ConnectionAnswer, written_answer
from hocba.core.submit.correction_letter import (
    CorrectionAnswer,
    CorrectionLetter,
    written_correction_answer,
    written_letter,
)
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear, completed_record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.lab.vectors.case import COMPOSED_AT, Case, bad, good
from hocba.lab.vectors.cast import SCHOOL, SCHOOL_NAME, Cast, gathered
from hocba.lab.vectors.registers import TRUST, write_trusts
from hocba.lab.vectors.statements import signed_as
from hocba.lab.vectors.writing import write_cases

_PAPER: Final = b"%PDF-1.4\n% synthetic\n"
_FIRST: Final = f"{0x5EED:032x}"
_SECOND: Final = f"{0xC0DE:032x}"
_PROVINCE: Final = "11"
_NAME: Final = "Sở GDĐT tỉnh Điện Biên THỬ NGHIỆM"
_TEST: Final = Environment.TEST


def write_requests(to: Path, *, keys: Path) -> int:
    """Write everything anew and return how many vectors there are; see `writing`."""
    cast = gathered(keys)
    worse = (*_bad_connections(cast), *_bad_corrections(cast), *_bad_answers(cast))
    count = write_cases(to, good=_good(cast), bad=worse)
    write_trusts(cast, to, only=TRUST)
    return count


def _good(cast: Cast) -> Iterator[Case]:
    yield good("ket-noi", _connection(cast, _request()), "A province asks for both")
    officer = replace(_request(), wishes=(Wish.CHANGE_OFFICER,))
    yield good("doi-can-bo", _connection(cast, officer), "Another officer answers from now on")
    yield good("tra-loi-ket-noi", _told(cast, _answer()), "The ministry has refused it")
    yield good("dinh-chinh", _correction(cast, _letter()), "A mark is to be amended")
    back = _stepped(_letter(), Step.CANCEL)
    yield good("dinh-chinh-rut", _correction(cast, back), "The same request, taken back")
    gone = replace(
        _letter(),
        correction=replace(
            _letter().correction, aim=Aim.WITHDRAW, reason="PHAT_HANH_NHAM", changes=()
        ),
    )
    yield good("thu-hoi", _correction(cast, gone), "A record is to be withdrawn")
    yield good("tra-loi-dinh-chinh", _decided(cast, _decision()), "The province has approved it")
    waits = replace(_decision(), decided=None)
    yield good("tra-loi-cho", _decided(cast, waits), "It waits at the province")


def _bad_connections(cast: Cast) -> Iterator[Case]:
    plain = _request()
    file = _connection(cast, plain, by="principal")
    note = "Signed by a person, not by an office"
    yield bad("ket-noi-ca-nhan", file, note, "sign.wrong_holder_kind")
    late = replace(plain, decided_on=date(2026, 6, 5))
    note = "A decision of a day that lies ahead"
    yield bad("ket-noi-ngay-sau", _connection(cast, late), note, "connection.decision_ahead")
    both = replace(plain, wishes=(Wish.ACCOUNT, Wish.CHANGE_OFFICER))
    note = "Another officer, and an account beside it"
    yield bad("ket-noi-hai-viec", _connection(cast, both), note, "connection.wishes_wrong")
    world = replace(plain, environment=Environment.TRAINING)
    note = "A request of another world"
    yield bad("ket-noi-tap-huan", _connection(cast, world), note, "verify.other_environment")
    file = _connection(cast, plain).replace("Lò Thị Mai".encode(), "Lò Thị Mơ".encode())
    note = "Another officer written in after signing"
    yield bad("ket-noi-sua-can-bo", file, note, "sign.digest_differs")


def _bad_corrections(cast: Cast) -> Iterator[Case]:
    plain = _letter()
    file = _correction(cast, plain, by="principal_elsewhere")
    note = "Signed by another school's principal"
    yield bad("dinh-chinh-truong-khac", file, note, "authority.role_not_held")
    other = replace(plain, correction=replace(plain.correction, province="14"))
    note = "Said to another province"
    yield bad("dinh-chinh-tinh-khac", _correction(cast, other), note, "correction.other_province")
    asked = replace(plain.correction, changes=())
    note = "An amendment that changes nothing"
    file = _correction(cast, replace(plain, correction=asked))
    yield bad("dinh-chinh-khong-doi", file, note, "correction.changes_wrong")
    asked = replace(plain.correction, reason="PHAT_HANH_NHAM")
    note = "A reason of withdrawals on an amendment"
    file = _correction(cast, replace(plain, correction=asked))
    yield bad("dinh-chinh-sai-ly-do", file, note, "correction.reason_unknown")
    file = _correction(cast, plain).replace(b"<Moi>8</Moi>", b"<Moi>9</Moi>")
    note = "Another mark written in after signing"
    yield bad("dinh-chinh-sua-diem", file, note, "sign.digest_differs")


def _bad_answers(cast: Cast) -> Iterator[Case]:
    entitled = "package.giver_not_entitled"
    file = _told(cast, _answer(), by="province_false")
    note = "The ministry's answer, under a certificate that is not pinned"
    yield bad("tra-loi-ket-noi-mao-danh", file, note, entitled)
    other = replace(_answer(), province="14")
    note = "An answer to another province"
    yield bad("tra-loi-ket-noi-tinh-khac", _told(cast, other), note, "connection.answer_of_other")
    file = _decided(cast, _decision(), by="province_false")
    note = "A decision under a certificate that the ministry never named"
    yield bad("tra-loi-dinh-chinh-mao-danh", file, note, entitled)
    file = _decided(cast, _decision()).replace(b"SO_DUYET", b"SO_TU_CHOI")
    note = "The decision turned round after signing"
    yield bad("tra-loi-dinh-chinh-sua", file, note, "sign.digest_differs")


def _request() -> ConnectionRequest:
    return ConnectionRequest(
        request_id=_FIRST,
        province=_PROVINCE,
        province_name=_NAME,
        environment=_TEST,
        made_at=COMPOSED_AT,
        by="CB01",
        wishes=(Wish.ACCOUNT, Wish.CERTIFICATE),
        contact=Contact(
            full_name="Lò Thị Mai",
            position="Phó Chánh Văn phòng",
            phone="0215 000 0000",
            email="ltmai@so.example.vn",
        ),
        decision="QĐ 12/QĐ-SGDĐT",
        decided_on=date(2026, 6, 1),
        note="",
        paper=evidence_file("quyet-dinh.pdf", _PAPER),
        content=_PAPER,
    )


def _answer() -> ConnectionAnswer:
    steps = (
        (AdmissionAct.REQUEST, "11/CB01", "Lò Thị Mai, Phó Chánh Văn phòng"),
        (AdmissionAct.REVIEW, "CB02", ""),
        (AdmissionAct.REFUSE, "CB03", "Quyết định thiếu dấu"),
    )
    history = tuple(
        AdmissionEntry(act=act, by=by, at=COMPOSED_AT + timedelta(hours=n), reason=reason)
        for n, (act, by, reason) in enumerate(steps)
    )
    account = Admission(
        admission_id=admission_id(_FIRST, AdmissionKind.ACCOUNT),
        province=_PROVINCE,
        province_name=_NAME,
        kind=AdmissionKind.ACCOUNT,
        history=history,
        request_id=_FIRST,
    )
    return ConnectionAnswer(
        province=_PROVINCE,
        request_id=_FIRST,
        environment=_TEST,
        made_at=COMPOSED_AT,
        admissions=(account,),
    )


def _letter() -> CorrectionLetter:
    asked = StepTaken(step=Step.ASK, by="GV01", at=COMPOSED_AT - timedelta(days=1))
    field, reason = "KetQua/MonHoc[toan]/Diem", AmendReason.WRONG_MARK
    change = Change(field=field, old="7", new="8", by=asked.by, at=asked.at, reason=reason)
    correction = Correction(
        correction_id=_SECOND,
        key=RecordKey(
            record_code=completed_record_code("HB4F7K29QXM0TZ"),
            school_year=SchoolYear(2025),
            version=1,
        ),
        school=SchoolCode(SCHOOL),
        school_name=SCHOOL_NAME,
        province=_PROVINCE,
        sector_code="MAU0000000001",
        full_name="Lò Văn An",
        class_name="4A",
        aim=Aim.AMEND,
        reason=reason,
        basis="Biên bản chấm lại số 7/BB-TH",
        changes=(change,),
        evidence=evidence_file("bien-ban.pdf", _PAPER),
        steps=(asked,),
    )
    plain = CorrectionLetter(
        correction=correction,
        environment=_TEST,
        made_at=COMPOSED_AT,
        content_digest=sha256(b"the content of the version").digest(),
        paper=_PAPER,
    )
    return _stepped(plain, Step.FORWARD)


def _stepped(letter: CorrectionLetter, step: Step) -> CorrectionLetter:
    taken = StepTaken(step=step, by="HT01", at=COMPOSED_AT)
    steps = (*letter.correction.steps, taken)
    return replace(letter, correction=replace(letter.correction, steps=steps))


def _decision() -> CorrectionAnswer:
    return CorrectionAnswer(
        province=_PROVINCE,
        school=SchoolCode(SCHOOL),
        correction_id=_SECOND,
        letter=sha256(b"the request").digest(),
        environment=_TEST,
        made_at=COMPOSED_AT,
        decided=StepTaken(step=Step.PROVINCE_APPROVE, by="CB01", at=COMPOSED_AT),
    )


def _connection(cast: Cast, request: ConnectionRequest, *, by: str = "province") -> bytes:
    written = written_connection(request)
    return signed_as(StatementKind.CONNECTION, written, cast[by], Role.PROVINCE)


def _told(cast: Cast, answer: ConnectionAnswer, *, by: str = "ministry") -> bytes:
    written = written_answer(answer)
    return signed_as(StatementKind.CONNECTION_ANSWER, written, cast[by], Role.MINISTRY)


def _correction(cast: Cast, letter: CorrectionLetter, *, by: str = "principal") -> bytes:
    written = written_letter(letter)
    return signed_as(StatementKind.CORRECTION, written, cast[by], Role.PRINCIPAL)


def _decided(cast: Cast, answer: CorrectionAnswer, *, by: str = "province") -> bytes:
    written = written_correction_answer(answer)
    return signed_as(StatementKind.CORRECTION_ANSWER, written, cast[by], Role.PROVINCE)
