"""The names by which addresses speak of records."""

import re
from typing import Final

from django.http import Http404

from hocba.core.terms.codes import RecordKey, parsed_record_code, school_year

_KEY: Final = re.compile(r"(HB.{13})-(\d{4}-\d{4})-v(\d{1,4})")


def record_asked(written: str) -> RecordKey:
    """Return the record that an address names. Raises: Http404, Refusal "code.*"."""
    found = _KEY.fullmatch(written)
    if found is None:
        raise Http404
    code, year, version = found.groups()
    return RecordKey(
        record_code=parsed_record_code(code),
        school_year=school_year(year),
        version=int(version),
    )
