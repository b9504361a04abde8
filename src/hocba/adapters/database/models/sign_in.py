"""
Invitations, failed attempts and the log of accounts.

Personal data: names and e-mail addresses. No password, no code, no secret: an
invitation's code and the name of an attempt stand here as digests.
"""

from django.db import models


class InvitationModel(models.Model):
    """One invitation; never removed, so that a used code stays used."""

    digest = models.CharField(max_length=64, unique=True)
    username = models.CharField(max_length=150)
    person = models.CharField(max_length=64)
    display_name = models.CharField(max_length=200)
    school = models.CharField(max_length=35, default="")
    way = models.CharField(max_length=20)
    email = models.CharField(max_length=254, default="")
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invitation"
        indexes = [models.Index(fields=["username"], name="invitation_username")]


class AttemptModel(models.Model):
    """Failures in a row under one key: a digest of a name, an address, or both."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    is_known = models.BooleanField(default=False)

    class Meta:
        db_table = "sign_in_attempt"


class AccountEntryModel(models.Model):
    """One act on an account; a trigger lets nobody change or remove it."""

    act = models.CharField(max_length=30)
    username = models.CharField(max_length=150)
    by = models.CharField(max_length=150)
    school = models.CharField(max_length=35, default="")
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "account_log"
        indexes = [models.Index(fields=["school", "at"], name="account_log_school")]
