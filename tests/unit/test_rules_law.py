"""docs/law.md is drawn from the packs and shows every basis."""

from pathlib import Path

from hocba.core.rules.law import law_page
from hocba.core.rules.library import all_packs, all_secondary


def test_the_page_in_docs_is_the_one_drawn_from_the_packs() -> None:
    # After a pack has changed, write the drawn page into the file and read the difference.
    assert Path("docs/law.md").read_text("utf-8") == law_page(all_packs(), all_secondary())
