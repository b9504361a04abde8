"""The page of a proof bundle: it checks the record that it carries, on a machine without a line."""

import json
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import Final

from hocba.core.verify.parsed import ParsedRecord
from hocba.ports.certificates import CertificatePaths

_SCRIPT: Final = "record_check.js"


def proof_page(file: bytes, record: ParsedRecord, paths: CertificatePaths) -> str:
    """Return the page that checks the record by itself: script and data stand inside it."""
    held = paths.authorities()
    data = {
        "record": b64encode(file).decode("ascii"),
        "environment": record.content.general.environment.value,
        "anchors": [b64encode(der).decode("ascii") for _, der in held.anchors],
        "issuers": [b64encode(der).decode("ascii") for der in held.issuers],
        "fingerprints": [sha256(der).hexdigest() for _, der in held.anchors],
    }
    page = files("hocba.faces.web").joinpath("proof_page.html").read_text("utf-8")
    scripts = files("hocba.faces.web").joinpath("static", "hocba", _SCRIPT)
    # Base64 and hex alone: nothing in the data can end the element in which it stands.
    return page.replace("@DATA@", json.dumps(data)).replace("@SCRIPT@", scripts.read_text("utf-8"))
