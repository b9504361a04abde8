"""How many classes schools declared: a class is a name and a year, whatever grades sit in it."""

from collections.abc import Mapping

from django.db.models import Count

from hocba.adapters.database.models.repository import DeclaredClassModel, KeptDeclarationModel
from hocba.core.report.figures import Choice


def classes_declared(office: str, choice: Choice) -> Mapping[str, int]:
    """Count by school, inside the office's scope; a choice's grade is not asked."""
    places = {
        "province_code": choice.province,
        "ward_code": choice.ward,
        "school": choice.school,
    }
    chosen = {name: value for name, value in places.items() if value is not None}
    latest = (
        KeptDeclarationModel.objects.filter(office=office, school_year=choice.school_year.first)
        .order_by("school", "-number")
        .distinct("school")
    )
    rows = (
        DeclaredClassModel.objects.filter(office=office, declaration__in=latest.values("id"))
        .filter(**{f"declaration__{name}": value for name, value in chosen.items()})
        .values_list("declaration__school")
        .annotate(classes=Count("class_name", distinct=True))
    )
    return dict(rows)
