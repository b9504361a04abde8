"""The printed forms that the law gives, each with its editions in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from hocba.core.terms.outcomes import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """
    How a form looks for records composed from a day on.

    has_district: whether its cover has the line "Huyện (Thành phố, Quận, Thị xã)".
    """

    from_on: date
    has_district: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTemplate:
    """A form that records name in `MauIn`. editions: oldest first."""

    template_id: str
    title: str
    source: str
    editions: tuple[Edition, ...]

    def edition(self, composed_on: date) -> Edition:
        """
        Return the edition in force on a day; an old record prints as it was.

        Raises: Refusal "paper.template_not_in_force" for a day before the first edition.
        """
        found = [edition for edition in self.editions if edition.from_on <= composed_on]
        if not found:
            raise Refusal(
                "paper.template_not_in_force",
                value=self.template_id,
                day=composed_on.strftime("%d/%m/%Y"),
            )
        return found[-1]


TEMPLATES: Final[Mapping[str, PrintTemplate]] = MappingProxyType(
    {
        "hoc-ba-tieu-hoc-tt27-2020/1": PrintTemplate(
            template_id="hoc-ba-tieu-hoc-tt27-2020/1",
            title="Học bạ tiểu học",
            source="Thông tư 27/2020/TT-BGDĐT, Phụ lục 1",
            editions=(
                Edition(
                    from_on=date(2020, 10, 20),
                    has_district=True,
                    source="Thông tư 27/2020/TT-BGDĐT, hiệu lực 20/10/2020",
                ),
                # No text says so of the form itself: with the districts gone since 1/7/2025
                # the line has no content. Likely, to be confirmed by a person.
                Edition(
                    from_on=date(2025, 7, 1),
                    has_district=False,
                    source="Nghị định 142/2025/NĐ-CP: không còn cấp huyện từ 01/7/2025",
                ),
            ),
        ),
        "hoc-ba-trung-hoc-tt22-2021/1": PrintTemplate(
            template_id="hoc-ba-trung-hoc-tt22-2021/1",
            title="Học bạ trung học",
            source="Thông tư 22/2021/TT-BGDĐT, Phụ lục",
            editions=(
                Edition(
                    from_on=date(2021, 9, 5),
                    has_district=True,
                    source="Thông tư 22/2021/TT-BGDĐT, hiệu lực 05/9/2021",
                ),
                # As for the primary form: likely, to be confirmed by a person.
                Edition(
                    from_on=date(2025, 7, 1),
                    has_district=False,
                    source="Nghị định 142/2025/NĐ-CP: không còn cấp huyện từ 01/7/2025",
                ),
            ),
        ),
    }
)


def print_template(template_id: str) -> PrintTemplate:
    """
    Return a form by the id that a record names.

    Raises: Refusal "paper.unknown_template".
    """
    found = TEMPLATES.get(template_id)
    if found is None:
        raise Refusal("paper.unknown_template", template_id, value=template_id)
    return found
