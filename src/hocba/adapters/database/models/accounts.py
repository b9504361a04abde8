"""Roles of log-ins and owners of keys. Personal data: names; no passwords and no keys."""

from django.db import models


class AccountModel(models.Model):
    """One role of one log-in; school is empty for offices above the school."""

    username = models.CharField(max_length=150)
    display_name = models.CharField(max_length=200)
    person = models.CharField(max_length=64)
    role = models.CharField(max_length=30)
    school = models.CharField(max_length=35, default="")
    school_year = models.SmallIntegerField(null=True)
    class_name = models.CharField(max_length=20, default="")
    ward = models.CharField(max_length=35, default="")

    class Meta:
        db_table = "account"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "username",
                    "person",
                    "role",
                    "school",
                    "school_year",
                    "class_name",
                    "ward",
                ],
                name="account_role_once",
                nulls_distinct=False,
            ),
        ]


class KeyModel(models.Model):
    """By which name the signing provider knows the key of a person, a seal or an office."""

    owner = models.CharField(max_length=64, primary_key=True)
    key_ref = models.CharField(max_length=500)
    school = models.CharField(max_length=35, default="")

    class Meta:
        db_table = "signing_key"
