"""Where `hocba serve` prints beside the pages: only where a school is hosted."""

import pytest

from hocba.wiring.commands import _hosts_a_school


@pytest.mark.parametrize(
    ("written", "is_school"),
    [
        ('{"environment": "THAT", "school": {"code": "*"}}', True),
        ('{"environment": "THAT", "school": null, "ministry": {}}', False),
        ('{"environment": "THAT"}', False),
        ("[]", False),
        ("{", False),
        (None, False),
    ],
)
def test_a_printer_runs_only_beside_a_school(tmp_path, written, is_school):
    if written is not None:
        (tmp_path / "offices.json").write_text(written, "utf-8")

    assert _hosts_a_school(tmp_path) is is_school
