"""A province and the ministry with books of their own, and the line's addresses between them."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hocba.adapters.uplink.https import HttpsUplink
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.core.sign.register import Level
from hocba.core.submit.connection import Contact, Wish
from hocba.core.terms.outcomes import Fault
from hocba.flow.ask_connection import Asked, ask_connection
from hocba.ports.accounts import Account
from hocba.ports.keys import KeyRef
from tests.api_world import the_application
from tests.repository_world import (
    MINISTRY_ASKS,
    MINISTRY_DECIDES,
    PROVINCE_OFFICER,
    Offices,
    an_office,
)
from tests.school_world import PROVINCE, a_consent, an_outside, pki

ADDRESS = "/bo/lien-thong/de-nghi"
PDF = b"%PDF-1.4 a decision"
CONTACT = Contact(
    full_name="Lò Thị Mai",
    position="Phó Chánh Văn phòng",
    phone="0215 382 5409",
    email="ltmai@dienbien.example.vn",
)
BOTH = (Wish.ACCOUNT, Wish.CERTIFICATE)


class DoorLine:
    """
    The line's addresses as Django answers them, and as the province's own line reads the answers.

    shows: whose certificate; broken: nothing gets through.
    """

    def __init__(self, ministry, shows=PROVINCE):
        self._ministry, self._shows, self.broken = ministry, shows, False
        self._line = HttpsUplink(f"https://bo.example{ADDRESS}")

    def hand_in(self, request):
        return self._answered("post", data=request, content_type="application/xml")

    def ask(self):
        return self._answered("get")

    def _answered(self, method, **words):
        if self.broken:
            raise Fault("uplink.no_answer", "cut", retry=True, folder="-")
        answer = self.asked(method, **words)
        return self._line._answer(answer.status_code, answer.content)

    def asked(self, method, **words):
        """Return what Django answers."""
        the_application(self._ministry)
        der = b64encode(pki()[0][KeyRef(self._shows)].certificate).decode()
        return getattr(Client(), method)(ADDRESS, headers={"client-cert": f":{der}:"}, **words)


def offices_apart(folder):
    """Nobody is let in yet; the province's line leads to the ministry's door."""
    plain = an_outside(containers=ZipContainers())
    plain.accounts.save_keys({owner: KeyRef(owner) for owner in (PROVINCE, "BO")})
    ministry = an_office(plain, Level.MINISTRY, "BO", folder)
    province = an_office(plain, Level.PROVINCE, PROVINCE, folder)
    people = {"so": PROVINCE_OFFICER, "bo1": MINISTRY_ASKS, "bo2": MINISTRY_DECIDES}
    plain.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    line = DoorLine(ministry)
    province = replace(province, desk=replace(province.desk, line=line))
    return Offices(school=plain, province=province, ministry=ministry), line


def a_form(kind="KET_NOI", **changes):
    """The form of the province's page, filled in."""
    plain = {
        "kind": kind,
        "full_name": CONTACT.full_name,
        "position": CONTACT.position,
        "phone": CONTACT.phone,
        "email": CONTACT.email,
        "decision": "QĐ 12/QĐ-SGDĐT",
        "decided_on": "05/01/2026",
        "note": "",
        "file": SimpleUploadedFile("quyet-dinh.pdf", PDF),
        "key": "now",
        "consent": "yes",
    }
    return plain | changes


def made(outside, wishes=BOTH, **changes):
    """A request that is signed and kept, and has not gone out."""
    asked = Asked(
        wishes=wishes,
        contact=CONTACT,
        decision="QĐ 12/QĐ-SGDĐT",
        decided_on=date(2026, 1, 5),
        note="",
        file_name="quyet-dinh.pdf",
        file=PDF,
    )
    return ask_connection(
        outside,
        actor=PROVINCE_OFFICER,
        asked=replace(asked, **changes),
        consent=a_consent(PROVINCE_OFFICER),
    )


def somebody_else(province, owner):
    """As if another holder of a certificate stood where the province stands, with its own key."""
    return replace(province, accounts=_Keyed(province.accounts, owner))


class _Keyed:
    def __init__(self, accounts, owner):
        self._accounts, self.key_of = accounts, partial(_the, KeyRef(owner))

    def __getattr__(self, name):
        return getattr(self._accounts, name)


def _the(ref, _person):
    return ref
