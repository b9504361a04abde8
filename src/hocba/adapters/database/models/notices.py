"""Notices to persons, the mails that carry them out, and who wants none. No marks, no pupils."""

from django.db import models


class NoticeModel(models.Model):
    """Something that waits for a person or has come back to them. Named: a class, a count."""

    school = models.CharField(max_length=35)
    person = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    school_year = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    count = models.IntegerField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        indexes = [models.Index(fields=["school", "person", "-id"], name="notice_person")]


class MailModel(models.Model):
    """
    A mail that carries a notice, or an invitation. Personal data: the address.

    fate is empty while it waits. invited: the log-in of an invitation; sealed: its code and the
    person's name, encrypted, and only while the mail waits.
    """

    notice = models.OneToOneField(NoticeModel, on_delete=models.PROTECT, null=True)
    school = models.CharField(max_length=35)
    address = models.CharField(max_length=254)
    tries = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    fate = models.CharField(max_length=20, default="")
    invited = models.CharField(max_length=150, default="")
    sealed = models.TextField(default="")
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mail"
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(fate=""), name="mail_waiting"),
        ]


class MailRefusalModel(models.Model):
    """A person who wants no mails; the notices on the pages stay."""

    school = models.CharField(max_length=35)
    person = models.CharField(max_length=64)

    class Meta:
        db_table = "mail_refusal"
        constraints = [
            models.UniqueConstraint(fields=["school", "person"], name="mail_refusal_once")
        ]
