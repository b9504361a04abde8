"""What a certificate says of itself, for whoever is about to use it."""

from django.utils.translation import gettext

from hocba.core.terms.certificates import CertificateFacts
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import Fact


def certificate_facts(facts: CertificateFacts) -> tuple[Fact, ...]:
    """Return what a signer must see of a certificate. Source: TT 15/2025/TT-BKHCN, Điều 6."""
    ends = (day(day_in_vietnam(at)) for at in (facts.not_before, facts.not_after))
    return (
        Fact(words=gettext("Người giữ"), value=facts.common_name, note=facts.managing_unit),
        Fact(words=gettext("Nơi cấp"), value=facts.issuer_name, note=facts.issuer_organisation),
        Fact(words=gettext("Số hiệu"), value=facts.serial),
        Fact(words=gettext("Hiệu lực"), value=" – ".join(ends)),
    )
