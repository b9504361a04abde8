"""Log-ins and their passwords, as Django keeps them."""

from collections.abc import Sequence
from typing import Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db.models import Q

_NO_PASSWORD: Final = "!"


class DatabaseCredentials:
    """Implements `Credentials`."""

    def open(self, username: str, *, display_name: str, email: str, password: str) -> None:
        """Open an account or set its password; see the port."""
        user, _ = User.objects.get_or_create(username=username)
        user.first_name, user.email, user.is_active = display_name[:150], email, True
        user.set_password(password)
        user.save()

    def is_open(self, username: str) -> bool:
        """Tell whether somebody can sign in with this name; see the port."""
        return username in self.among_open([username])

    def among_open(self, usernames: Sequence[str]) -> frozenset[str]:
        """Return those that can sign in; see the port."""
        users = User.objects.filter(username__in=usernames, is_active=True)
        users = users.exclude(Q(password="") | Q(password__startswith=_NO_PASSWORD))
        return frozenset(users.values_list("username", flat=True))

    def display_name(self, username: str) -> str:
        """Return as screens greet the person; see the port."""
        user = User.objects.filter(username=username).first()
        return (user.first_name if user else "") or username

    def check(self, username: str, password: str) -> bool:
        """Tell whether a password is right; see the port."""
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None or not user.has_usable_password():
            # As much work as for a name that exists: the time tells nothing about names.
            make_password(password)
            return False
        return user.check_password(password)

    def is_common(self, password: str) -> bool:
        """Tell whether a password leaked often; see the port."""
        try:
            CommonPasswordValidator().validate(password)
        except ValidationError:
            return True
        return False

    def close(self, username: str) -> None:
        """Let the password open nothing any more; see the port."""
        User.objects.filter(username=username).update(password=make_password(None))
