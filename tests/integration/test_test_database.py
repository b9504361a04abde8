"""The database that the tests themselves run on; and one of one's own, where nothing is granted."""

from urllib.parse import urlsplit

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.db import connection

from hocba.adapters.database.default_rights import let_app_in


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


def test_the_owner_lets_the_app_in_before_its_tables_are_made(postgres_owner_url):
    # From the bare template, as on a server of one's own.
    own = urlsplit(postgres_owner_url)._replace(path="/test_of_ones_own").geturl()
    as_app = own.replace("hocba_owner", "hocba_app")
    with psycopg.connect(postgres_owner_url, autocommit=True) as session:
        session.execute("CREATE DATABASE test_of_ones_own TEMPLATE template0")
        try:
            let_app_in(own, as_app)
            with psycopg.connect(own) as owner:
                owner.execute("CREATE TABLE later (id serial)")
                owner.execute("SET ROLE hocba_app")
                owner.execute("INSERT INTO later DEFAULT VALUES")
                found = owner.execute("SELECT id FROM later").fetchall()
        finally:
            session.execute("DROP DATABASE test_of_ones_own")

    assert found == [(1,)]
