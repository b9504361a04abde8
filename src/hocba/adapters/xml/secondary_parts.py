"""The parts of a secondary content that a subject teacher's signature may cover, by position."""

from collections.abc import Mapping

from lxml import etree


def row_parts(content: etree._Element) -> Mapping[str, etree._Element]:
    """
    Return which record it is, whose, and each row of a subject.

    content: a `NoiDung`, valid by its schema: places are fixed, and `Id`s are unique.
    """
    general, _, pupil, result, *_ = content
    rows = {f"row:{row.get('Ma')}": row for row in result[1]}
    return {"general": general, "pupil": pupil[0], **rows}
