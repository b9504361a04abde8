"""A consent as a form gives it, and files as forms bring them."""

from django.http import HttpRequest

from hocba.core.terms.outcomes import Refusal
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside

_MEGABYTE = 1024 * 1024


def consent_given(
    request: HttpRequest, outside: Outside, *, by: str, purpose: str, count: int
) -> Consent:
    """
    Return the consent that a form gives.

    purpose: the sentence that the person was shown. count: signatures it covers.
    Raises: Refusal "web.consent_missing" when the box was not ticked.
    """
    if request.POST.get("consent") != "yes":
        raise Refusal("web.consent_missing")
    return Consent(
        consent_id=outside.chance.draw(16).hex(),
        by=by,
        at=outside.clock.now(),
        purpose=purpose,
        count=count,
    )


def uploaded(request: HttpRequest, *, limit_mb: int) -> tuple[bytes, str]:
    """
    Return an uploaded file's bytes and name; nothing of it is written to a disk of ours.

    Raises: Refusal "web.no_file", "web.file_too_large".
    """
    file = request.FILES.get("file")
    if file is None:
        raise Refusal("web.no_file")
    if file.size is None or file.size > limit_mb * _MEGABYTE:
        raise Refusal("web.file_too_large", limit=str(limit_mb))
    return file.read(), (file.name or "")[:120]
