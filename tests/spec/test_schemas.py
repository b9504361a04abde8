"""The schemas that the program uses are the published ones."""

from pathlib import Path

import pytest

PUBLISHED = Path("spec/schemas")
USED = Path("src/hocba/adapters/xml/schemas")


@pytest.mark.parametrize("name", sorted(path.name for path in PUBLISHED.glob("*.xsd")))
def test_are_the_same_bytes(name):
    assert (USED / name).read_bytes() == (PUBLISHED / name).read_bytes()


def test_are_all_published():
    used = {path.name for path in USED.glob("*.xsd")}

    assert used == {path.name for path in PUBLISHED.glob("*.xsd")}
