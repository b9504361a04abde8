"""What verifying a shared file comes to, by the registers of the school that shares it."""

from hocba.core.verify.judge import Setting
from hocba.core.verify.report import Report, extract_report_of, report_of
from hocba.faces.web.in_force import InForce
from hocba.faces.web.report_files import given_here
from hocba.flow.print_extract import examined_here
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.time_stamps import stamps_known
from hocba.flow.verify_document import examine
from hocba.ports.outside import Outside


def record_report(outside: Outside, file: bytes, standing: InForce) -> Report:
    """Return the report on a whole record's file."""
    record = outside.documents.record(file)
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=RegisterDesk(outside).of_schools(record.content.school.code),
        now=outside.clock.now(),
    )
    found = examine(
        file,
        documents=outside.documents,
        paths=outside.paths,
        setting=setting,
        stamps=stamps_known(outside, record),
    )
    given = given_here(outside, found.verdict, standing, file)
    return report_of(found.verdict, given, record=found.record, evidence=found.evidence)


def extract_report(outside: Outside, file: bytes, standing: InForce) -> Report:
    """Return the report on an extract's file."""
    found = examined_here(outside, file)
    given = given_here(outside, found.verdict, standing, file)
    return extract_report_of(found.verdict, given, extract=found.extract, evidence=found.evidence)
