"""The story of a year's record: its versions, and what was asked about them."""

from collections.abc import Sequence

from django.utils.translation import gettext

from hocba.core.compose.corrections import Correction
from hocba.core.terms.codes import RecordKey
from hocba.faces.school.presenters import VersionRow
from hocba.faces.school.pupils import record_url
from hocba.faces.web.correction_pages import aim_words, reason_words, stage_state
from hocba.faces.web.numbers import moment
from hocba.faces.web.words import status_state
from hocba.ports.records import WorkingRecord


def story_of(
    key: RecordKey, versions: Sequence[WorkingRecord], asked: Sequence[Correction]
) -> tuple[VersionRow, ...]:
    """
    Return the versions and the requests of a record's year, newest first.

    Empty where there is one version and nobody has asked about it.
    """
    of_year = [v for v in versions if v.key.school_year == key.school_year]
    requests = [c for c in asked if c.key.school_year == key.school_year]
    if len(of_year) < 2 and not requests:
        return ()
    told = [(record.history[0].at, _version(record, key)) for record in of_year]
    told += [(each.asked.at, _request(each)) for each in requests]
    return tuple(row for _, row in sorted(told, key=lambda one: one[0], reverse=True))


def _version(record: WorkingRecord, here: RecordKey) -> VersionRow:
    said = gettext("Phiên bản %(n)s") % {"n": record.key.version}
    if record.key == here:
        said = gettext("%(said)s (đang xem)") % {"said": said}
    return VersionRow(
        words=said,
        told=gettext("Lập lúc %(at)s") % {"at": moment(record.history[0].at)},
        state=status_state(record.status),
        url=record_url(record.key),
    )


def _request(correction: Correction) -> VersionRow:
    words = {
        "aim": aim_words(correction.aim),
        "n": correction.key.version,
        "reason": reason_words(correction.reason),
    }
    ground = {"basis": correction.basis, "at": moment(correction.steps[-1].at)}
    return VersionRow(
        words=gettext("%(aim)s phiên bản %(n)s: %(reason)s") % words,
        told=gettext("Căn cứ: %(basis)s · cập nhật %(at)s") % ground,
        state=stage_state(correction.stage),
        url=f"/truong/dinh-chinh/{correction.correction_id}",
    )
