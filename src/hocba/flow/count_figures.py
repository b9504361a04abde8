"""Count: figures from the index, and the same recounted from nothing but accepted bytes."""

from datetime import datetime
from typing import Final

from hocba.core.compose.wire import instant
from hocba.core.report.figures import (
    Choice,
    Cut,
    DeclaredRow,
    Figure,
    Figures,
    KeptRow,
    Spot,
    figures,
)
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import Declaration, declaration_of
from hocba.core.submit.package import EntryKind
from hocba.core.submit.withdrawal import withdrawal_of
from hocba.core.verify.parsed import ParsedRecord
from hocba.ports.outside import Outside

Json = dict[str, object]

_COUNTED: Final = frozenset({EntryKind.RECORD, EntryKind.DECLARATION, EntryKind.EVENT})


def figures_of(outside: Outside, *, cut: Cut, choice: Choice) -> Figures:
    """Return the figures of this office, as the database counts them."""
    return outside.repository.figures(cut, choice)


def counted_at(outside: Outside) -> datetime:
    """
    Return the moment that answers of the repository hold for; to be asked before they are.

    Earlier than now where they come from a replica that follows behind.
    """
    return outside.repository.as_of() or outside.clock.now()


def recount(outside: Outside, *, cut: Cut, choice: Choice) -> Figures:
    """
    Count again from nothing but the accepted bytes: every file is read and parsed anew.

    Raises: Fault "archive.*" when a file is damaged.
    """
    declared: list[DeclaredRow] = []
    kept: list[tuple[ParsedRecord, Spot]] = []
    withdrawn: set[tuple[str, bytes]] = set()
    for entry in outside.repository.kept():
        if entry.kind not in _COUNTED:
            continue
        file = outside.archive.read(entry.location, digest=entry.digest)
        if entry.kind is EntryKind.RECORD:
            record = outside.documents.record(file)
            kept.append((record, spot_of(record)))
        elif entry.kind is EntryKind.DECLARATION:
            statement = outside.documents.statement(file, StatementKind.DECLARATION)
            declared += declared_rows(declaration_of(statement.content))
        else:
            statement = outside.documents.statement(file, StatementKind.WITHDRAWAL)
            word = withdrawal_of(statement.content)
            withdrawn.add((str(word.key.record_code), word.content_digest))
    rows = [_kept_row(record, spot, withdrawn) for record, spot in kept]
    return figures(declared, rows, cut=cut, choice=choice)


def declared_rows(declaration: Declaration) -> list[DeclaredRow]:
    """Return a declaration's classes as rows for counting."""
    return [
        DeclaredRow(
            spot=Spot(
                school=declaration.school,
                school_name=declaration.school_name,
                ward=declaration.ward,
                province=declaration.province,
                school_year=declaration.school_year,
                grade=each.grade,
                class_name=each.class_name,
            ),
            number=declaration.number,
            pupils=each.pupils,
            records=each.records,
            signed=each.signed,
            sealed=each.sealed,
            exceptions=each.exceptions,
        )
        for each in declaration.classes
    ]


def as_json(counted: Figures, *, office: str, at: datetime) -> Json:
    """
    Return figures in their published shape (spec/format.md §13).

    Rates are exact fractions beside what pages show.
    """
    choice = counted.choice
    return {
        "phien_ban": "1.0",
        "don_vi": office,
        "luc": instant(at),
        "nam_hoc": str(choice.school_year),
        "cat_theo": counted.cut.value,
        "loc": {
            "tinh": choice.province,
            "xa": choice.ward,
            "truong": choice.school,
            "khoi": choice.grade,
        },
        "dong": [line_json(line) for line in counted.lines],
        "tong": line_json(counted.total),
    }


def line_json(line: Figure) -> Json:
    """Return one line of figures in its published shape."""
    return {
        "ma": line.code,
        "ten": line.name,
        "hoc_sinh": line.pupils,
        "da_lap": line.records,
        "da_ky": line.signed,
        "da_dong_dau": line.sealed,
        "da_nhan": line.accepted,
        "ngoai_le": dict(line.exceptions),
        "chua_khai": line.undeclared,
        "ty_le": {
            "tu_so": line.rate.numerator,
            "mau_so": line.rate.denominator,
            "hien_thi": line.rate.shown,
        },
    }


def spot_of(record: ParsedRecord) -> Spot:
    """Return where a record belongs, as its own content says."""
    general, school = record.content.general, record.content.school
    return Spot(
        school=school.code,
        school_name=school.name,
        ward=school.ward,
        province=school.province,
        school_year=general.school_year,
        grade=general.grade,
        class_name=general.class_name,
    )


def _kept_row(record: ParsedRecord, spot: Spot, withdrawn: set[tuple[str, bytes]]) -> KeptRow:
    general = record.content.general
    return KeptRow(
        spot=spot,
        record_code=general.record_code,
        version=general.version,
        is_withdrawn=(str(general.record_code), record.content_digest) in withdrawn,
    )
