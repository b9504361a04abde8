"""Schools as rows, and back."""

from hocba.adapters.database.models.school import SchoolModel
from hocba.core.compose.content import School
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.people import Place

SCHOOL_FIELDS = (
    *("name", "kind", "ward_code", "ward_name", "province_code", "province_name"),
    *("district_code", "district_name"),
)


def school_row(school: School) -> SchoolModel:
    """Return the row of a school."""
    district = school.district or Place(code="", name="")
    return SchoolModel(
        school=school.code,
        name=school.name,
        kind=school.kind,
        ward_code=school.ward.code,
        ward_name=school.ward.name,
        province_code=school.province.code,
        province_name=school.province.name,
        district_code=district.code,
        district_name=district.name,
    )


def school_of(row: SchoolModel) -> School:
    """Read a school from its row."""
    district = Place(code=row.district_code, name=row.district_name)
    return School(
        code=SchoolCode(row.school),
        name=row.name,
        kind=row.kind,
        ward=Place(code=row.ward_code, name=row.ward_name),
        province=Place(code=row.province_code, name=row.province_name),
        district=district if district.code else None,
    )
