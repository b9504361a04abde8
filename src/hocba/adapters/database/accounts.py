"""Roles of log-ins and owners of keys in PostgreSQL."""

from collections.abc import Mapping, Sequence

from hocba.adapters.database.models.accounts import AccountModel, KeyModel
from hocba.adapters.database.tenancy import EVERY_SCHOOL, within
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.ports.accounts import Account
from hocba.ports.keys import KeyRef


class DatabaseAccounts:
    """Implements `Accounts`. A log-in names no school yet, so this one looks across schools."""

    def actors_of(self, username: str) -> tuple[Actor, ...]:
        """Return every role of a log-in; see the port."""
        with within(EVERY_SCHOOL):
            rows = AccountModel.objects.filter(username=username)
            return tuple(_account_of(row).actor for row in rows.order_by("id"))

    def of_school(self, school: SchoolCode) -> tuple[Account, ...]:
        """Return the log-ins of a school; see the port."""
        with within(school):
            rows = AccountModel.objects.filter(school=school)
            return tuple(_account_of(row) for row in rows.order_by("username", "id"))

    def save(self, accounts: Sequence[Account]) -> None:
        """Give log-ins their roles; see the port."""
        with within(EVERY_SCHOOL):
            AccountModel.objects.bulk_create(
                [_account_row(account) for account in accounts], ignore_conflicts=True
            )

    def drop(self, accounts: Sequence[Account]) -> None:
        """Take roles from log-ins; see the port."""
        with within(EVERY_SCHOOL):
            for account in accounts:
                row = _account_row(account)
                AccountModel.objects.filter(
                    username=row.username,
                    person=row.person,
                    role=row.role,
                    school=row.school,
                    school_year=row.school_year,
                    class_name=row.class_name,
                ).delete()

    def key_of(self, person: str) -> KeyRef:
        """Return the key of a person, seal or office; see the port."""
        found = self.keys_of([person])
        if person not in found:
            raise Refusal("account.no_key", "no key is known", person=person)
        return found[person]

    def keys_of(self, people: Sequence[str]) -> Mapping[str, KeyRef]:
        """Return the keys of those who have one; see the port."""
        with within(EVERY_SCHOOL):
            rows = KeyModel.objects.filter(owner__in=people)
            return {row.owner: KeyRef(row.key_ref) for row in rows}

    def save_keys(self, keys: Mapping[str, KeyRef], *, school: SchoolCode | None = None) -> None:
        """Note which key belongs to whom; see the port."""
        with within(EVERY_SCHOOL):
            KeyModel.objects.bulk_create(
                [
                    KeyModel(owner=owner, key_ref=ref, school=school or "")
                    for owner, ref in keys.items()
                ],
                update_conflicts=True,
                unique_fields=["owner"],
                update_fields=["key_ref", "school"],
            )


def _account_row(account: Account) -> AccountModel:
    actor = account.actor
    return AccountModel(
        username=account.username,
        display_name=account.display_name,
        person=actor.person,
        role=actor.role.value,
        school=actor.school or "",
        school_year=actor.school_year.first if actor.school_year else None,
        class_name=actor.class_name,
        ward=actor.ward,
    )


def _account_of(row: AccountModel) -> Account:
    actor = Actor(
        person=row.person,
        role=Role(row.role),
        school=SchoolCode(row.school) if row.school else None,
        school_year=None if row.school_year is None else SchoolYear(row.school_year),
        class_name=row.class_name,
        ward=row.ward,
    )
    return Account(username=row.username, display_name=row.display_name, actor=actor)
