"""`hocba figures tree|check` joined to its adapters; checking needs no office and no database."""

import importlib
from collections.abc import Sequence
from typing import Any

from hocba.adapters.keys.note_keys import check_ed25519
from hocba.adapters.xml.documents import XmlDocuments
from hocba.faces.cli.figure_tree import CHECK, TREE, Means, asked, checked, made


def figures(arguments: Sequence[str]) -> int:
    """Count, or make or check a tree of sums, and return the exit code."""
    if not {TREE, CHECK} & {*arguments[:1]}:
        found: int = _offices().figures(arguments)
        return found
    question = asked(arguments)
    if question.what == CHECK:
        return checked(question, Means(documents=XmlDocuments(), check=check_ed25519))
    with _offices().office_at(question.level) as outside:
        return made(question, outside)


def _offices() -> Any:
    # Loaded late: whoever checks may have neither Django nor a database.
    return importlib.import_module("hocba.wiring.office_commands")
