"""The command `hocba store`: an office's segments, checked, repaired, drilled, compacted."""

from collections.abc import Sequence

from hocba.faces.cli import store as face
from hocba.faces.cli.compaction import tell_compacted, tell_plan
from hocba.faces.cli.progress_line import progress_line
from hocba.flow.check_store import StoreReport, checked_store
from hocba.flow.compact_store import compact_store, planned_compaction
from hocba.flow.index_pupils import index_pupils
from hocba.flow.repair_store import brought_back, repaired
from hocba.ports.archive import Archive
from hocba.ports.outside import Outside
from hocba.wiring.archives import begun_archive, opened_archive
from hocba.wiring.office_commands import office_at


def store(arguments: Sequence[str]) -> int:
    """Check, repair, drill or compact, and return the exit code."""
    question = face.asked(arguments)
    with office_at(question.level) as outside:
        if question.what == "compact":
            return _compact(outside, question)
        if question.what == "pupils":
            return _indexed(outside)
        if question.what == "drill":
            return _drilled(outside, question)
        report = _checked(outside)
        mended: tuple[str, ...] = ()
        if question.what == "repair" and not report.is_sound:
            copy = opened_archive(question.source)
            mended = tuple(repaired(outside, report.damaged, copy))
            report = _checked(outside)
        return face.tell(report, repaired=mended, as_json=question.as_json)


def _drilled(outside: Outside, question: face.Asked) -> int:
    target = begun_archive(question.target)
    brought_back(opened_archive(question.source), target)
    return face.tell(_checked(outside, target), as_json=question.as_json)


def _checked(outside: Outside, archive: Archive | None = None) -> StoreReport:
    with progress_line("Tài liệu / documents") as tell:
        return checked_store(outside, archive, tell=tell)


def _indexed(outside: Outside) -> int:
    with progress_line("Học bạ đã đọc / records read") as tell:
        read = index_pupils(outside, tell=tell)
    print(f"{read} học bạ trong chỉ mục tra cứu / records in the index of pupils")
    return 0


def _compact(outside: Outside, question: face.Asked) -> int:
    with progress_line("Tệp đã xem / files looked at") as looked:
        if question.dry_run:
            plan = planned_compaction(outside, grace=question.grace, tell=looked)
            return tell_plan(plan, as_json=question.as_json)
        with progress_line("Tài liệu đã chuyển / documents moved") as tell:
            done = compact_store(outside, grace=question.grace, looked=looked, tell=tell)
    return tell_compacted(done, as_json=question.as_json)
