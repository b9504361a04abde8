"""
One-time codes (RFC 6238) and recovery codes, in django-allauth's tables.

allauth marks a used code in the cache of one process; here the last step that was used stands
in the row, under a lock: a code opens once, whichever process is asked. Source: RFC 6238, 5.2.
"""

from typing import Final
from urllib.parse import quote, urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import User
from django.db import transaction

from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.sign_in import Factor

_ISSUER: Final = "Hocba"
_LAST: Final = "last_step"
_KIND: Final = Authenticator.Type


class AllauthFactors:
    """Implements `SecondFactors`."""

    def of(self, username: str) -> tuple[Factor, ...]:
        """Return what a person has; see the port."""
        rows = Authenticator.objects.filter(user__username=username)
        return tuple(
            Factor(kind=row.type, name=str(row.type), added_at=row.created_at.astimezone(VIETNAM))
            for row in rows.filter(type=_KIND.TOTP).order_by("created_at")
        )

    def new_secret(self) -> str:
        """Return a fresh secret; see the port."""
        return str(generate_totp_secret())

    def address_of(self, username: str, secret: str) -> str:
        """Return the `otpauth:` address; see the port."""
        told = urlencode({"secret": secret, "issuer": _ISSUER})
        return f"otpauth://totp/{_ISSUER}:{quote(username)}?{told}"

    def add_app(self, username: str, secret: str, code: str) -> bool:
        """Add an app that has shown a right code; see the port."""
        step = _step_of(secret, code)
        user = User.objects.get(username=username)
        if step is None or Authenticator.objects.filter(user=user, type=_KIND.TOTP).exists():
            return False
        with transaction.atomic():
            added = TOTP.activate(user, secret).instance
            added.data[_LAST] = step
            added.save()
        return True

    def check(self, username: str, code: str) -> bool:
        """Take a code once; see the port."""
        with transaction.atomic():
            rows = Authenticator.objects.select_for_update().filter(user__username=username)
            held = {row.type: row for row in rows.order_by("id")}
            if (app := held.get(_KIND.TOTP)) is not None and _used_now(app, code):
                return True
            codes = held.get(_KIND.RECOVERY_CODES)
            return codes is not None and bool(RecoveryCodes(codes).validate_code(code))

    def new_codes(self, username: str) -> tuple[str, ...]:
        """Make new recovery codes; see the port."""
        user = User.objects.get(username=username)
        with transaction.atomic():
            Authenticator.objects.filter(user=user, type=_KIND.RECOVERY_CODES).delete()
            return tuple(RecoveryCodes.activate(user).generate_codes())

    def remove(self, username: str) -> None:
        """Remove all that a person has; see the port."""
        Authenticator.objects.filter(user__username=username).delete()


def _used_now(app: Authenticator, code: str) -> bool:
    step = _step_of(decrypt(app.data["secret"]), code)
    if step is None or step <= app.data.get(_LAST, 0):
        return False
    app.data[_LAST] = step
    app.save()
    return True


def _step_of(secret: str, code: str) -> int | None:
    """Return the time step to which a code belongs, None when it is none of now's."""
    typed = "".join(code.split())
    steps = (step for step in yield_hotp_counters_from_time())
    fitting = (step for step in steps if format_hotp_value(hotp_value(secret, step)) == typed)
    return next(fitting, None)
