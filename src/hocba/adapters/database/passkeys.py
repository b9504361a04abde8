"""Passkeys in django-allauth's table, made and checked by python-fido2."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction
from fido2.rpid import verify_rp_id
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.passkeys import Challenge, Passkey

_KIND: Final = Authenticator.Type.WEBAUTHN
_VERIFIED: Final = UserVerificationRequirement.REQUIRED
_LONGEST: Final = 20_000
"""Characters of an answer; real ones have about a thousand."""
_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError)
"""What python-fido2 raises for an answer that is none, or is not to this question."""


class DatabasePasskeys:
    """Implements `Passkeys`."""

    def of(self, username: str) -> tuple[Passkey, ...]:
        """Return a person's passkeys; see the port."""
        return tuple(_passkey_of(row) for row in _rows(username).order_by("id"))

    def ask_new(self, username: str, display_name: str, *, site: str) -> Challenge:
        """Return the question for a new one; see the port."""
        user = User.objects.get(username=username)
        options, state = _server(site).register_begin(
            PublicKeyCredentialUserEntity(
                # The device keeps this for ever: a number that says nothing of the person.
                id=str(user.pk).encode(),
                name=username,
                display_name=display_name,
            ),
            credentials=[_credential(row) for row in _rows(username)],
            resident_key_requirement=ResidentKeyRequirement.REQUIRED,
            user_verification=_VERIFIED,
        )
        return Challenge(options=json.dumps(dict(options.public_key)), state=state)

    def add(
        self, username: str, name: str, answer: str, *, state: Mapping[str, Any], site: str
    ) -> None:
        """Keep a new one; see the port."""
        try:
            response = RegistrationResponse.from_dict(_read(answer))
            made = _server(site).register_complete(state, response)
        except _UNREADABLE as unproven:
            raise Refusal("account.passkey_unproven") from unproven
        credential = made.credential_data
        if credential is None or _holder(credential.credential_id) is not None:
            raise Refusal("account.passkey_unproven")
        Authenticator.objects.create(
            user=User.objects.get(username=username),
            type=_KIND,
            data={
                "name": name,
                "credential": websafe_encode(credential),
                "credential_id": websafe_encode(credential.credential_id),
                "counter": made.counter,
            },
        )

    def ask(self, *, site: str) -> Challenge:
        """Return the question that any may answer; see the port."""
        options, state = _server(site).authenticate_begin(user_verification=_VERIFIED)
        return Challenge(options=json.dumps(dict(options.public_key)), state=state)

    def opened_by(self, answer: str, *, state: Mapping[str, Any], site: str, at: datetime) -> str:
        """Return whose passkey has answered; see the port."""
        with transaction.atomic():
            try:
                response = AuthenticationResponse.from_dict(_read(answer))
                row = _holder(response.raw_id)
                if row is None:
                    raise Refusal("account.passkey_unproven")
                _server(site).authenticate_complete(state, [_credential(row)], response)
            except _UNREADABLE as unproven:
                raise Refusal("account.passkey_unproven") from unproven
            _count(row, response.response.authenticator_data)
            row.last_used_at = at
            row.save()
            return str(row.user.username)

    def drop(self, username: str, number: int) -> bool:
        """Remove one; see the port."""
        removed, _ = _rows(username).filter(pk=number).delete()
        return bool(removed)


def _server(site: str) -> Fido2Server:
    def is_ours(origin: str) -> bool:
        # The very host: a page of a host below it must not be able to ask.
        return verify_rp_id(site, origin) and urlsplit(origin).hostname == site

    return Fido2Server(PublicKeyCredentialRpEntity(id=site, name="Hocba"), verify_origin=is_ours)


def _rows(username: str) -> Any:
    return Authenticator.objects.filter(user__username=username, type=_KIND)


def _holder(credential_id: bytes) -> Any:
    """Return the locked row of a credential; None where nobody has it."""
    known = Authenticator.objects.select_for_update().filter(
        type=_KIND, data__credential_id=websafe_encode(credential_id)
    )
    return known.first()


def _credential(row: Any) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(row.data["credential"]))


def _count(row: Any, given: AuthenticatorData) -> None:
    """Keep the counter. Raises: Refusal "account.passkey_copied". Source: WebAuthn 3, 7.2."""
    known = row.data.get("counter", 0)
    # Passkeys that are kept on several devices do not count and stay at 0.
    if (known or given.counter) and given.counter <= known:
        raise Refusal("account.passkey_copied")
    row.data["counter"] = given.counter


def _read(answer: str) -> Mapping[str, Any]:
    """Raises: ValueError."""
    if len(answer) > _LONGEST:
        raise ValueError("too long for an answer")
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise TypeError("no object")
    return read


def _passkey_of(row: Any) -> Passkey:
    return Passkey(
        number=row.pk,
        name=row.data.get("name", ""),
        added_at=row.created_at.astimezone(VIETNAM),
        used_at=row.last_used_at.astimezone(VIETNAM) if row.last_used_at else None,
    )
