"""The proof bundle of a year, for the family to keep or to hand to a court."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hocba.core.compose.families import FamilyMember
from hocba.core.compose.reading import Way
from hocba.core.verify.judge import Setting
from hocba.faces.cli.verdict_json import report_on
from hocba.faces.cli.verified import Verified
from hocba.faces.family.asking import for_family
from hocba.faces.web.asking import OfficeRequest
from hocba.faces.web.proof_page import proof_page
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.record_names import record_asked
from hocba.flow.family_records import read_own
from hocba.flow.gather_evidence import receipts_for, trust_for
from hocba.flow.make_bundle import Evidence, made_bundle
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.time_stamps import stamps_beside
from hocba.flow.verify_document import examine
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord


@never_cache
@require_safe
@for_family
def proof_bundle(request: OfficeRequest, access: FamilyMember, key: str) -> HttpResponse:
    """Hand out the bundle, noted as a reading."""
    outside = request.outside
    record = read_own(outside, access, record_asked(key), Way.DOWNLOAD)
    made = _made(outside, request, record)
    name = f"ho-so-chung-cu-{record.key.school_year}.zip"
    return taken_away(made, name=name, content_type="application/zip")


def _made(outside: Outside, request: OfficeRequest, record: WorkingRecord) -> bytes:
    file, now = record.document, outside.clock.now()
    parsed = outside.documents.record(file)
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=RegisterDesk(outside).of_schools(record.school),
        now=now,
    )
    stamps = stamps_beside(outside, record.key)
    examined = examine(
        file,
        documents=outside.documents,
        paths=outside.paths,
        setting=setting,
        stamps=[stamp.token for stamp in stamps],
    )
    software = f"{outside.software.name} {outside.software.version}"
    one = Verified(name="hoc-ba.xml", file=file, examined=examined)
    evidence = Evidence(
        trust=trust_for(outside, record, request.family.trust),
        report=report_on(one, lacks=(), now=now, software=software).encode(),
        page=proof_page(file, parsed, outside.paths).encode(),
        more=receipts_for(outside, record),
        stamps=stamps,
    )
    return made_bundle(
        file,
        parsed,
        evidence,
        documents=outside.documents,
        paths=outside.paths,
        containers=outside.containers,
        now=now,
    )
