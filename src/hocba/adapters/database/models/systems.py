"""Schools' software: who was let in, which results it sent, and what the door remembers."""

from django.db import models


class SystemModel(models.Model):
    """A vendor's system that a school has let in; a trigger lets nobody change or remove it."""

    school = models.CharField(max_length=35)
    place = models.SmallIntegerField()
    vendor = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    certificate = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    basis = models.CharField(max_length=200)

    class Meta:
        db_table = "vendor_system"
        constraints = [
            models.UniqueConstraint(fields=["school", "place"], name="vendor_system_place")
        ]


class SystemEndModel(models.Model):
    """That a system no longer speaks for its school; once, and for good."""

    school = models.CharField(max_length=35)
    place = models.SmallIntegerField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    basis = models.CharField(max_length=200)

    class Meta:
        db_table = "vendor_system_end"
        constraints = [
            models.UniqueConstraint(fields=["school", "place"], name="vendor_system_end_once")
        ]


class ResultSourceModel(models.Model):
    """A result as a system sent it. digest: SHA-256 of it as it is stored."""

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    sector_code = models.CharField(max_length=35)
    place = models.SmallIntegerField()
    digest = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "result_source"
        indexes = [
            models.Index(fields=["school", "school_year", "sector_code"], name="result_source_of")
        ]


class ApiAnswerModel(models.Model):
    """An answer under an idempotency key. digest: SHA-256 of what was asked."""

    school = models.CharField(max_length=35)
    client = models.CharField(max_length=40)
    key = models.CharField(max_length=128)
    digest = models.BinaryField()
    status = models.SmallIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "api_answer"
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="api_answer_once"),
        ]


class ApiAssertionModel(models.Model):
    """An assertion that was used; kept as long as it could be used again."""

    client = models.CharField(max_length=40)
    number = models.CharField(max_length=128)
    until = models.DateTimeField()

    class Meta:
        db_table = "api_assertion"
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="api_assertion_once"),
        ]


class ApiMinuteModel(models.Model):
    """How many requests somebody made in one minute."""

    who = models.CharField(max_length=80)
    minute = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        db_table = "api_minute"
        constraints = [models.UniqueConstraint(fields=["who", "minute"], name="api_minute_once")]
