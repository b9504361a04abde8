"""Secrets of second factors stand encrypted in the database: a copy of it opens nothing."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class SealingAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's hooks: encrypt with a key that comes from the installation's secret."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret."""
        return opened(encrypted_text)


def sealed(text: str) -> str:
    """Return a secret as it is stored."""
    return _fernet().encrypt(text.encode()).decode()


def opened(stored: str) -> str:
    """Return a stored secret."""
    return _fernet().decrypt(stored.encode()).decode()


def _fernet() -> Fernet:
    drawn = sha256(b"hocba second factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(drawn))
