"""
A school in an installation of its own, and its province, with the line between them.

Both stand on one test database, so the province's requests lie in other tables than the school's:
those of the schema of practice, by the same adapter.
"""

from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from django.db import transaction
from django.test import Client

from hocba.adapters.blobs.papers import PaperFolder
from hocba.adapters.database.corrections import DatabaseCorrections
from hocba.adapters.database.practice_scope import practising
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.adapters.uplink.https import HttpsUplink
from hocba.core.terms.outcomes import Fault
from hocba.flow.correct_record import decide, decide_for_province
from hocba.flow.send_package import send
from hocba.ports.accounts import Account
from hocba.ports.outside import Outside
from tests.api_world import the_application
from tests.correction_world import MARK, OFFICER_HERE, asked
from tests.repository_world import issue_class, packed, three_offices
from tests.school_world import SCHOOL, a_consent, a_pupil, clerk, principal, teacher

ADDRESS = "/so/lien-thong/dinh-chinh"
PEOPLE = {"so": OFFICER_HERE, "ht": principal(), "vt": clerk(), "gv": teacher()}


class Elsewhere:
    """A port whose tables are not the school's: what is done by it is done in another schema."""

    def __init__(self, port):
        self._port = port

    def __getattr__(self, name):
        found = getattr(self._port, name)

        def done(*args, **words):
            try:
                with practising(SCHOOL):
                    return found(*args, **words)
            finally:
                # In a test all is one transaction, which would go on looking there.
                with within(EVERY_SCHOOL):
                    pass

        return done


class CorrectionDoor:
    """The line's addresses as Django answers them at the province. broken: nothing gets through."""

    def __init__(self, province):
        self.province, self.broken = province, False
        self._line = HttpsUplink(f"https://so.example{ADDRESS}")

    def hand_in_correction(self, request):
        return self._answered("post", ADDRESS, data=request, content_type="application/xml")

    def ask_correction(self, digest):
        return self._answered("get", f"{ADDRESS}?bam={digest.hex()}")

    def _answered(self, method, address, **words):
        if self.broken:
            raise Fault("uplink.no_answer", "cut", retry=True, folder="-")
        answer = self.asked(method, address, **words)
        return self._line._answer(answer.status_code, answer.content)

    def asked(self, method, address, **words):
        """Return what Django answers."""
        the_application(self.province)
        return getattr(Client(), method)(address, **words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """key: of the record of the first pupil, which the province holds."""

    school: Outside
    province: Outside
    key: object
    line: CorrectionDoor

    def asked(self, **words):
        """A mark is to be changed; the principal has not seen it."""
        return asked(self.school, self.key, MARK, reason="SAI_KET_QUA", **words)

    def sent(self, school=None):
        """The principal has approved it for the province; nothing went out."""
        return decide(
            school or self.school,
            actor=principal(),
            correction_id=self.asked().correction_id,
            approve=True,
            consent=a_consent(principal()),
        )

    def decided(self, sent, *, approve=True, reason=""):
        """The province's officer has decided."""
        return decide_for_province(
            self.province,
            actor=OFFICER_HERE,
            correction_id=sent.correction_id,
            approve=approve,
            reason=reason,
        )


def apart(folder):
    """Both installations, after the school has handed its records in."""
    offices = three_offices(folder, pupils=2, admitted=False)
    offices.school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in PEOPLE.items()]
    )
    province = replace(offices.province, corrections=Elsewhere(DatabaseCorrections()))
    line = CorrectionDoor(province)
    papers = PaperFolder(folder / "truong")
    school = replace(offices.school, papers=papers, correction_line=line)
    keys = issue_class(school)
    send(school, packed(school).message_id)
    first = a_pupil(1).sector_code
    key = next(k for k in keys if school.records.get(k).sector_code == first)
    return Apart(school=school, province=province, key=key, line=line)


class _UndoneError(Exception):
    """What has been done is taken back."""


@contextmanager
def undone():
    """Take back what the block does in the database, so that one world serves many cases."""
    with suppress(_UndoneError), transaction.atomic():
        yield
        raise _UndoneError
