"""Spots of the index: each wording of a school and its places stands once, under a number."""

from collections.abc import Iterable
from hashlib import sha256

from hocba.adapters.database.models.repository import KeptSpotModel
from hocba.core.report.figures import Spot
from hocba.core.submit.declaration import Declaration
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.people import Place

Words = tuple[str, str, str, str, str, str]
"""School and its name, ward and its name, province and its name."""


def words_of(told: Spot | Declaration) -> Words:
    """Return how a record or a declaration words its school and its places."""
    ward, province = told.ward, told.province
    return (
        *(told.school, told.school_name, ward.code, ward.name),
        *(province.code, province.name),
    )


def spot_digest(words: Words) -> bytes:
    """Return the digest of a wording; `count_sql.SPOT_DIGEST` is the same in SQL."""
    return sha256("\x1f".join(words).encode()).digest()


def numbered(office: str, wordings: Iterable[Words]) -> dict[Words, int]:
    """Return the number of each wording; new ones get theirs. Inside the office's scope."""
    digests = {spot_digest(words): words for words in set(wordings)}
    found = _known(office, digests)
    missing = [words for digest, words in digests.items() if digest not in found]
    if missing:
        KeptSpotModel.objects.bulk_create([_row(office, words) for words in missing])
        found = _known(office, digests)
    return {words: found[digest] for digest, words in digests.items()}


def _known(office: str, digests: Iterable[bytes]) -> dict[bytes, int]:
    rows = KeptSpotModel.objects.filter(office=office, digest__in=list(digests))
    return {bytes(digest): number for digest, number in rows.values_list("digest", "id")}


def _row(office: str, words: Words) -> KeptSpotModel:
    school, school_name, ward_code, ward_name, province_code, province_name = words
    return KeptSpotModel(
        office=office,
        digest=spot_digest(words),
        school=school,
        school_name=school_name,
        ward_code=ward_code,
        ward_name=ward_name,
        province_code=province_code,
        province_name=province_name,
    )


def spot_of(row: KeptSpotModel, *, school_year: int, grade: int, class_name: str) -> Spot:
    """Return a spot's row as the place of a record or of a class."""
    return Spot(
        school=SchoolCode(row.school),
        school_name=row.school_name,
        ward=Place(code=row.ward_code, name=row.ward_name),
        province=Place(code=row.province_code, name=row.province_name),
        school_year=SchoolYear(school_year),
        grade=grade,
        class_name=class_name,
    )
