"""What a certificate says of itself, for whoever is about to use it."""

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext

from hocba.core.terms.certificates import CertificateFacts
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import Fact

_LARGEST: Final = 20_000
_BEGIN, _END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"


def certificate_facts(facts: CertificateFacts) -> tuple[Fact, ...]:
    """Return what a signer must see of a certificate. Source: TT 15/2025/TT-BKHCN, Điều 6."""
    ends = (day(day_in_vietnam(at)) for at in (facts.not_before, facts.not_after))
    return (
        Fact(words=gettext("Người giữ"), value=facts.common_name, note=facts.managing_unit),
        Fact(words=gettext("Nơi cấp"), value=facts.issuer_name, note=facts.issuer_organisation),
        Fact(words=gettext("Số hiệu"), value=facts.serial),
        Fact(words=gettext("Hiệu lực"), value=" – ".join(ends)),
    )


def uploaded_certificate(request: HttpRequest, name: str) -> bytes:
    """Return the DER of the file that came along, PEM or DER; empty where it is none."""
    file = request.FILES.get(name)
    if file is None or not 0 < (file.size or 0) <= _LARGEST:
        return b""
    given: bytes = file.read()
    if _BEGIN not in given:
        return given
    try:
        return b64decode(given.partition(_BEGIN)[2].partition(_END)[0])
    except NotBase64:
        return b""
