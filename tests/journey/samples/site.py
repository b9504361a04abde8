"""A site of every page with sample values: the look, without a database behind it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path

from hocba.faces.web.language import change_language
from hocba.faces.web.presenters import Frame
from hocba.faces.web.style_page import FRAME, style_page
from tests.journey.samples import (
    citizens,
    corrections,
    desk,
    figures,
    frames,
    offices,
    printing,
    school_classes,
    school_decisions,
    school_office,
    school_practice,
    school_roster,
    school_rows,
    school_signing,
    school_turns,
    school_years,
    signers,
    transfers,
)
from tests.journey.samples.filled import FILLED

View = Callable[[HttpRequest], HttpResponse]

PAGES: dict[str, tuple[str, Frame, object]] = {
    "kieu-dang": ("web/style.html", FRAME, style_page()),
    "truong": ("school/home.html", frames.SCHOOL, school_classes.HOME),
    "truong/lop": ("school/class.html", frames.SCHOOL, school_classes.CLASS),
    "truong/hoc-ba": ("school/record.html", frames.SCHOOL, school_classes.RECORD),
    "truong/tap-huan": ("school/practice.html", frames.SCHOOL, school_practice.ENTRANCE),
    "truong/tap-huan/buoc": ("school/practice.html", school_practice.INSIDE, school_practice.STEPS),
    "truong/du-chua": ("school/completeness.html", school_turns.RUNG, school_turns.COMPLETENESS),
    "truong/mo-lai": ("school/reopenings.html", frames.SCHOOL, school_turns.REOPENINGS),
    "truong/mo-lai/1": ("school/reopening.html", frames.SCHOOL, school_turns.REOPENING),
    "truong/thong-bao": ("school/notices.html", school_turns.RUNG, school_turns.NOTICES),
    "truong/giang-day": ("school/teaching.html", frames.SCHOOL, school_turns.TEACHING),
    "truong/tra-lai": ("school/return.html", frames.SCHOOL, school_decisions.RETURN),
    "truong/dinh-chinh": ("school/amend.html", frames.SCHOOL, school_decisions.AMEND),
    "truong/dinh-chinh/xam": ("school/amend.html", frames.SCHOOL, school_decisions.AMEND_GREYED),
    "truong/chuyen-truong": ("school/transfers.html", frames.SCHOOL, transfers.TRANSFERS),
    "truong/chuyen-truong/mot": ("school/transfer.html", frames.SCHOOL, transfers.TRANSFER),
    "truong/mot-phan": ("school/partial.html", frames.SCHOOL, transfers.PARTIAL),
    "truong/cho-chuyen": ("school/release.html", frames.SCHOOL, transfers.RELEASE),
    "truong/de-nghi": ("web/corrections.html", frames.SCHOOL, corrections.CORRECTIONS),
    "so/de-nghi": ("web/correction.html", frames.PROVINCE, corrections.CORRECTION),
    "truong/de-nghi/gui-so": ("web/correction.html", frames.SCHOOL, corrections.SENT_UP),
    "truong/danh-gia-lai": ("school/again.html", frames.SCHOOL, corrections.AGAIN),
    "truong/so-phan-cong": ("school/register.html", frames.SCHOOL, school_decisions.REGISTER),
    "truong/lop-hoc": ("school/class_list.html", frames.SCHOOL, school_years.CLASSES),
    "truong/len-lop": ("school/next_year.html", frames.SCHOOL, school_years.NEXT_YEAR),
    "truong/du-lieu": ("school/quality.html", frames.SCHOOL, school_roster.QUALITY),
    "truong/danh-sach": ("school/roster.html", frames.SCHOOL, school_roster.ROSTER),
    "truong/hoc-sinh": ("school/pupil.html", frames.SCHOOL, school_roster.PUPIL),
    "truong/nhap": ("school/import.html", frames.SCHOOL, school_office.IMPORT),
    "truong/nhap/ghi": ("school/dry_run.html", frames.SCHOOL, school_office.DRY_RUN),
    "truong/ky": ("school/consent.html", frames.SCHOOL, school_office.CONSENT),
    "truong/ky-mon-hoc": ("school/rows.html", frames.SCHOOL, school_rows.ROWS),
    "truong/chu-ky-so": ("school/means.html", frames.SCHOOL, signers.MEANS),
    "truong/ky-ca-truong": ("school/school_signing.html", frames.SCHOOL, school_signing.WHOLE),
    "truong/luot-ky/1": ("school/signing_round.html", frames.SCHOOL, school_signing.ROUND),
    "truong/luot-ky/2": ("school/signing_round.html", frames.SCHOOL, school_signing.CHOOSING),
    "truong/quy-tac": ("school/rules.html", frames.SCHOOL, school_signing.RULES),
    "truong/dau-thoi-gian": ("school/stamps.html", frames.SCHOOL, school_signing.STAMPS),
    "truong/uy-quyen": ("school/delegations.html", frames.SCHOOL, school_signing.DELEGATIONS),
    "truong/chu-ky": ("school/signed.html", frames.SCHOOL, school_signing.SIGNED),
    "truong/chua-ky": ("school/exceptions.html", frames.SCHOOL, school_office.EXCEPTIONS),
    "truong/in": ("school/prints.html", frames.SCHOOL, printing.PRINTS),
    "truong/in/1": ("school/print_job.html", frames.SCHOOL, printing.ON_THE_WAY),
    "truong/in/2": ("school/print_job.html", frames.SCHOOL, printing.WITH_A_GAP),
    "truong/ban-sao": ("school/copies.html", frames.SCHOOL, printing.COPIES),
    "truong/hoc-ba/ban-sao": ("school/copies.html", frames.SCHOOL, printing.RECORD_COPIES),
    "xac-thuc/cac-nam": ("public/years.html", frames.PUBLIC, printing.YEARS),
    "truong/goi-nop": ("school/packages.html", frames.SCHOOL, school_office.SENT),
    "truong/bien-nhan": ("web/receipt.html", frames.SCHOOL, school_office.RECEIPT),
    "so": ("province/desk.html", frames.PROVINCE, desk.province_home()),
    "so/truong": ("province/school.html", frames.PROVINCE, desk.SCHOOL),
    "so/cho": ("province/waiting.html", frames.PROVINCE, desk.waiting()),
    "so/doi-soat": ("province/reconciliation.html", frames.PROVINCE, desk.reconciliation()),
    "so/ho-so-cu": ("province/old_records.html", frames.PROVINCE, desk.old_records()),
    "so/giam-sat": ("web/oversight.html", frames.PROVINCE, desk.OVERSIGHT),
    "bo/giam-sat/tra-lai": ("web/oversight_refusals.html", frames.MINISTRY, desk.returned()),
    "so/giam-sat/chu-ky-so": ("web/oversight_signing.html", frames.PROVINCE, signers.OVERSEEN),
    "so/giam-sat/dau-hieu": ("web/oversight_signal.html", frames.PROVINCE, desk.one_signal()),
    "so/goi-nop": ("province/packages.html", frames.PROVINCE, offices.PROVINCE_PACKAGES),
    "so/gui-bo": ("province/send.html", frames.PROVINCE, offices.SEND),
    "so/ket-noi": ("province/connection.html", frames.PROVINCE, offices.CONNECTION),
    "bo": ("ministry/national.html", frames.MINISTRY, offices.NATIONAL),
    "bo/de-nghi": ("ministry/admissions.html", frames.MINISTRY, offices.ADMISSIONS),
    "bo/de-nghi/1": ("ministry/request.html", frames.MINISTRY, offices.REQUEST),
    "bo/goi-nop": ("ministry/packages.html", frames.MINISTRY, offices.MINISTRY_PACKAGES),
    "xac-thuc": ("public/ask.html", frames.PUBLIC, citizens.ASK),
    "xac-thuc/lai": ("public/ask.html", frames.PUBLIC, citizens.ASK_AGAIN),
    "xac-thuc/that": ("public/verdict.html", frames.PUBLIC, citizens.GENUINE),
    "xac-thuc/chua-ro": ("public/verdict.html", frames.PUBLIC, citizens.INDETERMINATE),
    "xac-thuc/sai": ("public/verdict.html", frames.PUBLIC, citizens.FALSE),
    "so-lieu": ("web/figures.html", frames.PROVINCE, citizens.FIGURES),
    "so-lieu/ca-nuoc": ("web/figures.html", frames.MINISTRY, figures.national()),
    "so-lieu/cach-tinh": ("web/definitions.html", frames.PROVINCE, citizens.DEFINITIONS),
    "dang-nhap": ("web/sign_in.html", frames.PUBLIC, citizens.SIGN_IN),
    "dang-nhap/mat-khau": ("web/sign_in.html", frames.PUBLIC, citizens.PASSWORD),
    "loi": ("web/failure.html", frames.SCHOOL, citizens.FAILURE),
    **FILLED,
}


def _view(template: str, frame: Frame, page: object) -> View:
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, template, {"frame": frame, "page": page})

    return view


urlpatterns = [
    path("ngon-ngu", change_language),
    *(path(address, _view(*shown)) for address, shown in PAGES.items()),
    re_path(r"^.*$", _view("web/failure.html", frames.PUBLIC, citizens.FAILURE)),
]
