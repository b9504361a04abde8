"""What the generators of vectors share."""

import pytest


@pytest.fixture(scope="session")
def vector_keys(tmp_path_factory):
    """Keys that are not the published vectors': made by the first generator that runs."""
    return tmp_path_factory.mktemp("vectors") / "keys"
