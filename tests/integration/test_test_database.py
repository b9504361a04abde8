"""The database that the tests themselves run on."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection


def role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        return cursor.fetchone()


@pytest.mark.django_db
def test_belongs_to_the_owner_and_is_not_the_real_one():
    user, name = role()

    assert user == "hocba_owner"
    assert name.startswith("test_hocba_")


def test_lets_the_app_use_the_tables_of_the_migrations(as_app):
    Group.objects.create(name="văn thư")

    assert role()[0] == "hocba_app"
    assert Group.objects.get().name == "văn thư"
