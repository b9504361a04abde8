"""Where an office's bytes are: below HOME, in another folder, or in an S3 store."""

from pathlib import Path

import pytest

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.log_folder import LogFolder
from hocba.adapters.blobs.object_log import ObjectLog
from hocba.adapters.blobs.object_segments import ObjectSegments
from hocba.wiring.archives import (
    office_archive,
    office_log,
    opened_archive,
    place_of,
)
from hocba.wiring.settings import settings_from

BUCKET = "s3://kho/hocba?endpoint=https://s3.so.example&region=vn"


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({}, "nha/blobs/SO"),
        ({"HOCBA_BLOBS": "/kho/chung"}, "/kho/chung/SO"),
        ({"HOCBA_BLOBS": "s3://kho"}, "s3://kho/SO"),
        ({"HOCBA_BLOBS": "s3://kho/hocba/"}, "s3://kho/hocba/SO"),
        (
            {"HOCBA_BLOBS": BUCKET},
            "s3://kho/hocba/SO?endpoint=https://s3.so.example&region=vn",
        ),
    ],
)
def test_each_office_has_a_place_of_its_own(told, place):
    assert place_of(settings_from({"HOCBA_HOME": "nha", **told}), "SO") == place


def test_a_folder_holds_segments_and_log(tmp_path):
    settings = settings_from({"HOCBA_HOME": str(tmp_path)})

    assert isinstance(office_archive(settings, "SO"), BlockSegments)
    assert isinstance(office_log(settings, "SO"), LogFolder)


def test_an_address_holds_segments_and_log(tmp_path):
    settings = settings_from({"HOCBA_HOME": str(tmp_path), "HOCBA_BLOBS": BUCKET})

    assert isinstance(office_archive(settings, "SO"), ObjectSegments)
    assert isinstance(office_log(settings, "SO"), ObjectLog)
    assert isinstance(opened_archive(place_of(settings, "SO")), ObjectSegments)


def test_bytes_that_stay_at_home_stay_there(tmp_path):
    settings = settings_from({"HOCBA_HOME": "nha", "HOCBA_BLOBS": str(tmp_path)})

    assert settings.own_blobs == Path("nha/blobs")
